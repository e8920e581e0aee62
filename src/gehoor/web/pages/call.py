"""*Gesprek*: the report of one call, alive."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from litestar import Response, get
from litestar.params import FromPath

from gehoor.method import Method
from gehoor.store import StoreFault, audit, calls, objections, people, shares, talk
from gehoor.store.attention import LOOK
from gehoor.store.models import Person, ReviewRow
from gehoor.web.asked import Asked
from gehoor.web.pages.opened import PEOPLE_WITH_CALLS, Opened, log, opened
from gehoor.web.paper import page
from gehoor.web.security.access import may
from gehoor.web.texts import marked
from gehoor.web.views.dates import dates_for
from gehoor.web.views.report import quoting, report_of
from gehoor.web.views.talk import Talk

ACTIONS = {LOOK: marked("bekeek het"), "call.download": marked("downloadde het")}
MOST_LOOKS, FEW_LOOKS = 500, 12
NOTICES = {
    "opmerking": marked("Je opmerking is bewaard."),
    "aangepast": marked("De tekst is aangepast."),
    "opmerking-weg": marked("De opmerking is weg."),
    "afspraak": marked("De afspraak is bewaard."),
    "klopt-niet": marked("Dank je. Je bezwaar staat nu bij dit verslag."),
    "toch-goed": marked("Je bezwaar is teruggenomen."),
    "gedeeld": marked("Het gesprek is gedeeld."),
    "teruggenomen": marked("Het gesprek is niet meer gedeeld."),
    "titel": marked("De titel is aangepast."),
    "opnieuw": marked("Het gesprek is opnieuw beoordeeld. Het vorige verslag staat onderaan."),
}


@get("/gesprekken/{call_id:str}", opt=may(*PEOPLE_WITH_CALLS), sync_to_thread=True)
def call_page(request: Asked, call_id: FromPath[str]) -> Response[str]:
    """Show the report of a call: the newest, or an older one that is asked for."""
    with opened(request, call_id, change=True) as seen:
        log(seen, LOOK)
        if seen.standing == "owner":
            seen.row.looked = seen.site.now()
    with opened(request, call_id) as seen:
        return page(request, "call/call.html", **_shown(request, seen))


def _shown(request: Asked, seen: Opened) -> dict[str, Any]:
    asked = request.query_params
    method = seen.site.method
    review = review_of(seen, asked.get("verslag"))
    stored = calls.load(seen.session, seen.site.store.vault, seen.id)
    report = report_of(calls.record_in(review, seen.box), stored, method)
    return {
        "call": seen.row,
        "title": stored.call.id,
        "standing": seen.standing,
        "owner": seen.session.get_one(Person, seen.row.owner_id).name,
        "report": report,
        "quoted": quoting(report.review),
        "review_id": review.id,
        "current": review.newest,
        "made": review.made,
        "made_with": review.version,
        "profile": _profile(review.profile, method),
        "reviews": _reviews(seen),
        "talk": _talk(seen, review.id),
        **_sharing(seen),
        "notice": NOTICES.get(asked.get("gedaan", ""), ""),
        "source_of": lambda work: method.sources[work].title,
        **dates_for(request),
    }


def _talk(seen: Opened, review_id: str) -> Talk:
    vault = seen.site.store.vault
    doubts = objections.objections_on(seen.session, vault, seen.id)
    return Talk(
        reader_id=seen.visitor.id,
        owner_id=seen.row.owner_id,
        said=talk.comments_on(seen.session, vault, seen.id),
        doubts=[doubt for doubt in doubts if doubt.review_id == review_id],
    )


def _sharing(seen: Opened) -> dict[str, Any]:
    """Return with whom the call is shared, could be, and who looked: for its owner alone."""
    if seen.standing != "owner":
        return {"shares": (), "askable": (), "looks": ()}
    shared = shares.shared_with(seen.session, seen.id)
    present = {item.person_id for item in shared}
    possible = shares.receivers(seen.session, seen.visitor.id)
    return {
        "shares": shared,
        "askable": [person for person in possible if person.id not in present],
        "looks": _looks(seen),
    }


def _looks(seen: Opened) -> list[tuple[str, str, datetime]]:
    lines = audit.about(seen.session, subject_id=seen.id, size=MOST_LOOKS)
    others = [line for line in lines if line.person_id not in (None, seen.visitor.id)]
    names = people.names(seen.session, {line.person_id for line in others if line.person_id})
    found: dict[tuple[str, str, date], datetime] = {}
    for line in others:
        if line.action in ACTIONS:
            found.setdefault((line.person_id or "", line.action, line.at.date()), line.at)
    return [
        (names.get(person_id, ""), ACTIONS[action], at)
        for (person_id, action, _), at in list(found.items())[:FEW_LOOKS]
    ]


def _profile(name: str, method: Method) -> str:
    titles = {str(key): profile.title.lower() for key, profile in method.profiles.items()}
    return titles.get(name, name)


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
