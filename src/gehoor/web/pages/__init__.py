"""The pages, a module a subject. `ROUTES` is all of them."""

from __future__ import annotations

from typing import Any

from gehoor.web.pages import (
    explain,
    house,
    login,
    manage,
    me,
    my_doors,
    outside,
    phrases,
    start,
    welcome,
)
from gehoor.web.upkeep import upkeep

ROUTES: list[Any] = [
    *start.ROUTES,
    *phrases.ROUTES,
    *house.ROUTES,
    *explain.ROUTES,
    *login.ROUTES,
    *outside.ROUTES,
    *welcome.ROUTES,
    *me.ROUTES,
    *my_doors.ROUTES,
    *manage.ROUTES,
]
LIFESPAN: list[Any] = [upkeep]
"""What runs as long as the application does: async context managers that take it."""
