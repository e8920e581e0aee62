"""Coming in and going out: what happens to session and cookie, whatever way somebody came.

A log-in always makes a new secret (no session fixation) and ends the one the browser had.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from litestar import Response
from litestar.response import Redirect

from gehoor.store import entry
from gehoor.store.models import Person, WebSession
from gehoor.web.asked import Asked
from gehoor.web.security import patience, typed
from gehoor.web.security.visitors import COOKIE, session_cookie

HALF_WAY: Final = timedelta(minutes=10)  # between password and code


def safe(address: str) -> str:
    """Return a page of this site to go on to; the start page where it is anything else."""
    parts = urlsplit(address)
    inside = address.startswith("/") and not address.startswith("//")
    if not inside or parts.scheme or parts.netloc or "\\" in address or not address.isprintable():
        return "/"
    return "/" if parts.path in ("/inloggen", "/uitloggen") else address


def come_in(request: Asked, person: Person, onward: str = "/") -> Response[Any]:
    """Log somebody in and send them on, by way of what they were typing."""
    secret = _new_session(request, person.id, "in")
    kept = typed.COOKIE in request.cookies
    answer = Redirect("/inloggen/verder" if kept else safe(onward), status_code=303)
    answer.set_cookie(session_cookie(secret))
    answer.set_cookie(patience.known_cookie(request.app.state.site.store.vault, person.email))
    return answer


def half_way(request: Asked, person: Person, address: str) -> Response[Any]:
    """Remember that a password was right, and ask for the code."""
    answer = Redirect(address, status_code=303)
    answer.set_cookie(session_cookie(_new_session(request, person.id, "code")))
    return answer


def waiting(request: Asked) -> WebSession | None:
    """Return the session that waits for its code, if that is where somebody is."""
    site, secret = request.app.state.site, request.cookies.get(COOKIE)
    if not secret:
        return None
    with site.store.read() as session:
        found = entry.find_session(session, secret, HALF_WAY, site.now())
        return found if found is not None and found.stage == "code" else None


def go_out(request: Asked) -> Response[Any]:
    """End the session of this browser."""
    site, secret = request.app.state.site, request.cookies.get(COOKIE)
    if secret:
        with site.store.begin() as session:
            entry.end_session(session, secret)
    answer = Redirect("/inloggen?klaar=uit", status_code=303)
    cookie = session_cookie("")
    cookie.max_age = 0
    answer.set_cookie(cookie)
    answer.headers["clear-site-data"] = '"cache"'
    return answer


def _new_session(request: Asked, person_id: str, stage: entry.Stage) -> str:
    site, old = request.app.state.site, request.cookies.get(COOKIE)
    lasts = timedelta(seconds=site.settings.session_longest) if stage == "in" else HALF_WAY
    with site.store.begin() as session:
        if old:
            entry.end_session(session, old)
        secret, _ = entry.start_session(session, person_id, lasts, stage, site.now())
    return secret
