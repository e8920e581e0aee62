"""Practice calls of a person: sealed, and opened for that person only.

Also what trainers gave to teams: who finished, never how. What a call means is `practice`.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from gehoor.store.fault import Conflict, Refused
from gehoor.store.models import Person, PracticeRow, PracticeTask, PracticeTaskDone
from gehoor.store.models.base import new_id, new_ordered_id
from gehoor.store.vault import Vault

MOST = 500  # practice calls that are looked back on
CHANGED = "in een ander venster is dit gesprek al verdergegaan; hier staat hoe het nu is"
_PURPOSE = "practice"


class Kept(msgspec.Struct, frozen=True):
    """A practice call: what both said is enough to play it again.

    `source` is the scenario itself (JSON) where it is not one of the built-in ones, `before` who
    said what before the practice began; `taken_back` is the agent's try that was taken back last,
    with the agent's words until then.
    """

    scenario: str
    seed: int
    assist: str
    agent: tuple[str, ...] = ()
    caller: tuple[str, ...] = ()
    taken_back: tuple[str, ...] = ()
    finished: bool = False
    rules: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    source: str = ""
    before: tuple[tuple[str, str], ...] = ()


class Found(msgspec.Struct, frozen=True):
    """A practice call with when it was begun and last changed; `edition` counts the changes."""

    id: str
    made: datetime
    changed: datetime
    edition: int
    kept: Kept


class Task(msgspec.Struct, frozen=True):
    """What was given to a team, with the names of who finished, of how many."""

    id: str
    scenario: str
    until: date | None
    giver: str
    done: tuple[str, ...]
    of: int
    mine: bool


def begin(session: Session, vault: Vault, person_id: str, kept: Kept, now: datetime) -> str:
    """Keep a new practice call; return its id."""
    row_id = new_ordered_id(now)
    sealed = _seal(vault, row_id, person_id, kept)
    session.add(
        PracticeRow(id=row_id, person_id=person_id, made=now, changed=now, edition=1, sealed=sealed)
    )
    session.flush()
    return row_id


def find(session: Session, vault: Vault, practice_id: str, person_id: str) -> Found:
    """Return a practice call of one's own.

    Raises:
        Refused: it is not there, or somebody else's; nobody else's is ever opened.
    """
    row = session.get(PracticeRow, practice_id)
    if row is None or row.person_id != person_id:
        raise Refused("deze oefening is er niet (meer), of hij is van iemand anders")
    return _found(vault, row)


def change(
    session: Session, vault: Vault, before: Found, person_id: str, kept: Kept, now: datetime
) -> None:
    """Keep a practice call as it is now.

    Raises:
        Conflict: it went on in another window.
    """
    query = sa.update(PracticeRow).where(
        PracticeRow.id == before.id,
        PracticeRow.person_id == person_id,
        PracticeRow.edition == before.edition,
    )
    sealed = _seal(vault, before.id, person_id, kept)
    done = session.execute(query.values(sealed=sealed, changed=now, edition=before.edition + 1))
    assert isinstance(done, CursorResult)
    if done.rowcount != 1:
        raise Conflict(CHANGED)


def of_person(session: Session, vault: Vault, person_id: str) -> list[Found]:
    """Return somebody's practice calls, the newest first."""
    query = sa.select(PracticeRow).where(PracticeRow.person_id == person_id)
    rows = session.scalars(query.order_by(PracticeRow.id.desc()).limit(MOST))
    return [_found(vault, row) for row in rows]


def delete(session: Session, practice_id: str, person_id: str) -> None:
    """Delete a practice call of one's own, where it is there."""
    session.execute(
        sa.delete(PracticeRow).where(
            PracticeRow.id == practice_id, PracticeRow.person_id == person_id
        )
    )


def give(session: Session, giver_id: str, scenario: str, until: date | None, now: datetime) -> str:
    """Give a scenario to one's own team; return the task's id.

    Raises:
        Refused: the giver is in no team.
    """
    person = session.get_one(Person, giver_id)
    if person.team_id is None:
        raise Refused("je zit in geen team; een beheerder kan je in een team zetten")
    task_id = new_id()
    session.add(
        PracticeTask(
            id=task_id,
            giver_id=giver_id,
            team_id=person.team_id,
            scenario=scenario,
            made=now,
            until=until,
        )
    )
    session.flush()
    return task_id


def take_back(session: Session, task_id: str, giver_id: str) -> None:
    """Take back what one gave."""
    session.execute(
        sa.delete(PracticeTask).where(PracticeTask.id == task_id, PracticeTask.giver_id == giver_id)
    )


def tasks_for(session: Session, person_id: str) -> list[Task]:
    """Return what was given to somebody's team; names of who finished for the giver alone."""
    person = session.get_one(Person, person_id)
    if person.team_id is None:
        return []
    query = sa.select(PracticeTask).where(PracticeTask.team_id == person.team_id)
    rows = session.scalars(query.order_by(PracticeTask.made.desc(), PracticeTask.id))
    return [_task(session, row, person_id) for row in rows]


def finished(session: Session, person_id: str, scenario: str, now: datetime) -> None:
    """Say that somebody finished a scenario, for each task that asked for it."""
    for task in tasks_for(session, person_id):
        known = session.get(PracticeTaskDone, (task.id, person_id))
        if task.scenario == scenario and known is None:
            session.add(PracticeTaskDone(task_id=task.id, person_id=person_id, at=now))
    session.flush()


def _task(session: Session, row: PracticeTask, person_id: str) -> Task:
    query = (
        sa.select(Person.id, Person.name)
        .join(PracticeTaskDone, PracticeTaskDone.person_id == Person.id)
        .where(PracticeTaskDone.task_id == row.id)
        .order_by(Person.name)
    )
    done = session.execute(query).all()
    gave = row.giver_id == person_id
    count = sa.select(sa.func.count()).select_from(Person).where(Person.team_id == row.team_id)
    return Task(
        id=row.id,
        scenario=row.scenario,
        until=row.until,
        giver=session.get_one(Person, row.giver_id).name,
        done=tuple(name for _, name in done) if gave else (),
        of=(session.scalar(count) or 1) - 1,
        mine=gave,
    )


def _found(vault: Vault, row: PracticeRow) -> Found:
    data = vault.own_box(_PURPOSE).open(row.sealed, _place(row.id, row.person_id))
    kept = msgspec.json.decode(data, type=Kept)
    return Found(row.id, row.made, row.changed, row.edition, kept)


def _seal(vault: Vault, row_id: str, person_id: str, kept: Kept) -> bytes:
    return vault.own_box(_PURPOSE).seal(msgspec.json.encode(kept), _place(row_id, person_id))


def _place(row_id: str, person_id: str) -> str:
    return f"practice/{person_id}/{row_id}"
