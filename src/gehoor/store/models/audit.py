"""Who looked at what, how long things are kept, and proof that something was deleted."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from gehoor.store.models.base import At, Base, Id, Short


class AuditEntry(Base):
    """One line of the log. Each holds the hash of the line before: a changed past shows.

    Triggers refuse to change a line, and to delete one that is younger than a year.
    """

    __tablename__ = "audit"
    number: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[At]
    person_id: Mapped[str | None] = mapped_column(sa.String(32), index=True)  # kept when they go
    action: Mapped[Short]  # call.look, call.share, person.change, …
    kind: Mapped[Short]  # what it is about: call, person, house, …
    subject_id: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    concerns_id: Mapped[str | None] = mapped_column(sa.String(32), index=True)  # whose call it is
    detail: Mapped[str] = mapped_column(sa.Text)  # JSON without any text of a call
    previous: Mapped[bytes] = mapped_column(sa.LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32))


class StoreKey(Base):
    """A key of the store itself, wrapped: marks for search and what belongs to no call."""

    __tablename__ = "store_keys"
    name: Mapped[Short] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes]


class RetentionRule(Base):
    """How many days a kind of data is kept; no row or None: until somebody deletes it."""

    __tablename__ = "retention"
    kind: Mapped[Short] = mapped_column(primary_key=True)
    days: Mapped[int | None]


class Certificate(Base):
    """Proof that something was deleted: what kind, when, why, how much; never its content."""

    __tablename__ = "certificates"
    id: Mapped[Id]
    made: Mapped[At]
    person_id: Mapped[str | None] = mapped_column(sa.String(32))
    kind: Mapped[Short]
    subject_id: Mapped[str] = mapped_column(sa.String(64), index=True)
    reason: Mapped[str] = mapped_column(sa.String(200))
    counts: Mapped[str] = mapped_column(sa.Text)  # JSON: rows by table
