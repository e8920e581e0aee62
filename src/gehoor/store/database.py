"""Opening the store: an engine, the newest form of the tables, and sessions.

SQLite runs in WAL mode, so that readers don't wait for a writer. Holds no queries.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from gehoor.store.fault import StoreFault
from gehoor.store.models import StoreKey
from gehoor.store.upgrade import lock, to_newest
from gehoor.store.vault import Keyring, Vault

ROOT = "root"
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

    def scrub(self) -> None:
        """Wipe what was deleted from the database's files, as far as the database can do that."""
        if self.engine.dialect.name == "sqlite":
            with closing(self.engine.raw_connection()) as raw:
                # the log of changes still holds the old pages
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        else:
            free = self.engine.execution_options(isolation_level="AUTOCOMMIT")
            with free.connect() as connection:
                connection.exec_driver_sql("VACUUM call_keys, upload_items, store_keys")

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
        KeyFault: the database was made with a main key that is not here.
    """
    engine = _engine(url)
    try:
        return Store(engine, Vault(keyring, _ready(engine, keyring, migrate)))
    except OperationalError as error:
        said = f"{_shown(url)}: geen verbinding: {' '.join(str(error.orig).split())}"
    except SQLAlchemyError as error:
        said = f"{_shown(url)}: niet te gebruiken: {type(error).__name__}"
    except BaseException:
        engine.dispose()
        raise
    engine.dispose()
    raise StoreFault(said)


def _ready(engine: sa.Engine, keyring: Keyring, migrate: bool) -> bytes:
    to_newest(engine, migrate)
    return _root_key(engine, Vault(keyring))


def _root_key(engine: sa.Engine, vault: Vault) -> bytes:
    """Return the store's own key, wrapped; made when the store is first opened."""
    with Session(engine) as session, session.begin():
        lock(session.connection(), "root")
        row = session.get(StoreKey, ROOT)
        if row is None:
            row = StoreKey(name=ROOT, wrapped=vault.new_key())
            session.add(row)
        return row.wrapped


def _engine(url: str) -> sa.Engine:
    address = _address(url)
    try:
        engine = sa.create_engine(address, pool_pre_ping=True)
    except ModuleNotFoundError:
        raise StoreFault("PostgreSQL vraagt psycopg: pip install 'gehoor[postgres]'") from None
    if address.get_backend_name() == "sqlite":
        _make_folder(address.database)
        sa.event.listen(engine, "connect", _set_up_sqlite)
        sa.event.listen(engine, "begin", _begin_immediate)
    return engine


def _address(url: str) -> sa.URL:
    try:
        address = sa.make_url(url)
        backend = address.get_backend_name()
    except (ArgumentError, NoSuchModuleError, ValueError):
        backend = ""
    if backend not in ("sqlite", "postgresql"):
        raise StoreFault(
            f"{_shown(url)}: geen database-adres; verwacht sqlite:///pad of postgresql://…"
        )
    return address.set(drivername="postgresql+psycopg") if backend == "postgresql" else address


def _make_folder(path: str | None) -> None:
    if path and path != ":memory:":
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreFault(f"{path}: map niet te maken: {error.strerror}") from None


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
