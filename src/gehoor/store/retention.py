"""How long what is kept: days per kind of data, what would go, and letting it go.

A kind without days stays until somebody deletes it. Example calls always stay. The log and the
certificates stay a year at least. What goes leaves a certificate: one per call, one per kind
for the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from gehoor.store import audit, deletion
from gehoor.store.database import Store
from gehoor.store.fault import Faulty
from gehoor.store.models import (
    CallRow,
    Certificate,
    Comment,
    OneTimeLink,
    RetentionRule,
    ReviewRow,
    Share,
    Upload,
    UploadItem,
    WebSession,
)
from gehoor.store.models.base import utc_now
from gehoor.store.uploads import OPEN

MOST = 36_500  # days
BATCH = 50  # calls deleted in one transaction
REASON = "bewaartermijn"


class Kind(NamedTuple):
    """A kind of data: its name for people, days when nobody chose, and the fewest days."""

    title: str
    days: int | None = None
    least: int = 0


KINDS: Final[dict[str, Kind]] = {
    "calls": Kind("gesprekken, met alles wat erbij hoort"),
    "reviews": Kind("oudere beoordelingen van een gesprek"),
    "comments": Kind("opmerkingen en afgeronde afspraken"),
    "shares": Kind("beëindigde deling: wie een gesprek kon zien"),
    "uploads": Kind("ingelezen bestanden: naam en afloop", 30),
    "sessions": Kind("verlopen aanmeldingen en links", 7),
    "audit": Kind("het logboek", None, 365),
    "certificates": Kind("bewijzen van verwijdering", None, 365),
}


class Planned(msgspec.Struct, frozen=True):
    """What goes of a kind: what is older than `before`; `number` counts it."""

    kind: str
    title: str
    days: int | None
    before: datetime | None
    number: int


def terms(session: Session) -> dict[str, int | None]:
    """Return the days per kind; None: until somebody deletes it."""
    chosen = {row.kind: row.days for row in session.scalars(sa.select(RetentionRule))}
    return {kind: chosen.get(kind, about.days) for kind, about in KINDS.items()}


def set_days(session: Session, kind: str, days: int | None) -> None:
    """Choose how many days a kind is kept; raises Faulty where that can't be."""
    if kind not in KINDS:
        raise Faulty(f"onbekende soort «{kind}»; verwacht {', '.join(KINDS)}")
    least = KINDS[kind].least
    if days is not None and not least <= days <= MOST:
        raise Faulty(f"{KINDS[kind].title}: verwacht {least} tot {MOST} dagen")
    session.merge(RetentionRule(kind=kind, days=days))
    session.flush()


def plan(session: Session, now: datetime | None = None) -> tuple[Planned, ...]:
    """Return what would go now, kind by kind; changes nothing."""
    return tuple(_plan(session, now or utc_now()))


def _plan(session: Session, now: datetime) -> Iterator[Planned]:
    for kind, days in terms(session).items():
        before = None if days is None else now - timedelta(days=days)
        number = 0 if before is None else _count(session, kind, before)
        yield Planned(kind, KINDS[kind].title, days, before, number)


def run(store: Store, by: str | None = None, now: datetime | None = None) -> tuple[Planned, ...]:
    """Let go what is too old, with certificates and a line in the log; return what went."""
    now = now or utc_now()
    with store.read() as session:
        planned = plan(session, now)
    gone = []
    for item in planned:
        number = 0
        if item.number and item.before is not None:
            number = _run(store, item.kind, item.before, by, now)
        gone.append(msgspec.structs.replace(item, number=number))
    counts = {item.kind: item.number for item in gone if item.number}
    if counts:
        with store.begin() as session:
            event = audit.Event(by, "retention.run", "retention", detail=counts)
            audit.append(session, store.vault, event, now)
        store.scrub()
    return tuple(gone)


def _run(store: Store, kind: str, before: datetime, by: str | None, now: datetime) -> int:
    if kind == "calls":
        return _run_calls(store, before, by, now)
    with store.begin() as session:
        if kind == "audit":
            number = audit.trim(session, store.vault, before, by, now)
        else:
            number = _delete(session, kind, before)
        if number:
            deletion.certify(
                session, kind, before.date().isoformat(), by, REASON, {kind: number}, now
            )
    return number


def _run_calls(store: Store, before: datetime, by: str | None, now: datetime) -> int:
    number = 0
    while True:
        with store.begin() as session:
            some = sa.select(CallRow.id).where(*_old_calls(before)).limit(BATCH)
            ids = session.scalars(some).all()
            for call_id in ids:
                deletion.delete_call(session, call_id, by, REASON, now)
        number += len(ids)
        if len(ids) < BATCH:
            return number


def _old_calls(before: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return CallRow.added < before, sa.not_(CallRow.example)


def _rows(kind: str, before: datetime) -> list[tuple[Any, sa.ColumnElement[bool]]]:
    """Return the tables of a kind, with the condition for what is too old in each."""
    still = sa.exists().where(UploadItem.upload_id == Upload.id, UploadItem.state.in_(OPEN))
    closed = sa.or_(Comment.due.is_(None), Comment.done.is_not(None))
    rows: dict[str, list[tuple[Any, sa.ColumnElement[bool]]]] = {
        "calls": [(CallRow, sa.and_(*_old_calls(before)))],
        "reviews": [(ReviewRow, sa.and_(ReviewRow.made < before, sa.not_(ReviewRow.newest)))],
        "comments": [(Comment, sa.and_(Comment.made < before, closed))],
        "shares": [(Share, Share.ended < before)],
        "uploads": [(Upload, sa.and_(Upload.made < before, sa.not_(still)))],
        "sessions": [
            (WebSession, WebSession.ends < before),
            (OneTimeLink, OneTimeLink.ends < before),
        ],
        "certificates": [(Certificate, Certificate.made < before)],
    }
    return rows[kind]


def _count(session: Session, kind: str, before: datetime) -> int:
    if kind == "audit":
        return audit.older_than(session, before)
    numbers = (
        session.scalar(sa.select(sa.func.count()).select_from(table).where(condition)) or 0
        for table, condition in _rows(kind, before)
    )
    return sum(numbers)


def _delete(session: Session, kind: str, before: datetime) -> int:
    counts: Counter[str] = Counter()
    for table, condition in _rows(kind, before):
        query = sa.delete(table).where(condition).execution_options(synchronize_session=False)
        result = session.execute(query)
        counts[kind] += result.rowcount if isinstance(result, CursorResult) else 0
    return counts[kind]
