"""*Overdoen*: a practice call that begins at a moment of one's own call.

Only for whose call it is. Playing it is `practice`'s business.
"""

from __future__ import annotations

import secrets

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from gehoor.practice.replay import before, moments, scenario_from
from gehoor.reviewing import Review
from gehoor.store import Refused, calls
from gehoor.store import practice as store
from gehoor.store.practice import Kept
from gehoor.web.asked import Asked
from gehoor.web.forms import Fields
from gehoor.web.house_style import in_force
from gehoor.web.pages.opened import PEOPLE_WITH_CALLS, opened, site_of, visitor_of
from gehoor.web.paper import page
from gehoor.web.security.access import may


@get("/oefenen/overdoen/{call_id:str}", opt=may(*PEOPLE_WITH_CALLS), sync_to_thread=True)
def moments_page(request: Asked, call_id: FromPath[str]) -> Response[str]:
    """Show the moments of one's own call from which it can be done differently."""
    review = _own_review(request, call_id)
    return page(
        request,
        "practice/moments.html",
        call_id=call_id,
        title=review.call.id,
        moments=[(at, review.call.turns[at].text) for at in moments(review)],
    )


@post("/oefenen/overdoen/{call_id:str}", opt=may(*PEOPLE_WITH_CALLS), sync_to_thread=True)
def replay(request: Asked, call_id: FromPath[str], form: Fields) -> Redirect:
    """Begin a practice call at a moment of one's own call."""
    site, review = site_of(request), _own_review(request, call_id)
    chosen = form.text("beurt")
    turn = next((at for at in moments(review) if str(at) == chosen), None)
    if turn is None:
        raise Refused("kies een beurt van de beller")
    kept = Kept(
        "",
        secrets.randbelow(10**6),
        "hint",
        source=msgspec.json.encode(scenario_from(review, turn)).decode(),
        before=tuple((said.speaker, said.text) for said in before(review, turn)),
    )
    with site.store.begin() as session:
        made = store.begin(session, site.store.vault, visitor_of(request).id, kept, site.now())
    return Redirect(f"/oefenen/gesprek/{made}", status_code=303)


def _own_review(request: Asked, call_id: str) -> Review:
    with opened(request, call_id) as seen:
        seen.only_owner()
        stored = calls.load(seen.session, seen.site.store.vault, seen.id)
    return in_force(site_of(request)).reviewer.review(stored.call)


ROUTES = [moments_page, replay]
