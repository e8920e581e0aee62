"""Teams: groups of people who share phrases and figures."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from gehoor.store.fault import Faulty, Refused
from gehoor.store.models import PhraseRow, Team
from gehoor.store.models.base import new_id, plain
from gehoor.store.people import LONGEST


def create_team(session: Session, name: str) -> Team:
    """Add a team; raises Faulty where the name is empty, too long or taken."""
    team = Team(id=new_id(), name=_checked(session, name))
    session.add(team)
    session.flush()
    return team


def rename_team(session: Session, team_id: str, name: str) -> Team:
    """Give a team another name; raises Faulty as `create_team`."""
    team = _get(session, team_id)
    team.name = _checked(session, name, team_id)
    session.flush()
    return team


def delete_team(session: Session, team_id: str) -> None:
    """Delete a team: its people have none then, and its sentences are their writers' own."""
    team = _get(session, team_id)
    session.execute(sa.update(PhraseRow).where(PhraseRow.team_id == team_id).values(team_id=None))
    session.delete(team)
    session.flush()


def all_teams(session: Session) -> Sequence[Team]:
    """Return all teams, by name."""
    return session.scalars(sa.select(Team).order_by(sa.func.lower(Team.name))).all()


def _get(session: Session, team_id: str) -> Team:
    team = session.get(Team, team_id)
    if team is None:
        raise Refused("dit team is er niet (meer)")
    return team


def _checked(session: Session, name: str, team_id: str = "") -> str:
    name = plain(name)
    if not 0 < len(name) <= LONGEST:
        raise Faulty(f"naam: verwacht 1 tot {LONGEST} tekens")
    taken = sa.select(Team.id).where(sa.func.lower(Team.name) == name.lower(), Team.id != team_id)
    if session.scalar(taken):
        raise Faulty("naam: er is al een team met deze naam")
    return name
