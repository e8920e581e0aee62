"""With whom a call is shared: its owner decides, and takes back when they like."""

from __future__ import annotations

from datetime import datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gehoor.store.access import MAY_BE_SHOWN, can_be_shown, demand
from gehoor.store.fault import Refused
from gehoor.store.models import CallRow, Person, PersonRole, Share
from gehoor.store.models.base import new_id, utc_now

NOT_YOURS = "alleen wie het gesprek voerde, kan het delen of dat terugnemen"


class Sharing(msgspec.Struct, frozen=True):
    """Somebody who may see a call, since when; `ended` where it was taken back."""

    person_id: str
    name: str
    since: datetime
    ended: datetime | None


def share(
    session: Session, call_id: str, owner_id: str, person_id: str, now: datetime | None = None
) -> bool:
    """Share a call with somebody; return False where it was shared with them already.

    Raises:
        Refused: it is not the owner who asks, or a call can't be shown to that person.
    """
    _demand_owner(session, call_id, owner_id)
    person = session.get(Person, person_id)
    if person is None or not can_be_shown(person) or person_id == owner_id:
        raise Refused("delen kan met een coach, teamleider of vertrouwenspersoon")
    if _running(session, call_id, person_id):
        return False
    try:
        with session.begin_nested():
            session.add(
                Share(id=new_id(), call_id=call_id, person_id=person_id, since=now or utc_now())
            )
    except IntegrityError:  # the button twice, in two processes
        return False
    return True


def take_back(
    session: Session, call_id: str, owner_id: str, person_id: str, now: datetime | None = None
) -> bool:
    """Stop sharing a call with somebody; return False where it was not shared with them.

    Raises:
        Refused: it is not the owner who asks.
    """
    _demand_owner(session, call_id, owner_id)
    running = _running(session, call_id, person_id)
    if running is None:
        return False
    running.ended = now or utc_now()
    session.flush()
    return True


def shared_with(session: Session, call_id: str, ended: bool = False) -> tuple[Sharing, ...]:
    """Return who may see a call beside its owner; `ended`: also who could before."""
    query = (
        sa.select(Person.id, Person.name, Share.since, Share.ended)
        .join(Person, Person.id == Share.person_id)
        .where(Share.call_id == call_id)
        .order_by(Share.since, Share.id)
    )
    rows = session.execute(query if ended else query.where(Share.ended.is_(None)))
    return tuple(Sharing(*row) for row in rows)


def receivers(session: Session, owner_id: str) -> tuple[Person, ...]:
    """Return with whom somebody may share their calls, by name."""
    query = (
        sa.select(Person)
        .where(Person.active, Person.id != owner_id)
        .where(
            sa.exists().where(
                PersonRole.person_id == Person.id, PersonRole.role.in_(sorted(MAY_BE_SHOWN))
            )
        )
        .order_by(sa.func.lower(Person.name), Person.id)
    )
    return tuple(session.scalars(query))


def _demand_owner(session: Session, call_id: str, person_id: str) -> None:
    demand(session, person_id, call_id)
    if session.get_one(CallRow, call_id).owner_id != person_id:
        raise Refused(NOT_YOURS)


def _running(session: Session, call_id: str, person_id: str) -> Share | None:
    query = sa.select(Share).where(
        Share.call_id == call_id, Share.person_id == person_id, Share.ended.is_(None)
    )
    return session.scalar(query)
