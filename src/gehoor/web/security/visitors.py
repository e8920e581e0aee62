"""From a cookie to the person behind it, for every request.

The cookie holds a random secret; the database holds its hash only. Tokens of the API come
the same way in, by `Authorization: Bearer`.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from sqlalchemy.orm import Session

from gehoor.store import entry
from gehoor.store.models import Person, WebSession
from gehoor.web.security.access import Visitor
from gehoor.web.security.scopes import BASIC

if TYPE_CHECKING:
    from gehoor.web.site import Site

COOKIE: Final = "__Host-gehoor"
TOUCHED: Final = timedelta(minutes=1)  # how exactly «last seen» is kept
TOKEN_TOUCHED: Final = timedelta(hours=1)  # and the last use of a token


def hash_of(secret: str) -> bytes:
    """Return what the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).digest()


def session_cookie(secret: str) -> Cookie:
    """Return the cookie of a session: gone with the browser, never for scripts or other sites."""
    return Cookie(COOKIE, value=secret, secure=True, httponly=True, samesite="lax")


def visitor_of(site: Site, connection: ASGIConnection[Any, Any, Any, Any]) -> Visitor | None:
    """Return who makes a request, by token or by cookie; None where it is nobody (any more).

    A token that is given and wrong is nobody, also where a cookie came with it.
    """
    kind, _, token = connection.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return _visitor_by_token(site, token.strip())
    secret, now = connection.cookies.get(COOKIE), site.now()
    if not secret:
        return None
    with site.store.read() as session:
        found = visitor_by_cookie(session, secret, now, site.settings.session_idle)
    if found is None:
        return None
    visitor, seen = found
    if now - seen > TOUCHED:
        _touch(site, secret, now)
    return visitor


def _visitor_by_token(site: Site, secret: str) -> Visitor | None:
    now = site.now()
    with site.store.read() as session:
        token = entry.find_token(session, secret, now)
        if token is None:
            return None
        person = session.get_one(Person, token.person_id)
    if token.used is None or now - token.used > TOKEN_TOUCHED:
        with site.store.begin() as session:
            entry.touch_token(session, token.id, now)
    return Visitor(
        id=person.id,
        name=person.name,
        roles=person.role_names,
        team_id=person.team_id,
        language=person.language,
        csrf="",
        scopes=frozenset(token.scopes.split()) | {BASIC},
        token_id=token.id,
    )


def visitor_by_cookie(
    session: Session, secret: str, now: datetime, idle: int
) -> tuple[Visitor, datetime] | None:
    """Return who is logged in with this cookie and when they were last seen."""
    found = session.execute(
        sa.select(WebSession, Person)
        .join(Person, Person.id == WebSession.person_id)
        .where(WebSession.hash == hash_of(secret), WebSession.ends > now, WebSession.stage == "in")
        .where(WebSession.seen > now - timedelta(seconds=idle), Person.active)
    ).first()
    if found is None:
        return None
    web, person = found
    visitor = Visitor(
        person.id, person.name, person.role_names, person.team_id, person.language, web.csrf
    )
    return visitor, web.seen


def _touch(site: Site, secret: str, now: datetime) -> None:
    with site.store.begin() as session:
        session.execute(
            sa.update(WebSession).where(WebSession.hash == hash_of(secret)).values(seen=now)
        )
