"""The board of a call in progress, as a page shows it: made once, and again at every change."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, Final

from gehoor.store import live
from gehoor.store.live import Standing
from gehoor.web.asked import Asked
from gehoor.web.live.doors import Latest
from gehoor.web.live.shown import Shown
from gehoor.web.paper import rendered
from gehoor.web.security.access import Visitor
from gehoor.web.site import Site

TURNS: Final = 6  # of the transcript: more nobody reads while talking
BREATH: Final = 0.3  # seconds between two changes of a page, but for a new card
ALIVE: Final = 15.0  # seconds after which a quiet connection says that it is there
WIDE, HIGH, MARGIN = 240, 44, 4  # of the line of the temperature, in its own units


def shown_to(request: Asked, live_id: str) -> Standing | None:
    """Return how the visitor stands to a call in progress; None where it is not theirs to see."""
    site: Site = request.app.state.site
    visitor: Visitor = request.scope["visitor"]  # type: ignore[typeddict-item]
    with site.store.read() as session:
        return live.standing(session, live_id, visitor.id)


def board_of(request: Asked, shown: Shown, standing: Standing) -> dict[str, Any]:
    """Return what the template of the board needs."""
    method = request.app.state.site.method
    return {
        "shown": shown,
        "view": shown.view,
        "standing": standing,
        "recent": list(enumerate(shown.turns, 1))[-TURNS:],
        "points": points(shown.view.line),
        "said": said(shown),
        "steps": {name: text.title for name, text in method.steps.items()},
        "stages": {name: text.title for name, text in method.live.stage.items()},
    }


def points(line: tuple[float, ...]) -> str:
    """Return the line of the temperature as points of an SVG, from left to right."""
    if not line:
        return ""
    wide = (WIDE - 2 * MARGIN) / max(1, len(line) - 1)
    return " ".join(
        f"{MARGIN + at * wide:.1f},{HIGH - MARGIN - degree / 4 * (HIGH - 2 * MARGIN):.1f}"
        for at, degree in enumerate(line)
    )


def said(shown: Shown) -> str:
    """Return what is read aloud by a screen reader: the sentence of the card, and nothing else."""
    card = shown.view.card
    return card.say[0] if card else ""


async def stream(request: Asked, latest: Latest, standing: Standing) -> AsyncIterator[str]:
    """Yield the board as server-sent events, at every change, calmly."""
    yield "retry: 2000\n\n"
    before, card = "", None
    while True:
        try:
            shown = await asyncio.wait_for(latest.next(), ALIVE)
        except TimeoutError:
            yield ": er\n\n"
            continue
        if shown is None:
            return
        if shown.gone:
            yield "event: weg\ndata: {}\n\n"
            return
        if standing == "helper" and not _still_helps(request, shown):
            yield "event: weg\ndata: {}\n\n"
            return
        html = rendered(request, "live/board.html", **board_of(request, shown, standing))
        if html != before:
            yield f"event: bord\ndata: {json.dumps({'html': html, 'said': said(shown)})}\n\n"
        fresh = shown.view.card != card
        before, card = html, shown.view.card
        if not fresh:
            await asyncio.sleep(BREATH)


def _still_helps(request: Asked, shown: Shown) -> bool:
    visitor: Visitor = request.scope["visitor"]  # type: ignore[typeddict-item]
    return shown.help == "joined" and shown.helper_id == visitor.id
