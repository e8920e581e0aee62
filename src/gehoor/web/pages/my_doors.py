"""*Mijn gegevens*, how one comes in: the password, the second step and its recovery codes, tokens.

Whoever found an open screen must not be able to change these: each asks for the password.
"""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pyotp
import segno
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from gehoor.store import Faulty, attempts, entry, passwords, people, recovery, second_step
from gehoor.store.models import Person
from gehoor.web.asked import Asked
from gehoor.web.forms import Fields, Form
from gehoor.web.pages.me import DAYS, my_page, visitor_in
from gehoor.web.paper import page
from gehoor.web.security import patience
from gehoor.web.security.access import may
from gehoor.web.security.guessable import faults_of
from gehoor.web.security.login import come_in
from gehoor.web.security.notes import note
from gehoor.web.security.scopes import SCOPES
from gehoor.web.texts import marked

NOT_YOURS = marked("Je huidige wachtwoord klopt niet.")
OLD = marked("De pagina was te oud. Scan deze nieuwe QR-code.")
_SECRET = re.compile(r"[A-Z2-7]{32}")
SLOWLY = marked("Dat waren veel pogingen. Wacht even en probeer het dan opnieuw.")


@post("/ik/wachtwoord", opt=may(), sync_to_thread=True)
def change_password(request: Asked, form: Fields) -> Response[Any]:
    """Change one's own password; elsewhere one is logged out, here goes a new session on."""
    site, visitor = request.app.state.site, visitor_in(request)
    person, faults = _proved(request, form)
    new = form.exact("new_password")
    faults += faults_of(new, form.exact("again"), person.name, person.email)
    if faults:
        return my_page(request, 422, faults_found=faults)
    try:
        with site.store.begin() as session:
            passwords.set_password(session, visitor.id, new)
            note(request, "password.change", "person", visitor.id, session=session)
    except Faulty as fault:
        return my_page(request, 422, faults_found=list(fault.faults))
    return come_in(request, person, "/ik?klaar=wachtwoord")


@get("/ik/tweede-stap", opt=may(), sync_to_thread=True)
def second(request: Asked) -> Response[Any]:
    """Show a fresh secret as a QR code."""
    with request.app.state.site.store.read() as session:
        person = people.get(session, visitor_in(request).id)
    if person.totp is not None:
        return Redirect("/ik#tweede-stap", status_code=303)
    return _second_page(request, person, second_step.new_secret())


def _second_page(
    request: Asked, person: Person, secret: str, status: int = 200, faults: Any = ()
) -> Response[str]:
    address = pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name="Gehoor")
    return page(
        request,
        "second_step.html",
        status,
        secret=secret,
        grouped=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        picture=_qr(address),
        address=address,
        faults_found=list(faults),
    )


def _qr(text: str) -> str:
    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(out, kind="svg", xmldecl=False, svgns=False, scale=5, dark="#000", light="#fff")
    return out.getvalue().decode()


@post("/ik/tweede-stap", opt=may(), sync_to_thread=True)
def turn_on(request: Asked, form: Fields) -> Response[Any]:
    """Ask for a code from now on, and show the recovery codes, once."""
    site, visitor = request.app.state.site, visitor_in(request)
    person, faults = _proved(request, form)
    secret = form.text("secret")
    if not _SECRET.fullmatch(secret):
        return _second_page(request, person, second_step.new_secret(), 422, [OLD])
    if not faults:
        try:
            with site.store.begin() as session:
                vault = site.store.vault
                second_step.turn_on(
                    session, vault, visitor.id, secret, form.text("code"), site.now()
                )
                codes = recovery.make(session, vault, visitor.id)
                note(request, "second-step.on", "person", visitor.id, session=session)
            return page(request, "recovery_codes.html", codes=codes)
        except Faulty as fault:
            faults = list(fault.faults)
    return _second_page(request, person, secret, 422, faults)


@post("/ik/tweede-stap/uit", opt=may(), sync_to_thread=True)
def turn_off(request: Asked, form: Fields) -> Response[Any]:
    """Ask for no code any more."""
    site, visitor = request.app.state.site, visitor_in(request)
    _, faults = _proved(request, form)
    if faults:
        return my_page(request, 422, faults_found=faults)
    with site.store.begin() as session:
        second_step.turn_off(session, visitor.id)
        recovery.drop(session, visitor.id)
        note(request, "second-step.off", "person", visitor.id, session=session)
    return Redirect("/ik?klaar=stap-uit", status_code=303)


@post("/ik/herstelcodes", opt=may(), sync_to_thread=True)
def new_codes(request: Asked, form: Fields) -> Response[Any]:
    """Show fresh recovery codes, once; older ones no longer work."""
    site, visitor = request.app.state.site, visitor_in(request)
    person, faults = _proved(request, form)
    if faults or person.totp is None:
        return my_page(request, 422, faults_found=faults)
    with site.store.begin() as session:
        codes = recovery.make(session, site.store.vault, visitor.id)
        note(request, "second-step.codes", "person", visitor.id, session=session)
    return page(request, "recovery_codes.html", codes=codes)


@post("/ik/tokens", opt=may(), sync_to_thread=True)
def make_token(request: Asked, form: Fields) -> Response[Any]:
    """Make a token and show it, once."""
    site, visitor = request.app.state.site, visitor_in(request)
    _, unproved = _proved(request, form)
    if unproved:
        return my_page(request, 422, faults_found=unproved)
    scopes = [scope for scope in form.all("scopes") if scope in SCOPES]
    days = int(form.text("days")) if form.text("days") in map(str, DAYS) else DAYS[0]
    ends = site.now() + timedelta(days=days)
    try:
        with site.store.begin() as session:
            secret, row = entry.make_token(
                session, visitor.id, form.text("name"), scopes, ends, site.now()
            )
            note(request, "token.make", "token", row.id, session=session, concerns=visitor.id)
    except Faulty as fault:
        return my_page(request, 422, faults_found=list(fault.faults))
    return my_page(request, new_token=secret)


@post("/ik/tokens/{token_id:str}/weg", opt=may(), sync_to_thread=True)
def end_token(request: Asked, token_id: FromPath[str]) -> Response[Any]:
    """End a token of one's own."""
    site, visitor = request.app.state.site, visitor_in(request)
    with site.store.begin() as session:
        entry.revoke_token(session, token_id, visitor.id)
        note(request, "token.end", "token", token_id, session=session, concerns=visitor.id)
    return Redirect("/ik?klaar=token", status_code=303)


def _proved(request: Asked, form: Form) -> tuple[Person, list[str]]:
    """Return the person, and what is wrong where they can't prove that it is them."""
    site = request.app.state.site
    with site.store.read() as session:
        person = people.get(session, visitor_in(request).id)
    limit = (attempts.Limit(f"password/{person.id}", attempts.ACCOUNT),)
    if person.password is None:  # another service logs them in
        return person, []
    if patience.must_wait(site, limit, limit):
        return person, [SLOWLY]
    if not passwords.is_right(person, form.exact("password")):
        return person, [NOT_YOURS]
    with site.store.begin() as session:
        attempts.forgive(session, site.store.vault, limit)
    return person, []


ROUTES = [change_password, second, turn_on, turn_off, new_codes, make_token, end_token]
