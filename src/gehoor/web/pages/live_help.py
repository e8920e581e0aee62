"""*Hulp bij een gesprek*: who asked a colleague in, and nobody else.

No page shows how a team is doing: a call stands here because its owner asked for help, or (for who
leads a team) because a threat was heard. Looking along takes the owner's consent.
"""

from __future__ import annotations

from typing import Any, Final

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from gehoor.store import Refused, audit, live, live_help
from gehoor.web.asked import Asked
from gehoor.web.live.board import shown_to
from gehoor.web.pages.forms import Form
from gehoor.web.pages.live import PATIENCE, hub_of
from gehoor.web.pages.opened import PEOPLE_WITH_CALLS, site_of, visitor_of
from gehoor.web.paper import page, wants_part
from gehoor.web.security.access import may
from gehoor.web.views.dates import dates_for

LONGEST_HINT: Final = 200  # characters: it is read in the middle of a call
_WHO: Final = may(*PEOPLE_WITH_CALLS)


@get("/live/hulp", opt=_WHO, sync_to_thread=True)
def in_need(request: Asked) -> Response[str]:
    """Show where help is asked."""
    with site_of(request).store.read() as session:
        waiting = live_help.in_need(session, visitor_of(request).id)
    template = "live/waiting.html" if wants_part(request) else "live/help.html"
    me = visitor_of(request).id
    return page(request, template, waiting=waiting, me=me, **dates_for(request))


@post("/live/{live_id:str}/meekijken", opt=_WHO, sync_to_thread=True, status_code=303)
def look_along(request: Asked, live_id: FromPath[str]) -> Redirect:
    """Offer to look along; at once where help was asked."""
    site, visitor = site_of(request), visitor_of(request)
    with site.store.begin() as session:
        live_help.offer_help(session, live_id, visitor.id, site.now())
        row = live.row_of(session, live_id)
        event = audit.Event(visitor.id, "live.help", "live", live_id, row.owner_id)
        audit.append(session, site.store.vault, event, site.now())
        joined = row.joined
    hub_of(request).heard(live_id)
    return Redirect(f"/live/{live_id}" if joined else "/live/hulp", status_code=303)


@post("/live/{live_id:str}/hint", opt=_WHO, sync_to_thread=True, status_code=303)
def hint(request: Asked, live_id: FromPath[str], data: Form) -> Redirect:
    """Give whoever holds the call one short sentence."""
    if shown_to(request, live_id) != "helper":
        raise Refused(live.GONE)
    text = data.get("text", "").replace("\0", "").strip()[:LONGEST_HINT]
    if text:
        hub_of(request).write(live_id, "hint", text).result(PATIENCE)
    return Redirect(f"/live/{live_id}", status_code=303)


@post("/live/{live_id:str}/weggaan", opt=_WHO, sync_to_thread=True, status_code=303)
def leave(request: Asked, live_id: FromPath[str]) -> Redirect:
    """Stop looking along."""
    with site_of(request).store.begin() as session:
        live_help.leave(session, live_id, visitor_of(request).id, site_of(request).now())
    hub_of(request).heard(live_id)
    return Redirect("/live/hulp", status_code=303)


ROUTES: list[Any] = [in_need, look_along, hint, leave]
