"""Making a page: a template, the visitor's language, and what every page shows around it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from litestar import Response
from litestar.enums import MediaType

from gehoor import __version__
from gehoor.reporting import words
from gehoor.web import texts
from gehoor.web.asked import Asked
from gehoor.web.security.access import Visitor
from gehoor.web.security.csrf import form_token
from gehoor.web.texts import marked

HOME = Path(__file__).parent
STATIC = HOME / "static"

NAVIGATION = (  # address, name, roles (none: everyone)
    ("/", marked("Start"), ()),
    ("/gesprekken", marked("Gesprekken"), ("employee", "coach", "team_lead", "confidant")),
    ("/live", marked("Live"), ("employee", "coach", "team_lead", "confidant")),
    ("/oefenen", marked("Oefenen"), ()),
    ("/zinnen", marked("Zinnen"), ()),
    ("/huisstijl", marked("Huisstijl"), ()),
    ("/uitleg", marked("Uitleg"), ()),
    ("/beheer", marked("Beheer"), ("admin",)),
)


ROLE_NAMES = {
    "employee": marked("medewerker"),
    "coach": marked("coach"),
    "team_lead": marked("teamleider"),
    "confidant": marked("vertrouwenspersoon"),
    "admin": marked("beheerder"),
}
_HERE = ZoneInfo("Europe/Amsterdam")


def moment(at: datetime | None) -> str:
    """Return a moment as a reader in the Netherlands or Flanders reads it on the clock."""
    return at.astimezone(_HERE).strftime("%d-%m-%Y %H:%M") if at else ""


def page(request: Asked, template: str, status: int = 200, **context: Any) -> Response[str]:
    """Return the page of a template, in the visitor's language.

    Every template also gets: `visitor` (None if nobody is logged in), `csrf`, `path`,
    `navigation`, `words` (Dutch names of what is kept under English ones), `asset()`.
    """
    visitor: Visitor | None = request.scope.get("visitor")  # type: ignore[assignment]
    csrf = form_token(request.app.state.site.store.vault, visitor) if visitor else ""
    body = rendered(request, template, csrf=csrf, **context)
    return Response(body, status_code=status, media_type=MediaType.HTML)


def rendered(request: Asked, template: str, **context: Any) -> str:
    """Return a template as text: a part of a page that has the token already."""
    visitor: Visitor | None = request.scope.get("visitor")  # type: ignore[assignment]
    return (
        _environment(language_of(request))
        .get_template(template)
        .render(
            visitor=visitor,
            path=request.url.path,
            navigation=_navigation(visitor),
            **{"csrf": "", **context},
        )
    )


def wants_part(request: Asked) -> bool:
    """Tell whether only a part of the page is asked (by htmx)."""
    return request.headers.get("hx-request") == "true"


def _navigation(visitor: Visitor | None) -> list[tuple[str, str]]:
    if visitor is None:
        return []
    return [(href, name) for href, name, roles in NAVIGATION if not roles or visitor.is_any(*roles)]


def language_of(request: Asked) -> str:
    """Return the language for an answer: the visitor's own, else what the browser prefers."""
    visitor: Visitor | None = request.scope.get("visitor")  # type: ignore[assignment]
    if visitor is not None:
        return visitor.language
    accepted = request.headers.get("accept-language", "").lower()
    first = accepted.split(",")[0].split("-")[0].strip()
    return "en" if first == "en" else "nl"


@lru_cache(maxsize=4)
def _environment(language: str) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HOME / "templates"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.install_gettext_translations(  # type: ignore[attr-defined]
        texts.translations(language), newstyle=True
    )
    environment.globals.update(
        words=words,
        asset=asset,
        language=language,
        version=__version__,
        role_names=ROLE_NAMES,
        moment=moment,
    )
    return environment


@lru_cache(maxsize=64)
def asset(name: str) -> str:
    """Return the address of a static file, with its content's hash so that it may be kept."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?{digest}"
