"""What guards the ways in: failed attempts, recovery codes, and forms that were sent too late
or twice.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from gehoor.store.models.base import At, Base, Sealed, ref


class Attempts(Base):
    """How often something went wrong in a row. The key is a keyed hash, not an address."""

    __tablename__ = "attempts"
    key: Mapped[bytes] = mapped_column(sa.LargeBinary(16), primary_key=True)
    failures: Mapped[int]
    last: Mapped[At]


class RecoveryCode(Base):
    """A code that takes the place of the second step, once."""

    __tablename__ = "recovery_codes"
    person_id: Mapped[str] = ref("people.id", primary_key=True)
    hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)


class KeptForm(Base):
    """What somebody had typed when their session was over; only they get it back, for a while."""

    __tablename__ = "kept_forms"
    hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)  # of the cookie
    person_id: Mapped[str] = ref("people.id", index=True)
    ends: Mapped[At]
    sealed: Mapped[Sealed]


class SentForm(Base):
    """A form that came in, so that the same one sent twice is done once."""

    __tablename__ = "sent_forms"
    hash: Mapped[bytes] = mapped_column(sa.LargeBinary(16), primary_key=True)
    at: Mapped[At]
    location: Mapped[str | None] = mapped_column(sa.String(500))  # None: still busy
