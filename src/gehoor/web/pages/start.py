"""*Start*: what needs my attention."""

from __future__ import annotations

from litestar import Response, get

from gehoor.web.asked import Asked
from gehoor.web.paper import page
from gehoor.web.security.access import may


@get("/", opt=may(), sync_to_thread=True)
def start(request: Asked) -> Response[str]:
    """Show what needs attention."""
    return page(request, "start.html")


ROUTES = [start]
