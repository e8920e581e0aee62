"""Calls in progress: every word that was acknowledged, until the call is finished and kept.

A call in progress has a key of its own; when it is finished its row goes, and with it the key.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from gehoor.store.models.base import At, Base, Id, Moment, Sealed, Short, ref
from gehoor.store.models.calls import CLUSTERED


class LiveCall(Base):
    """One call in progress of one employee."""

    __tablename__ = "live_calls"
    id: Mapped[Id]
    owner_id: Mapped[str] = ref("people.id", index=True)
    made: Mapped[At]
    changed: Mapped[At] = mapped_column(index=True)
    reference: Mapped[bytes | None] = mapped_column(sa.LargeBinary(16), unique=True)  # keyed hash
    wrapped: Mapped[Sealed]
    opening: Mapped[Sealed]  # Call without turns, JSON
    events: Mapped[int] = mapped_column(default=0)
    example: Mapped[bool] = mapped_column(default=False)  # a demo: never anybody's call
    threat: Mapped[bool] = mapped_column(default=False)
    asked: Mapped[datetime | None] = mapped_column(Moment)  # when help was asked
    helper_id: Mapped[str | None] = ref("people.id", ondelete="SET NULL", index=True)
    joined: Mapped[bool] = mapped_column(default=False)  # the helper may look: the owner agreed


class LiveEvent(Base):
    """Something that happened in a call in progress, in the order in which it was taken in."""

    __tablename__ = "live_events"
    __table_args__ = CLUSTERED
    live_id: Mapped[str] = ref("live_calls.id", primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # from 1
    at: Mapped[float]  # seconds from the start of the call
    kind: Mapped[Short]  # event, note, hint
    sealed: Mapped[Sealed]
