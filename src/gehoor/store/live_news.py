"""News of calls in progress that another process took in: told by PostgreSQL, asked of SQLite.

Runs in a thread of its own until `stop` is set. What is heard may be one's own: whoever listens
looks what is new.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from gehoor.store import live
from gehoor.store.database import Store

EVERY: Final = 0.2  # seconds between two questions where the database doesn't tell
AGAIN: Final = 1.0  # seconds before a lost connection is made again
_LOG = logging.getLogger("gehoor.store")

Known = Mapping[str, tuple[int, datetime]]


def _faults() -> tuple[type[BaseException], ...]:
    """Return what a lost connection raises: of SQLAlchemy, and of the driver if it is here."""
    try:
        import psycopg
    except ImportError:
        return (SQLAlchemyError, OSError)
    return (SQLAlchemyError, OSError, psycopg.Error)


_LOST: Final = _faults()


def listen(
    store: Store,
    known: Callable[[], Known],
    heard: Callable[[str], None],
    stop: threading.Event,
) -> None:
    """Say of which calls there is news, until `stop` is set.

    Args:
        store: the store.
        known: gives the calls to listen for: how many events are known, and the last change.
        heard: takes the id of a call that changed.
        stop: ends it, within a second.
    """
    once = _told if store.engine.dialect.name == "postgresql" else _asked
    while not stop.is_set():
        try:
            once(store, known, heard, stop)
        except _LOST as error:
            _LOG.warning("nieuws van lopende gesprekken hapert: %s", type(error).__name__)
            stop.wait(AGAIN)


def _told(
    store: Store, known: Callable[[], Known], heard: Callable[[str], None], stop: threading.Event
) -> None:
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text(f"LISTEN {live.CHANNEL}"))
        driver: Any = connection.connection.driver_connection
        for live_id in list(known()):
            heard(live_id)  # what was told before we listened
        while not stop.is_set():
            for note in driver.notifies(timeout=EVERY):
                heard(note.payload)
        connection.execute(sa.text("UNLISTEN *"))


def _asked(
    store: Store, known: Callable[[], Known], heard: Callable[[str], None], stop: threading.Event
) -> None:
    while not stop.wait(EVERY):
        if now := dict(known()):
            with store.read() as session:
                changed = live.news(session, now)
            for live_id in changed:
                heard(live_id)
