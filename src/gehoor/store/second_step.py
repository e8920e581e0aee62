"""The second step of a log-in: a code from an app (TOTP, RFC 6238), each used once.

The secret is sealed; a code that was used, or an older one, does not work again.
"""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp
import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from gehoor.store import people
from gehoor.store.fault import Faulty
from gehoor.store.models import Person
from gehoor.store.models.base import utc_now
from gehoor.store.vault import Box, Vault

STEP = 30  # seconds
DRIFT = 1  # steps a clock may be off


def new_secret() -> str:
    """Return a secret to show, once, as a QR code; it counts when `turn_on` got a code of it."""
    return pyotp.random_base32()


def turn_on(
    session: Session,
    vault: Vault,
    person_id: str,
    secret: str,
    code: str,
    now: datetime | None = None,
) -> None:
    """Ask for a code at every log-in from now on.

    Raises:
        Faulty: the code does not fit the secret: the app did not take it over.
    """
    step = _step(secret, code, now or utc_now())
    if step is None:
        raise Faulty("code: deze code klopt niet; scan de QR-code en probeer het nog eens")
    person = people.get(session, person_id)
    person.totp, person.totp_used = _box(vault).seal(secret.encode(), f"totp/{person_id}"), step
    session.flush()


def turn_off(session: Session, person_id: str) -> None:
    """Ask for no code any more."""
    person = people.get(session, person_id)
    person.totp = person.totp_used = None
    session.flush()


def accept(
    session: Session, vault: Vault, person: Person, code: str, now: datetime | None = None
) -> bool:
    """Tell whether a code is right, and use it up; of two at once, one gets through."""
    if person.totp is None:
        return False
    secret = _box(vault).open(person.totp, f"totp/{person.id}").decode()
    step = _step(secret, code, now or utc_now())
    if step is None:
        return False
    fresh = sa.or_(Person.totp_used.is_(None), Person.totp_used < step)
    used = session.execute(
        sa.update(Person).where(Person.id == person.id, fresh).values(totp_used=step)
    )
    return isinstance(used, CursorResult) and used.rowcount == 1


def _step(secret: str, code: str, now: datetime) -> int | None:
    """Return the step whose code this is; None where it is of none around now."""
    given = "".join(code.split()).encode()
    here, totp = int(now.timestamp()) // STEP, pyotp.TOTP(secret)
    steps = range(here - DRIFT, here + DRIFT + 1)
    fits = (at for at in steps if hmac.compare_digest(totp.at(at * STEP).encode(), given))
    return next(fits, None)


def _box(vault: Vault) -> Box:
    return vault.own_box("totp")
