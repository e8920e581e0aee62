"""People, their roles and their teams: who there is, and what changes about them.

There is always an administrator who can come in; whoever loses the roles to which a call can be
shown, is shown none any more. Passwords stand in `passwords`, ways in in `entry`, deletion
in `deletion`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec
import sqlalchemy as sa
from msgspec import UNSET, UnsetType
from sqlalchemy.orm import Session

from gehoor.store.access import can_be_shown
from gehoor.store.fault import Faulty, Refused
from gehoor.store.models import ApiToken, OneTimeLink, Person, PersonRole, Share, Team, WebSession
from gehoor.store.models.base import new_id, plain, utc_now
from gehoor.store.models.people import ROLES
from gehoor.store.upgrade import lock

LONGEST = 200  # characters of a name or address
LANGUAGES = ("nl", "en")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+")
LAST_ADMIN = "er moet minstens één beheerder blijven; maak eerst iemand anders beheerder"


class NewPerson(msgspec.Struct, frozen=True):
    """Somebody to add. `subject` is issuer and sub, where another service logs them in."""

    name: str
    email: str
    roles: Collection[str] = ("employee",)
    team_id: str | None = None
    language: str = "nl"
    subject: str | None = None


class Change(msgspec.Struct, frozen=True):
    """What changes about somebody; what is left out stays."""

    name: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    roles: Collection[str] | UnsetType = UNSET
    team_id: str | UnsetType | None = UNSET
    active: bool | UnsetType = UNSET
    language: str | UnsetType = UNSET
    subject: str | UnsetType | None = UNSET


def create(session: Session, new: NewPerson, now: datetime | None = None) -> Person:
    """Add somebody and return them.

    Raises:
        Faulty: with everything that is wrong: name, address, roles, team, language.
    """
    lock(session.connection(), "people")
    _check(session, Change(**{key: getattr(new, key) for key in new.__struct_fields__}))
    person = Person(
        id=new_id(),
        name=plain(new.name),
        email=address_of(new.email),
        team_id=new.team_id,
        language=new.language,
        subject=new.subject,
        created=now or utc_now(),
        roles=[PersonRole(role=role) for role in sorted(set(new.roles))],
    )
    session.add(person)
    session.flush()
    return person


def change(session: Session, person_id: str, wanted: Change, now: datetime | None = None) -> Person:
    """Change somebody and return them.

    Raises:
        Faulty: with everything that is wrong.
        Refused: nobody would be left to administer.
    """
    lock(session.connection(), "people")
    person, administered = get(session, person_id), has_admin(session)
    _check(session, wanted, person_id)
    for key in ("team_id", "active", "language", "subject"):
        if (value := getattr(wanted, key)) is not UNSET:
            setattr(person, key, value)
    if wanted.name is not UNSET:
        person.name = plain(wanted.name)
    if wanted.email is not UNSET:
        person.email = address_of(wanted.email)
    if wanted.roles is not UNSET:
        _set_roles(person, set(wanted.roles))
    session.flush()
    if administered and not has_admin(session):
        raise Refused(LAST_ADMIN)
    _close_doors(session, person, now or utc_now())
    return person


def _set_roles(person: Person, wanted: set[str]) -> None:
    person.roles = [
        *(item for item in person.roles if item.role in wanted),
        *(PersonRole(role=role) for role in sorted(wanted - person.role_names)),
    ]


def _close_doors(session: Session, person: Person, now: datetime) -> None:
    if not person.active:
        for table in (WebSession, OneTimeLink, ApiToken):
            session.execute(sa.delete(table).where(table.person_id == person.id))
    if not can_be_shown(person):
        session.execute(
            sa.update(Share)
            .where(Share.person_id == person.id, Share.ended.is_(None))
            .values(ended=now)
        )


def has_admin(session: Session, without: str = "") -> bool:
    """Tell whether anybody administers, somebody apart; a new store waits for its first."""
    query = _admins().where(Person.id != without)
    return session.scalar(query.limit(1)) is not None


def is_admin(session: Session, person_id: str) -> bool:
    """Tell whether somebody administers."""
    return session.scalar(_admins().where(Person.id == person_id)) is not None


def _admins() -> sa.Select[str]:
    return sa.select(Person.id).join(PersonRole).where(PersonRole.role == "admin", Person.active)


def _check(session: Session, wanted: Change, person_id: str = "") -> None:
    faults = [*_text_faults(wanted), *_choice_faults(session, wanted)]
    same_email = wanted.email is not UNSET and by_email(session, wanted.email)
    if same_email and same_email.id != person_id:
        faults.append("e-mailadres: iemand anders heeft dit adres al")
    same_subject = isinstance(wanted.subject, str) and by_subject(session, wanted.subject)
    if same_subject and same_subject.id != person_id:
        faults.append("aanmelding: die hoort al bij iemand anders")
    if faults:
        raise Faulty(*faults)


def _text_faults(wanted: Change) -> list[str]:
    faults = []
    if wanted.name is not UNSET and not 0 < len(plain(wanted.name)) <= LONGEST:
        faults.append(f"naam: verwacht 1 tot {LONGEST} tekens")
    if wanted.email is not UNSET:
        address = address_of(wanted.email)
        if len(address) > LONGEST or not _EMAIL.fullmatch(address):
            faults.append("e-mailadres: verwacht een adres als naam@organisatie.nl")
    return faults


def _choice_faults(session: Session, wanted: Change) -> list[str]:
    faults = []
    if wanted.roles is not UNSET:
        unknown = sorted(set(wanted.roles) - set(ROLES))
        faults += [f"rol: onbekende rol «{role}»; verwacht {', '.join(ROLES)}" for role in unknown]
        if not wanted.roles:
            faults.append("rol: verwacht minstens één rol")
    if wanted.language is not UNSET and wanted.language not in LANGUAGES:
        faults.append(f"taal: verwacht {' of '.join(LANGUAGES)}")
    if isinstance(wanted.team_id, str) and session.get(Team, wanted.team_id) is None:
        faults.append("team: dit team is er niet (meer)")
    return faults


def address_of(email: str) -> str:
    """Return an e-mail address as it names an account: without spaces around, in lower case."""
    return plain(email).casefold()


def get(session: Session, person_id: str) -> Person:
    """Return somebody by id; raises Refused where there is nobody."""
    person = session.get(Person, person_id)
    if person is None:
        raise Refused("deze persoon is er niet (meer)")
    return person


def by_email(session: Session, email: str) -> Person | None:
    """Return whose account an e-mail address names."""
    return session.scalar(sa.select(Person).where(Person.email == address_of(email)))


def by_subject(session: Session, subject: str) -> Person | None:
    """Return who another service means by its issuer and sub."""
    return session.scalar(sa.select(Person).where(Person.subject == subject))


def everybody(session: Session) -> Sequence[Person]:
    """Return all people, by name."""
    return session.scalars(sa.select(Person).order_by(sa.func.lower(Person.name), Person.id)).all()


def names(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Return the names of those of these people who are still there."""
    found = session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {row.id: row.name for row in found}
