"""Where a request is: its site, who asks, and the call they may see. Holds no routes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from sqlalchemy.orm import Session

from gehoor.store import access, audit, calls
from gehoor.store.access import Standing
from gehoor.store.models import CallRow
from gehoor.store.vault import Vault
from gehoor.web.api.problems import Problem, not_found
from gehoor.web.asked import Asked
from gehoor.web.security.access import Visitor
from gehoor.web.site import Site

FETCH: Final = "call.download"  # no look: a programme that reads has not looked for its person
WITH_CALLS: Final = ("employee", "coach", "team_lead", "confidant")  # roles that see calls


def site_of(request: Asked) -> Site:
    """Return the site of a request."""
    site: Site = request.app.state.site
    return site


def visitor_of(request: Asked) -> Visitor:
    """Return who makes a request, on a route that is not public."""
    visitor: Visitor = request.scope["visitor"]  # type: ignore[typeddict-item]
    return visitor


class Seen(NamedTuple):
    """A call that the visitor may see, in an open session."""

    site: Site
    session: Session
    visitor: Visitor
    standing: Standing
    row: CallRow

    @property
    def vault(self) -> Vault:
        """Return what opens the call."""
        return self.site.store.vault

    def demand_owner(self) -> None:
        """Refuse whoever the call is only shared with."""
        if self.standing != "owner":
            raise Problem("not-allowed", "dat kan alleen degene van wie het gesprek is")

    def title(self) -> str:
        """Return the title of the call."""
        return calls.title_of(self.row, calls.box_of(self.session, self.vault, self.row.id))

    def note(self, action: str, detail: Mapping[str, Any] | None = None) -> None:
        """Write in the log what the visitor did with the call."""
        event = audit.Event(
            person_id=self.visitor.id,
            action=action,
            kind="call",
            subject_id=self.row.id,
            concerns_id=self.row.owner_id,
            detail={"by": "api", **(detail or {})},
        )
        audit.append(self.session, self.vault, event, self.site.now())


@contextmanager
def seen(request: Asked, call_id: str, change: bool = False) -> Iterator[Seen]:
    """Give a call in a session for looking only; with `change` its work is kept.

    Raises:
        Problem: it is not there, or not the visitor's to see: nobody learns which.
    """
    site, visitor = site_of(request), visitor_of(request)
    with site.store.begin() if change else site.store.read() as session:
        standing = access.standing(session, visitor.id, call_id)
        row = session.get(CallRow, call_id)
        if standing is None or row is None:
            raise not_found("Dit gesprek")
        yield Seen(site, session, visitor, standing, row)


def note(request: Asked, session: Session, event: audit.Event) -> None:
    """Write in the log what the visitor did with something else than a call."""
    site = site_of(request)
    audit.append(session, site.store.vault, event, site.now())
