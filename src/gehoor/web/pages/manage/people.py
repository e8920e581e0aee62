"""*Beheer, mensen*: who there is, what they may do, links to come in, out of all browsers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import sqlalchemy as sa
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy.orm import Session

from gehoor.store import Faulty, Refused, entry, people, recovery, second_step, teams
from gehoor.store.models import Person, WebSession
from gehoor.store.models.people import ROLES
from gehoor.web.asked import Asked
from gehoor.web.forms import Fields, Form
from gehoor.web.pages.welcome import ADDRESS
from gehoor.web.paper import page
from gehoor.web.security.access import may
from gehoor.web.security.notes import note
from gehoor.web.texts import marked

HOME: Final = "/beheer/mensen"
LASTS: Final[dict[entry.Purpose, timedelta]] = {
    "invite": timedelta(days=7),
    "reset": timedelta(hours=24),
}
FINISHED: Final = {
    "bewaard": marked("De wijzigingen zijn bewaard."),
    "uit": marked("Overal uitgelogd."),
    "stap": marked("De tweede stap staat uit. Laat hem opnieuw instellen."),
    "weg": marked(
        "De persoon en alles van die persoon is verwijderd. Het bewijs staat bij Bewaren."
    ),
}


@get(HOME, opt=may("admin"), sync_to_thread=True)
def everybody(request: Asked, klaar: FromQuery[str] = "") -> Response[str]:
    """Show all people, and a form to invite somebody."""
    return _list(request, notice=FINISHED.get(klaar, ""))


def _list(request: Asked, status: int = 200, **shown: Any) -> Response[str]:
    with request.app.state.site.store.read() as session:
        context = {"people": people.everybody(session), "teams": teams.all_teams(session)}
    extra = {"notice": "", "faults_found": [], "typed": Form([]), **shown}
    return page(request, "manage/people.html", status, all_roles=ROLES, **context, **extra)


@post(HOME, opt=may("admin"), sync_to_thread=True)
def invite(request: Asked, form: Fields) -> Response[Any]:
    """Add somebody and show the link with which they come in, once."""
    site = request.app.state.site
    new = people.NewPerson(
        form.text("name"), form.text("email"), form.all("roles"), form.text("team") or None
    )
    try:
        with site.store.begin() as session:
            person = people.create(session, new, site.now())
            roles = sorted(person.role_names)
            note(request, "person.add", "person", person.id, session=session, roles=roles)
            secret = _link(request, session, "invite", person.id)
    except Faulty as fault:
        return _list(request, 422, faults_found=list(fault.faults), typed=form)
    return _link_page(request, person, secret, "invite")


def _link(request: Asked, session: Session, purpose: entry.Purpose, person_id: str) -> str:
    now = request.app.state.site.now()
    secret = entry.make_link(session, purpose, person_id, LASTS[purpose], now)
    note(request, "link.make", "person", person_id, session=session, purpose=purpose)
    return secret


def _link_page(
    request: Asked, person: Person, secret: str, purpose: entry.Purpose
) -> Response[str]:
    address = request.app.state.site.settings.address + ADDRESS + secret
    hours = int(LASTS[purpose].total_seconds() // 3600)
    return page(
        request,
        "manage/link.html",
        person=person,
        address=address,
        purpose=purpose,
        days=hours // 24,
        new=purpose == "invite",
    )


@get(f"{HOME}/{{person_id:str}}", opt=may("admin"), sync_to_thread=True)
def one(request: Asked, person_id: FromPath[str], klaar: FromQuery[str] = "") -> Response[str]:
    """Show one person."""
    return one_page(request, person_id, notice=FINISHED.get(klaar, ""))


def one_page(request: Asked, person_id: str, status: int = 200, **shown: Any) -> Response[str]:
    """Return the page of one person; `shown` has faults and what else only this time is on it."""
    site = request.app.state.site
    with site.store.read() as session:
        running = sa.select(sa.func.count()).where(
            WebSession.person_id == person_id, WebSession.ends > site.now()
        )
        context = {
            "person": people.get(session, person_id),
            "teams": teams.all_teams(session),
            "sessions": session.scalar(running) or 0,
        }
    extra = {"notice": "", "faults_found": [], **shown}
    return page(request, "manage/person.html", status, all_roles=ROLES, **context, **extra)


@post(f"{HOME}/{{person_id:str}}", opt=may("admin"), sync_to_thread=True)
def change(request: Asked, person_id: FromPath[str], form: Fields) -> Response[Any]:
    """Change somebody's name, address, roles and team, and whether they may come in."""
    site = request.app.state.site
    wanted = people.Change(
        name=form.text("name"),
        email=form.text("email"),
        roles=form.all("roles"),
        team_id=form.text("team") or None,
        active=form.text("active") == "yes",
    )
    try:
        with site.store.begin() as session:
            before = people.get(session, person_id).role_names
            person = people.change(session, person_id, wanted, site.now())
            roles = {"before": sorted(before), "after": sorted(person.role_names)}
            said = {"active": person.active, "roles": roles}
            note(request, "person.change", "person", person_id, session=session, change=said)
    except Faulty as fault:
        return one_page(request, person_id, 422, faults_found=list(fault.faults))
    except Refused as fault:
        return one_page(request, person_id, 409, faults_found=[str(fault)])
    return Redirect(f"{HOME}/{person_id}?klaar=bewaard", status_code=303)


@post(f"{HOME}/{{person_id:str}}/link", opt=may("admin"), sync_to_thread=True)
def make_link(request: Asked, person_id: FromPath[str]) -> Response[Any]:
    """Show a link to choose a (new) password, once; older links no longer work."""
    with request.app.state.site.store.begin() as session:
        person = people.get(session, person_id)
        if not person.active:
            raise Refused("deze persoon mag er niet in; zet het account eerst weer aan")
        purpose: entry.Purpose = "reset" if person.password else "invite"
        secret = _link(request, session, purpose, person_id)
    return _link_page(request, person, secret, purpose)


@post(f"{HOME}/{{person_id:str}}/uit", opt=may("admin"), sync_to_thread=True)
def log_out(request: Asked, person_id: FromPath[str]) -> Response[Any]:
    """End all sessions of somebody."""
    with request.app.state.site.store.begin() as session:
        number = entry.end_all(session, person_id)
        note(request, "sessions.end", "person", person_id, session=session, number=number)
    return Redirect(f"{HOME}/{person_id}?klaar=uit", status_code=303)


@post(f"{HOME}/{{person_id:str}}/tweede-stap", opt=may("admin"), sync_to_thread=True)
def second_step_off(request: Asked, person_id: FromPath[str]) -> Response[Any]:
    """Turn the second step off for somebody who lost their telephone and codes."""
    with request.app.state.site.store.begin() as session:
        second_step.turn_off(session, person_id)
        recovery.drop(session, person_id)
        entry.end_all(session, person_id)
        note(request, "second-step.off", "person", person_id, session=session)
    return Redirect(f"{HOME}/{person_id}?klaar=stap", status_code=303)


ROUTES = [everybody, invite, one, change, make_link, log_out, second_step_off]
