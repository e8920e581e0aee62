"""Slowing down whoever guesses: by account and by address, in the database.

The first failures cost nothing; then each next attempt waits twice as long, up to a limit, and
a quiet day forgets all. So a restart forgives nothing and nobody is locked out for good.
Source: NIST SP 800-63B section 5.2.2; OWASP Authentication cheat sheet.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from gehoor.store.models.doors import Attempts
from gehoor.store.vault import Vault

FORGOTTEN: Final = timedelta(days=1)


class Patience(NamedTuple):
    """How many failures are free, and the longest wait after more (seconds)."""

    free: int
    longest: int


ACCOUNT: Final = Patience(5, 15 * 60)
ADDRESS: Final = Patience(30, 5 * 60)  # many people may share one address


class Limit(NamedTuple):
    """What is counted: `name` tells accounts, addresses and browsers apart."""

    name: str
    patience: Patience


def wait(session: Session, vault: Vault, limits: tuple[Limit, ...], now: datetime) -> int:
    """Return how many seconds somebody must wait before they may try; 0: go ahead."""
    return max(_wait(session, vault, limit, now) for limit in limits)


def count(session: Session, vault: Vault, limits: tuple[Limit, ...], now: datetime) -> None:
    """Count an attempt as failed: before it is judged, so that many at once gain nothing."""
    for limit in limits:
        found = _row(session, vault, limit)
        if found is None:
            key = _key(vault, limit)
            session.add(Attempts(key=key, failures=1, last=now))
        else:
            fresh = now - found.last < FORGOTTEN
            found.failures, found.last = (found.failures + 1 if fresh else 1), now
    session.flush()


def forgive(session: Session, vault: Vault, limits: tuple[Limit, ...]) -> None:
    """Forget the failures, because this attempt was right."""
    keys = [_key(vault, limit) for limit in limits]
    session.execute(sa.delete(Attempts).where(Attempts.key.in_(keys)))


def forget_old(session: Session, now: datetime) -> None:
    """Drop what no longer counts."""
    session.execute(sa.delete(Attempts).where(Attempts.last < now - FORGOTTEN))


def _wait(session: Session, vault: Vault, limit: Limit, now: datetime) -> int:
    found = _row(session, vault, limit)
    if found is None or now - found.last >= FORGOTTEN:
        return 0
    over = found.failures - limit.patience.free
    if over < 0:
        return 0
    due = found.last + timedelta(seconds=min(2 ** min(over, 20), limit.patience.longest))
    return max(0, -int((now - due).total_seconds() // 1))


def _row(session: Session, vault: Vault, limit: Limit) -> Attempts | None:
    return session.get(Attempts, _key(vault, limit))


def _key(vault: Vault, limit: Limit) -> bytes:
    return vault.fingerprint(limit.name, "attempts")
