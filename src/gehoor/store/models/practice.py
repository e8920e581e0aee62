"""Practice calls: all of it sealed, for the person who practised and nobody else.

And what a trainer gave to a team: who finished stands open, how it went stands nowhere.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from gehoor.store.models.base import At, Base, Id, Moment, Name, Sealed, ref


class PracticeRow(Base):
    """One practice call; its id sorts by when it was begun."""

    __tablename__ = "practices"
    id: Mapped[Id]
    person_id: Mapped[str] = ref("people.id", index=True)
    made: Mapped[At]
    changed: Mapped[At]
    edition: Mapped[int] = mapped_column(default=1)
    sealed: Mapped[Sealed]  # store.practice.Kept as JSON


class PracticeTask(Base):
    """A scenario that a trainer gave to a team."""

    __tablename__ = "practice_tasks"
    id: Mapped[Id]
    giver_id: Mapped[str] = ref("people.id", index=True)
    team_id: Mapped[str] = ref("teams.id", index=True)
    scenario: Mapped[Name]
    made: Mapped[At]
    until: Mapped[date | None]


class PracticeTaskDone(Base):
    """That somebody finished what was given."""

    __tablename__ = "practice_tasks_done"
    task_id: Mapped[str] = ref("practice_tasks.id", primary_key=True)
    person_id: Mapped[str] = ref("people.id", primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(Moment)
