"""`POST /api/mask`: a call in, the same call without personal data out. Nothing is kept."""

from __future__ import annotations

import msgspec
from litestar import Response, post
from litestar.params import RawBody

from gehoor.intake.own import CallForm
from gehoor.web.api.bringing import TEXTS, call_in
from gehoor.web.api.examples import CALL
from gehoor.web.api.forms.calls import MaskedCall
from gehoor.web.api.given import LARGE, takes
from gehoor.web.asked import Asked
from gehoor.web.reading import masked
from gehoor.web.security.access import may
from gehoor.web.security.scopes import REVIEW


@post(
    "/mask",
    opt=may(scope=REVIEW) | takes(CallForm, texts=tuple(TEXTS), example=CALL),
    tags=["Gesprekken"],
    summary="Scherm persoonsgegevens af",
    description="Geeft het gesprek terug met vakjes zoals «[naam]» en «[telefoonnummer]», en zegt "
    "per beurt wat waar is afgeschermd. Er wordt niets bewaard.",
    status_code=200,
    request_max_body_size=LARGE,
    sync_to_thread=True,
)
def mask(request: Asked, body: RawBody) -> Response[MaskedCall]:
    """Return a call without personal data."""
    found = masked(call_in(request, body))
    form = msgspec.convert(msgspec.to_builtins(found.call), CallForm)
    return Response(MaskedCall(form, found.masks))


ROUTES = [mask]
