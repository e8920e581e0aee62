"""What happens by itself while the site runs: every night goes what is too old."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

import anyio
from anyio import to_thread
from litestar import Litestar

from gehoor.store import attempts, drafts, live, retention
from gehoor.web.site import Site

EVERY: Final = 24 * 3600  # seconds
UNFINISHED: Final = timedelta(days=7)  # a call in progress that nobody finished
_LOG = logging.getLogger("gehoor.web")


@asynccontextmanager
async def upkeep(app: Litestar) -> AsyncIterator[None]:
    """Tidy up at the start and every day, as long as the application runs."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_every_day, app.state.site)
        yield
        tasks.cancel_scope.cancel()


async def _every_day(site: Site) -> None:
    while True:
        try:
            await to_thread.run_sync(tidy, site)
        except Exception as error:  # noqa: BLE001 - the site must go on; tomorrow it tries again
            _LOG.error("opruimen mislukte: %s", type(error).__name__)
        await anyio.sleep(EVERY)


def tidy(site: Site) -> None:
    """Let go what is too old, once."""
    now = site.now()
    with site.store.begin() as session:
        attempts.forget_old(session, now)
        drafts.forget_old(session, now)
        live.forget_old(session, now - UNFINISHED)
    retention.run(site.store, None, now)
