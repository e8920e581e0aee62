"""Opening the store: an engine, the newest form of the tables, and sessions.

SQLite runs in WAL mode, so that readers don't wait for a writer. Holds no queries.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from gehoor.store.fault import StoreFault
from gehoor.store.upgrade import to_newest
from gehoor.store.vault import Keyring, Vault

BUSY = 15_000  # milliseconds SQLite waits for another writer before it gives up


class Store:
    """A database that is ready for use, and the vault for what is sealed in it."""

    def __init__(self, engine: sa.Engine, vault: Vault) -> None:
        self.engine, self.vault = engine, vault
        self._make = sessionmaker(engine, expire_on_commit=False)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Give a session whose work is kept when the block ends well, and undone when not."""
        with self._make.begin() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give a session for looking only: it waits for no writer and keeps nothing."""
        with (
            self.engine.connect().execution_options(reading=True) as connection,
            Session(connection, expire_on_commit=False, autoflush=False) as session,
        ):
            yield session

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def open_store(url: str, keyring: Keyring, migrate: bool = True) -> Store:
    """Return the store at a database address, brought to the newest form first.

    Args:
        url: `sqlite:///path` or `postgresql+psycopg://user@host/name`.
        keyring: the main keys.
        migrate: False refuses a database of an older form instead of changing it.

    Raises:
        StoreFault: the address can't be used, or the database is newer than this programme.
    """
    engine = _engine(url)
    try:
        to_newest(engine, migrate)
    except OperationalError as error:
        raise StoreFault(f"{_shown(url)}: geen verbinding: {error.orig}") from None
    except SQLAlchemyError as error:
        raise StoreFault(f"{_shown(url)}: niet te gebruiken: {type(error).__name__}") from None
    return Store(engine, Vault(keyring))


def _engine(url: str) -> sa.Engine:
    try:
        address = sa.make_url(url)
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        engine = sa.create_engine(address, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise StoreFault("PostgreSQL vraagt psycopg: pip install 'gehoor[postgres]'") from None
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise StoreFault(
            f"{_shown(url)}: geen database-adres; verwacht sqlite:///pad of postgresql://…"
        ) from None
    if address.get_backend_name() == "sqlite":
        if address.database and address.database != ":memory:":
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        sa.event.listen(engine, "connect", _set_up_sqlite)
        sa.event.listen(engine, "begin", _begin_immediate)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY}",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: sa.Connection) -> None:
    # A read that turns into a write can't wait in SQLite; readers say so with `reading`.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _shown(url: str) -> str:
    """Return an address without its password."""
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "database"
