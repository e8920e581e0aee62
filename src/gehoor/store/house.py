"""The house style and its history: each version is the text of a `gehoor.toml`, with who and why.

The newest counts; nothing is overwritten. Folders with an organisation's own method files are
for the command line: a text from a page may not point at files of the server.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from gehoor.house import HouseFault, HouseStyle, parse_house
from gehoor.store.fault import Conflict, Faulty
from gehoor.store.models import HouseVersion, Person
from gehoor.store.models.base import new_ordered_id, plain, utc_now
from gehoor.store.upgrade import lock

LONGEST = 200_000  # characters
NAME = "huisstijl"
CHANGED = "iemand anders heeft de huisstijl intussen veranderd; hieronder staan beide teksten"


class Version(msgspec.Struct, frozen=True):
    """A version of the house style; `person` is None where the person is gone."""

    id: str
    made: datetime
    person_id: str | None
    person: str | None
    why: str
    text: str


def check(text: str, rules: Collection[str]) -> HouseStyle:
    """Return the style in a text; `rules` are those the method has.

    Raises:
        Faulty: with everything that is wrong.
    """
    if len(text) > LONGEST:
        raise Faulty(f"{NAME}: langer dan {LONGEST} tekens")
    try:
        style = parse_house(text, NAME, rules=lambda _: rules)
    except HouseFault as fault:
        raise Faulty(*fault.faults) from None
    if style.folders:
        raise Faulty(f"{NAME}: method: eigen mappen kunnen alleen in het bestand gehoor.toml")
    return style


def keep(
    session: Session,
    text: str,
    why: str,
    person_id: str,
    rules: Collection[str],
    based_on: str | None = None,
    now: datetime | None = None,
) -> str:
    """Make a text the house style; return the id of the version.

    Args:
        session: a session of the store.
        text: what stands in `gehoor.toml`.
        why: the reason, for the history.
        person_id: who.
        rules: the rules the method has.
        based_on: the version the person had before them; None where there was none.
        now: the moment.

    Raises:
        Faulty: with everything that is wrong with the text.
        Conflict: somebody made another version meanwhile; holds both texts.
    """
    check(text, rules)
    if not 0 < len(plain(why)) <= 1000:
        raise Faulty("reden: schrijf in een zin waarom dit verandert (hoogstens 1000 tekens)")
    lock(session.connection(), "house")
    present = newest(session)
    if present is not None and present.id != based_on:
        raise Conflict(CHANGED, text, present.text)
    version = HouseVersion(
        id=new_ordered_id(), made=now or utc_now(), person_id=person_id, why=plain(why), text=text
    )
    session.add(version)
    session.flush()
    return version.id


def newest(session: Session) -> Version | None:
    """Return the house style that counts; None where nobody made one."""
    versions = history(session, 1)
    return versions[0] if versions else None


def history(session: Session, size: int = 100) -> tuple[Version, ...]:
    """Return the versions, the newest first."""
    rows = session.execute(
        sa.select(HouseVersion, Person.name)
        .outerjoin(Person, Person.id == HouseVersion.person_id)
        .order_by(HouseVersion.id.desc())
        .limit(size)
    )
    return tuple(
        Version(row.id, row.made, row.person_id, name, row.why, row.text) for row, name in rows
    )
