"""The ways in: browser sessions, links that work once, tokens of programmes.

Of every secret the database holds the SHA-256 alone: they are random, so that suffices.
Passwords stand in `passwords`, codes in `second_step`.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Literal, get_args

import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from gehoor.store.fault import Faulty, Refused
from gehoor.store.models import ApiToken, OneTimeLink, Person, WebSession
from gehoor.store.models.base import new_id, plain, utc_now

Stage = Literal["code", "in"]
Purpose = Literal["first-admin", "invite", "reset"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
TOKEN = "gehoor_"  # how a token begins, so that scanners know it
TOUCH = timedelta(minutes=1)  # a session's last moment is not written more often


def hash_of(secret: str) -> bytes:
    """Return what the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).digest()


def start_session(
    session: Session,
    person_id: str | None,
    longest: timedelta,
    stage: Stage = "in",
    now: datetime | None = None,
) -> tuple[str, WebSession]:
    """Start a browser session; return the secret for the cookie, and what is kept of it."""
    secret, now = secrets.token_urlsafe(32), now or utc_now()
    row = WebSession(
        hash=hash_of(secret),
        person_id=person_id,
        stage=stage,
        csrf=secrets.token_urlsafe(24),
        created=now,
        seen=now,
        ends=now + longest,
    )
    session.add(row)
    session.flush()
    return secret, row


def find_session(
    session: Session, secret: str, idle: timedelta | None = None, now: datetime | None = None
) -> WebSession | None:
    """Return the running session with this secret; None where it ended or stood idle too long."""
    now = now or utc_now()
    row = session.get(WebSession, hash_of(secret))
    if row is None or row.ends <= now or (idle is not None and row.seen + idle <= now):
        return None
    return row


def touch_session(session: Session, secret: str, now: datetime | None = None) -> bool:
    """Remember that a session was used just now; returns False where that was written lately."""
    now = now or utc_now()
    changed = session.execute(
        sa.update(WebSession)
        .where(WebSession.hash == hash_of(secret), WebSession.seen < now - TOUCH)
        .values(seen=now)
    )
    return _rows(changed) > 0


def end_session(session: Session, secret: str) -> None:
    """End a session, if it runs."""
    session.execute(sa.delete(WebSession).where(WebSession.hash == hash_of(secret)))


def end_all(session: Session, person_id: str, keep: str | None = None) -> int:
    """End all sessions of somebody, but the one with the secret `keep`; return how many."""
    query = sa.delete(WebSession).where(WebSession.person_id == person_id)
    if keep is not None:
        query = query.where(WebSession.hash != hash_of(keep))
    return _rows(session.execute(query))


def make_link(
    session: Session,
    purpose: Purpose,
    person_id: str | None,
    lasts: timedelta,
    now: datetime | None = None,
) -> str:
    """Return the secret of a new link; older links for the same end then."""
    now, secret = now or utc_now(), secrets.token_urlsafe(32)
    whose = OneTimeLink.person_id
    same = whose.is_(None) if person_id is None else whose == person_id
    session.execute(sa.delete(OneTimeLink).where(OneTimeLink.purpose == purpose, same))
    session.add(
        OneTimeLink(
            hash=hash_of(secret), purpose=purpose, person_id=person_id, ends=now + lasts, used=None
        )
    )
    session.flush()
    return secret


def peek_link(
    session: Session, secret: str, purpose: Purpose, now: datetime | None = None
) -> OneTimeLink:
    """Return a link without using it; raises Refused where it no longer works."""
    link = session.get(OneTimeLink, hash_of(secret))
    works = link is not None and link.used is None and link.ends > (now or utc_now())
    if link is None or not works or link.purpose != purpose:
        raise Refused("deze link werkt niet (meer); vraag een nieuwe")
    return link


def use_link(
    session: Session, secret: str, purpose: Purpose, now: datetime | None = None
) -> str | None:
    """Use a link up and return for whom it was; of two at once, one gets through.

    Raises:
        Refused: it was used, it is too old, or there is no such link.
    """
    link = peek_link(session, secret, purpose, now)
    used = session.execute(
        sa.update(OneTimeLink)
        .where(OneTimeLink.hash == link.hash, OneTimeLink.used.is_(None))
        .values(used=now or utc_now())
    )
    if _rows(used) != 1:
        raise Refused("deze link werkt niet (meer); vraag een nieuwe")
    return link.person_id


def make_token(
    session: Session,
    person_id: str,
    name: str,
    scopes: Collection[str],
    ends: datetime | None = None,
    now: datetime | None = None,
) -> tuple[str, ApiToken]:
    """Return a new token, which is shown once, and what is kept of it.

    Raises:
        Faulty: no name, or no scope.
    """
    faults = [] if 0 < len(plain(name)) <= 200 else ["naam: verwacht 1 tot 200 tekens"]
    if not scopes or any(not scope or " " in scope for scope in scopes):
        faults.append("bereik: verwacht minstens één")
    if faults:
        raise Faulty(*faults)
    secret = TOKEN + secrets.token_urlsafe(32)
    row = ApiToken(
        id=new_id(),
        person_id=person_id,
        name=plain(name),
        hash=hash_of(secret),
        scopes=" ".join(sorted(set(scopes))),
        created=now or utc_now(),
        ends=ends,
    )
    session.add(row)
    session.flush()
    return secret, row


def find_token(session: Session, secret: str, now: datetime | None = None) -> ApiToken | None:
    """Return the token with this secret, if it still works and its person may come in."""
    query = (
        sa.select(ApiToken)
        .join(Person, Person.id == ApiToken.person_id)
        .where(ApiToken.hash == hash_of(secret), Person.active)
    )
    token = session.scalar(query)
    ended = token is not None and token.ends is not None and token.ends <= (now or utc_now())
    return None if ended else token


def touch_token(session: Session, token_id: str, now: datetime | None = None) -> None:
    """Remember that a token was used, at most once a minute."""
    now = now or utc_now()
    lately = sa.or_(ApiToken.used.is_(None), ApiToken.used < now - TOUCH)
    session.execute(sa.update(ApiToken).where(ApiToken.id == token_id, lately).values(used=now))


def tokens_of(session: Session, person_id: str) -> Sequence[ApiToken]:
    """Return the tokens of somebody, the newest first."""
    query = sa.select(ApiToken).where(ApiToken.person_id == person_id)
    return session.scalars(query.order_by(ApiToken.created.desc(), ApiToken.id)).all()


def revoke_token(session: Session, token_id: str, person_id: str) -> None:
    """End a token of one's own; raises Refused where it is not there."""
    mine = sa.delete(ApiToken).where(ApiToken.id == token_id, ApiToken.person_id == person_id)
    if _rows(session.execute(mine)) != 1:
        raise Refused("dit token is er niet (meer)")


def _rows(result: object) -> int:
    return result.rowcount if isinstance(result, CursorResult) else 0
