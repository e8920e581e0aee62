"""Open connections of one process: how many from where, and the end of all of them at once.

A connection that stays open costs memory as long as it stays, so there are only so many from one
address. When the programme stops, whoever is connected is told to come back later.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from msgspec.structs import replace

from gehoor.live import View
from gehoor.web.live.shown import Shown

MOST: Final = 2_000  # of all
MOST_FROM_ONE: Final = 500  # of one address: a telephone system has one for all its calls
_LOG = logging.getLogger("gehoor.live")


class Full(Exception):
    """There is no room for another connection; the message says why."""


class Latest:
    """What can be seen of a call, for one connection: the newest only, however slow it reads."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._shown: Shown | None = None
        self._known: View | None = None
        self.ended = False

    def know(self, view: View) -> None:
        """Say that this view is known at the other side: it need not be told again."""
        self._known = replace(view, at=0.0)

    def is_known(self, view: View) -> bool:
        """Tell whether a view differs from the known one in nothing but the time."""
        return replace(view, at=0.0) == self._known

    def tell(self, shown: Shown) -> None:
        """Take what is new; from any thread."""
        self._shown = shown
        self._wake()

    def end(self) -> None:
        """Say that no more will come; from any thread."""
        self.ended = True
        self._wake()

    def _wake(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has stopped: nobody waits any more
            self._loop.call_soon_threadsafe(self._news.set)

    async def next(self) -> Shown | None:
        """Wait for something new and return it; None at the end."""
        await self._news.wait()
        self._news.clear()
        return None if self.ended else self._shown


class Doors:
    """The open connections; safe to use from any thread."""

    def __init__(self, most: int = MOST, most_from_one: int = MOST_FROM_ONE) -> None:
        self._most, self._most_from_one = most, most_from_one
        self._from: Counter[str] = Counter()
        self._open: set[Latest] = set()
        self._lock = threading.Lock()
        self.closed = False

    @contextmanager
    def through(self, address: str) -> Iterator[Latest]:
        """Give a connection from an address its place, until the block ends.

        Raises:
            Full: there are too many, or the programme stops.
        """
        latest = Latest()
        with self._lock:
            why = self._why_not(address)
            if why:
                _LOG.warning("verbinding geweigerd: %s", why)
                raise Full(why)
            self._from[address] += 1
            self._open.add(latest)
        try:
            yield latest
        finally:
            with self._lock:
                self._open.discard(latest)
                self._from[address] -= 1
                if not self._from[address]:
                    del self._from[address]

    def _why_not(self, address: str) -> str:
        if self.closed:
            return "Gehoor wordt gestopt"
        if len(self._open) >= self._most:
            return f"er zijn al {self._most} verbindingen"
        if self._from[address] >= self._most_from_one:
            return f"er zijn al {self._most_from_one} verbindingen van dit adres"
        return ""

    def close(self) -> None:
        """End all connections, and let nobody in any more."""
        with self._lock:
            self.closed = True
            for latest in self._open:
                latest.end()

    def __len__(self) -> int:
        return len(self._open)
