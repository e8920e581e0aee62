"""Passwords: kept as argon2id hashes alone, with the library's own choice of cost.

Whoever asks for a person who is not there waits as long as for one who is. Source: RFC 9106,
OWASP password storage.
"""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from gehoor.store import entry, people
from gehoor.store.fault import Faulty
from gehoor.store.models import OneTimeLink, Person

SHORTEST, LONGEST = 12, 1000  # characters
_hasher = PasswordHasher()


def set_password(session: Session, person_id: str, password: str, keep: str | None = None) -> None:
    """Give somebody another password; whoever is logged in as them is out, and links end.

    Args:
        session: a session of the store.
        person_id: whose password.
        password: the new one.
        keep: secret of the browser session that may stay.

    Raises:
        Faulty: too short, too long, or the person's own name or address.
    """
    person = people.get(session, person_id)
    _check(person, password)
    person.password = _hasher.hash(password)
    entry.end_all(session, person_id, keep)
    session.execute(sa.delete(OneTimeLink).where(OneTimeLink.person_id == person_id))
    session.flush()


def is_right(person: Person | None, password: str) -> bool:
    """Tell whether a password is the person's; takes its time for nobody too.

    A hash of an older cost is made anew, which the session of the person keeps.
    """
    known = person.password if person is not None and person.active else None
    try:
        _hasher.verify(known or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    if person is None or known is None:
        return False
    if _hasher.check_needs_rehash(known):
        person.password = _hasher.hash(password)
    return True


@cache
def _nobody() -> str:
    return _hasher.hash("niemand")


def _check(person: Person, password: str) -> None:
    if not SHORTEST <= len(password) <= LONGEST:
        raise Faulty(f"wachtwoord: verwacht {SHORTEST} tot {LONGEST} tekens")
    if password.strip().casefold() in (person.name.casefold(), person.email):
        raise Faulty("wachtwoord: je eigen naam of adres is te makkelijk te raden")
