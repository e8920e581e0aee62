"""The application: every route, and what surrounds it. `create_app` is what a server runs."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from litestar import Litestar, Router
from litestar.datastructures import CacheControlHeader, MutableScopeHeaders, State
from litestar.enums import ScopeType
from litestar.static_files import create_static_files_router
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from gehoor.web.faults import HANDLERS
from gehoor.web.pages import LIFESPAN, ROUTES
from gehoor.web.paper import STATIC
from gehoor.web.security.access import PUBLIC, guard, may, without_rule
from gehoor.web.security.csrf import check_csrf
from gehoor.web.security.headers import HEADERS, PRIVATE
from gehoor.web.security.visitors import COOKIE, visitor_by_cookie
from gehoor.web.site import Site

_FOR_A_YEAR = CacheControlHeader(max_age=31_536_000, immutable=True)  # names carry a hash


def create_app(site: Site) -> Litestar:
    """Return the application of a site.

    Raises:
        RuntimeError: a route does not say who may use it.
    """
    static = create_static_files_router(
        "/static", [STATIC], opt=may(PUBLIC), include_in_schema=False, cache_control=_FOR_A_YEAR
    )
    app = Litestar(
        route_handlers=[Router("/", route_handlers=ROUTES), static],
        guards=[guard],
        middleware=[_surroundings],
        exception_handlers=HANDLERS,
        state=State({"site": site}),
        lifespan=LIFESPAN,
        openapi_config=None,
        logging_config=None,
        before_request=check_csrf,
        request_max_body_size=site.settings.largest_upload,
    )
    if missing := without_rule(app.routes):
        raise RuntimeError(f"routes without a rule: {', '.join(missing)}")
    return app


def _surroundings(app: ASGIApp) -> ASGIApp:
    """Return the application with the visitor known before it and the headers set after it."""

    async def surrounded(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", PRIVATE)
            await send(message)

        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        scope["visitor"] = await to_thread.run_sync(_visitor_of, scope)  # type: ignore[typeddict-unknown-key]
        await app(scope, receive, send_with_headers)

    return surrounded


def _visitor_of(scope: Scope) -> Any:
    from litestar.connection import ASGIConnection

    site: Site = scope["litestar_app"].state.site
    secret = ASGIConnection[Any, Any, Any, Any](scope).cookies.get(COOKIE)
    if not secret:
        return None
    with site.store.read() as session:
        return visitor_by_cookie(session, secret, site.now())
