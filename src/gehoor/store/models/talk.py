"""What people say about a call: comments, objections, and with whom it is shared."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from gehoor.store.models.base import At, Base, Id, Moment, Sealed, Short, ref


class Share(Base):
    """A call that its owner shows to somebody, until taken back."""

    __tablename__ = "shares"
    __table_args__ = (
        sa.Index(
            "uq_shares_running",
            "person_id",
            "call_id",
            unique=True,
            sqlite_where=sa.text("ended IS NULL"),
            postgresql_where=sa.text("ended IS NULL"),
        ),
    )
    id: Mapped[Id]
    call_id: Mapped[str] = ref("calls.id", index=True)
    person_id: Mapped[str] = ref("people.id", index=True)
    since: Mapped[At]
    ended: Mapped[datetime | None] = mapped_column(Moment)


class Comment(Base):
    """A remark beside a turn or about the call; with `due` it is a coaching agreement."""

    __tablename__ = "comments"
    id: Mapped[Id]
    call_id: Mapped[str] = ref("calls.id", index=True)
    author_id: Mapped[str] = ref("people.id", index=True)
    turn: Mapped[int | None]
    made: Mapped[At]
    edited: Mapped[datetime | None] = mapped_column(Moment)
    edition: Mapped[int] = mapped_column(default=1)  # two people editing: the second is told
    due: Mapped[date | None] = mapped_column(index=True)
    done: Mapped[datetime | None] = mapped_column(Moment)
    sealed: Mapped[Sealed]


class Objection(Base):
    """«Klopt niet»: a judgement that somebody contests, with a reason, kept with that review."""

    __tablename__ = "objections"
    __table_args__ = (sa.Index("ix_objections_about", "kind", "name"),)
    id: Mapped[Id]
    call_id: Mapped[str] = ref("calls.id", index=True)
    review_id: Mapped[str] = ref("reviews.id", index=True)
    person_id: Mapped[str] = ref("people.id", index=True)
    made: Mapped[At]
    kind: Mapped[Short]  # finding, act, anger
    name: Mapped[Short]  # the rule, the act, the kind of anger
    turn: Mapped[int | None]
    sealed: Mapped[Sealed]  # the reason
    taken_back: Mapped[datetime | None] = mapped_column(Moment)
