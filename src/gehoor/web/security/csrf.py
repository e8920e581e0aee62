"""No other site may make somebody's browser do things here (CSRF).

Three locks: the cookie is SameSite=Lax, the browser must say that the request comes from this
site where it says anything (Fetch Metadata, Origin), and every form carries the session's
own token, but for log-in and its like, which are nobody's yet. Source: OWASP CSRF cheat sheet
(synchroniser token).

The token in a form says more than the session's: whose form it is (so that what they typed can
be kept for them when their session is over) and which copy of the form (so that the same one
sent twice is done once). It is sealed, so it looks different on every page: nothing about it can
be guessed from how well a page packs.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from litestar import Response
from litestar.exceptions import PermissionDeniedException

from gehoor.store import KeyFault, Vault
from gehoor.web.asked import PUBLIC, RULE, Asked, Visitor
from gehoor.web.security import typed
from gehoor.web.security.twice import answer_of_first
from gehoor.web.texts import marked

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
HEADER: Final = "x-csrf-token"
FIELD: Final = "csrf"
STALE: Final = marked("De pagina was te oud om te versturen. Ververs haar en probeer het nog eens.")
FOREIGN: Final = marked("Dit verzoek kwam van een andere website.")
_PLACE: Final = "form"


class Token(NamedTuple):
    """What a form's token says: the session's own, whose form it is, and which copy."""

    session: str
    person_id: str = ""
    copy: str = ""


def form_token(vault: Vault, visitor: Visitor) -> str:
    """Return the token for the forms of a page: a new one for every page."""
    said = f"{visitor.csrf} {visitor.id} {secrets.token_hex(6)}".encode()
    return base64.urlsafe_b64encode(vault.own_box(_PLACE).seal(said, _PLACE)).decode()


def read_token(vault: Vault, given: str) -> Token:
    """Return what a token says; one that this site didn't seal is at most a session's own."""
    try:
        said = vault.own_box(_PLACE).open(base64.urlsafe_b64decode(given), _PLACE).decode()
    except (binascii.Error, ValueError, KeyFault):
        return Token(given)
    return Token(*said.split(" "))


async def check_csrf(request: Asked) -> Response[Any] | None:
    """Refuse a change that another site asks for, or that carries a stale token.

    Returns:
        The answer of the first time, where the same form is sent again; else None.
    """
    if request.method in SAFE:
        return None
    visitor: Visitor | None = request.scope.get("visitor")  # type: ignore[assignment]
    if visitor is not None and visitor.scopes is not None:
        return None  # a token in a header is never sent by a browser of its own accord
    _refuse_foreign(request)
    if visitor is None or request.route_handler.opt.get(RULE) == PUBLIC:
        return None  # nothing is done in anybody's name
    token = read_token(request.app.state.site.store.vault, await _given(request))
    if not hmac.compare_digest(token.session.encode(), visitor.csrf.encode()):
        if token.person_id == visitor.id:
            await typed.offer(request)
        raise PermissionDeniedException(STALE)
    return await answer_of_first(request, token.copy)


async def keep_typed(request: Asked) -> None:
    """Keep what somebody typed in a form that came after their session was over."""
    if request.method in SAFE or not request.url.path.startswith("/") or is_foreign(request):
        return
    token = read_token(request.app.state.site.store.vault, await _given(request))
    if token.person_id:
        await typed.keep(request, token.person_id)


def is_foreign(request: Asked) -> bool:
    """Tell whether the browser says that another site asks for this."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("origin")
    ours = {request.headers.get("host"), urlsplit(request.app.state.site.settings.address).netloc}
    return origin is not None and urlsplit(origin).netloc not in ours


def _refuse_foreign(request: Asked) -> None:
    if is_foreign(request):
        raise PermissionDeniedException(FOREIGN)


async def _given(request: Asked) -> str:
    return request.headers.get(HEADER) or str((await request.form()).get(FIELD, ""))
