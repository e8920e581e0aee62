"""The pages, a module a subject. `ROUTES` is all of them."""

from __future__ import annotations

from typing import Any

from gehoor.web.live.living import living
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
    live,
    live_help,
    live_stream,
    login,
    manage,
    me,
    my_doors,
    outside,
    phrases,
    practice,
    remarks,
    replay,
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
    *live_help.ROUTES,
    *live.ROUTES,
    *live_stream.ROUTES,
    *phrases.ROUTES,
    *practice.ROUTES,
    *replay.ROUTES,
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
LIFESPAN: list[Any] = [upkeep, working, living]
"""What runs as long as the application does: async context managers that take it."""
