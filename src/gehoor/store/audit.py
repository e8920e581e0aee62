"""The log: who looked at what and changed what, line after line, never changed.

Each line holds a keyed hash of itself and of the line before, so that a line that was changed,
left out or put in between shows; without the store's key nobody can make the chain anew. Lines
cut off at the end show only beside a number noted elsewhere (`Checked.number`). Lines hold ids and
names of things, never words of a call.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from gehoor.store.fault import Faulty
from gehoor.store.models import AuditEntry
from gehoor.store.models.base import utc_now
from gehoor.store.upgrade import lock
from gehoor.store.vault import Vault

YEAR = timedelta(days=365)  # lines stay at least that long; triggers hold it
PAGE = 100
TRIMMED = "audit.trim"
_NOTHING = bytes(32)
_BATCH = 1000


class Event(msgspec.Struct, frozen=True):
    """Something that happened.

    `action` is «call.look», «call.share», «person.change»…; `kind` and `subject_id` say what it
    is about; `concerns_id` is whose call or data it is, so that they can see it.
    """

    person_id: str | None
    action: str
    kind: str
    subject_id: str | None = None
    concerns_id: str | None = None
    detail: Mapping[str, Any] = {}


class Checked(msgspec.Struct, frozen=True):
    """How a check of the log ended: `fault` says which line is wrong, None where none is."""

    number: int  # of the last line
    lines: int
    mark: str  # of the last line; to note elsewhere
    fault: str | None = None


def append(session: Session, vault: Vault, event: Event, now: datetime | None = None) -> int:
    """Write a line at the end of the log, with the work of this session; return its number."""
    lock(session.connection(), "audit")
    last = session.execute(
        sa.select(AuditEntry.number, AuditEntry.hash).order_by(AuditEntry.number.desc()).limit(1)
    ).first()
    number, previous = (last.number + 1, last.hash) if last else (1, _NOTHING)
    entry = AuditEntry(
        number=number,
        at=now or utc_now(),
        person_id=event.person_id,
        action=event.action,
        kind=event.kind,
        subject_id=event.subject_id,
        concerns_id=event.concerns_id,
        detail=msgspec.json.encode(event.detail, order="sorted").decode(),
        previous=previous,
    )
    entry.hash = _hash(vault, entry)
    session.add(entry)
    session.flush()
    return number


def verify(session: Session, vault: Vault) -> Checked:
    """Check the whole log and say which line is the first that is wrong."""
    lines, number, mark = 0, 0, _NOTHING
    for entry in _all(session):
        fault = _fault(session, vault, entry, number, mark)
        if fault:
            return Checked(entry.number, lines, entry.hash.hex()[:16], fault)
        lines, number, mark = lines + 1, entry.number, entry.hash
    return Checked(number, lines, mark.hex()[:16])


def _all(session: Session) -> Iterator[AuditEntry]:
    query = sa.select(AuditEntry).order_by(AuditEntry.number).limit(_BATCH)
    last = 0
    while entries := session.scalars(query.where(AuditEntry.number > last)).all():
        last = entries[-1].number
        for entry in entries:
            yield entry
            session.expunge(entry)  # a long log need not stay in memory


def _fault(
    session: Session, vault: Vault, entry: AuditEntry, number: int, mark: bytes
) -> str | None:
    if not hmac.compare_digest(entry.hash, _hash(vault, entry)):
        return f"regel {entry.number} is veranderd"
    if number == 0 and entry.number > 1:
        begins = _trimmed_to(session, entry.number - 1, entry.previous)
        return None if begins else f"regels 1 tot en met {entry.number - 1} ontbreken"
    if entry.number != number + 1:
        return f"regel {number + 1} ontbreekt"
    if entry.previous != mark:
        return f"regel {entry.number} sluit niet aan op regel {number}"
    return None


def _trimmed_to(session: Session, number: int, mark: bytes) -> bool:
    """Tell whether a line of the log itself says that all was deleted up to this one."""
    rows = session.scalars(sa.select(AuditEntry.detail).where(AuditEntry.action == TRIMMED))
    wanted = {"to": number, "mark": mark.hex()}
    return any(wanted.items() <= msgspec.json.decode(row).items() for row in rows)


def older_than(session: Session, moment: datetime) -> int:
    """Return how many lines would go if all before a moment went."""
    last = _last_before(session, moment)
    first = session.scalar(sa.select(sa.func.min(AuditEntry.number)))
    return last.number - first + 1 if last and first else 0


def _last_before(session: Session, moment: datetime) -> AuditEntry | None:
    """Return the last of the lines that are all older: clocks may have gone back."""
    kept = sa.select(sa.func.min(AuditEntry.number)).where(AuditEntry.at >= moment)
    first_kept = session.scalar(kept)
    query = sa.select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1)
    if first_kept is not None:
        query = query.where(AuditEntry.number < first_kept)
    return session.scalar(query)


def trim(
    session: Session, vault: Vault, moment: datetime, by: str | None, now: datetime | None = None
) -> int:
    """Delete the lines before a moment, at least a year ago; the log itself says so.

    Returns how many.

    Raises:
        Faulty: the moment is less than a year ago.
    """
    now = now or utc_now()
    if moment > now - YEAR:
        raise Faulty("het logboek blijft minstens een jaar bewaard")
    lock(session.connection(), "audit")
    last = _last_before(session, moment)
    if last is None:
        return 0
    detail = {"to": last.number, "mark": last.hash.hex()}
    append(session, vault, Event(by, TRIMMED, "audit", detail=detail), now)
    gone = session.execute(sa.delete(AuditEntry).where(AuditEntry.number <= last.number))
    return gone.rowcount if isinstance(gone, CursorResult) else 0


def about(
    session: Session,
    concerns_id: str | None = None,
    subject_id: str | None = None,
    person_id: str | None = None,
    action: str | None = None,
    before: int | None = None,
    size: int = PAGE,
) -> tuple[AuditEntry, ...]:
    """Return lines of the log, the newest first.

    Args:
        session: a session of the store.
        concerns_id: lines about this person's calls and data: what they themselves may see.
        subject_id: lines about this call, person or version.
        person_id: lines of what this person did.
        action: lines of this kind of action.
        before: only lines with a lower number, for the page after this one.
        size: how many at most.
    """
    query = sa.select(AuditEntry).order_by(AuditEntry.number.desc()).limit(size)
    for column, value in (
        (AuditEntry.concerns_id, concerns_id),
        (AuditEntry.subject_id, subject_id),
        (AuditEntry.person_id, person_id),
        (AuditEntry.action, action),
    ):
        if value is not None:
            query = query.where(column == value)
    if before is not None:
        query = query.where(AuditEntry.number < before)
    return tuple(session.scalars(query))


def looks_at(
    session: Session, owner_id: str, before: int | None = None, size: int = PAGE
) -> tuple[AuditEntry, ...]:
    """Return who else looked at somebody's calls, the newest first."""
    query = (
        sa.select(AuditEntry)
        .where(AuditEntry.concerns_id == owner_id, AuditEntry.kind == "call")
        .where(sa.or_(AuditEntry.person_id.is_(None), AuditEntry.person_id != owner_id))
        .order_by(AuditEntry.number.desc())
        .limit(size)
    )
    query = query if before is None else query.where(AuditEntry.number < before)
    return tuple(session.scalars(query))


def _hash(vault: Vault, entry: AuditEntry) -> bytes:
    said = (
        entry.number,
        entry.at.isoformat(),
        entry.person_id,
        entry.action,
        entry.kind,
        entry.subject_id,
        entry.concerns_id,
        entry.detail,
        entry.previous.hex(),
    )
    return vault.fingerprint(msgspec.json.encode(said), "audit", 32)
