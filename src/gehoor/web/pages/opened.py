"""A call that a visitor may see, opened for a page: one place that asks whether they may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from gehoor.store import Refused, access, audit, calls
from gehoor.store.access import Standing
from gehoor.store.models import CallRow
from gehoor.store.vault import Box
from gehoor.web.asked import Asked
from gehoor.web.security.access import Visitor
from gehoor.web.site import Site

PEOPLE_WITH_CALLS = ("employee", "coach", "team_lead", "confidant")


class Opened(NamedTuple):
    """A call, who looks at it and how they stand to it, and what opens it."""

    site: Site
    session: Session
    visitor: Visitor
    standing: Standing
    row: CallRow
    box: Box

    @property
    def id(self) -> str:
        """Return the call's id."""
        return self.row.id

    def only_owner(self) -> None:
        """Refuse whoever the call is only shared with.

        Raises:
            Refused: with a sentence that says whose it is.
        """
        if self.standing != "owner":
            raise Refused("Dat kan alleen degene van wie het gesprek is.")


def site_of(request: Asked) -> Site:
    """Return the site of a request."""
    site: Site = request.app.state.site
    return site


def visitor_of(request: Asked) -> Visitor:
    """Return who makes a request; every route that asks this demands that somebody is in."""
    visitor: Visitor = request.scope["visitor"]  # type: ignore[typeddict-item]
    return visitor


@contextmanager
def opened(request: Asked, call_id: str, change: bool = False) -> Iterator[Opened]:
    """Give a call to look at, or with `change` to change.

    Raises:
        Refused: it is not theirs to see, or not there.
    """
    site, visitor = site_of(request), visitor_of(request)
    with site.store.begin() if change else site.store.read() as session:
        standing = access.demand(session, visitor.id, call_id)
        row = session.get_one(CallRow, call_id)
        yield Opened(
            site, session, visitor, standing, row, calls.box_of(session, site.store.vault, call_id)
        )


def log(seen: Opened, action: str, detail: Mapping[str, Any] | None = None) -> None:
    """Write down what was done with a call; its owner can see it."""
    event = audit.Event(
        seen.visitor.id, action, "call", seen.id, seen.row.owner_id, detail=detail or {}
    )
    audit.append(seen.session, seen.site.store.vault, event, seen.site.now())
