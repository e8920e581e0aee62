"""The same form sent twice is done once: the second time gets the answer of the first.

Every page writes a mark of its own in its forms. Only forms that end in a redirect are
remembered, for an hour; one that failed may come again. Requests by htmx are left alone: there
the same button may mean something twice. So are those of the API: they have keys of their own.
"""

from __future__ import annotations

import time
from typing import Any, Final

from anyio import sleep, to_thread
from litestar import Response
from litestar.response import Redirect
from litestar.types import Scope

from gehoor.store import drafts
from gehoor.web.asked import Asked

LONGEST: Final = 20.0  # seconds to wait for the first answer
SENT: Final = "sent_form"


async def answer_of_first(request: Asked, copy: str) -> Response[Any] | None:
    """Return the answer the same form got before; None where it comes for the first time."""
    if not copy or request.headers.get("hx-request") or request.url.path.startswith("/api/"):
        return None
    site = request.app.state.site
    body = repr([(k, getattr(v, "filename", v)) for k, v in (await request.form()).multi_items()])
    mark = site.store.vault.fingerprint(f"{request.url.path}\n{copy}\n{body}", "sent")
    if await to_thread.run_sync(_is_first, site, mark):
        request.scope[SENT] = mark  # type: ignore[typeddict-unknown-key]
        return None
    location = await _location(site, mark)
    return Redirect(location, status_code=303) if location else None


def finish(site: Any, scope: Scope, status: int, location: str) -> None:
    """Remember where the sender of a form went, or that it failed."""
    mark = scope.get(SENT)
    if mark is not None:
        with site.store.begin() as session:
            done = location if 300 <= status < 400 else None
            drafts.answered(session, mark, done and done[:500])  # type: ignore[arg-type]


def _is_first(site: Any, mark: bytes) -> bool:
    with site.store.begin() as session:
        return drafts.first_time(session, mark, site.now())


async def _location(site: Any, mark: bytes) -> str | None:
    def look() -> tuple[bool, str | None]:
        with site.store.read() as session:
            return drafts.answer(session, mark)

    ends = time.monotonic() + LONGEST
    while time.monotonic() < ends:
        known, location = await to_thread.run_sync(look)
        if location or not known:
            return location
        await sleep(0.05)
    return "/"
