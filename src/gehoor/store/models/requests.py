"""Requests of programmes that may be sent again: which were done already."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from gehoor.store.models.base import At, Base, ref


class DoneRequest(Base):
    """A request with a key that was done: keyed hashes of key and request, and what it made."""

    __tablename__ = "done_requests"
    mark: Mapped[bytes] = mapped_column(sa.LargeBinary(16), primary_key=True)  # person and key
    person_id: Mapped[str] = ref("people.id", index=True)
    asked: Mapped[bytes] = mapped_column(sa.LargeBinary(16))
    subject_id: Mapped[str | None] = mapped_column(sa.String(32))
    made: Mapped[At] = mapped_column(index=True)
