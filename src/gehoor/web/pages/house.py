"""*Huisstijl*: an organisation's own choices, tried on an example before they count.

Everyone may read them. Team leaders and administrators may change them: they answer for how
the organisation speaks and for what a team may give away; a coach advises, and can say so.
"""

from __future__ import annotations

from typing import Any, cast

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.orm import Session

from gehoor.store import Conflict, Faulty, audit
from gehoor.store import house as store
from gehoor.store.phrases import phrases_for
from gehoor.web.asked import Asked
from gehoor.web.forms import Fields, Form
from gehoor.web.house_preview import compare, examples
from gehoor.web.house_style import InForce, by_file, in_force
from gehoor.web.house_text import (
    CHOICES,
    HouseFile,
    changes,
    from_form,
    read_file,
    shown_amount,
    write_file,
)
from gehoor.web.paper import page
from gehoor.web.security.access import Visitor, may
from gehoor.web.site import Site
from gehoor.web.texts import marked

CHANGERS = ("team_lead", "admin")
MOST = 200  # versions shown
PARTY_WORDS = ("beller", "klant", "patiënt", "cliënt", "huurder", "inwoner", "reiziger", "lid")
TOO_LONG = marked("Het bestand is te groot voor een huisstijl.")
NO_TEXT = marked("Dit bestand is geen tekst in UTF-8. Kies een gehoor.toml.")
NO_FILE = marked("Kies eerst een bestand.")
NOTHING_NEW = marked("Er verandert niets: dit is precies de huisstijl die er al is.")


def _site(request: Asked) -> Site:
    return cast("Site", request.app.state.site)


def _visitor(request: Asked) -> Visitor:
    return cast("Visitor", request.scope["visitor"])  # type: ignore[typeddict-item]


def _texts(form: Form) -> dict[str, str]:
    return {name: form.exact(name) for name in form.names}


@get("/huisstijl", opt=may(), sync_to_thread=True)
def house(request: Asked) -> Response[str]:
    """Show the house style; to whoever may change it, as a form."""
    return _page(request, in_force(_site(request)).file)


def _page(
    request: Asked,
    file: HouseFile,
    *,
    why: str = "",
    faults: tuple[str, ...] = (),
    theirs: HouseFile | None = None,
    fields: dict[str, str] | None = None,
    tried: dict[str, Any] | None = None,
    status: int = 200,
) -> Response[str]:
    site, present = _site(request), in_force(_site(request))
    given = fields or {}
    with site.store.read() as session:
        newest = store.newest(session)
    return page(
        request,
        "house/house.html",
        status,
        file=file,
        present=present,
        newest=newest,
        based_on=present.version_id or "",
        why=why,
        faults=faults,
        conflict=changes(file, theirs, site.method) if theirs is not None else (),
        conflicting=theirs is not None,
        party_word=given.get("party_word", file.party_word),
        mandate=given.get("mandate", shown_amount(file.mandate)),
        may_change=_visitor(request).is_any(*CHANGERS),
        method=site.method,
        choices=CHOICES,
        party_words=PARTY_WORDS,
        examples=examples(),
        example=given.get("voorbeeld", ""),
        saved=bool(request.query_params.get("bewaard")),
        **(tried or {"preview": None}),
    )


@post("/huisstijl/voorbeeld", opt=may(*CHANGERS), sync_to_thread=True, status_code=200)
def preview(request: Asked, form: Fields) -> Response[str]:
    """Show what these choices would alter, before anybody keeps them."""
    site, fields = _site(request), _texts(form)
    try:
        file = from_form(fields, in_force(site).file, site.method)
    except Faulty as fault:
        return page(request, "house/preview.html", faults=fault.faults, preview=None)
    tried = _tried(request, file, fields.get("voorbeeld", ""))
    return page(request, "house/preview.html", faults=(), method=site.method, **tried)


def _tried(request: Asked, file: HouseFile, example: str) -> dict[str, Any]:
    """Return what a page shows of what these choices would alter."""
    site, present = _site(request), in_force(_site(request))
    with site.store.read() as session:
        sentences = [row.text for row in phrases_for(session, _visitor(request).id)]
    return {
        "preview": compare(present, by_file(site, file), example, sentences),
        "changes": changes(present.file, file, site.method),
    }


@post("/huisstijl", opt=may(*CHANGERS), sync_to_thread=True)
def keep(request: Asked, form: Fields) -> Response[Any]:
    """Keep the choices as the new house style."""
    site, fields = _site(request), _texts(form)
    present, why = in_force(site), fields.get("why", "")
    try:
        file = from_form(fields, present.file, site.method)
    except Faulty as fault:
        return _page(
            request, _shown(fields, present, site), why=why, faults=fault.faults, fields=fields,
            status=422,
        )  # fmt: skip
    if fields.get("wat") == "voorbeeld":  # without JavaScript the example comes as a page
        tried = _tried(request, file, fields.get("voorbeeld", ""))
        return _page(request, file, why=why, fields=fields, tried=tried)
    try:
        _keep(request, write_file(file), why, fields.get("based_on") or None, present)
    except Faulty as fault:
        return _page(request, file, why=why, faults=fault.faults, fields=fields, status=422)
    except Conflict as conflict:
        theirs = read_file(conflict.theirs)
        return _page(request, file, why=why, theirs=theirs, fields=fields, status=409)
    return Redirect("/huisstijl?bewaard=ja", status_code=303)


