"""What somebody had typed is never lost: a form that comes after the session was over waits, and
one with a stale token can be sent again. Passwords and codes are never kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from anyio import to_thread
from litestar.datastructures import Cookie, UploadFile
from litestar.types import Scope

from gehoor.store import drafts
from gehoor.store.drafts import Draft
from gehoor.web.asked import Asked

if TYPE_CHECKING:
    from gehoor.web.site import Site

COOKIE: Final = "__Host-gehoor-bewaard"
MOST: Final = 2_000_000  # characters
OFFERED: Final = "offered"
KEPT: Final = "kept"
_SECRET: Final = ("password", "code", "secret", "csrf", "token")


async def draft_of(request: Asked) -> Draft | None:
    """Return what was typed in a request's form; None where nothing is worth keeping."""
    form = await request.form()
    fields, files = [], False
    for name, value in form.multi_items():
        files |= isinstance(value, UploadFile)
        if isinstance(value, str) and not any(word in name for word in _SECRET):
            fields.append((name, value))
    if not any(text.strip() for _, text in fields) or sum(len(t) for _, t in fields) > MOST:
        return None
    return Draft(_itself(request), page_of(request), tuple(fields), files)


async def offer(request: Asked) -> None:
    """Put what was typed beside the request, for the page that says the form was too old."""
    request.scope[OFFERED] = await draft_of(request)  # type: ignore[typeddict-unknown-key]


async def keep(request: Asked, person_id: str) -> None:
    """Keep what was typed for its writer, and put the secret beside the request."""
    draft = await draft_of(request)
    if draft is None:
        return
    site = request.app.state.site

    def work() -> str | None:
        with site.store.begin() as session:
            return drafts.keep(session, site.store.vault, draft, person_id, site.now())

    request.scope[KEPT] = await to_thread.run_sync(work)  # type: ignore[typeddict-unknown-key]


def page_of(request: Asked) -> str:
    """Return the path of the page a request came from, or of the request itself."""
    said = request.headers.get("hx-current-url") or request.headers.get("referer") or ""
    parts = urlsplit(said)
    inside = parts.path.startswith("/") and not parts.path.startswith("//")
    if inside and parts.netloc == request.headers.get("host"):
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return _itself(request) if request.method == "GET" else "/"


def _itself(request: Asked) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def cookie_of(secret: str) -> Cookie:
    """Return the cookie by which the browser finds what was kept."""
    return Cookie(
        COOKIE, value=secret, secure=True, httponly=True, samesite="lax", max_age=12 * 3600
    )


def forgotten() -> Cookie:
    """Return the cookie that ends it."""
    return Cookie(COOKIE, value="", secure=True, httponly=True, samesite="lax", max_age=0)


def sent_after_all(site: Site, scope: Scope, cookie: str, status: int) -> None:
    """Throw away what was kept, now that its writer has sent it."""
    visitor: Any = scope.get("visitor")
    if visitor is None or scope["method"] != "POST" or not 300 <= status < 400:  # type: ignore[typeddict-item]
        return
    with site.store.begin() as session:
        draft = drafts.find(session, site.store.vault, cookie, visitor.id, site.now())
        if draft is not None and draft.action.partition("?")[0] == scope["path"]:
            drafts.drop(session, cookie)
