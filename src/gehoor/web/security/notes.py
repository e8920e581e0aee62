"""Writing in the log what somebody did here: ids and names of things, never words."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from gehoor.store import audit
from gehoor.web.asked import Asked


def note(
    request: Asked,
    action: str,
    kind: str,
    subject_id: str | None,
    by: str | None = None,
    session: Session | None = None,
    concerns: str | None = None,
    **detail: Any,
) -> None:
    """Write a line: with the work of a session where one is given, else on its own.

    Args:
        request: who asks; `by` says who it was where nobody is logged in yet.
        action: «login», «person.change», …
        kind: what it is about: person, team, call, …
        subject_id: which one.
        by: who did it.
        session: the session whose work it belongs to.
        concerns: whose call or data it is.
        detail: names and numbers, no words of a call.
    """
    site = request.app.state.site
    visitor: Any = request.scope.get("visitor")
    who = by or (visitor.id if visitor else None)
    whose = concerns or (subject_id if kind == "person" else None)
    event = audit.Event(who, action, kind, subject_id, whose, detail)
    if session is not None:
        audit.append(session, site.store.vault, event, site.now())
        return
    with site.store.begin() as own:
        audit.append(own, site.store.vault, event, site.now())
