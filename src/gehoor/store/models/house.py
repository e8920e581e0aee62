"""The house style with its history, and the sentences people keep for themselves or their team."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from gehoor.store.models.base import At, Base, Id, Moment, Short, ref


class HouseVersion(Base):
    """The house style from a moment on, as the text of a `gehoor.toml`; the newest counts."""

    __tablename__ = "house_versions"
    id: Mapped[Id]
    made: Mapped[At]
    person_id: Mapped[str | None] = ref("people.id", ondelete="SET NULL")
    why: Mapped[str] = mapped_column(sa.String(1000))
    text: Mapped[str] = mapped_column(sa.Text)


class PhraseRow(Base):
    """A sentence to say, in somebody's own words: private, or for the team."""

    __tablename__ = "phrases"
    id: Mapped[Id]
    owner_id: Mapped[str] = ref("people.id", index=True)
    team_id: Mapped[str | None] = ref("teams.id", index=True)  # None: private
    step: Mapped[Short]
    situation: Mapped[Short]
    text: Mapped[str] = mapped_column(sa.String(1000))
    made: Mapped[At]
    edited: Mapped[datetime | None] = mapped_column(Moment)
    edition: Mapped[int] = mapped_column(default=1)
