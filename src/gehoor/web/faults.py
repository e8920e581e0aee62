"""What people see when something can't be done: one clear sentence, and the way back."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.response import Redirect

from gehoor.store import Conflict, StoreFault
from gehoor.web.api import problems
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
    if _is_api(request):
        return problems.answer(error)
    said = error.detail if error.status_code in (400, 403, 409, 422) else ""
    return _page(request, error.status_code, said)


def _not_logged_in(request: Asked, error: NotAuthorizedException) -> Response[Any]:
    if _is_api(request):
        return problems.answer(error)
    return Redirect(f"/inloggen?naar={quote(request.url.path)}", status_code=303)


def _store(request: Asked, fault: StoreFault) -> Response[Any]:
    if _is_api(request):
        return problems.answer(fault)
    return _page(request, 409 if isinstance(fault, Conflict) else 404, str(fault))


def _problem(_: Asked, problem: problems.Problem) -> Response[Any]:
    return problems.answer(problem)


def _unforeseen(request: Asked, error: Exception) -> Response[Any]:
    if _is_api(request):
        return problems.answer(error)
    return _page(request, 500, "")


def _page(request: Asked, status: int, said: str) -> Response[Any]:
    sentence = said or SENTENCES.get(status, SENTENCES[400])
    return page(request, "fault.html", status, sentence=sentence)


def _is_api(request: Asked) -> bool:
    return request.url.path.startswith("/api/")


HANDLERS: dict[Any, Any] = {
    NotAuthorizedException: _not_logged_in,
    HTTPException: _http,
    StoreFault: _store,
    problems.Problem: _problem,
    500: _unforeseen,
}
