"""*Inloggen* and *Uitloggen*: password, code, and going on with what one was typing."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromQuery
from litestar.response import Redirect

from gehoor.store import attempts, drafts, passwords, people, recovery, second_step
from gehoor.store.models import Person
from gehoor.web.asked import Asked
from gehoor.web.forms import Fields
from gehoor.web.paper import page
from gehoor.web.security import patience, typed
from gehoor.web.security.access import PUBLIC, SMALL, may
from gehoor.web.security.login import come_in, go_out, half_way, safe, waiting
from gehoor.web.security.notes import note
from gehoor.web.texts import marked

WRONG = marked("E-mailadres of wachtwoord klopt niet. Probeer het nog eens.")
WRONG_CODE = marked("Deze code klopt niet of is al gebruikt. Wacht op de volgende code.")


@get("/inloggen", opt=may(PUBLIC), sync_to_thread=True)
def login(request: Asked, naar: FromQuery[str] = "/", klaar: FromQuery[str] = "") -> Response[Any]:
    """Ask for e-mail address and password."""
    if request.scope.get("visitor"):
        return Redirect(safe(naar), status_code=303)
    return login_page(request, onward=safe(naar), finished=klaar)


def login_page(request: Asked, status: int = 200, **shown: Any) -> Response[str]:
    """Return the page; `shown` has what only this time is on it: faults, a wait."""
    oidc = request.app.state.site.settings.oidc
    context = {"onward": "/", "finished": "", "email": "", "wrong": [], "seconds": 0, **shown}
    return page(
        request,
        "login.html",
        status,
        local=True,
        outside=oidc.name if oidc else "",
        kept=typed.COOKIE in request.cookies,
        **context,
    )


@post("/inloggen", opt=may(PUBLIC), sync_to_thread=True, request_max_body_size=SMALL)
def log_in(request: Asked, form: Fields) -> Response[Any]:
    """Log somebody in, or ask for their code."""
    site, email, onward = request.app.state.site, form.text("email"), safe(form.text("naar"))
    account, place = patience.of_account(request, email), patience.of_place(request)
    if seconds := patience.must_wait(site, account + place, account):
        answer = login_page(request, 429, onward=onward, email=email, seconds=seconds)
        answer.headers["retry-after"] = str(seconds)
        return answer
    with site.store.read() as session:
        person = people.by_email(session, email)
        right = passwords.is_right(person, form.exact("password"))
    if person is None or not right:
        with site.store.begin() as session:
            attempts.count(session, site.store.vault, place, site.now())
        return login_page(request, 403, onward=onward, email=email, wrong=[WRONG])
    with site.store.begin() as session:
        attempts.forgive(session, site.store.vault, account)
    if person.totp is not None:
        return half_way(request, person, _to_code(onward))
    note(request, "login", "person", person.id, by=person.id)
    return come_in(request, person, onward)


def _to_code(onward: str) -> str:
    from urllib.parse import quote

    return f"/inloggen/code?naar={quote(onward)}" if onward != "/" else "/inloggen/code"


@get("/inloggen/code", opt=may(PUBLIC), sync_to_thread=True)
def code(request: Asked, naar: FromQuery[str] = "/") -> Response[Any]:
    """Ask for the code of the second step."""
    if waiting(request) is None:
        return Redirect("/inloggen", status_code=303)
    return page(request, "login_code.html", onward=safe(naar), wrong=[], seconds=0)


@post("/inloggen/code", opt=may(PUBLIC), sync_to_thread=True, request_max_body_size=SMALL)
def give_code(request: Asked, form: Fields) -> Response[Any]:
    """Log in whoever gives the right code."""
    site, half, onward = request.app.state.site, waiting(request), safe(form.text("naar"))
    if half is None or half.person_id is None:
        return Redirect("/inloggen", status_code=303)
    limit = (attempts.Limit(f"code/{half.person_id}", attempts.ACCOUNT),)
    if seconds := patience.must_wait(site, limit, limit):
        return page(request, "login_code.html", 429, onward=onward, wrong=[], seconds=seconds)
    person = _with_code(request, half.person_id, form.text("code"))
    if person is None:
        return page(request, "login_code.html", 403, onward=onward, wrong=[WRONG_CODE], seconds=0)
    with site.store.begin() as session:
        attempts.forgive(session, site.store.vault, limit)
    note(request, "login", "person", person.id, by=person.id)
    return come_in(request, person, onward)


def _with_code(request: Asked, person_id: str, given: str) -> Person | None:
    site = request.app.state.site
    with site.store.begin() as session:
        person = people.get(session, person_id)
        if not person.active:
            return None
        vault = site.store.vault
        if second_step.accept(session, vault, person, given, site.now()):
            return person
        return person if recovery.use(session, vault, person.id, given) else None


@get("/inloggen/verder", opt=may(), sync_to_thread=True)
def go_on(request: Asked) -> Response[Any]:
    """Show what somebody was typing when their session was over."""
    site, secret = request.app.state.site, request.cookies.get(typed.COOKIE, "")
    visitor = request.scope["visitor"]  # type: ignore[typeddict-item]
    with site.store.read() as session:
        draft = drafts.find(session, site.store.vault, secret, visitor.id, site.now())
    answer: Response[Any]
    if draft is None:
        answer = Redirect("/", status_code=303)
        answer.set_cookie(typed.forgotten())
        return answer
    return page(request, "typed.html", draft=draft, reason="")


@post("/uitloggen", opt=may(PUBLIC), sync_to_thread=True)
def log_out(request: Asked) -> Response[Any]:
    """Log somebody out."""
    return go_out(request)


ROUTES = [login, log_in, code, give_code, go_on, log_out]
