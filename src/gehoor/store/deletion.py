"""Deleting a call or a person with everything of theirs; what stays is a certificate.

The key goes first: from then on nothing of the call can be read, whatever else would fail. A
certificate says what kind of thing went, when, why and how much, never its content. In the log
a person stays a number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from gehoor.store import people
from gehoor.store.fault import Refused, StoreFault
from gehoor.store.models import (
    AgreementRow,
    ApiToken,
    CallKey,
    CallRow,
    CallRule,
    CallStep,
    CallWord,
    Certificate,
    Comment,
    LiveCall,
    Objection,
    OneTimeLink,
    PersonRole,
    PhraseRow,
    PracticeRow,
    PracticeTask,
    PracticeTaskDone,
    ReviewRow,
    Share,
    TurnRow,
    Upload,
    UploadItem,
    WebSession,
)
from gehoor.store.models.base import new_ordered_id, utc_now
from gehoor.store.upgrade import lock

_OF_CALL: tuple[Any, ...] = (
    CallKey,
    CallWord,
    CallRule,
    CallStep,
    AgreementRow,
    Objection,
    Comment,
    Share,
    ReviewRow,
    TurnRow,
)
_OF_PERSON: tuple[tuple[Any, Any], ...] = (
    (WebSession, WebSession.person_id),
    (OneTimeLink, OneTimeLink.person_id),
    (ApiToken, ApiToken.person_id),
    (PhraseRow, PhraseRow.owner_id),
    (PracticeRow, PracticeRow.person_id),
    (PracticeTaskDone, PracticeTaskDone.person_id),
    (PracticeTask, PracticeTask.giver_id),
    (Comment, Comment.author_id),
    (Objection, Objection.person_id),
    (Share, Share.person_id),
    (PersonRole, PersonRole.person_id),
    (LiveCall, LiveCall.owner_id),
)


def delete_call(
    session: Session, call_id: str, by: str | None, reason: str, now: datetime | None = None
) -> str:
    """Delete a call with all that hangs on it; return the id of the certificate.

    Raises:
        StoreFault: there is no such call.
    """
    counts = erase_call(session, call_id)
    return certify(session, "call", call_id, by, reason, counts, now)


def erase_call(session: Session, call_id: str) -> Counter[str]:
    """Delete a call without a certificate; return the rows that went, by table."""
    if session.scalar(sa.select(CallRow.id).where(CallRow.id == call_id)) is None:
        raise StoreFault("dit gesprek is er niet meer")
    counts: Counter[str] = Counter()
    for table in _OF_CALL:
        counts += _gone(session, table, table.call_id == call_id)
    counts += _gone(session, CallRow, CallRow.id == call_id)
    session.expire_all()
    return counts


def delete_person(
    session: Session, person_id: str, by: str | None, reason: str, now: datetime | None = None
) -> str:
    """Delete somebody with their calls, sentences and comments; return the certificate's id.

    Raises:
        Refused: they are not there, or nobody would be left to administer.
    """
    lock(session.connection(), "people")
    person = people.get(session, person_id)
    if not _admin_left_without(session, person_id):
        raise Refused(people.LAST_ADMIN)
    counts: Counter[str] = Counter()
    for call_id in session.scalars(sa.select(CallRow.id).where(CallRow.owner_id == person_id)):
        counts += erase_call(session, call_id)
    uploads = sa.select(Upload.id).where(Upload.owner_id == person_id)
    counts += _gone(session, UploadItem, UploadItem.upload_id.in_(uploads))
    counts += _gone(session, Upload, Upload.owner_id == person_id)
    for table, column in _OF_PERSON:
        counts += _gone(session, table, column == person_id)
    session.expire(person)
    session.delete(person)
    session.flush()
    counts["people"] += 1
    return certify(session, "person", person_id, by, reason, counts, now)


def _admin_left_without(session: Session, person_id: str) -> bool:
    return not people.is_admin(session, person_id) or people.has_admin(session, person_id)


def certify(
    session: Session,
    kind: str,
    subject_id: str,
    by: str | None,
    reason: str,
    counts: Mapping[str, int],
    now: datetime | None = None,
) -> str:
    """Keep proof that something was deleted; return its id."""
    certificate = Certificate(
        id=new_ordered_id(),
        made=now or utc_now(),
        person_id=by,
        kind=kind,
        subject_id=subject_id,
        reason=reason.strip()[:200],
        counts=msgspec.json.encode(counts, order="sorted").decode(),
    )
    session.add(certificate)
    session.flush()
    return certificate.id


def certificates(session: Session, size: int = 100) -> tuple[Certificate, ...]:
    """Return the certificates, the newest first."""
    query = sa.select(Certificate).order_by(Certificate.id.desc()).limit(size)
    return tuple(session.scalars(query))


def _gone(session: Session, table: Any, condition: sa.ColumnElement[bool]) -> Counter[str]:
    result = session.execute(
        sa.delete(table).where(condition).execution_options(synchronize_session=False)
    )
    rows = result.rowcount if isinstance(result, CursorResult) else 0
    return Counter({table.__tablename__: rows}) if rows else Counter()
