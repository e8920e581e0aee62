"""All routes under `/api/`, with what holds for each of them."""

from __future__ import annotations

from collections.abc import Iterator

from litestar import HttpMethod, Response, Router
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler, route

from gehoor.web.api import pages, parts
from gehoor.web.api.given import SMALL
from gehoor.web.api.limits import known_ids, limit


def api() -> Router:
    """Return the routes of the API, new each time."""
    routes = [*parts.ROUTES, *pages.ROUTES]
    return Router(
        "/api",
        route_handlers=[*_what_is_possible(routes), *routes],
        guards=[limit, known_ids],
        request_max_body_size=SMALL,
    )


def _what_is_possible(routes: list[HTTPRouteHandler]) -> Iterator[HTTPRouteHandler]:
    """Yield an answer to OPTIONS for every address: the framework's own names one method only."""
    methods: dict[str, set[str]] = {}
    for item in routes:
        for path in item.paths:
            methods.setdefault(path, {"OPTIONS"}).update(item.http_methods)
    for path, possible in methods.items():
        yield _options(path, ", ".join(sorted(possible)))


def _options(path: str, allow: str) -> HTTPRouteHandler:
    @route(
        path,
        http_method=[HttpMethod.OPTIONS],
        include_in_schema=False,
        status_code=204,
        sync_to_thread=False,
    )
    def options() -> Response[None]:
        return Response(None, status_code=204, headers={"Allow": allow}, media_type=MediaType.TEXT)

    return options
