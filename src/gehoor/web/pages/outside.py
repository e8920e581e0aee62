"""*Inloggen* by way of the organisation (OpenID Connect): there and back again.

Somebody is known by what the service calls them, else by a verified e-mail address of an account
that was invited; only where the settings say so does a first log-in make an account.
"""

from __future__ import annotations

import logging
from typing import Any

from litestar import Response, get
from litestar.datastructures import Cookie
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery
from litestar.response import Redirect
from sqlalchemy.orm import Session

from gehoor.store import Faulty, Refused, people
from gehoor.store.models import Person
from gehoor.web.asked import Asked
from gehoor.web.pages.login import login_page
from gehoor.web.security import oidc
from gehoor.web.security.access import PUBLIC, may
from gehoor.web.security.login import come_in, safe
from gehoor.web.security.notes import note
from gehoor.web.settings import Oidc
from gehoor.web.texts import marked

_LOG = logging.getLogger("gehoor.web")
FAILED = marked("Inloggen via je organisatie lukte niet. Probeer het nog eens.")
UNKNOWN = marked("Je organisatie kent je, maar Gehoor nog niet. Vraag je beheerder om toegang.")
OFF = marked("Je account staat uit. Vraag het je beheerder.")


@get("/inloggen/extern", opt=may(PUBLIC), sync_to_thread=True)
def go(request: Asked, naar: FromQuery[str] = "/") -> Response[Any]:
    """Send somebody to the service of their organisation."""
    site = request.app.state.site
    try:
        address, asked = _provider(request).ask(safe(naar), site.now().timestamp())
    except oidc.OidcFault as fault:
        return _failed(request, FAILED, str(fault))
    answer = Redirect(address, status_code=303)
    answer.set_cookie(_cookie(oidc.seal(site.store.vault, asked), oidc.LIFE))
    return answer


@get("/inloggen/terug", opt=may(PUBLIC), sync_to_thread=True)
def back(request: Asked) -> Response[Any]:
    """Log in whoever comes back from there, known and sound."""
    site, cookie = request.app.state.site, request.cookies.get(oidc.COOKIE, "")
    provider = _provider(request)
    try:
        asked = oidc.unseal(site.store.vault, cookie)
        answer = {key: str(value) for key, value in request.query_params.items()}
        identity = provider.identify(asked, answer, site.now().timestamp())
    except oidc.OidcFault as fault:
        return _failed(request, FAILED, str(fault))
    with site.store.begin() as session:
        person = _person(session, identity, provider.settings)
        if person is not None and person.active:
            _give_roles(session, person, identity, provider.settings)
            note(request, "login", "person", person.id, by=person.id, session=session, by_oidc=True)
    if person is None or not person.active:
        return _failed(request, UNKNOWN if person is None else OFF, "geen toegang")
    response = come_in(request, person, asked.onward)
    response.set_cookie(_cookie("", 0))
    return response


def _provider(request: Asked) -> oidc.Provider:
    provider: oidc.Provider | None = request.app.state.provider
    if provider is None:
        raise NotFoundException
    return provider


def _failed(request: Asked, said: str, reason: str) -> Response[Any]:
    _LOG.warning("inloggen via de organisatie lukte niet: %s", reason)
    answer = login_page(request, 403, wrong=[said])
    answer.set_cookie(_cookie("", 0))
    return answer


def _cookie(value: str, seconds: int) -> Cookie:
    return Cookie(
        oidc.COOKIE, value=value, secure=True, httponly=True, samesite="lax", max_age=seconds
    )


def _person(session: Session, identity: oidc.Identity, settings: Oidc) -> Person | None:
    if known := people.by_subject(session, identity.subject):
        return known
    if not identity.email_verified or not identity.email:
        return None
    invited = people.by_email(session, identity.email)
    if invited is not None:
        if invited.subject is None:
            people.change(session, invited.id, people.Change(subject=identity.subject))
            return invited
        return None  # the address is somebody else's there
    roles = _roles(identity, settings) or set(settings.default_roles)
    if not settings.first_login or not roles:
        return None
    new = people.NewPerson(identity.name[:200], identity.email, roles, subject=identity.subject)
    try:
        return people.create(session, new)
    except Faulty:
        return None


def _roles(identity: oidc.Identity, settings: Oidc) -> set[str]:
    """Return the roles that the service's claim gives, by the mapping of the settings."""
    given = identity.claims.get(settings.roles_claim, []) if settings.roles_claim else []
    values = given if isinstance(given, list) else [given]
    return {role for value in values for role in settings.roles.get(str(value), [])}


def _give_roles(session: Session, person: Person, identity: oidc.Identity, settings: Oidc) -> None:
    """Bring somebody's roles in line with the claim, where there is one and it names any."""
    roles = _roles(identity, settings)
    if not roles or roles == person.role_names:
        return
    try:
        with session.begin_nested():
            people.change(session, person.id, people.Change(roles=roles))
    except Refused:  # the last administrator stays one
        session.refresh(person)


ROUTES = [go, back]
