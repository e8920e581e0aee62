"""Calls in progress: begun, told event by event, finished.

What `append` returned is kept, whatever happens to the process. Events are numbered in the order
in which they were kept, over all processes. Whoever calls this has asked `standing` first. Holds
no hearing (that is `gehoor.live`); who helps whom stands in `live_help`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gehoor.dialogue import Call
from gehoor.store.fault import Refused, StoreFault
from gehoor.store.models import LiveCall, LiveEvent
from gehoor.store.models.base import Moment, new_ordered_id, utc_now
from gehoor.store.vault import Vault

Kind = Literal["event", "note", "hint"]
Standing = Literal["owner", "helper"]
CHANNEL: Final = "gehoor_live"  # where PostgreSQL tells of news
GONE: Final = "dit gesprek loopt niet (meer)"
MOST: Final = 20  # calls in progress of one person: more is a programme gone wild
_TAKEN: Final = "dit gesprek is al van iemand anders; vraag het daar"


class NewLive(msgspec.Struct, frozen=True):
    """A call that begins. `reference` is its name in the telephone system, if it has one."""

    owner_id: str
    opening: Call
    reference: str = ""
    example: bool = False


class Told(msgspec.Struct, frozen=True):
    """Something to keep of a call: its kind, when (seconds from the start), and what."""

    kind: Kind
    at: float
    data: bytes


class Kept(msgspec.Struct, frozen=True):
    """What was kept, with its number."""

    number: int
    kind: str
    at: float
    data: bytes


def begin(session: Session, vault: Vault, new: NewLive, now: datetime | None = None) -> str:
    """Begin a call and return its id; the same reference of the same owner is the same call.

    Raises:
        Refused: the reference is somebody else's, or the owner has too many calls in progress.
    """
    mark = vault.fingerprint(new.reference, "live") if new.reference else None
    if mark is not None and (found := _known(session, mark, new.owner_id)):
        return found
    running = sa.select(sa.func.count()).where(LiveCall.owner_id == new.owner_id)
    if (session.scalar(running) or 0) >= MOST:
        raise Refused(f"er lopen al {MOST} gesprekken van deze persoon; rond er eerst een af")
    now = now or utc_now()
    live_id, wrapped = new_ordered_id(now), vault.new_key()
    opening = msgspec.json.encode(msgspec.structs.replace(new.opening, turns=()))
    row = LiveCall(
        id=live_id,
        owner_id=new.owner_id,
        made=now,
        changed=now,
        reference=mark,
        wrapped=wrapped,
        opening=vault.box(wrapped).seal(opening, f"live/{live_id}/opening"),
        example=new.example,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # another process began it between the question and the answer
        found = _known(session, mark or b"", new.owner_id)
        if found is None:
            raise
        return found
    return live_id


def _known(session: Session, mark: bytes, owner_id: str) -> str | None:
    row = session.scalar(sa.select(LiveCall).where(LiveCall.reference == mark))
    if row is not None and row.owner_id != owner_id:
        raise Refused(_TAKEN)
    return row.id if row else None


def append(
    session: Session,
    vault: Vault,
    live_id: str,
    told: Sequence[Told],
    threat: bool = False,
    now: datetime | None = None,
) -> int:
    """Keep what was told, in order; return the number of the last.

    Raises:
        StoreFault: the call is not in progress any more.
    """
    last, wrapped = _room(session, live_id, len(told), threat, now or utc_now())
    box, first = vault.box(wrapped), last - len(told) + 1
    rows = [
        {
            "live_id": live_id,
            "number": number,
            "at": item.at,
            "kind": item.kind,
            "sealed": box.seal(item.data, f"live/{live_id}/{number}"),
        }
        for number, item in enumerate(told, first)
    ]
    if rows:
        session.connection().execute(_ADD, rows)
    tell(session, live_id)
    return last


def _room(
    session: Session, live_id: str, count: int, threat: bool, now: datetime
) -> tuple[int, bytes]:
    """Make room for events, so that no other process takes the same numbers."""
    given = {"live": live_id, "count": count, "now": now, "heard": threat}
    found = session.connection().execute(_MAKE_ROOM, given).first()
    if found is None:
        raise StoreFault(GONE)
    return found[0], found[1]


# On the way of every turn: without the session's bookkeeping, which costs more than the database.
_CALLS: Final = sa.table(
    "live_calls",
    sa.column("id", sa.String),
    sa.column("events", sa.Integer),
    sa.column("changed", Moment),
    sa.column("threat", sa.Boolean),
    sa.column("wrapped", sa.LargeBinary),
)
_MAKE_ROOM: Final = (
    sa.update(_CALLS)
    .where(_CALLS.c.id == sa.bindparam("live"))
    .values(
        events=_CALLS.c.events + sa.bindparam("count", type_=sa.Integer),
        changed=sa.bindparam("now", type_=Moment),
        threat=sa.or_(_CALLS.c.threat, sa.bindparam("heard", type_=sa.Boolean)),
    )
    .returning(_CALLS.c.events, _CALLS.c.wrapped)
)
_ADD: Final = sa.insert(sa.table("live_events", *map(sa.column, LiveEvent.__table__.c.keys())))


def tell(session: Session, live_id: str) -> None:
    """Tell other processes that there is news of a call, once this work is kept."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_notify(CHANNEL, live_id)))


