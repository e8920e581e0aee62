"""All that can be asked of the API, by subject. Holds no page, and nothing that holds for all."""

from __future__ import annotations

from typing import Final

from litestar.handlers import HTTPRouteHandler

from gehoor.web.api import (
    about,
    agreements,
    calls,
    comments,
    house,
    log,
    masking,
    method,
    people,
    phrases,
    reviews,
    talk,
)

ROUTES: Final[list[HTTPRouteHandler]] = [
    *reviews.ROUTES,
    *masking.ROUTES,
    *calls.ROUTES,
    *comments.ROUTES,
    *talk.ROUTES,
    *agreements.ROUTES,
    *method.ROUTES,
    *phrases.ROUTES,
    *house.ROUTES,
    *people.ROUTES,
    *log.ROUTES,
    *about.ROUTES,
]
