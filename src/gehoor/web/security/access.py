"""Which roles may use a route: said at every route, checked before any page is made.

A route without a rule stops the programme at its start, so that nobody forgets one. Whose
calls somebody sees is another question: `store.access` answers that one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.routes import BaseRoute

from gehoor.store.models.people import ROLES
from gehoor.web.asked import PUBLIC, RULE, Visitor
from gehoor.web.security.csrf import keep_typed
from gehoor.web.texts import marked

__all__ = ["EVERYONE", "PUBLIC", "RULE", "SMALL", "Visitor", "guard", "may", "without_rule"]
EVERYONE: Final = frozenset(ROLES)  # whoever is logged in
SMALL: Final = 100_000  # bytes of a form that anybody may send


def may(*roles: str, scope: str = "") -> dict[str, Any]:
    """Return the rule of a route: which roles may use it; nothing means everyone logged in.

    Args:
        roles: names of roles, or PUBLIC alone.
        scope: what a token must be allowed to do, for routes of the API.
    """
    rule = PUBLIC if roles == (PUBLIC,) else frozenset(roles) or EVERYONE
    return {RULE: rule, "scope": scope}


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuse whoever may not use a route; what they typed is kept for them."""
    if _is_of_framework(handler) or handler.opt[RULE] == PUBLIC:
        return
    visitor: Visitor | None = connection.scope.get("visitor")  # type: ignore[assignment]
    if visitor is None:
        if isinstance(connection, Request):
            await keep_typed(connection)
        raise NotAuthorizedException("Log eerst in.")
    if not visitor.roles & handler.opt[RULE]:
        raise PermissionDeniedException(marked("Deze pagina hoort bij een andere rol."))
    scope = handler.opt.get("scope", "")
    if visitor.scopes is not None and (not scope or scope not in visitor.scopes):
        raise PermissionDeniedException(f"Dit token mag dit niet; nodig is «{scope or 'browser'}».")


def without_rule(routes: Sequence[BaseRoute]) -> list[str]:
    """Return the paths of the routes that do not say who may use them."""
    return [
        route.path
        for route in routes
        for handler in getattr(route, "route_handlers", [getattr(route, "route_handler", None)])
        if handler is not None and RULE not in handler.opt and not _is_of_framework(handler)
    ]


def _is_of_framework(handler: BaseRouteHandler) -> bool:
    """Tell whether Litestar made the handler: the answer to OPTIONS, which shows nothing."""
    return getattr(handler, "http_methods", None) == {"OPTIONS"}
