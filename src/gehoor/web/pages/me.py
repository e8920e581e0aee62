"""*Mijn gegevens*: own name and language, all one's data, who looked at one's calls."""

from __future__ import annotations

import tempfile
from typing import Any, Final

import msgspec
from litestar import Response, get, post
from litestar.params import FromQuery
from litestar.response import Redirect, Stream

from gehoor.store import Faulty, audit, entry, people, portability, recovery
from gehoor.web.asked import Asked
from gehoor.web.forms import Fields
from gehoor.web.log_words import sentence_of
from gehoor.web.packing import AS_IT_IS
from gehoor.web.paper import page
from gehoor.web.security.access import Visitor, may
from gehoor.web.security.notes import note
from gehoor.web.security.scopes import SCOPES
from gehoor.web.security.visitors import COOKIE
from gehoor.web.texts import LANGUAGES, marked

DAYS: Final = (30, 90, 365)
FINISHED: Final = {
    "naam": marked("Je gegevens zijn bewaard."),
    "wachtwoord": marked("Je wachtwoord is veranderd. Overal elders ben je uitgelogd."),
    "uit": marked("Overal elders ben je uitgelogd."),
    "stap-aan": marked("De tweede stap staat aan."),
    "stap-uit": marked("De tweede stap staat uit."),
    "token": marked("Het token werkt niet meer."),
}


def visitor_in(request: Asked) -> Visitor:
    """Return who makes a request; somebody is logged in."""
    visitor: Visitor = request.scope["visitor"]  # type: ignore[typeddict-item]
    return visitor


@get("/ik", opt=may(), sync_to_thread=True)
def me(request: Asked, klaar: FromQuery[str] = "") -> Response[str]:
    """Show one's own data and settings."""
    return my_page(request, notice=FINISHED.get(klaar, ""))


def my_page(request: Asked, status: int = 200, **shown: Any) -> Response[str]:
    """Return the page; `shown` has what only this time is on it: faults, a secret, codes."""
    site, visitor = request.app.state.site, visitor_in(request)
    with site.store.read() as session:
        context = {
            "person": people.get(session, visitor.id),
            "tokens": entry.tokens_of(session, visitor.id),
            "codes_left": recovery.left(session, visitor.id),
        }
    extra = {"notice": "", "faults_found": [], "new_token": "", **shown}
    now = site.now()
    return page(
        request,
        "me.html",
        status,
        languages=LANGUAGES,
        scopes=SCOPES,
        days=DAYS,
        now=now,
        **context,
        **extra,
    )


@post("/ik", opt=may(), sync_to_thread=True)
def change_me(request: Asked, form: Fields) -> Response[Any]:
    """Change one's own name and language."""
    site, visitor = request.app.state.site, visitor_in(request)
    wanted = people.Change(name=form.text("name"), language=form.text("language"))
    try:
        with site.store.begin() as session:
            people.change(session, visitor.id, wanted, site.now())
            note(request, "person.change", "person", visitor.id, session=session)
    except Faulty as fault:
        return my_page(request, 422, faults_found=list(fault.faults))
    return Redirect("/ik?klaar=naam", status_code=303)


@post("/ik/uitloggen", opt=may(), sync_to_thread=True)
def log_out_elsewhere(request: Asked) -> Response[Any]:
    """End one's sessions in all other browsers."""
    site, visitor = request.app.state.site, visitor_in(request)
    with site.store.begin() as session:
        number = entry.end_all(session, visitor.id, request.cookies.get(COOKIE))
        note(request, "sessions.end", "person", visitor.id, session=session, number=number)
    return Redirect("/ik?klaar=uit", status_code=303)


@get("/ik/gegevens.zip", opt={**may(), AS_IT_IS: True}, sync_to_thread=True)
def my_data(request: Asked) -> Stream:
    """Give everything one has a right to."""
    site, visitor = request.app.state.site, visitor_in(request)
    file = tempfile.TemporaryFile()  # noqa: SIM115  # closed when it was sent
    with site.store.read() as session:
        number = portability.export(session, site.store.vault, visitor.id, file)
    note(request, "person.export", "person", visitor.id, calls=number)
    file.seek(0)

    def chunks() -> Any:
        with file:
            while chunk := file.read(1 << 16):
                yield chunk

    headers = {"content-disposition": 'attachment; filename="gehoor-gegevens.zip"'}
    return Stream(chunks(), media_type="application/zip", headers=headers)


@get("/ik/ingezien", opt=may(), sync_to_thread=True)
def seen(request: Asked, voor: FromQuery[int | None] = None) -> Response[str]:
    """Show who looked at one's calls, and did something with them."""
    site, visitor = request.app.state.site, visitor_in(request)
    with site.store.read() as session:
        lines = audit.looks_at(session, visitor.id, before=voor)
        names = people.names(session, {line.person_id for line in lines if line.person_id})
    shown = [
        {
            "at": line.at,
            "who": names.get(line.person_id or "", ""),
            "what": sentence_of(line.action),
            "call": line.subject_id if line.kind == "call" else None,
            "detail": msgspec.json.decode(line.detail),
        }
        for line in lines
    ]
    more = lines[-1].number if len(lines) == audit.PAGE else None
    return page(request, "seen.html", lines=shown, more=more)


ROUTES = [me, change_me, log_out_elsewhere, my_data, seen]
