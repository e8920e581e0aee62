"""What surrounds every answer: the site's own name asked, the visitor known, the headers set.

Stands around the whole application and not around its routes, so that a page that is not there
is treated like any other.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from anyio import to_thread
from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.types import HTTPScope, Message, Receive, Send

from gehoor.web.packing import leave_plain
from gehoor.web.security import typed
from gehoor.web.security.headers import headers_for
from gehoor.web.security.twice import SENT, finish
from gehoor.web.security.visitors import visitor_of

if TYPE_CHECKING:
    from gehoor.web.site import Site

WRONG_HOST = (
    "Dit adres hoort niet bij deze Gehoor. Gebruik het adres dat je van je beheerder kreeg."
)
DRAINED = 1 << 30  # bytes of a refused upload that are still taken in, so that its answer is read

App = Callable[[Any, Any, Any], Awaitable[None]]


async def surrounded(app: App, site: Site, scope: HTTPScope, receive: Receive, send: Send) -> None:
    """Answer a request within its surroundings."""
    leave_plain(scope)
    connection = ASGIConnection[Any, Any, Any, Any](scope)
    answer = _Answer(site, scope, receive, send)
    if _host(connection.headers.get("host", "")) not in site.settings.names:
        await answer.refuse(WRONG_HOST)
        return
    scope["visitor"] = None  # type: ignore[typeddict-unknown-key]
    if not scope["path"].startswith("/static/"):
        visitor = await to_thread.run_sync(visitor_of, site, connection)
        scope["visitor"] = visitor  # type: ignore[typeddict-unknown-key]
    await app(scope, answer.receive, answer.send)
    if SENT in scope:
        await to_thread.run_sync(finish, site, scope, answer.status, answer.location)
    if kept := connection.cookies.get(typed.COOKIE):
        await to_thread.run_sync(typed.sent_after_all, site, scope, kept, answer.status)


async def surrounded_socket(app: App, site: Site, scope: Any, receive: Any, send: Any) -> None:
    """Open a WebSocket within its surroundings: the site's own name asked, the visitor known."""
    connection = ASGIConnection[Any, Any, Any, Any](scope)
    if _host(connection.headers.get("host", "")) not in site.settings.names:
        await receive()
        await send({"type": "websocket.close", "code": 4400, "reason": ""})
        return
    scope["visitor"] = await to_thread.run_sync(visitor_of, site, connection)
    await app(scope, receive, send)


def _host(given: str) -> str:
    try:
        return urlsplit(f"//{given}").hostname or ""
    except ValueError:
        return ""


class _Answer:
    """Passes an answer on with the headers set, and sees how it ended."""

    def __init__(self, site: Site, scope: HTTPScope, receive: Receive, send: Send) -> None:
        self._headers = headers_for(site.settings.address)
        self._scope, self._receive, self._send = scope, receive, send
        self._more = scope["method"] not in ("GET", "HEAD")
        self.status, self.location = 500, ""

    async def receive(self) -> Any:
        message = await self._receive()
        self._more = message["type"] == "http.request" and message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableScopeHeaders.from_message(message)
            for name, value in self._headers.items():
                headers.setdefault(name, value)
            self.status, self.location = message["status"], headers.get("location", "")
            if self.status == 413:
                await self._drain()
        await self._send(message)

    async def refuse(self, sentence: str) -> None:
        """Answer with a plain sentence, where not even a page can be made."""
        plain = [(b"content-type", b"text/plain; charset=utf-8")]
        await self.send({"type": "http.response.start", "status": 400, "headers": plain})
        await self._send(
            {"type": "http.response.body", "body": sentence.encode(), "more_body": False}
        )

    async def _drain(self) -> None:
        # A browser that is still sending shows a broken connection instead of the answer.
        taken = 0
        while self._more and taken < DRAINED:
            message = await self.receive()
            taken += len(message.get("body", b""))
