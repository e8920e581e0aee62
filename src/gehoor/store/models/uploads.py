"""Files that came in and wait for their review: kept until done, so that nothing is lost when
the programme stops half-way, and nothing is done twice.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from gehoor.store.models.base import At, Base, Id, Moment, Sealed, Short, ref


class Upload(Base):
    """A handful of files that somebody brought at once."""

    __tablename__ = "uploads"
    id: Mapped[Id]
    owner_id: Mapped[str] = ref("people.id", index=True)
    made: Mapped[At]
    mask: Mapped[bool]


class UploadItem(Base):
    """One of the files: its bytes sealed with a key of its own, gone when the file is done.

    `tries` counts the claims, and tells the last one from those before: only who holds that one
    may finish the file.
    """

    __tablename__ = "upload_items"
    __table_args__ = (sa.UniqueConstraint("upload_id", "number"),)
    id: Mapped[Id]
    upload_id: Mapped[str] = ref("uploads.id")
    number: Mapped[int]
    state: Mapped[Short] = mapped_column(index=True)  # waiting, busy, done, double, failed
    claimed: Mapped[datetime | None] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    wrapped: Mapped[Sealed]
    name: Mapped[Sealed]
    data: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    calls: Mapped[int] = mapped_column(default=0)  # a file may hold several
    call_id: Mapped[str | None] = ref("calls.id", ondelete="SET NULL", index=True)
    fault: Mapped[bytes | None] = mapped_column(sa.LargeBinary)  # sealed sentence
