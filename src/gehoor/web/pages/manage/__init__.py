"""*Beheer*: people, teams, how long what is kept, the log, the information pack. An administrator
manages people and settings, and reads no call.
"""

from __future__ import annotations

from typing import Any

from litestar import Response, get

from gehoor.web.asked import Asked
from gehoor.web.pages.manage import keeping, log, moving, pack, people, teams
from gehoor.web.paper import page
from gehoor.web.security.access import may


@get("/beheer", opt=may("admin"), sync_to_thread=True)
def manage(request: Asked) -> Response[str]:
    """Show what there is to manage."""
    return page(request, "manage/index.html")


ROUTES: list[Any] = [
    manage,
    *people.ROUTES,
    *moving.ROUTES,
    *teams.ROUTES,
    *keeping.ROUTES,
    *log.ROUTES,
    *pack.ROUTES,
]
