"""The pages, a module a subject. `ROUTES` is all of them."""

from __future__ import annotations

from typing import Any

from gehoor.web.pages import call, calls, start

ROUTES: list[Any] = [*start.ROUTES, *calls.ROUTES, *call.ROUTES]
