"""The worker: a process beside the server that reviews the files people brought.

Reviewing holds Python's lock, so it has a process of its own and pages stay fast. The server
starts it when there is something to do, and talks to it over its standard input: the first line
says which store, each next line that files came in, the end that the server is gone. What waits
stands in the store (`store.uploads`): whoever dies half-way loses nothing.
"""

from __future__ import annotations

import base64
import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import IO, Final

import msgspec
from anyio import to_thread
from litestar import Litestar

from gehoor.store import Conflict, Keyring, Store, attention, open_store, uploads
from gehoor.web.house_style import in_force
from gehoor.web.reading import reader
from gehoor.web.site import Site, now

POLL: Final = 5.0  # seconds after which files of another server are looked for
STALE: Final = timedelta(minutes=15)
LEAVE: Final = 10.0  # seconds to end the file at hand when the server stops
POLITE: Final = 5  # pages go first


class Order(msgspec.Struct, frozen=True):
    """What a worker needs to know: the database, its main keys (base64) and the largest file."""

    url: str
    keys: dict[str, str]
    largest_file: int


class Worker:
    """The server's side: starts the process when needed, wakes it, and lets it go."""

    def __init__(self, site: Site) -> None:
        store = site.store
        keys = {
            name: base64.b64encode(key).decode() for name, key in store.vault.keyring.keys.items()
        }
        url = store.engine.url.render_as_string(hide_password=False)
        self._order = Order(url, keys, site.settings.largest_file)
        self._store, self._lock = store, threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Take up what an earlier run left waiting."""
        alone = self._store.engine.dialect.name == "sqlite"  # others may share a PostgreSQL
        with self._store.begin() as session:
            uploads.take_back(session, self._store.vault, None if alone else now() - STALE)
            waits = attention.files_wait(session)
        if waits:
            self.wake()

    def wake(self) -> None:
        """Say that files came in; starts the process where it does not run (any more)."""
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "gehoor.web.worker"], stdin=subprocess.PIPE
                )
                self._tell(msgspec.json.encode(self._order))
            self._tell(b"")

    def _tell(self, line: bytes) -> None:
        process = self._process
        if process and process.stdin:
            with contextlib.suppress(BrokenPipeError):  # it died; what waits stays waiting
                process.stdin.write(line + b"\n")
                process.stdin.flush()

    def end(self) -> None:
        """Let the process end the file at hand and go."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        if process.stdin:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
        try:
            process.wait(LEAVE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@asynccontextmanager
async def working(app: Litestar) -> AsyncIterator[None]:
    """Have a worker as long as the application runs."""
    worker = Worker(app.state.site)
    app.state.worker = worker
    await to_thread.run_sync(worker.begin)
    try:
        yield
    finally:
        await to_thread.run_sync(worker.end)


class Bell:
    """The process's side of the line: rings when files came in, and when the server is gone."""

    def __init__(self, line: IO[bytes]) -> None:
        self.gone, self._rung, self._line = False, threading.Event(), line
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for _ in self._line:
            self._rung.set()
        self.gone = True
        self._rung.set()

    def wait(self) -> None:
        """Wait until it rings, or until it is time to look anyway."""
        self._rung.wait(POLL)
        self._rung.clear()


def work(order: Order, bell: Bell) -> None:
    """Review what waits, until the server is gone."""
    ring = Keyring({name: base64.b64decode(key) for name, key in order.keys.items()})
    store = open_store(order.url, ring, migrate=False)
    site = Site(store)
    read, looked = reader(lambda: in_force(site), order.largest_file), time.monotonic()
    while not bell.gone:
        if time.monotonic() - looked > STALE.total_seconds():
            _take_back(store)
            looked = time.monotonic()
        try:
            busy = uploads.work_one(store, read)
        except Conflict:
            busy = True  # somebody else took the file over: it is theirs
        if not busy:
            bell.wait()
    store.close()


def _take_back(store: Store) -> None:
    with store.begin() as session:
        uploads.take_back(session, store.vault, now() - STALE)


def main() -> None:
    """Run as a process beside the server; see the module."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(POLITE)
    line = sys.stdin.buffer
    order = msgspec.json.decode(line.readline(), type=Order)
    work(order, Bell(line))


if __name__ == "__main__":
    main()
