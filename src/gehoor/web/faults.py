"""What people see when something can't be done: one clear sentence, and the way back."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.response import Redirect

from gehoor.store import Conflict, StoreFault
from gehoor.web.asked import Asked
from gehoor.web.paper import page

SENTENCES = {
    400: "Er klopt iets niet in wat werd verstuurd.",
    403: "Dit mag je niet zien of doen.",
    404: "Deze pagina is er niet (meer).",
    405: "Dat kan op deze plek niet.",
    413: "Dat is te groot om in één keer te versturen.",
    429: "Dat waren veel pogingen. Wacht even en probeer het dan opnieuw.",
    500: "Er ging bij ons iets mis. Er is niets verloren; probeer het nog eens.",
}


def _http(request: Asked, error: HTTPException) -> Response[Any]:
    said = error.detail if error.status_code in (400, 403, 409, 422) else ""
    return _page(request, error.status_code, said)


def _not_logged_in(request: Asked, _: NotAuthorizedException) -> Response[Any]:
    if request.url.path.startswith("/api/"):
        return _page(request, 401, "Log in of stuur een token mee.")
    return Redirect(f"/inloggen?naar={quote(request.url.path)}", status_code=303)


def _store(request: Asked, fault: StoreFault) -> Response[Any]:
    return _page(request, 409 if isinstance(fault, Conflict) else 404, str(fault))


def _unforeseen(request: Asked, _: Exception) -> Response[Any]:
    return _page(request, 500, "")


def _page(request: Asked, status: int, said: str) -> Response[Any]:
    sentence = said or SENTENCES.get(status, SENTENCES[400])
    if request.url.path.startswith("/api/"):
        return Response({"fault": sentence, "status": status}, status_code=status)
    return page(request, "fault.html", status, sentence=sentence)


HANDLERS: dict[Any, Any] = {
    NotAuthorizedException: _not_logged_in,
    HTTPException: _http,
    StoreFault: _store,
    500: _unforeseen,
}
