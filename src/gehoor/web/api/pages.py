"""The OpenAPI document, and the pages that show it: made of the routes, without any script."""

from __future__ import annotations

import msgspec
from litestar import Response, get
from litestar.enums import MediaType

from gehoor.web.api.description import describe
from gehoor.web.api.problems import KINDS, PREFIX
from gehoor.web.api.shown import shown_forms, shown_groups
from gehoor.web.asked import Asked
from gehoor.web.paper import page
from gehoor.web.security.access import PUBLIC, may
from gehoor.web.security.scopes import BASIC, SCOPES


@get("/openapi.json", opt=may(PUBLIC), include_in_schema=False, sync_to_thread=True)
def document() -> Response[bytes]:
    """Return the OpenAPI document."""
    return Response(msgspec.json.encode(describe()), media_type=MediaType.JSON)


@get("/", opt=may(PUBLIC), include_in_schema=False, sync_to_thread=True)
def api_page(request: Asked) -> Response[str]:
    """Show what the API can do."""
    described = describe()
    return page(
        request,
        "api.html",
        groups=shown_groups(described),
        problems=KINDS,
        prefix=PREFIX,
        scopes=SCOPES,
        basic=BASIC,
    )


@get("/vormen", opt=may(PUBLIC), include_in_schema=False, sync_to_thread=True)
def forms_page(request: Asked) -> Response[str]:
    """Show the forms that go in and out, field by field."""
    return page(request, "api_forms.html", forms=shown_forms(describe()))


ROUTES = [document, api_page, forms_page]
