"""The WebSocket of a call in progress: events in, acknowledgements and views out (docs/live.md).

A client that never reads holds up nobody but itself: it gets the newest view only, and is let go
when it takes nothing for a while. Junk is refused with a sentence; a client that sends little
else is let go too.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any, Final
from urllib.parse import urlsplit

import anyio
import msgspec
from anyio import to_thread
from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromPath

from gehoor.store import StoreFault, live
from gehoor.web.api.here import WITH_CALLS
from gehoor.web.live.doors import Doors, Full, Latest
from gehoor.web.live.given import event_of
from gehoor.web.live.hub import Hub
from gehoor.web.security.access import Visitor, may
from gehoor.web.security.scopes import LIVE

Socket = WebSocket[Any, Any, Any]
SLOW: Final = 10.0  # seconds in which a client must take what it is sent
PATIENCE: Final = 20  # wrong messages, then it is let go
LARGEST: Final = 64 * 1024  # characters of a message
_LOG = logging.getLogger("gehoor.live")


class Let(Exception):
    """A client is let go: the code of the WebSocket and why."""

    def __init__(self, code: int, why: str) -> None:
        self.code, self.why = code, why
        super().__init__(why)


@websocket("/{live_id:str}/stream", opt=may(*WITH_CALLS, scope=LIVE))
async def stream(socket: Socket, live_id: FromPath[str]) -> None:
    """Take events and tell views, until either side has enough."""
    doors: Doors = socket.app.state.doors
    address = socket.client.host if socket.client else ""
    try:
        with doors.through(address) as latest:
            await _admitted(socket, live_id)
            await _serve(socket, live_id, latest)
    except Full as full:
        await _close(socket, 1013, str(full))
    except Let as let:
        socket.app.state.hub.figures.refused.labels("connection").inc()
        _LOG.warning("verbinding verbroken: %s", let.why)
        await _close(socket, let.code, let.why)
    except (WebSocketDisconnect, OSError):
        return


async def _admitted(socket: Socket, live_id: str) -> None:
    visitor: Visitor = socket.scope["visitor"]  # type: ignore[typeddict-item]
    if visitor.scopes is None and not _from_here(socket):
        raise Let(4403, "een pagina van een andere site")
    if await to_thread.run_sync(_standing, socket, live_id, visitor.id) != "owner":
        raise Let(4404, "dit gesprek is er niet (meer), of is niet van deze persoon")
    await socket.accept()


def _from_here(socket: Socket) -> bool:
    origin = urlsplit(socket.headers.get("origin", ""))
    return origin.netloc == socket.headers.get("host", "")


def _standing(socket: Socket, live_id: str, person_id: str) -> str | None:
    with socket.app.state.site.store.read() as session:
        return live.standing(session, live_id, person_id)


async def _serve(socket: Socket, live_id: str, latest: Latest) -> None:
    hub: Hub = socket.app.state.hub
    try:
        first = await asyncio.wrap_future(hub.watch(live_id, latest.tell))
    except StoreFault as fault:
        raise Let(4404, str(fault)) from None
    sending = asyncio.Lock()
    try:
        await _send(socket, sending, {"type": "view", "view": first.view})
        async with asyncio.TaskGroup() as tasks:
            telling = tasks.create_task(_tell(socket, sending, latest))
            await _listen(socket, sending, latest, hub, live_id)
            telling.cancel()
    except* (WebSocketDisconnect, OSError):
        pass
    except* Let as lets:
        raise _first(lets) from None
    finally:
        hub.unwatch(live_id, latest.tell)


def _first(lets: BaseExceptionGroup[Any]) -> Let:
    found = lets.exceptions[0]
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    assert isinstance(found, Let)
    return found


async def _tell(socket: Socket, sending: asyncio.Lock, latest: Latest) -> None:
    """Send every new view; only the newest, where the client is slow."""
    while (shown := await latest.next()) is not None:
        if shown.gone:
            raise Let(1000, "het gesprek is afgerond")
        if not latest.is_known(shown.view):
            latest.know(shown.view)
            await _send(socket, sending, {"type": "view", "view": shown.view})
    raise Let(1012, "Gehoor wordt gestopt; maak zo opnieuw verbinding")


async def _listen(
    socket: Socket, sending: asyncio.Lock, latest: Latest, hub: Hub, live_id: str
) -> None:
    wrong = 0
    while True:
        message: Any = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        answer = await _answer(message.get("text"), hub, live_id)
        if "view" in answer:
            latest.know(answer["view"])
        wrong = wrong + 1 if answer["type"] == "refused" else 0
        await _send(socket, sending, answer)
        if wrong >= PATIENCE:
            raise Let(1008, f"{PATIENCE} berichten na elkaar waren verkeerd")


async def _answer(text: str | None, hub: Hub, live_id: str) -> dict[str, Any]:
    """Return what to say to a message: taken (and kept), or refused and why."""
    if text is None:
        return _refused(None, ["verwacht tekst (JSON), geen bytes"])
    try:
        data = msgspec.json.decode(text) if len(text) <= LARGEST else None
    except msgspec.DecodeError:
        data = None
    if not isinstance(data, dict) or not set(data) <= {"n", "event"}:
        return _refused(None, ['verwacht {"n": …, "event": {…}}'])
    number = data.get("n") if isinstance(data.get("n"), int) else None
    event, faults = event_of(data.get("event"))
    if event is None:
        return _refused(number, faults)
    try:
        fed = await asyncio.wrap_future(hub.feed(live_id, [event]))
    except StoreFault as fault:
        if str(fault) == live.GONE:
            raise Let(1000, "het gesprek is afgerond") from None
        return _refused(number, [str(fault)])
    if fed.refused:
        return _refused(number, list(fed.refused.values()))
    return {"type": "ack", "n": number, "view": fed.view}


def _refused(number: int | None, faults: list[str]) -> dict[str, Any]:
    return {"type": "refused", "n": number, "faults": faults}


async def _send(socket: Socket, sending: asyncio.Lock, message: dict[str, Any]) -> None:
    with anyio.move_on_after(SLOW) as waiting:
        async with sending:
            await socket.send_text(msgspec.json.encode(message).decode())
    if waiting.cancelled_caught:
        raise Let(1008, f"niets gelezen in {SLOW:.0f} seconden")


async def _close(socket: Socket, code: int, why: str) -> None:
    with contextlib.suppress(Exception), anyio.move_on_after(SLOW):
        await socket.close(code, why)
