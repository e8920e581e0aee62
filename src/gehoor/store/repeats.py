"""Requests that may be sent again: whoever repeats one within a day gets what it made before.

Of the key and the request keyed hashes are kept, of what was made its id: no words.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gehoor.store.models import DoneRequest
from gehoor.store.vault import Vault

KEPT: Final = timedelta(days=1)


class OtherRequest(ValueError):
    """The key was used for another request."""


class Repeat(msgspec.Struct, frozen=True):
    """A request with its key: whose, and all of it."""

    person_id: str
    key: str
    asked: bytes


def claim(session: Session, vault: Vault, repeat: Repeat, now: datetime) -> str | None:
    """Return the id of what this request made before; None where it is the first time.

    Of two at the same moment one waits for the other.

    Raises:
        OtherRequest: the key belongs to another request.
    """
    session.execute(sa.delete(DoneRequest).where(DoneRequest.made < now - KEPT))
    asked = vault.fingerprint(repeat.asked, "request")
    row = DoneRequest(mark=_mark(vault, repeat), person_id=repeat.person_id, asked=asked, made=now)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return _before(session, vault, repeat, asked)
    return None


def settle(session: Session, vault: Vault, repeat: Repeat, subject_id: str) -> None:
    """Remember what a claimed request made."""
    mine = sa.update(DoneRequest).where(DoneRequest.mark == _mark(vault, repeat))
    session.execute(mine.values(subject_id=subject_id))


def _before(session: Session, vault: Vault, repeat: Repeat, asked: bytes) -> str | None:
    row = session.scalars(
        sa.select(DoneRequest).where(DoneRequest.mark == _mark(vault, repeat))
    ).one()
    if row.asked != asked:
        raise OtherRequest
    return row.subject_id


def _mark(vault: Vault, repeat: Repeat) -> bytes:
    return vault.fingerprint(f"{repeat.person_id}/{repeat.key}", "request-key")
