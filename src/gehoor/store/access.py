"""Who may see what: one place, so that pages and API can't disagree.

An employee sees their own calls; anybody else only calls that are shared with them, whatever
their role: a team leader gets no call or score by being one, an administrator manages people
and settings and reads no call. Holds no roles of routes (that is `web`).
"""

from __future__ import annotations

from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from gehoor.store.fault import Refused
from gehoor.store.models import CallRow, Person, Share

Standing = Literal["owner", "shared"]
MAY_BE_SHOWN = frozenset({"coach", "team_lead", "confidant"})  # roles a call can be shared with


def visible_to(person_id: str) -> sa.ColumnElement[bool]:
    """Return the condition on `CallRow` that holds for the calls a person may see."""
    return sa.or_(CallRow.owner_id == person_id, shown_to(person_id))


def shown_to(person_id: str) -> sa.ColumnElement[bool]:
    """Return the condition on `CallRow` that holds for the calls others share with a person."""
    return sa.exists().where(
        Share.call_id == CallRow.id, Share.person_id == person_id, Share.ended.is_(None)
    )


def standing(session: Session, person_id: str, call_id: str) -> Standing | None:
    """Return how a person stands to a call; None where it is not theirs to see."""
    owner = session.scalar(sa.select(CallRow.owner_id).where(CallRow.id == call_id))
    if owner is None:
        return None
    if owner == person_id:
        return "owner"
    shared = sa.select(Share.id).where(
        Share.call_id == call_id, Share.person_id == person_id, Share.ended.is_(None)
    )
    return "shared" if session.scalar(shared) else None


def demand(session: Session, person_id: str, call_id: str) -> Standing:
    """Return how a person stands to a call.

    Raises:
        Refused: it is not theirs to see, or it is not there: nobody is told which.
    """
    found = standing(session, person_id, call_id)
    if found is None:
        raise Refused("dit gesprek is er niet, of het is niet met je gedeeld")
    return found


def can_be_shown(person: Person) -> bool:
    """Tell whether a call may be shared with somebody at all."""
    return person.active and bool(person.role_names & MAY_BE_SHOWN)
