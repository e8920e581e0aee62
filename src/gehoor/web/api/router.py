"""All routes under `/api/`, with what holds for each of them."""

from __future__ import annotations

from litestar import Router

from gehoor.web.api import (
    about,
    agreements,
    calls,
    comments,
    house,
    log,
    masking,
    method,
    pages,
    people,
    phrases,
    reviews,
    talk,
)
from gehoor.web.api.given import SMALL
from gehoor.web.api.limits import known_ids, limit

_PARTS = (
    reviews, masking, calls, comments, talk, agreements, method, phrases, house, people, log, about,
    pages,
)  # fmt: skip


def api() -> Router:
    """Return the routes of the API, new each time."""
    return Router(
        "/api",
        route_handlers=[route for part in _PARTS for route in part.ROUTES],
        guards=[limit, known_ids],
        request_max_body_size=SMALL,
    )
