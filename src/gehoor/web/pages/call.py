"""*Gesprek*: the report of one call, alive."""

from __future__ import annotations

import secrets
from typing import Any

import sqlalchemy as sa
from litestar import Response, get

from gehoor.store import StoreFault, calls
from gehoor.store.models import Person, ReviewRow
from gehoor.web.asked import Asked
from gehoor.web.pages.opened import PEOPLE_WITH_CALLS, Opened, opened
from gehoor.web.paper import page
from gehoor.web.security.access import may
from gehoor.web.views.dates import dates_for
from gehoor.web.views.report import report_of
from gehoor.web.views.talk import Talk


@get("/gesprekken/{call_id:str}", opt=may(*PEOPLE_WITH_CALLS), sync_to_thread=True)
def call_page(
    request: Asked, call_id: str, verslag: str | None = None, gedaan: str = ""
) -> Response[str]:
    """Show the report of a call: the newest, or an older one that is asked for."""
    with opened(request, call_id) as seen:
        return page(request, "call/call.html", **_shown(request, seen, verslag, gedaan))


def _shown(request: Asked, seen: Opened, review_id: str | None, done: str) -> dict[str, Any]:
    method = seen.site.method
    review = review_of(seen, review_id)
    stored = calls.load(seen.session, seen.site.store.vault, seen.id)
    return {
        "call": seen.row,
        "title": stored.call.id,
        "standing": seen.standing,
        "owner": seen.session.get_one(Person, seen.row.owner_id).name,
        "report": report_of(calls.record_in(review, seen.box), stored, method),
        "review_id": review.id,
        "current": review.newest,
        "made": review.made,
        "made_with": review.version,
        "profile": method.profiles[review.profile].title.lower(),
        "reviews": _reviews(seen),
        "talk": Talk(),
        "shares": [],
        "askable": [],
        "looks": [],
        "notice": "",
        "nonce": secrets.token_hex(8),
        "source_of": lambda work: method.sources[work].title,
        **dates_for(request),
    }


def review_of(seen: Opened, review_id: str | None) -> ReviewRow:
    """Return the review that is asked for, or the newest.

    Raises:
        StoreFault: it is not a review of this call.
    """
    if review_id is None:
        return calls.newest_review(seen.session, seen.id)
    review = seen.session.get(ReviewRow, review_id)
    if review is None or review.call_id != seen.id:
        raise StoreFault("Dit verslag is er niet (meer).")
    return review


def _reviews(seen: Opened) -> list[ReviewRow]:
    ask = sa.select(ReviewRow).where(ReviewRow.call_id == seen.id).order_by(ReviewRow.made.desc())
    return list(seen.session.scalars(ask.options(sa.orm.defer(ReviewRow.sealed))))


ROUTES = [call_page]