def _shown(fields: dict[str, str], present: InForce, site: Site) -> HouseFile:
    """Return the choices of a form that has faults, without those."""
    right = {k: v for k, v in fields.items() if k.startswith("rule-")}
    for name in ("profile", "address_form"):
        try:
            tried = {**right, name: fields.get(name, "")}
            from_form(tried, present.file, site.method)
        except Faulty:
            continue
        right = tried
    return from_form(right, present.file, site.method)


def _keep(request: Asked, text: str, why: str, based_on: str | None, present: InForce) -> None:
    site, visitor = _site(request), _visitor(request)
    read = read_file(text)
    if present.version_id == based_on and read == present.file:
        raise Faulty(NOTHING_NEW)
    with site.store.begin() as session:
        version = store.keep(
            session, text, why, visitor.id, site.method.rules.keys(), based_on, site.now()
        )
        event = audit.Event(visitor.id, "house.change", "house", version)
        audit.append(session, site.store.vault, event, site.now())


@post("/huisstijl/bestand", opt=may(*CHANGERS), sync_to_thread=True)
def upload(request: Asked, form: Fields) -> Response[Any]:
    """Keep an uploaded gehoor.toml as the new house style."""
    present, fields = in_force(_site(request)), _texts(form)
    file, why = form.file("bestand"), fields.get("why", "")
    content = file.file.read(store.LONGEST + 1) if file else b""
    try:
        _keep(request, _decoded(content), why, fields.get("based_on") or None, present)
    except Faulty as fault:
        return _page(request, present.file, why=why, faults=fault.faults, status=422)
    except Conflict as conflict:
        mine, theirs = read_file(conflict.mine), read_file(conflict.theirs)
        return _page(request, mine, why=why, theirs=theirs, status=409)
    return Redirect("/huisstijl?bewaard=ja", status_code=303)


def _decoded(content: bytes) -> str:
    if not content:
        raise Faulty(NO_FILE)
    if len(content) > store.LONGEST:
        raise Faulty(TOO_LONG)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Faulty(NO_TEXT) from None


@get("/huisstijl/gehoor.toml", opt=may(), sync_to_thread=True)
def download(request: Asked) -> Response[str]:
    """Give the house style as a file."""
    text = _text(request)
    name = {"content-disposition": 'attachment; filename="gehoor.toml"'}
    return Response(text, media_type="application/toml; charset=utf-8", headers=name)


def _text(request: Asked) -> str:
    site = _site(request)
    with site.store.read() as session:
        newest = store.newest(session)
    return newest.text if newest else write_file(HouseFile())


@get("/huisstijl/geschiedenis", opt=may(), sync_to_thread=True)
def history(request: Asked) -> Response[str]:
    """Show who changed what, when and why."""
    site = _site(request)
    with site.store.read() as session:
        versions = store.history(session, MOST)
    steps = []
    for at, version in enumerate(versions):
        before = versions[at + 1].text if at + 1 < len(versions) else ""
        steps.append((version, changes(_lenient(before), _lenient(version.text), site.method)))
    return page(
        request, "house/history.html", steps=steps, method=site.method, rest=len(steps) == MOST
    )


@get("/huisstijl/versies/{version_id:str}", opt=may(), sync_to_thread=True)
def version(request: Asked, version_id: FromPath[str]) -> Response[str]:
    """Show an older version, and what going back to it would alter."""
    return _version_page(request, version_id)


def _version_page(
    request: Asked, version_id: str, faults: tuple[str, ...] = (), status: int = 200
) -> Response[str]:
    site, present = _site(request), in_force(_site(request))
    with site.store.read() as session:
        found = _found(session, version_id)
    file = _lenient(found.text)
    return page(
        request,
        "house/version.html",
        status,
        version=found,
        is_newest=found.id == present.version_id,
        based_on=present.version_id or "",
        changes=changes(present.file, file, site.method),
        preview=compare(present, by_file(site, file), "", ()),
        may_change=_visitor(request).is_any(*CHANGERS),
        method=site.method,
        faults=faults,
    )


@post("/huisstijl/versies/{version_id:str}", opt=may(*CHANGERS), sync_to_thread=True)
def go_back(request: Asked, version_id: FromPath[str], form: Fields) -> Response[Any]:
    """Make an older version the house style again, as a new version."""
    site, fields = _site(request), _texts(form)
    with site.store.read() as session:
        found = _found(session, version_id)
    try:
        _keep(
            request, found.text, fields.get("why", ""), fields.get("based_on") or None,
            in_force(site),
        )  # fmt: skip
    except Faulty as fault:
        return _version_page(request, version_id, fault.faults, 422)
    except Conflict as conflict:
        return _version_page(request, version_id, (str(conflict),), 409)
    return Redirect("/huisstijl?bewaard=ja", status_code=303)


def _found(session: Session, version_id: str) -> store.Version:
    versions = store.history(session, MOST)
    found = next((item for item in versions if item.id == version_id), None)
    if found is None:
        raise NotFoundException
    return found


def _lenient(text: str) -> HouseFile:
    """Return the choices in a text of the past, which the form of today may refuse."""
    try:
        return read_file(text)
    except Faulty:
        return HouseFile()


ROUTES = [house, preview, keep, upload, download, history, version, go_back]