def row_of(session: Session, live_id: str, change: bool = False) -> LiveCall:
    """Return a call in progress, with `change` for oneself until the end of the session.

    Raises:
        StoreFault: it is not in progress.
    """
    row = session.get(LiveCall, live_id, populate_existing=True, with_for_update=change)
    if row is None:
        raise StoreFault(GONE)
    return row


def opening_of(vault: Vault, row: LiveCall) -> Call:
    """Return a call without its turns."""
    opened = vault.box(row.wrapped).open(row.opening, f"live/{row.id}/opening")
    return msgspec.json.decode(opened, type=Call)


def since(session: Session, vault: Vault, row: LiveCall, number: int) -> list[Kept]:
    """Return what was kept of a call after a number, in order."""
    box = vault.box(row.wrapped)
    rows = session.scalars(
        sa.select(LiveEvent)
        .where(LiveEvent.live_id == row.id, LiveEvent.number > number)
        .order_by(LiveEvent.number)
    )
    return [
        Kept(item.number, item.kind, item.at, box.open(item.sealed, f"live/{row.id}/{item.number}"))
        for item in rows
    ]


def running_of(session: Session, owner_id: str) -> Sequence[LiveCall]:
    """Return somebody's calls in progress, the newest first."""
    query = sa.select(LiveCall).where(LiveCall.owner_id == owner_id)
    return session.scalars(query.order_by(LiveCall.id.desc())).all()


def news(session: Session, known: dict[str, tuple[int, datetime]]) -> list[str]:
    """Return which of these calls changed since, or are gone: for databases that don't tell."""
    found = session.execute(
        sa.select(LiveCall.id, LiveCall.events, LiveCall.changed).where(LiveCall.id.in_(known))
    )
    now = {row[0]: (row[1], row[2]) for row in found}
    return [live_id for live_id, seen in known.items() if now.get(live_id) != seen]


def finish(session: Session, live_id: str) -> None:
    """Let a call in progress go, with its key: what was said is kept elsewhere, or not at all."""
    gone = session.execute(sa.delete(LiveCall).where(LiveCall.id == live_id))
    if not (isinstance(gone, CursorResult) and gone.rowcount == 1):
        raise StoreFault(GONE)
    tell(session, live_id)


def forget_old(session: Session, before: datetime) -> int:
    """Let go what nobody finished and nothing happened in since a moment; return how many."""
    gone = session.execute(sa.delete(LiveCall).where(LiveCall.changed < before))
    return gone.rowcount if isinstance(gone, CursorResult) else 0


def standing(session: Session, live_id: str, person_id: str) -> Standing | None:
    """Return how somebody stands to a call in progress; None where it is not theirs to see."""
    row = session.get(LiveCall, live_id, populate_existing=True)
    if row is None:
        return None
    if row.owner_id == person_id:
        return "owner"
    return "helper" if row.helper_id == person_id and row.joined else None
