"""What all tables share: names of constraints, moments in UTC, and ids nobody can guess."""

from __future__ import annotations

import secrets
import time
import uuid
from datetime import UTC, datetime
from typing import Annotated, Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(sa.TypeDecorator[datetime]):
    """A moment in time: always with a zone in Python, always UTC in the database."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Return the moment in UTC without its zone, as the database keeps it."""
        if value is not None and value.tzinfo is None:
            raise ValueError("een moment zonder tijdzone")
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Return the moment with its zone."""
        return value and value.replace(tzinfo=UTC)


def new_id() -> str:
    """Return an id that can't be guessed: 32 hexadecimal digits."""
    return uuid.uuid4().hex


def new_ordered_id(made: datetime | None = None) -> str:
    """Return an id as `new_id`, that sorts by when it was made (RFC 9562, version 7).

    The first 60 bits are the moment in 1/4096 milliseconds, 62 bits are chance.
    """
    nanoseconds = time.time_ns() if made is None else round(made.timestamp() * 1e6) * 1000
    milliseconds, rest = divmod(nanoseconds, 1_000_000)
    fraction = (rest << 12) // 1_000_000
    return f"{milliseconds:012x}7{fraction:03x}{(2 << 62) | secrets.randbits(62):016x}"


def plain(text: str) -> str:
    """Return a text without characters that no database keeps or no page shows."""
    return "".join(char for char in text if char.isprintable() or char in "\n\t").strip()


def utc_now() -> datetime:
    """Return this moment, with its zone."""
    return datetime.now(UTC)


Id = Annotated[str, mapped_column(sa.String(32), primary_key=True, default=new_id)]
At = Annotated[datetime, mapped_column(Moment)]
Sealed = Annotated[bytes, mapped_column(sa.LargeBinary)]
Short = Annotated[str, mapped_column(sa.String(40))]
Name = Annotated[str, mapped_column(sa.String(200))]


class Base(DeclarativeBase):
    """The parent of all tables."""

    metadata = sa.MetaData(naming_convention=NAMES)


def ref(column: str, **options: Any) -> Any:
    """Return a column that points at another table; it goes when the other row goes."""
    return mapped_column(
        sa.String(32), sa.ForeignKey(column, ondelete=options.pop("ondelete", "CASCADE")), **options
    )
