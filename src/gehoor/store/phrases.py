"""Sentences in people's own words: private, or for their team.

Everybody in a team reads the team's sentences; only the writer changes or deletes one. They
are not sealed: a sentence to say holds nothing of a call.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from gehoor.store.fault import Conflict, Faulty, Refused
from gehoor.store.models import Person, PhraseRow
from gehoor.store.models.base import new_id, plain, utc_now

LONGEST = 1000  # characters
CHANGED = "deze zin is intussen veranderd; hieronder staan beide"


class Phrase(msgspec.Struct, frozen=True):
    """A sentence as somebody writes it; `step` and `situation` say when it fits."""

    text: str
    step: str
    situation: str = ""
    team: bool = False


def add_phrase(session: Session, owner_id: str, phrase: Phrase, now: datetime | None = None) -> str:
    """Keep a sentence; return its id. Raises Faulty with all that is wrong with it."""
    values = _values(session, owner_id, phrase)
    row = PhraseRow(id=new_id(), owner_id=owner_id, made=now or utc_now(), edition=1, **values)
    session.add(row)
    session.flush()
    return row.id


def edit_phrase(
    session: Session,
    phrase_id: str,
    owner_id: str,
    phrase: Phrase,
    edition: int,
    now: datetime | None = None,
) -> int:
    """Change a sentence of one's own; return its new edition.

    Raises:
        Conflict: it was changed since, in another window; holds both texts.
        Faulty: with all that is wrong with it.
        Refused: it is not there, or somebody else's.
    """
    row = _own(session, phrase_id, owner_id)
    values = {
        **_values(session, owner_id, phrase),
        "edited": now or utc_now(),
        "edition": edition + 1,
    }
    changed = session.execute(
        sa.update(PhraseRow)
        .where(PhraseRow.id == phrase_id, PhraseRow.edition == edition)
        .values(values)
    )
    if not (isinstance(changed, CursorResult) and changed.rowcount == 1):
        session.refresh(row)
        raise Conflict(CHANGED, phrase.text, row.text, row.edition)
    return edition + 1


def delete_phrase(session: Session, phrase_id: str, owner_id: str) -> None:
    """Delete a sentence of one's own; raises Refused where it is not."""
    session.delete(_own(session, phrase_id, owner_id))
    session.flush()


def phrases_for(session: Session, person_id: str) -> tuple[PhraseRow, ...]:
    """Return the sentences somebody may use: their own and their team's, by step and text."""
    team = sa.select(Person.team_id).where(Person.id == person_id).scalar_subquery()
    query = (
        sa.select(PhraseRow)
        .where(sa.or_(PhraseRow.owner_id == person_id, PhraseRow.team_id == team))
        .order_by(PhraseRow.step, PhraseRow.situation, PhraseRow.text, PhraseRow.id)
    )
    return tuple(session.scalars(query))


def _own(session: Session, phrase_id: str, owner_id: str) -> PhraseRow:
    row = session.get(PhraseRow, phrase_id)
    if row is None or row.owner_id != owner_id:
        raise Refused("deze zin is er niet (meer), of hij is van iemand anders")
    return row


def _values(session: Session, owner_id: str, phrase: Phrase) -> dict[str, str | None]:
    text, faults = " ".join(plain(phrase.text).split()), []
    if not 0 < len(text) <= LONGEST:
        faults.append(f"zin: verwacht 1 tot {LONGEST} tekens")
    if not 0 < len(phrase.step) <= 40 or len(phrase.situation) > 40:
        faults.append("stap of situatie: kies er een uit de lijst")
    team_id = session.scalar(sa.select(Person.team_id).where(Person.id == owner_id))
    if phrase.team and team_id is None:
        faults.append("team: je zit nog in geen team; bewaar de zin voor jezelf")
    if faults:
        raise Faulty(*faults)
    situation = phrase.situation
    team = team_id if phrase.team else None
    return {"text": text, "step": phrase.step, "situation": situation, "team_id": team}
