"""From a cookie to the person behind it, for every request.

The cookie holds a random secret; the database holds its hash only. Tokens of the API come
the same way in, by `Authorization: Bearer`.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from litestar.connection import ASGIConnection
from sqlalchemy.orm import Session

from gehoor.store import Store, entry
from gehoor.store.models import Person, WebSession
from gehoor.web.security.access import Visitor
from gehoor.web.security.scopes import BASIC

COOKIE: Final = "__Host-gehoor"
_NOTED_AFTER: Final = timedelta(hours=1)  # the last use of a token is kept no more precisely


def hash_of(secret: str) -> bytes:
    """Return what the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).digest()


def visitor_of(
    store: Store, connection: ASGIConnection[Any, Any, Any, Any], now: datetime
) -> Visitor | None:
    """Return who makes a request, by token or by cookie; None where it is nobody.

    A token that is given and wrong is nobody, also where a cookie came with it.
    """
    kind, _, token = connection.headers.get("authorization", "").partition(" ")
    cookie = connection.cookies.get(COOKIE)
    if kind.lower() == "bearer":
        return _by_token(store, token.strip(), now)
    if not cookie:
        return None
    with store.read() as session:
        return visitor_by_cookie(session, cookie, now)


def _by_token(store: Store, secret: str, now: datetime) -> Visitor | None:
    with store.read() as session:
        token = entry.find_token(session, secret, now)
        if token is None:
            return None
        person = session.get_one(Person, token.person_id)
    if token.used is None or now - token.used > _NOTED_AFTER:
        with store.begin() as session:
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


def visitor_by_cookie(session: Session, secret: str, now: datetime) -> Visitor | None:
    """Return who is logged in with this cookie; None where nobody is (any more)."""
    found = session.execute(
        sa.select(WebSession, Person)
        .join(Person, Person.id == WebSession.person_id)
        .where(WebSession.hash == hash_of(secret), WebSession.ends > now, WebSession.stage == "in")
        .where(Person.active)
    ).first()
    if found is None:
        return None
    web, person = found
    return Visitor(
        person.id, person.name, person.role_names, person.team_id, person.language, web.csrf
    )
