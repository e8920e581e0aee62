"""What every page needs: the store, the method, a reviewer in the house's style, a clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from gehoor.coaching import House
from gehoor.method import Method, load
from gehoor.reviewing import Reviewer
from gehoor.store import Store


class Settings(msgspec.Struct, frozen=True):
    """How this site runs; the command `gehoor serve` fills it.

    `address` is how people reach it («https://gehoor.example.nl»), for links and checks of origin.
    Sizes are in bytes, times in seconds.
    """

    address: str = "http://127.0.0.1:8300"
    folder: Path = Path("gehoor-data")
    largest_upload: int = 64 * 1024 * 1024
    largest_file: int = 16 * 1024 * 1024
    session_idle: int = 8 * 3600
    session_longest: int = 7 * 24 * 3600


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


class Site:
    """One running site; safe to share between threads."""

    def __init__(
        self, store: Store, settings: Settings | None = None, clock: Callable[[], datetime] = now
    ) -> None:
        self.store, self.settings, self.now = store, settings or Settings(), clock
        self.method: Method = load()
        self.reviewer = Reviewer(self.method, House())
