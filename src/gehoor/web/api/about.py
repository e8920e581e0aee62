"""Who asks, and whether the site works."""

from __future__ import annotations

import sqlalchemy as sa
from litestar import Response, get
from sqlalchemy.exc import SQLAlchemyError

from gehoor import __version__
from gehoor.store.models.people import ROLES
from gehoor.web.api.forms.people import Health, Me
from gehoor.web.api.given import takes
from gehoor.web.api.here import site_of, visitor_of
from gehoor.web.asked import Asked
from gehoor.web.security.access import PUBLIC, may
from gehoor.web.security.scopes import BASIC, SCOPES

_TAG = ["Algemeen"]


@get(
    "/health",
    opt=may(PUBLIC) | takes(also={503: "De opslag antwoordt niet."}),
    tags=_TAG,
    summary="Werkt het?",
    description="De versie, en of de opslag antwoordt. Zonder token.",
    sync_to_thread=True,
)
def health(request: Asked) -> Response[Health]:
    """Tell whether the store answers."""
    try:
        with site_of(request).store.read() as session:
            session.execute(sa.text("SELECT 1"))
    except SQLAlchemyError:
        return Response(Health(__version__, False), status_code=503)
    return Response(Health(__version__, True))


@get(
    "/me",
    opt=may(scope=BASIC),
    tags=_TAG,
    summary="Wie ben ik?",
    description="De persoon van het token, met rollen en wat het token mag.",
    sync_to_thread=True,
)
def me(request: Asked) -> Response[Me]:
    """Return who asks."""
    visitor = visitor_of(request)
    scopes = SCOPES if visitor.scopes is None else visitor.scopes.intersection(SCOPES)
    return Response(
        Me(
            id=visitor.id,
            name=visitor.name,
            roles=tuple(role for role in ROLES if role in visitor.roles),
            team_id=visitor.team_id,
            language=visitor.language,
            scopes=tuple(sorted(scopes)),
        )
    )


ROUTES = [health, me]
