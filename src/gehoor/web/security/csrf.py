"""No other site may make somebody's browser do things here (CSRF).

Three locks: the cookie is SameSite=Lax, the browser must say that the request comes from this
site where it says anything (Fetch Metadata, Origin), and every form carries the session's
own token. Source: OWASP CSRF cheat sheet (synchroniser token).
"""

from __future__ import annotations

import hmac
from typing import Final

from litestar.exceptions import PermissionDeniedException

from gehoor.web.asked import Asked
from gehoor.web.security.access import Visitor

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
HEADER: Final = "x-csrf-token"
FIELD: Final = "csrf"
STALE: Final = "De pagina was te oud om te versturen. Ververs haar en probeer het nog eens."


async def check_csrf(request: Asked) -> None:
    """Refuse a change that another site asks for, or that carries a stale token."""
    if request.method in SAFE:
        return
    visitor: Visitor | None = request.scope.get("visitor")  # type: ignore[assignment]
    if visitor is not None and visitor.scopes is not None:
        return  # a token in a header is never sent by a browser of its own accord
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise PermissionDeniedException("Dit verzoek kwam van een andere website.")
    if visitor is None:
        return
    given = request.headers.get(HEADER) or (await request.form()).get(FIELD, "")
    if not hmac.compare_digest(str(given).encode(), visitor.csrf.encode()):
        raise PermissionDeniedException(STALE)
