"""The hub works as long as the application does; at the end whoever is connected is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from litestar import Litestar

from gehoor.web.live.doors import Doors
from gehoor.web.live.hub import Hub


@asynccontextmanager
async def living(app: Litestar) -> AsyncIterator[None]:
    """Run the hub of an application."""
    hub: Hub = app.state.hub
    hub.start()
    try:
        yield
    finally:
        farewell(app)
        await to_thread.run_sync(hub.close)


def farewell(app: Litestar) -> None:
    """End the open connections, so that a server that stops need not wait for them."""
    doors: Doors = app.state.doors
    doors.close()
