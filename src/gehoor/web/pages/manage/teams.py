"""*Beheer, teams*: groups of people who share phrases and figures."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from gehoor.store import Faulty, teams
from gehoor.store.models import Person
from gehoor.web.asked import Asked
from gehoor.web.forms import Fields
from gehoor.web.paper import page
from gehoor.web.security.access import may
from gehoor.web.security.notes import note

HOME: Final = "/beheer/teams"


@get(HOME, opt=may("admin"), sync_to_thread=True)
def all_teams(request: Asked) -> Response[str]:
    """Show all teams."""
    return _list(request)


def _list(request: Asked, status: int = 200, faults: tuple[str, ...] = ()) -> Response[str]:
    with request.app.state.site.store.read() as session:
        counted = sa.select(Person.team_id, sa.func.count()).group_by(Person.team_id)
        sizes = {row[0]: row[1] for row in session.execute(counted)}
        found = teams.all_teams(session)
    return page(request, "manage/teams.html", status, teams=found, sizes=sizes, faults_found=faults)


@post(HOME, opt=may("admin"), sync_to_thread=True)
def add(request: Asked, form: Fields) -> Response[Any]:
    """Add a team."""
    try:
        with request.app.state.site.store.begin() as session:
            team = teams.create_team(session, form.text("name"))
            note(request, "team.add", "team", team.id, session=session)
    except Faulty as fault:
        return _list(request, 422, fault.faults)
    return Redirect(HOME, status_code=303)


@post(f"{HOME}/{{team_id:str}}", opt=may("admin"), sync_to_thread=True)
def rename(request: Asked, team_id: FromPath[str], form: Fields) -> Response[Any]:
    """Give a team another name."""
    try:
        with request.app.state.site.store.begin() as session:
            teams.rename_team(session, team_id, form.text("name"))
            note(request, "team.change", "team", team_id, session=session)
    except Faulty as fault:
        return _list(request, 422, fault.faults)
    return Redirect(HOME, status_code=303)


@post(f"{HOME}/{{team_id:str}}/verwijderen", opt=may("admin"), sync_to_thread=True)
def delete(request: Asked, team_id: FromPath[str]) -> Response[Any]:
    """Delete a team; its people stay."""
    with request.app.state.site.store.begin() as session:
        teams.delete_team(session, team_id)
        note(request, "team.delete", "team", team_id, session=session)
    return Redirect(HOME, status_code=303)


ROUTES = [all_teams, add, rename, delete]
