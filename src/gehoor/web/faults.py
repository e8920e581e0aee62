"""What people see when something can't be done: one clear sentence, and the way back."""

from __future__ import annotations

import logging
import secrets
import traceback
from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.response import Redirect

from gehoor.store import Conflict, StoreFault
from gehoor.web.api import problems
from gehoor.web.asked import Asked
from gehoor.web.paper import page
from gehoor.web.security import typed
from gehoor.web.texts import marked

SENTENCES = {
    400: marked("Er klopt iets niet in wat werd verstuurd."),
    403: marked("Dit mag je niet zien of doen."),
    404: marked("Deze pagina is er niet (meer)."),
    405: marked("Dat kan op deze plek niet."),
    413: marked("Dat is te groot om in één keer te versturen."),
    429: marked("Dat waren veel pogingen. Wacht even en probeer het dan opnieuw."),
    500: marked("Er ging bij ons iets mis. Er is niets verloren; probeer het nog eens."),
}
_LOG = logging.getLogger("gehoor.web")


def _http(request: Asked, error: HTTPException) -> Response[Any]:
    if _is_api(request):
        return problems.answer(error)
    if error.status_code == 403 and request.scope.get(typed.OFFERED):
        draft = request.scope[typed.OFFERED]  # type: ignore[typeddict-item]
        return page(request, "typed.html", 403, draft=draft, reason=error.detail)
    said = error.detail if error.status_code in (400, 403, 409, 422) else ""
    return _page(request, error.status_code, said)


def _not_logged_in(request: Asked, error: NotAuthorizedException) -> Response[Any]:
    if _is_api(request):
        return problems.answer(error)
    answer = _to_login(request)
    if kept := request.scope.get(typed.KEPT):
        answer.set_cookie(typed.cookie_of(str(kept)))
    return answer


def _to_login(request: Asked) -> Response[Any]:
    back = typed.page_of(request)
    address = f"/inloggen?naar={quote(back)}" if back != "/" else "/inloggen"
    if request.headers.get("hx-request"):  # the whole page goes, not a part of it
        return Response("", status_code=401, headers={"HX-Redirect": address})
    return Redirect(address, status_code=303)


def _store(request: Asked, fault: StoreFault) -> Response[Any]:
    if _is_api(request):
        return problems.answer(fault)
    return _page(request, 409 if isinstance(fault, Conflict) else 404, str(fault))


def _problem(_: Asked, problem: problems.Problem) -> Response[Any]:
    return problems.answer(problem)


def _unforeseen(request: Asked, error: Exception) -> Response[Any]:
    number = secrets.token_hex(3)
    # Only where it happened: what an error says may hold words of a call.
    places = traceback.extract_tb(error.__traceback__)[-3:]
    where = " < ".join(f"{place.name}:{place.lineno}" for place in reversed(places))
    _LOG.error("fout %s: %s in %s", number, type(error).__name__, where)
    if _is_api(request):
        return problems.answer(error)
    return _page(request, 500, "", number)


def _page(request: Asked, status: int, said: str, number: str = "") -> Response[Any]:
    sentence = said or SENTENCES.get(status, SENTENCES[400])
    return page(request, "fault.html", status, sentence=sentence, code=status, number=number)


def _is_api(request: Asked) -> bool:
    return request.url.path.startswith("/api/")


HANDLERS: dict[Any, Any] = {
    NotAuthorizedException: _not_logged_in,
    HTTPException: _http,
    StoreFault: _store,
    problems.Problem: _problem,
    500: _unforeseen,
}
