"""The application: every route, and what surrounds it. `create_app` is what a server runs."""

from __future__ import annotations

from typing import Any, Self

from litestar import Litestar, Router
from litestar.datastructures import CacheControlHeader, State
from litestar.enums import ScopeType
from litestar.events import BaseEventEmitterBackend
from litestar.static_files import create_static_files_router
from litestar.types import LifeSpanReceive, LifeSpanScope, LifeSpanSend, Receive, Scope, Send

from gehoor.web.api.limits import Meter
from gehoor.web.api.live import PER_MINUTE, live_api
from gehoor.web.api.router import api
from gehoor.web.faults import HANDLERS
from gehoor.web.forms import DEPENDENCIES
from gehoor.web.live.doors import Doors
from gehoor.web.live.hub import Hub
from gehoor.web.packing import PACKED
from gehoor.web.pages import LIFESPAN, ROUTES
from gehoor.web.paper import STATIC
from gehoor.web.security.access import PUBLIC, guard, may, without_rule
from gehoor.web.security.csrf import check_csrf
from gehoor.web.security.oidc import Provider
from gehoor.web.site import Site
from gehoor.web.surroundings import surrounded, surrounded_socket

_FOR_A_YEAR = CacheControlHeader(max_age=31_536_000, immutable=True)  # names carry a hash


class _NoEvents(BaseEventEmitterBackend):
    """We send no events; Litestar's own backend can't stand two test clients of one application."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Nothing to end."""

    def emit(self, event_id: str, *args: Any, **kwargs: Any) -> None:
        """Send nothing."""


class Application(Litestar):
    """Litestar with the same surroundings for every answer, also where there is no such page."""

    async def __call__(
        self,
        scope: Scope | LifeSpanScope,
        receive: Receive | LifeSpanReceive,
        send: Send | LifeSpanSend,
    ) -> None:
        """Answer a request."""
        if scope["type"] == ScopeType.HTTP:
            await surrounded(super().__call__, self.state.site, scope, receive, send)  # type: ignore[arg-type]
        elif scope["type"] == ScopeType.WEBSOCKET:
            await surrounded_socket(super().__call__, self.state.site, scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_app(site: Site) -> Litestar:
    """Return the application of a site.

    Raises:
        RuntimeError: a route does not say who may use it.
    """
    static = create_static_files_router(
        "/static", [STATIC], opt=may(PUBLIC), include_in_schema=False, cache_control=_FOR_A_YEAR
    )
    app = Application(
        # By way of one router: else Litestar registers a handler twice where two methods share a
        # path, and then no longer knows that it must run in a thread.
        route_handlers=[Router("/", route_handlers=ROUTES), api(), live_api(), static],
        guards=[guard],
        exception_handlers=HANDLERS,
        dependencies=DEPENDENCIES,
        state=_state(site),
        lifespan=LIFESPAN,
        openapi_config=None,
        event_emitter_backend=_NoEvents,
        logging_config=None,
        before_request=check_csrf,
        compression_config=PACKED,
        request_max_body_size=site.settings.largest_upload,
    )
    if missing := without_rule(app.routes):
        raise RuntimeError(f"routes without a rule: {', '.join(missing)}")
    return app


def _state(site: Site) -> State:
    """Return what every request can reach."""
    return State(
        {
            "site": site,
            "provider": _provider(site),
            "meter": Meter(),
            "live_meter": Meter(PER_MINUTE),
            "hub": Hub(site),
            "doors": Doors(),
        }
    )


def _provider(site: Site) -> Provider | None:
    """Return the service that logs people in, where the settings name one."""
    if site.settings.oidc is None:
        return None
    return Provider(site.settings.oidc, f"{site.settings.address}/inloggen/terug")
