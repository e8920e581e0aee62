"""What asks for somebody's attention: calls they have not looked at, what was said since.

When somebody last looked stands in the log (`audit`), so that it is known for whoever a call is
shared with too. Holds no promises and agreements: those fall due in `promises` and `talk`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from gehoor.store.access import visible_to
from gehoor.store.calls import box_of, title_of
from gehoor.store.finding import Listed
from gehoor.store.models import AuditEntry, CallRow, CallStep, Comment, Person, Share, UploadItem
from gehoor.store.vault import Vault

LOOK = "call.look"
FEW = 5


class NewComment(msgspec.Struct, frozen=True):
    """A comment that was made since somebody last looked; `title` is the call's."""

    id: str
    call_id: str
    title: str
    author: str
    turn: int | None
    made: datetime
    agreement: bool


def looked_at(session: Session, person_id: str, ids: Collection[str]) -> set[str]:
    """Return which of these calls somebody has looked at."""
    query = sa.select(AuditEntry.subject_id).where(
        AuditEntry.person_id == person_id,
        AuditEntry.action == LOOK,
        AuditEntry.subject_id.in_(ids),
    )
    return {found for found in session.scalars(query.distinct()) if found}


def missed_steps(session: Session, ids: Collection[str]) -> dict[str, list[str]]:
    """Return the steps that were missed in each of these calls."""
    found: dict[str, list[str]] = {}
    query = sa.select(CallStep.call_id, CallStep.step)
    for call_id, step in session.execute(
        query.where(CallStep.call_id.in_(ids), CallStep.status == "missed")
    ):
        found.setdefault(call_id, []).append(step)
    return found


def not_looked_at(
    session: Session, vault: Vault, person_id: str, size: int = FEW
) -> tuple[Listed, ...]:
    """Return somebody's own calls that they have not opened yet, the newest first."""
    query = sa.select(CallRow).where(CallRow.owner_id == person_id, CallRow.looked.is_(None))
    rows = session.scalars(query.order_by(CallRow.id.desc()).limit(size))
    return _listed(session, vault, rows, mine=True)


def shown_and_waiting(
    session: Session, vault: Vault, person_id: str, size: int = FEW
) -> tuple[Listed, ...]:
    """Return the calls shared with somebody that they have not looked at since, oldest first."""
    query = (
        sa.select(CallRow)
        .join(Share, Share.call_id == CallRow.id)
        .where(Share.person_id == person_id, Share.ended.is_(None))
        .where(sa.not_(sa.exists(_looks(person_id).where(AuditEntry.at >= Share.since))))
        .order_by(Share.since, Share.id)
        .limit(size)
    )
    return _listed(session, vault, session.scalars(query), mine=False)


def said_since(
    session: Session, vault: Vault, person_id: str, size: int = FEW
) -> tuple[NewComment, ...]:
    """Return what others said about the calls somebody may see, since they last looked there."""
    later = _looks(person_id).where(AuditEntry.at >= Comment.made)
    query = (
        sa.select(Comment, Person.name, CallRow)
        .join(CallRow, CallRow.id == Comment.call_id)
        .join(Person, Person.id == Comment.author_id)
        .where(Comment.author_id != person_id, visible_to(person_id), sa.not_(sa.exists(later)))
        .order_by(Comment.made.desc(), Comment.id)
        .limit(size)
    )
    return tuple(
        NewComment(
            comment.id,
            row.id,
            title_of(row, box_of(session, vault, row.id)),
            name,
            comment.turn,
            comment.made,
            comment.due is not None,
        )
        for comment, name, row in session.execute(query)
    )


def has_calls(session: Session, person_id: str) -> bool:
    """Tell whether somebody may see any call at all."""
    return session.scalar(sa.select(CallRow.id).where(visible_to(person_id)).limit(1)) is not None


def files_wait(session: Session) -> bool:
    """Tell whether any file waits to be reviewed."""
    query = sa.select(UploadItem.id).where(UploadItem.state == "waiting").limit(1)
    return session.scalar(query) is not None


def _looks(person_id: str) -> Any:
    return (
        sa.select(AuditEntry.number)
        .where(AuditEntry.person_id == person_id, AuditEntry.action == LOOK)
        .where(AuditEntry.subject_id == CallRow.id)
    )


def _listed(session: Session, vault: Vault, rows: Any, mine: bool) -> tuple[Listed, ...]:
    found: Sequence[CallRow] = list(rows)
    return tuple(Listed(row, title_of(row, box_of(session, vault, row.id)), mine) for row in found)
