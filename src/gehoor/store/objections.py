"""«Klopt niet»: judgements that people contest, with the reason, kept with that very review.

The reason is sealed with the key of the call. Those who keep the method see counts alone: per
rule, act or kind of anger, over all calls, without any text.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from gehoor.store.access import demand
from gehoor.store.calls import box_of
from gehoor.store.fault import Faulty, Refused
from gehoor.store.models import Objection, Person, ReviewRow
from gehoor.store.models.base import new_id, utc_now
from gehoor.store.vault import Vault

Kind = Literal["finding", "act", "anger"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LONGEST = 4_000  # characters


class NewObjection(msgspec.Struct, frozen=True):
    """A judgement that is wrong, says somebody; `name` is the rule, act or kind of anger."""

    review_id: str
    person_id: str
    kind: Kind
    name: str
    reason: str
    turn: int | None = None


class Objected(msgspec.Struct, frozen=True):
    """An objection, opened."""

    id: str
    review_id: str
    person_id: str
    person: str
    made: datetime
    kind: str
    name: str
    turn: int | None
    reason: str


class Contested(msgspec.Struct, frozen=True):
    """How often something was contested, over how many calls."""

    kind: str
    name: str
    times: int
    calls: int


def object_to(
    session: Session, vault: Vault, new: NewObjection, now: datetime | None = None
) -> str:
    """Keep an objection and return its id; the same one again gets the new reason.

    Raises:
        Refused: the call is not the person's to see.
        Faulty: no reason, or a kind that can't be contested.
    """
    review = session.get(ReviewRow, new.review_id)
    if review is None:
        raise Refused("deze beoordeling is er niet meer")
    demand(session, new.person_id, review.call_id)
    reason, box = _checked(new), box_of(session, vault, review.call_id)
    row = session.scalar(_same(new))
    if row is None:
        row = Objection(
            id=new_id(),
            call_id=review.call_id,
            review_id=new.review_id,
            person_id=new.person_id,
            made=now or utc_now(),
            kind=new.kind,
            name=new.name,
            turn=new.turn,
        )
    row.sealed = box.seal(reason.encode(), f"objection/{row.id}")
    session.add(row)
    session.flush()
    return row.id


def take_back(
    session: Session, objection_id: str, person_id: str, now: datetime | None = None
) -> None:
    """Take one's own objection back; it no longer counts. Raises Refused where it is not."""
    row = session.get(Objection, objection_id)
    if row is None or row.person_id != person_id:
        raise Refused("dit bezwaar is er niet, of het is van iemand anders")
    row.taken_back = row.taken_back or now or utc_now()
    session.flush()


def objections_on(session: Session, vault: Vault, call_id: str) -> tuple[Objected, ...]:
    """Return the standing objections on a call, of all its reviews, the oldest first."""
    box = box_of(session, vault, call_id)
    rows = session.execute(
        sa.select(Objection, Person.name)
        .join(Person, Person.id == Objection.person_id)
        .where(Objection.call_id == call_id, Objection.taken_back.is_(None))
        .order_by(Objection.made, Objection.id)
    )
    return tuple(
        Objected(
            row.id,
            row.review_id,
            row.person_id,
            name,
            row.made,
            row.kind,
            row.name,
            row.turn,
            box.open(row.sealed, f"objection/{row.id}").decode(),
        )
        for row, name in rows
    )


def contested(session: Session) -> tuple[Contested, ...]:
    """Return what was contested over all calls, the most contested first, without any text."""
    times = sa.func.count()
    calls = sa.func.count(sa.distinct(Objection.call_id))
    query = (
        sa.select(Objection.kind, Objection.name, times, calls)
        .where(Objection.taken_back.is_(None))
        .group_by(Objection.kind, Objection.name)
        .order_by(times.desc(), Objection.kind, Objection.name)
    )
    return tuple(Contested(*row) for row in session.execute(query))


def _same(new: NewObjection) -> sa.Select[Objection]:
    return sa.select(Objection).where(
        Objection.review_id == new.review_id,
        Objection.person_id == new.person_id,
        Objection.kind == new.kind,
        Objection.name == new.name,
        Objection.turn.is_(None) if new.turn is None else Objection.turn == new.turn,
        Objection.taken_back.is_(None),
    )


def _checked(new: NewObjection) -> str:
    reason, faults = new.reason.strip(), []
    if not 0 < len(reason) <= LONGEST:
        faults.append(f"reden: verwacht 1 tot {LONGEST} tekens, gevonden {len(reason)}")
    if new.kind not in KINDS:
        faults.append(f"soort: onbekende soort «{new.kind}»; verwacht {', '.join(KINDS)}")
    if not 0 < len(new.name) <= 40:
        faults.append("naam: verwacht een regel, handeling of soort boosheid")
    if faults:
        raise Faulty(*faults)
    return reason
