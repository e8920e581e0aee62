"""What an owner does with a call: share it, name it, have it reviewed again, delete it."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from gehoor.method.weights import digest
from gehoor.reporting.record import record_of
from gehoor.store import calls, deletion, shares
from gehoor.web.asked import Asked
from gehoor.web.house_style import in_force
from gehoor.web.pages.forms import Form, back
from gehoor.web.pages.opened import PEOPLE_WITH_CALLS, log, opened
from gehoor.web.paper import page
from gehoor.web.security.access import may

RULE = may(*PEOPLE_WITH_CALLS)


@post("/gesprekken/{call_id:str}/delen", opt=RULE, sync_to_thread=True, status_code=303)
def share(request: Asked, call_id: FromPath[str], data: Form) -> Redirect:
    """Show the call to somebody."""
    with opened(request, call_id, change=True) as seen:
        person_id, now = data.get("person", ""), seen.site.now()
        if shares.share(seen.session, call_id, seen.visitor.id, person_id, now):
            log(seen, "call.share", {"with": person_id})
    return back(call_id, "gedeeld", "delen")


@post(
    "/gesprekken/{call_id:str}/delen/{person_id:str}/terug",
    opt=RULE,
    sync_to_thread=True,
    status_code=303,
)
def unshare(request: Asked, call_id: FromPath[str], person_id: FromPath[str]) -> Redirect:
    """Take the call back from somebody."""
    with opened(request, call_id, change=True) as seen:
        if shares.take_back(seen.session, call_id, seen.visitor.id, person_id, seen.site.now()):
            log(seen, "call.unshare", {"with": person_id})
    return back(call_id, "teruggenomen", "delen")


@post("/gesprekken/{call_id:str}/titel", opt=RULE, sync_to_thread=True, status_code=303)
def rename(request: Asked, call_id: FromPath[str], data: Form) -> Redirect:
    """Give the call another title; an empty one changes nothing."""
    with opened(request, call_id, change=True) as seen:
        seen.only_owner()
        if title := " ".join(data.get("title", "").split())[: calls.LONGEST_TITLE]:
            calls.rename(seen.session, seen.site.store.vault, call_id, title)
    return back(call_id, "titel")


@post("/gesprekken/{call_id:str}/opnieuw", opt=RULE, sync_to_thread=True, status_code=303)
def again(request: Asked, call_id: FromPath[str]) -> Redirect:
    """Review the call with today's method and house style; older reviews stay readable."""
    with opened(request, call_id) as seen:
        seen.only_owner()
        stored = calls.load(seen.session, seen.site.store.vault, call_id)
        style = in_force(seen.site)
    reviewer = style.reviewer
    record = record_of(reviewer.review(stored.call), reviewer.advice(stored.call))
    with opened(request, call_id, change=True) as seen:
        vault = seen.site.store.vault
        calls.keep_review(seen.session, vault, call_id, record, digest(), style.version_id)
        log(seen, "call.review")
    return back(call_id, "opnieuw")


@get("/gesprekken/{call_id:str}/weg", opt=RULE, sync_to_thread=True)
def ask_to_delete(request: Asked, call_id: FromPath[str]) -> Response[str]:
    """Ask once whether the call must really go."""
    with opened(request, call_id) as seen:
        seen.only_owner()
        names = [item.name for item in shares.shared_with(seen.session, call_id)]
        title = calls.title_of(seen.row, seen.box)
        return page(request, "call/delete.html", call=seen.row, title=title, names=names)


@post("/gesprekken/{call_id:str}/weg", opt=RULE, sync_to_thread=True, status_code=303)
def delete(request: Asked, call_id: FromPath[str]) -> Response[Any]:
    """Delete the call: its key first, so that no backup can be read either."""
    with opened(request, call_id, change=True) as seen:
        seen.only_owner()
        log(seen, "call.delete")
        deletion.delete_call(seen.session, call_id, seen.visitor.id, "op verzoek van de eigenaar")
        site = seen.site
    site.store.scrub()
    return Redirect("/gesprekken?gedaan=weg", status_code=303)


ROUTES = [share, unshare, rename, again, ask_to_delete, delete]
