"""*Welkom*: what a link that works once opens: the first administrator, an invitation, or a new
password. Looking does not use a link up (mail programmes look too); sending the form does.
"""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from gehoor.store import Faulty, Refused, attempts, entry, passwords, people
from gehoor.store.models import Person
from gehoor.web.asked import Asked
from gehoor.web.examples import add_examples, example_files
from gehoor.web.forms import Fields, Form
from gehoor.web.paper import page
from gehoor.web.security import patience
from gehoor.web.security.access import PUBLIC, SMALL, Visitor, may
from gehoor.web.security.guessable import faults_of
from gehoor.web.security.login import come_in
from gehoor.web.security.notes import note

ADDRESS = "/welkom/"


@get("/welkom/{secret:str}", opt=may(PUBLIC), sync_to_thread=True)
def welcome(request: Asked, secret: FromPath[str]) -> Response[Any]:
    """Show what a link is for."""
    opened = _opened(request, secret)
    if isinstance(opened, Response):
        return opened
    purpose, person = opened
    return _page(request, secret, purpose, person)


@post("/welkom/{secret:str}", opt=may(PUBLIC), sync_to_thread=True, request_max_body_size=SMALL)
def accept(request: Asked, secret: FromPath[str], form: Fields) -> Response[Any]:
    """Use the link: set the password, and make the first administrator."""
    opened = _opened(request, secret)
    if isinstance(opened, Response):
        return opened
    purpose, person = opened
    name = form.text("name") or (person.name if person else "")
    email = person.email if person else form.text("email")
    faults = faults_of(form.exact("password"), form.exact("again"), name, email)
    if not faults:
        try:
            person = _take_in(request, secret, purpose, form)
        except Faulty as fault:
            faults = list(fault.faults)
    if faults or person is None:
        return _page(request, secret, purpose, person, 422, faults, name, email)
    if purpose == "reset" and person.totp is not None:  # the second step is still to come
        return Redirect("/inloggen?klaar=wachtwoord", status_code=303)
    return come_in(request, person, "/welkom" if purpose == "first-admin" else "/")


def _take_in(request: Asked, secret: str, purpose: entry.Purpose, form: Form) -> Person:
    site = request.app.state.site
    with site.store.begin() as session:
        person_id = entry.use_link(session, secret, purpose, site.now())
        if person_id is None:
            if people.has_admin(session):
                raise Refused("er is al een beheerder; log in of vraag die om een uitnodiging")
            new = people.NewPerson(form.text("name"), form.text("email"), ("admin",))
            person = people.create(session, new, site.now())
        else:
            person = people.get(session, person_id)
            if name := form.text("name"):
                people.change(session, person.id, people.Change(name=name), site.now())
        passwords.set_password(session, person.id, form.exact("password"))
        attempts.forgive(session, site.store.vault, patience.of_account(request, person.email))
        note(request, f"link.{purpose}", "person", person.id, by=person.id, session=session)
        return person


def _opened(request: Asked, secret: str) -> tuple[entry.Purpose, Person | None] | Response[Any]:
    site, place = request.app.state.site, patience.of_place(request)
    with site.store.read() as session:
        for purpose in entry.PURPOSES:
            try:
                link = entry.peek_link(session, secret, purpose, site.now())
            except Refused:
                continue
            person = people.get(session, link.person_id) if link.person_id else None
            return purpose, person
    with site.store.begin() as session:
        attempts.count(session, site.store.vault, place, site.now())
    return page(request, "welcome_over.html", 410)


def _page(
    request: Asked,
    secret: str,
    purpose: str,
    person: Person | None,
    status: int = 200,
    faults: list[str] | None = None,
    name: str = "",
    email: str = "",
) -> Response[str]:
    return page(
        request,
        "welcome.html",
        status,
        action=ADDRESS + secret,
        purpose=purpose,
        person=person,
        faults_found=faults or [],
        name=name or (person.name if person else ""),
        email=email,
    )


@get("/welkom", opt=may("admin"), sync_to_thread=True)
def first_steps(request: Asked) -> Response[str]:
    """Offer the example calls to who just came in first."""
    return page(request, "welcome_first.html", examples=len(example_files()))


@post("/welkom/voorbeelden", opt=may("admin"), sync_to_thread=True)
def look_around(request: Asked) -> Response[Any]:
    """Give the administrator the example calls, as calls of their own."""
    site = request.app.state.site
    visitor: Visitor = request.scope["visitor"]  # type: ignore[typeddict-item]
    number = add_examples(site, visitor.id)
    with site.store.begin() as session:
        roles = visitor.roles | {"employee"}
        people.change(session, visitor.id, people.Change(roles=roles), site.now())
        note(request, "examples.add", "person", visitor.id, session=session, calls=number)
    return Redirect("/gesprekken", status_code=303)


ROUTES = [welcome, accept, first_steps, look_around]
