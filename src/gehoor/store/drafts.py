"""Forms that came too late or twice: kept for their writer, or done once.

What somebody typed when their session was over is sealed and waits for them; a form that is sent
twice gets the answer of the first time. Source: WCAG 2.2, success criterion 2.2.5.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gehoor.store.models import Person
from gehoor.store.models.doors import KeptForm, SentForm
from gehoor.store.vault import Vault

LIFE: Final = timedelta(hours=12)
REMEMBERED: Final = timedelta(hours=1)
MOST: Final = 20  # drafts a person
_PLACE: Final = "kept-form"


class Draft(msgspec.Struct, frozen=True):
    """What was typed, where it was going, and on which page it stood."""

    action: str
    page: str
    fields: tuple[tuple[str, str], ...]
    files: bool = False  # files were chosen too; those are not kept


def keep(session: Session, vault: Vault, draft: Draft, person_id: str, now: datetime) -> str | None:
    """Keep a draft; return the secret that finds it again, or None where somebody has too many."""
    of_person = sa.select(sa.func.count()).where(KeptForm.person_id == person_id)
    if session.get(Person, person_id) is None or (session.scalar(of_person) or 0) >= MOST:
        return None
    secret = secrets.token_urlsafe(32)
    sealed = vault.own_box(_PLACE).seal(msgspec.json.encode(draft), _PLACE)
    session.add(KeptForm(hash=_hash(secret), person_id=person_id, ends=now + LIFE, sealed=sealed))
    return secret


def find(
    session: Session, vault: Vault, secret: str, person_id: str, now: datetime
) -> Draft | None:
    """Return the draft of a secret, to the person who typed it only."""
    found = session.get(KeptForm, _hash(secret))
    if found is None or found.ends <= now or found.person_id != person_id:
        return None
    return msgspec.json.decode(vault.own_box(_PLACE).open(found.sealed, _PLACE), type=Draft)


def drop(session: Session, secret: str) -> None:
    """Throw a draft away."""
    session.execute(sa.delete(KeptForm).where(KeptForm.hash == _hash(secret)))


def first_time(session: Session, mark: bytes, now: datetime) -> bool:
    """Tell whether a form comes in for the first time, and remember that it did."""
    try:
        with session.begin_nested():
            session.add(SentForm(hash=mark, at=now, location=None))
            session.flush()
    except IntegrityError:
        return False
    return True


def answered(session: Session, mark: bytes, location: str | None) -> None:
    """Say where a form's sender went; None: it failed, so that it may come again."""
    row = sa.delete(SentForm) if location is None else sa.update(SentForm).values(location=location)
    session.execute(row.where(SentForm.hash == mark))


def answer(session: Session, mark: bytes) -> tuple[bool, str | None]:
    """Return whether a form is remembered, and where its sender went."""
    found = session.execute(sa.select(SentForm.location).where(SentForm.hash == mark)).first()
    return (False, None) if found is None else (True, found.location)


def forget_old(session: Session, now: datetime) -> None:
    """Drop what nobody came back for."""
    session.execute(sa.delete(KeptForm).where(KeptForm.ends <= now))
    session.execute(sa.delete(SentForm).where(SentForm.at <= now - REMEMBERED))


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
