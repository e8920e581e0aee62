"""How often a token may ask: a bucket that fills steadily and is emptied request by request.

Kept in memory: what it protects against is a programme gone wild, and a restart stops that too.
"""

from __future__ import annotations

import math
import re
import threading
from datetime import datetime
from typing import Any, Final

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from gehoor.web.api.problems import Problem, not_found
from gehoor.web.security.access import Visitor

PER_MINUTE: Final = 300
_REMEMBERED: Final = 10_000  # tokens; full buckets are forgotten first
_ID: Final = re.compile(r"[0-9a-f]{32}")


class Meter:
    """Counts the requests of each token; safe to share between threads."""

    def __init__(self, per_minute: int = PER_MINUTE) -> None:
        self.per_minute = per_minute
        self._left: dict[str, tuple[float, datetime]] = {}
        self._lock = threading.Lock()

    def wait(self, token_id: str, now: datetime) -> float:
        """Count a request and return 0.0; or return the seconds after which there is room."""
        with self._lock:
            left, at = self._left.pop(token_id, (float(self.per_minute), now))
            filled = (now - at).total_seconds() * self.per_minute / 60
            left = min(float(self.per_minute), left + max(0.0, filled))
            allowed = left >= 1
            self._left[token_id] = (left - allowed, now)
            while len(self._left) > _REMEMBERED:
                del self._left[next(iter(self._left))]
        return 0.0 if allowed else (1 - left) * 60 / self.per_minute


def limit(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Refuse a token that asks too often."""
    visitor: Visitor | None = connection.scope.get("visitor")  # type: ignore[assignment]
    if visitor is None or visitor.token_id is None:
        return
    state = connection.app.state
    seconds = math.ceil(state.meter.wait(visitor.token_id, state.site.now()))
    if seconds:
        raise Problem(
            "too-many",
            f"Dit token vroeg meer dan {state.meter.per_minute} keer in een minuut; "
            f"probeer het over {seconds} s opnieuw",
            headers={"Retry-After": str(seconds)},
        )


def known_ids(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Refuse an address with an id that can't be one, so that no query ever sees it."""
    for name, value in connection.path_params.items():
        if name.endswith("_id") and not _ID.fullmatch(str(value)):
            raise not_found("Dit")
