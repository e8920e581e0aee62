"""What every page needs: the store, the method, a reviewer in the house's style, a clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from gehoor.coaching import House
from gehoor.hearing import JoinedListener
from gehoor.method import Method, load
from gehoor.privacy.ear import MaskedListener
from gehoor.reviewing import Reviewer
from gehoor.store import Store
from gehoor.web.settings import Settings


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


__all__ = ["Settings", "Site", "now"]


class Site:
    """One running site; safe to share between threads."""

    def __init__(
        self, store: Store, settings: Settings | None = None, clock: Callable[[], datetime] = now
    ) -> None:
        self.store, self.settings, self.now = store, settings or Settings(), clock
        self.method: Method = load()
        # Calls come in masked; what stood in a box must still be heard for what it was.
        self.reviewer = Reviewer(self.method, House(), MaskedListener(JoinedListener(self.method)))
