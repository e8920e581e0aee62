"""From a cookie to the person behind it, for every request.

The cookie holds a random secret; the database holds its hash only. Tokens of the API come
the same way in, by `Authorization: Bearer`.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from gehoor.store.models import Person, WebSession
from gehoor.web.security.access import Visitor

COOKIE: Final = "__Host-gehoor"


def hash_of(secret: str) -> bytes:
    """Return what the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).digest()


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
