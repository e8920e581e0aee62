"""People, for administrators: who may come in, with which roles."""

from __future__ import annotations

import hashlib

import msgspec
from litestar import Response, get, patch, post
from litestar.params import FromPath, RawBody
from sqlalchemy.orm import Session

from gehoor.store import audit, people
from gehoor.store.models import Person
from gehoor.store.models.people import ROLES
from gehoor.web.api.editions import demand_edition, etag
from gehoor.web.api.examples import PERSON
from gehoor.web.api.forms.people import NewPersonForm, PersonChange, PersonForm, PersonList
from gehoor.web.api.given import given, takes
from gehoor.web.api.here import note, site_of, visitor_of
from gehoor.web.api.once import once
from gehoor.web.api.problems import not_found
from gehoor.web.asked import Asked
from gehoor.web.security.access import may
from gehoor.web.security.scopes import ADMIN

_TAG = ["Mensen"]


@get(
    "/people",
    opt=may("admin", scope=ADMIN),
    tags=_TAG,
    summary="Iedereen",
    description="Wie er is, op naam, met rollen en team.",
    sync_to_thread=True,
)
def list_people(request: Asked) -> Response[PersonList]:
    """Return everybody."""
    with site_of(request).store.read() as session:
        return Response(PersonList(tuple(map(_form, people.everybody(session)))))


@post(
    "/people",
    opt=may("admin", scope=ADMIN) | takes(NewPersonForm, example=PERSON, keeps=True, made=True),
    tags=_TAG,
    summary="Voeg iemand toe",
    description="De uitnodiging om een wachtwoord te kiezen maak je op de pagina Beheer.",
    status_code=201,
    sync_to_thread=True,
)
def add_person(request: Asked, body: RawBody) -> Response[PersonForm]:
    """Add somebody."""
    form, site = given(request, body, NewPersonForm), site_of(request)
    new = people.NewPerson(form.name, form.email, form.roles, form.team_id, form.language)
    with site.store.begin() as session:

        def make() -> str:
            person = people.create(session, new, site.now())
            note(request, session, _event(request, "person.add", person.id))
            return person.id

        return _answer(_person(session, once(session, request, body, make).id), 201)


@get(
    "/people/{person_id:str}",
    opt=may("admin", scope=ADMIN),
    tags=_TAG,
    summary="Eén mens",
    description="Met de `ETag` die nodig is om iets te veranderen.",
    sync_to_thread=True,
)
def one_person(request: Asked, person_id: FromPath[str]) -> Response[PersonForm]:
    """Return somebody."""
    with site_of(request).store.read() as session:
        return _answer(_person(session, person_id))


@patch(
    "/people/{person_id:str}",
    opt=may("admin", scope=ADMIN)
    | takes(PersonChange, example={"roles": ["employee", "coach"]}, edits=True),
    tags=_TAG,
    summary="Verander iets aan iemand",
    description="Alleen wat je meegeeft verandert. Er blijft altijd een beheerder over. "
    "Wie niet meer actief is, kan niet meer inloggen en zijn tokens vervallen.",
    sync_to_thread=True,
)
def change_person(request: Asked, person_id: FromPath[str], body: RawBody) -> Response[PersonForm]:
    """Change somebody."""
    form, site = given(request, body, PersonChange), site_of(request)
    wanted = people.Change(**{key: getattr(form, key) for key in form.__struct_fields__})
    with site.store.begin() as session:
        demand_edition(request, _edition(_person(session, person_id)))
        people.change(session, person_id, wanted, site.now())
        changed = [key for key in form.__struct_fields__ if getattr(form, key) is not msgspec.UNSET]
        note(request, session, _event(request, "person.change", person_id, changed))
        session.expire_all()
        return _answer(_person(session, person_id))


def _event(
    request: Asked, action: str, person_id: str, changed: list[str] | None = None
) -> audit.Event:
    detail = {"by": "api", **({"changed": changed} if changed else {})}
    return audit.Event(visitor_of(request).id, action, "person", person_id, person_id, detail)


def _person(session: Session, person_id: str) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise not_found("Deze persoon")
    return person


def _form(person: Person) -> PersonForm:
    return PersonForm(
        id=person.id,
        name=person.name,
        email=person.email,
        roles=tuple(role for role in ROLES if role in person.role_names),
        team_id=person.team_id,
        team=person.team.name if person.team else None,
        active=person.active,
        language=person.language,
        created=person.created,
    )


def _edition(person: Person) -> str:
    """Return what changes whenever something about somebody does."""
    return hashlib.sha256(msgspec.json.encode(_form(person))).hexdigest()[:16]


def _answer(person: Person, status: int = 200) -> Response[PersonForm]:
    headers = {"ETag": etag(_edition(person))}
    if status == 201:
        headers["Location"] = f"/api/people/{person.id}"
    return Response(_form(person), status_code=status, headers=headers)


ROUTES = [list_people, add_person, one_person, change_person]
