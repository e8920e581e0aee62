"""The stream behind a page of a call in progress (server-sent events)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from anyio import to_thread
from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Stream

from gehoor.web.asked import Asked
from gehoor.web.live.board import shown_to, stream
from gehoor.web.live.doors import Doors, Full
from gehoor.web.live.hub import Hub
from gehoor.web.pages.opened import PEOPLE_WITH_CALLS
from gehoor.web.security.access import may


@get("/live/{live_id:str}/stroom", opt=may(*PEOPLE_WITH_CALLS))
async def live_stream(request: Asked, live_id: FromPath[str]) -> Response[Any]:
    """Tell every change of a call, as long as its page is open."""
    standing = await to_thread.run_sync(shown_to, request, live_id)
    if standing is None:
        raise NotFoundException
    hub: Hub = request.app.state.hub
    doors: Doors = request.app.state.doors
    address = request.client.host if request.client else ""

    async def told() -> AsyncIterator[str]:
        try:
            with doors.through(address) as latest:
                latest.tell(await asyncio.wrap_future(hub.watch(live_id, latest.tell)))
                try:
                    async for event in stream(request, latest, standing):
                        yield event
                finally:
                    hub.unwatch(live_id, latest.tell)
        except Full:
            yield "retry: 15000\n\n"

    return Stream(told(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


ROUTES: list[Any] = [live_stream]
