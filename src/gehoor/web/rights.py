"""Who may use which page: read from the routes themselves, for the docs and the tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from litestar import Litestar, Router
from litestar.handlers import HTTPRouteHandler
from litestar.routes import BaseRoute

from gehoor.web.api.router import api
from gehoor.web.forms import DEPENDENCIES
from gehoor.web.pages import ROUTES
from gehoor.web.paper import ROLE_NAMES
from gehoor.web.security.access import EVERYONE, PUBLIC, RULE

_MADE: Final = (
    "<!-- Gemaakt door scripts/docs.py uit de routes; pas die aan, niet deze pagina. -->\n"
)
_TOP: Final = """\
# Wie mag wat

Elke pagina zegt zelf wie haar mag gebruiken; een pagina zonder regel houdt Gehoor tegen bij het
starten. Welke *gesprekken* iemand ziet is een andere vraag: een medewerker de eigen gesprekken, een
ander alleen wat met hem of haar is gedeeld, wat de rol ook is.

| pagina | | wie | token mag het met |
| --- | --- | --- | --- |"""


class Right(NamedTuple):
    """One method of one address, and who may use it: PUBLIC or roles."""

    method: str
    path: str
    who: str | frozenset[str]
    scope: str


def rights_of(routes: Sequence[BaseRoute]) -> list[Right]:
    """Return who may use which route, by address."""
    found = [
        Right(str(method), route.path_format, handler.opt[RULE], handler.opt.get("scope", ""))
        for route in routes
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler) and RULE in handler.opt
        for method in handler.http_methods
        if method != "HEAD"
    ]
    return sorted(found, key=lambda right: (right.path, right.method))


def rights_page() -> str:
    """Return the page of the docs."""
    app = Litestar(
        [Router("/", route_handlers=ROUTES), api()],
        dependencies=DEPENDENCIES,
        openapi_config=None,
        logging_config=None,
    )
    rows = [
        f"| `{right.path}` | {right.method} | {_who(right.who)} | {right.scope or '–'} |"
        for right in rights_of(app.routes)
    ]
    return "\n".join([_MADE, _TOP, *rows, ""])


def _who(who: Any) -> str:
    if who == PUBLIC:
        return "iedereen, ook zonder inloggen"
    if who == EVERYONE:
        return "wie is ingelogd"
    return ", ".join(name for role, name in ROLE_NAMES.items() if role in who)
