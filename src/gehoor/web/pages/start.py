"""*Start*: what needs my attention, and nothing that ranks or pushes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.orm import Session

from gehoor.store import attention, calls, people, promises, talk, uploads
from gehoor.store.models import CallRow
from gehoor.store.promises import OUTCOMES
from gehoor.web.asked import Asked
from gehoor.web.pages.calls import rows_of
from gehoor.web.pages.forms import Form
from gehoor.web.pages.opened import PEOPLE_WITH_CALLS, site_of, visitor_of
from gehoor.web.paper import page
from gehoor.web.security.access import Visitor, may
from gehoor.web.site import Site
from gehoor.web.views.dates import dates_for

AHEAD = timedelta(days=7)  # what falls due within a week stands on the page
BEHIND = timedelta(days=30)  # what fell due longer ago is folded away
FEW = 5  # promises that stand unfolded: the page must show at a glance what else there is


class Due(msgspec.Struct, frozen=True):
    """Something that was agreed: with a caller, or between an employee and a coach."""

    id: str
    call_id: str
    title: str
    place: str
    what: str
    day: date
    who: str


@get("/", opt=may(), sync_to_thread=True)
def start(request: Asked) -> Response[str]:
    """Show what needs attention."""
    site, visitor = site_of(request), visitor_of(request)
    today = site.now().astimezone().date()
    shown: dict[str, Any] = {"has_calls": False, "works": visitor.is_any(*PEOPLE_WITH_CALLS)}
    if shown["works"]:
        with site.store.read() as session:
            shown |= _attention(session, site, visitor, today)
    return page(request, "start.html", today=today, few=FEW, **shown, **dates_for(request))


def _attention(session: Session, site: Site, visitor: Visitor, today: date) -> dict[str, Any]:
    vault, me = site.store.vault, visitor.id
    promised = _promised(session, site, me, today + AHEAD)
    return {
        "has_calls": attention.has_calls(session, me),
        "fresh": rows_of(session, site, visitor, attention.not_looked_at(session, vault, me)),
        "shared": rows_of(session, site, visitor, attention.shown_and_waiting(session, vault, me)),
        "said": attention.said_since(session, vault, me),
        "promised": [item for item in promised if item.day >= today - BEHIND],
        "long_ago": [item for item in promised if item.day < today - BEHIND],
        "agreed": _agreed(session, site, me, today + AHEAD),
        "running": uploads.uploads_of(session, me, only_open=True),
    }


def _promised(session: Session, site: Site, me: str, until: date) -> list[Due]:
    found = promises.falling_due(session, site.store.vault, me, until)
    return [
        Due(
            id=item.id,
            call_id=item.call_id,
            title=_title(session, site, item.call_id),
            place=f"beurt-{item.turn + 1}",
            what=item.what.what,
            day=item.due,
            who="",
        )
        for item in found
        if item.due is not None
    ]


def _agreed(session: Session, site: Site, me: str, until: date) -> list[Due]:
    found = talk.agreements_of(session, site.store.vault, me, until)
    names = people.names(session, {item.author_id for item in found})
    return [
        Due(
            id=item.id,
            call_id=item.call_id,
            title=_title(session, site, item.call_id),
            place=f"opmerking-{item.id}",
            what=item.text,
            day=item.due,
            who="" if item.author_id == me else names.get(item.author_id, ""),
        )
        for item in found
        if item.due is not None
    ]


def _title(session: Session, site: Site, call_id: str) -> str:
    row = session.get_one(CallRow, call_id)
    return calls.title_of(row, calls.box_of(session, site.store.vault, call_id))


@post(
    "/beloftes/{promise_id:str}",
    opt=may(*PEOPLE_WITH_CALLS),
    sync_to_thread=True,
    status_code=303,
)
def settle(request: Asked, promise_id: FromPath[str], data: Form) -> Redirect:
    """Say what became of a promise to a caller."""
    given = data.get("outcome", "")
    outcome = next((known for known in OUTCOMES if known == given), None)
    site = site_of(request)
    with site.store.begin() as session:
        promises.settle(session, promise_id, visitor_of(request).id, outcome, site.now())
    return Redirect("/", status_code=303)


ROUTES = [start, settle]
