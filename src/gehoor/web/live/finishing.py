"""The end of a call in progress: it becomes a call like any other, masked, with its report.

All of it or nothing: the call is kept and what was in progress goes in one transaction, and only
if no more words came in meanwhile. Notes become a remark of their writer.
"""

from __future__ import annotations

from typing import Final

import msgspec
from sqlalchemy.orm import Session

from gehoor.store import Conflict, audit, calls, live, talk
from gehoor.store.calls import NewCall
from gehoor.web.house_style import in_force
from gehoor.web.live import report
from gehoor.web.live.hub import Hub
from gehoor.web.live.shown import Shown

TRIES: Final = 3  # words that come in while the report is made: it is made again
STILL: Final = "er komen nog woorden binnen; sluit eerst de bron van het gesprek"


def finish(hub: Hub, live_id: str) -> str | None:
    """Finish a call; return the id of the kept call, None where nothing was said.

    Raises:
        StoreFault: it is not in progress (any more).
        Conflict: words kept coming in.
    """
    for _ in range(TRIES):
        shown = hub.shown(live_id).result()
        new = _kept_as(hub, live_id, shown) if shown.turns else None
        with hub.site.store.begin() as session:
            row = live.row_of(session, live_id, change=True)
            if row.events != shown.number:
                continue
            call_id = _keep(hub, session, shown, new) if new else None
            live.finish(session, live_id)
        hub.heard(live_id)
        return call_id
    raise Conflict(STILL)


def forget(hub: Hub, live_id: str) -> None:
    """Let a call in progress go without a report, with everything that was said."""
    with hub.site.store.begin() as session:
        live.finish(session, live_id)
    hub.heard(live_id)


def _kept_as(hub: Hub, live_id: str, shown: Shown) -> NewCall:
    call, heard = hub.ask(lambda: hub.heard_of(live_id)).result()
    new = report.kept_as(shown.owner_id, call, heard, in_force(hub.site))
    # two calls may well have the same words; the same call in progress is kept once
    return msgspec.structs.replace(new, source=live_id.encode(), example=shown.example)


def _keep(hub: Hub, session: Session, shown: Shown, new: NewCall) -> str:
    vault, now = hub.site.store.vault, hub.site.now()
    call_id, _ = calls.add(session, vault, new)
    if shown.notes:
        text = "\n".join(note.text for note in shown.notes)[: talk.LONGEST]
        comment = talk.NewComment(call_id, shown.owner_id, text)
        talk.add_comment(session, vault, comment, now)
    event = audit.Event(shown.owner_id, "call.add", "call", call_id, shown.owner_id, {"by": "live"})
    audit.append(session, vault, event, now)
    return call_id
