"""The pages, a module a subject. `ROUTES` is all of them."""

from __future__ import annotations

from typing import Any

from gehoor.web import worker
from gehoor.web.pages import call, calls, doubts, downloads, keeping, remarks, start, uploads

ROUTES: list[Any] = [
    *start.ROUTES,
    *calls.ROUTES,
    *uploads.ROUTES,
    *call.ROUTES,
    *remarks.ROUTES,
    *doubts.ROUTES,
    *keeping.ROUTES,
    *downloads.ROUTES,
]
LIFESPAN: list[Any] = [worker.working]
"""What runs as long as the application does: async context managers that take it."""
