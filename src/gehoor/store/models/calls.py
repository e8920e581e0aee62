"""Calls, their turns and reviews. All that was said, and the review's quotes, are sealed with
the call's own key; what can be filtered on stands open: dates, numbers, names of rules.
"""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from gehoor.store.models.base import At, Base, Id, Moment, Sealed, Short, ref

CLUSTERED = {"sqlite_with_rowid": False}  # rows stand in the order of their key: smaller, faster


class CallRow(Base):
    """One call of one employee, with what the list shows of its newest review.

    Its id sorts by when the call was added, so that lists need no other order.
    """

    __tablename__ = "calls"
    __table_args__ = (
        sa.UniqueConstraint("owner_id", "fingerprint"),
        # All that lists filter on, so that calls that don't fit are passed by unread.
        sa.Index(
            "ix_calls_list",
            "owner_id",
            "id",
            "outcome",
            "anger",
            "incident",
            "temperature_high",
            "held",
            "added",
            "example",
        ),
        sa.Index("ix_calls_added", "added"),
    )
    id: Mapped[Id]
    owner_id: Mapped[str] = ref("people.id")
    title: Mapped[Sealed]
    case: Mapped[Sealed]  # Case of the call, JSON
    channel: Mapped[Short]
    language: Mapped[Short]
    held: Mapped[date | None]  # the day of the call
    added: Mapped[At]
    turns: Mapped[int]
    seconds: Mapped[float | None]
    masked: Mapped[bool]
    example: Mapped[bool] = mapped_column(default=False)
    fingerprint: Mapped[bytes] = mapped_column(sa.LargeBinary(16))  # keyed hash of what came in
    # of the newest review
    temperature_high: Mapped[float] = mapped_column(default=0.0)
    temperature_end: Mapped[float] = mapped_column(default=0.0)
    outcome: Mapped[Short] = mapped_column(default="")
    anger: Mapped[Short] = mapped_column(default="none")
    incident: Mapped[bool] = mapped_column(default=False)
    findings: Mapped[int] = mapped_column(default=0)
    looked: Mapped[datetime | None] = mapped_column(Moment)  # when the owner last opened it


class CallKey(Base):
    """The wrapped key of a call, in a table of its own: deleting this row destroys the call."""

    __tablename__ = "call_keys"
    call_id: Mapped[str] = ref("calls.id", primary_key=True)
    wrapped: Mapped[Sealed]


class TurnRow(Base):
    """One turn: who spoke when stands open, the words and what was masked are sealed."""

    __tablename__ = "turns"
    __table_args__ = CLUSTERED
    call_id: Mapped[str] = ref("calls.id", primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # from 0
    speaker: Mapped[Short]
    start: Mapped[float | None]
    end: Mapped[float | None]
    confidence: Mapped[float | None]
    sealed: Mapped[Sealed]  # {"text": …, "masked": [{"kind", "start", "end"}]}


class ReviewRow(Base):
    """A review as it was given: the whole record sealed, with the version that made it."""

    __tablename__ = "reviews"
    __table_args__ = (
        sa.Index(
            "uq_reviews_newest",
            "call_id",
            unique=True,
            sqlite_where=sa.text("newest"),
            postgresql_where=sa.text("newest"),
        ),
    )
    id: Mapped[Id]
    call_id: Mapped[str] = ref("calls.id", index=True)
    made: Mapped[At]
    version: Mapped[Short]
    method: Mapped[Short]  # digest of the method's files
    profile: Mapped[Short]
    house_id: Mapped[str | None] = ref("house_versions.id", ondelete="SET NULL")
    newest: Mapped[bool]
    sealed: Mapped[Sealed]  # reporting.record.Record as JSON


class CallRule(Base):
    """A rule with a finding in the newest review, to filter on."""

    __tablename__ = "call_rules"
    __table_args__ = (sa.Index("ix_call_rules_find", "rule", "call_id"), CLUSTERED)
    call_id: Mapped[str] = ref("calls.id", primary_key=True)
    rule: Mapped[Short] = mapped_column(primary_key=True)


class CallStep(Base):
    """The state of a step in the newest review, to filter on."""

    __tablename__ = "call_steps"
    __table_args__ = (sa.Index("ix_call_steps_find", "step", "status", "call_id"), CLUSTERED)
    call_id: Mapped[str] = ref("calls.id", primary_key=True)
    step: Mapped[Short] = mapped_column(primary_key=True)
    status: Mapped[Short]


class CallWord(Base):
    """A word of the call as a keyed number of 24 bits: enough to search, not to read back."""

    __tablename__ = "call_words"
    __table_args__ = CLUSTERED
    word: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    call_id: Mapped[str] = ref("calls.id", primary_key=True, index=True)


class AgreementRow(Base):
    """A promise of the newest review that falls due; `what` is sealed."""

    __tablename__ = "agreements"
    __table_args__ = (sa.Index("ix_agreements_owner_due", "owner_id", "due"),)
    id: Mapped[Id]
    call_id: Mapped[str] = ref("calls.id", index=True)
    owner_id: Mapped[str] = ref("people.id")
    turn: Mapped[int]
    who: Mapped[Short]
    due: Mapped[date | None]
    sealed: Mapped[Sealed]  # {"kind", "what", "when", "quote"}
    done: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[Short | None]  # kept, broken, dropped
