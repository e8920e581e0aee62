"""The pages, a module a subject. `ROUTES` is all of them."""

from __future__ import annotations

from typing import Any

from gehoor.web.pages import start

ROUTES: list[Any] = [*start.ROUTES]
LIFESPAN: list[Any] = []
"""What runs as long as the application does: async context managers that take it."""
