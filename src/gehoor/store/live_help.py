"""Who looks along with a call in progress: asked by its owner, or offered and agreed to.

Nobody sees a call in progress without its owner's consent, and nobody sees how all of a team are
doing: only who asked for help stands in a list, and for who leads a team a call with a threat.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from gehoor.store.fault import Refused
from gehoor.store.live import GONE, row_of, tell
from gehoor.store.models import LiveCall, Person
from gehoor.store.models.base import utc_now


def ask_help(session: Session, live_id: str, ask: bool, now: datetime | None = None) -> None:
    """Ask a colleague in, or no longer; whoever had joined leaves then."""
    row = row_of(session, live_id)
    row.asked = (now or utc_now()) if ask else None
    if not ask:
        row.helper_id, row.joined = None, False
    _changed(session, row, now)


def offer_help(session: Session, live_id: str, helper_id: str, now: datetime | None = None) -> None:
    """Offer to look along: at once where help was asked, else when the owner agrees.

    Raises:
        Refused: it is one's own call, nobody asked, or somebody else is in already.
    """
    row = row_of(session, live_id)
    if (
        row.owner_id == helper_id
        or not (row.asked or row.threat)
        or not _near(session, row, helper_id)
    ):
        raise Refused(GONE)
    if row.helper_id not in (None, helper_id):
        raise Refused("een collega kijkt al mee")
    row.helper_id, row.joined = helper_id, row.joined or row.asked is not None
    _changed(session, row, now)


def agree(session: Session, live_id: str, yes: bool, now: datetime | None = None) -> None:
    """Let in whoever offered to look along, or not."""
    row = row_of(session, live_id)
    row.joined = yes and row.helper_id is not None
    if not yes:
        row.helper_id = None
    _changed(session, row, now)


def leave(session: Session, live_id: str, helper_id: str, now: datetime | None = None) -> None:
    """Stop looking along."""
    row = row_of(session, live_id)
    if row.helper_id == helper_id:
        row.helper_id, row.joined, row.asked = None, False, None
        _changed(session, row, now)


def _changed(session: Session, row: LiveCall, now: datetime | None) -> None:
    row.changed = now or utc_now()
    session.flush()
    tell(session, row.id)


def _near(session: Session, row: LiveCall, helper_id: str) -> bool:
    """Tell whether somebody is of the same team, and may see why: help was asked, or a threat."""
    owner, helper = session.get_one(Person, row.owner_id), session.get_one(Person, helper_id)
    same = owner.team_id == helper.team_id
    leads = bool(helper.role_names & {"team_lead", "coach"})
    return same and helper.active and (row.asked is not None or leads)


def in_need(session: Session, person_id: str) -> list[tuple[LiveCall, str]]:
    """Return the calls somebody may offer help in, the longest waiting first, with whose they are.

    Only where help was asked, or (for who leads a team) a threat was heard; never how anybody
    does otherwise.
    """
    rows = session.execute(
        sa.select(LiveCall, Person.name)
        .join(Person, Person.id == LiveCall.owner_id)
        .where(sa.or_(LiveCall.asked.is_not(None), LiveCall.threat), ~LiveCall.example)
        .where(LiveCall.owner_id != person_id)
        .order_by(LiveCall.id)
    )
    return [(row, name) for row, name in rows if _near(session, row, person_id)]
