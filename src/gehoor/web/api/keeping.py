"""Keeping a call that was brought: once, and in the log."""

from __future__ import annotations

from gehoor.store import audit, calls
from gehoor.store.calls import NewCall
from gehoor.web.api.forms.calls import Kept
from gehoor.web.api.here import note, site_of
from gehoor.web.api.once import once
from gehoor.web.asked import Asked


def keep(request: Asked, body: bytes, new: NewCall) -> Kept:
    """Keep a call with its review, and say whether it is new."""
    store, fresh = site_of(request).store, False
    with store.begin() as session:

        def make() -> str:
            nonlocal fresh
            call_id, fresh = calls.add(session, store.vault, new)
            if fresh:
                note(request, session, _added(new.owner_id, call_id))
            return call_id

        made = once(session, request, body, make)
    return Kept(made.id, fresh or made.again)


def _added(owner_id: str, call_id: str) -> audit.Event:
    return audit.Event(owner_id, "call.add", "call", call_id, owner_id, {"by": "api"})


def address_of(call_id: str) -> str:
    """Return where a call is found."""
    return f"/api/calls/{call_id}"
