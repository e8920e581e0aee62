"""The pages, a module a subject. `ROUTES` is all of them."""

from __future__ import annotations

from typing import Any

from gehoor.web.pages import (
    call,
    calls,
    contested,
    doubts,
    downloads,
    explain,
    house,
    keeping,
    letters,
    login,
    manage,
    me,
    my_doors,
    outside,
    phrases,
    remarks,
    start,
    uploads,
    welcome,
)
from gehoor.web.upkeep import upkeep
from gehoor.web.worker import working

ROUTES: list[Any] = [
    *start.ROUTES,
    *calls.ROUTES,
    *uploads.ROUTES,
    *call.ROUTES,
    *remarks.ROUTES,
    *doubts.ROUTES,
    *keeping.ROUTES,
    *downloads.ROUTES,
    *letters.ROUTES,
    *phrases.ROUTES,
    *house.ROUTES,
    *contested.ROUTES,
    *explain.ROUTES,
    *login.ROUTES,
    *outside.ROUTES,
    *welcome.ROUTES,
    *me.ROUTES,
    *my_doors.ROUTES,
    *manage.ROUTES,
]
LIFESPAN: list[Any] = [upkeep, working]
"""What runs as long as the application does: async context managers that take it."""
