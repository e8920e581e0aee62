"""Recovery codes: for whoever lost the telephone that makes the codes of the second step.

Each works once. The database holds keyed hashes alone.
"""

from __future__ import annotations

import secrets
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from gehoor.store.models.doors import RecoveryCode
from gehoor.store.vault import Vault

COUNT: Final = 10
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
_LENGTH: Final = 10  # some 49 bits


def make(session: Session, vault: Vault, person_id: str) -> list[str]:
    """Return fresh codes, to be shown once; older ones no longer work."""
    drop(session, person_id)
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(COUNT)]
    session.add_all(
        RecoveryCode(person_id=person_id, hash=_hash(vault, person_id, code)) for code in codes
    )
    session.flush()
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def use(session: Session, vault: Vault, person_id: str, code: str) -> bool:
    """Tell whether a code is right, and use it up; of two at once, one gets through."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    used = session.execute(
        sa.delete(RecoveryCode).where(
            RecoveryCode.person_id == person_id, RecoveryCode.hash == _hash(vault, person_id, plain)
        )
    )
    return isinstance(used, CursorResult) and used.rowcount == 1


def left(session: Session, person_id: str) -> int:
    """Return how many codes somebody has left."""
    query = sa.select(sa.func.count()).where(RecoveryCode.person_id == person_id)
    return session.scalar(query) or 0


def drop(session: Session, person_id: str) -> None:
    """Throw somebody's codes away."""
    session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person_id))


def _hash(vault: Vault, person_id: str, code: str) -> bytes:
    return vault.fingerprint(f"{person_id}/{code}", "recovery", 32)
