"""*Zinnen*: the phrase book, and people's own sentences, checked while they are written."""

from __future__ import annotations

from typing import Any, cast

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from gehoor.checking import Remark
from gehoor.method.model import STEPS, Kind
from gehoor.store import Conflict, Faulty, Refused
from gehoor.store import phrases as store
from gehoor.store.models import Person
from gehoor.web.asked import Asked
from gehoor.web.forms import Fields, Form
from gehoor.web.house_style import in_force
from gehoor.web.paper import page, wants_part
from gehoor.web.phrase_book import (
    FEW,
    METHOD,
    SITUATIONS,
    WHOSE,
    Sentence,
    Wanted,
    looked_up,
    of_method,
    own,
)
from gehoor.web.security.access import Visitor, may
from gehoor.web.site import Site

Asking = FromQuery[str]


def _site(request: Asked) -> Site:
    return cast("Site", request.app.state.site)


def _visitor(request: Asked) -> Visitor:
    return cast("Visitor", request.scope["visitor"])  # type: ignore[typeddict-item]


@get("/zinnen", opt=may(), sync_to_thread=True)
def phrases(
    request: Asked, q: Asking = "", stap: Asking = "", situatie: Asking = "", van: Asking = ""
) -> Response[str]:
    """Show the phrase book, or what somebody looks for in it."""
    wanted = Wanted(q[:200], stap, situatie, van)
    template = "phrases/list.html" if wants_part(request) else "phrases/book.html"
    return page(request, template, **_book(request, wanted))


def _book(request: Asked, wanted: Wanted) -> dict[str, Any]:
    site, visitor = _site(request), _visitor(request)
    with site.store.read() as session:
        mine = own(store.phrases_for(session, visitor.id), visitor.id)
    groups = looked_up([*mine, *of_method(site.method)], wanted, site.method)
    return {
        "wanted": wanted,
        "groups": [(step, group, _shown(group, wanted)) for step, group in groups],
        "count": sum(len(group) for _, group in groups),
        "steps": site.method.steps,
        "situations": SITUATIONS,
        "whose": WHOSE,
        "rules": site.method.rules,
        "saved": request.query_params.get("bewaard", ""),
        "gone": bool(request.query_params.get("weg")),
    }


def _shown(group: list[Sentence], wanted: Wanted) -> list[Sentence]:
    """Return the first few sentences of a step, and all own ones; all where one looks for some."""
    if not wanted.is_nothing:
        return group
    return [s for at, s in enumerate(group) if at < FEW or s.whose != METHOD]


@post("/zinnen/toets", opt=may(), sync_to_thread=True, status_code=200)
def check(request: Asked, form: Fields) -> Response[str]:
    """Show what can be said better in a sentence that is being written."""
    text = form.text("text")
    remarks = _remarks(request, text, _kind(form))
    return page(request, "phrases/remarks.html", text=text, remarks=remarks)


def _kind(form: Form) -> Kind:
    return "written" if form.text("kind") == "written" else "spoken"


def _remarks(request: Asked, text: str, kind: Kind = "spoken") -> tuple[Remark, ...]:
    return in_force(_site(request)).checker.check(text, kind)


@get("/zinnen/nieuw", opt=may(), sync_to_thread=True)
def new(request: Asked, als: Asking = "") -> Response[str]:
    """Show the form for a new sentence, empty or with one of the method's to begin with."""
    found = next((s for s in of_method(_site(request).method) if s.key == als), None)
    if found is None:
        return _form(request, store.Phrase("", ""))
    return _form(request, store.Phrase(found.text, found.step, found.situation))


@post("/zinnen/nieuw", opt=may(), sync_to_thread=True)
def add(request: Asked, form: Fields) -> Response[Any]:
    """Keep a new sentence, or only check it."""
    phrase = _phrase(form)
    if form.text("wat") == "toets":
        return _form(request, phrase, checked=True, kind=_kind(form))
    try:
        with _site(request).store.begin() as session:
            _known(phrase)
            phrase_id = store.add_phrase(session, _visitor(request).id, phrase)
    except Faulty as fault:
        return _form(request, phrase, faults=fault.faults, status=422, kind=_kind(form))
    return Redirect(f"/zinnen?bewaard={phrase_id}#zin-{phrase_id}", status_code=303)


@get("/zinnen/{phrase_id:str}", opt=may(), sync_to_thread=True)
def edit(request: Asked, phrase_id: FromPath[str]) -> Response[str]:
    """Show the form for one of one's own sentences."""
    sentence = _mine(request, phrase_id)
    phrase = store.Phrase(
        sentence.text, sentence.step, sentence.situation, sentence.whose == "team"
    )
    return _form(request, phrase, phrase_id, sentence.edition, checked=True)


@post("/zinnen/{phrase_id:str}", opt=may(), sync_to_thread=True)
def change(request: Asked, phrase_id: FromPath[str], form: Fields) -> Response[Any]:
    """Keep a changed sentence, or only check it."""
    phrase, edition = _phrase(form), _number(form.text("edition"))
    if form.text("wat") == "toets":
        return _form(request, phrase, phrase_id, edition, checked=True, kind=_kind(form))
    try:
        with _site(request).store.begin() as session:
            _known(phrase)
            store.edit_phrase(session, phrase_id, _visitor(request).id, phrase, edition)
    except Faulty as fault:
        return _form(request, phrase, phrase_id, edition, faults=fault.faults, status=422)
    except Conflict as conflict:
        return _form(
            request, phrase, phrase_id, conflict.edition, theirs=conflict.theirs, status=409
        )
    return Redirect(f"/zinnen?bewaard={phrase_id}#zin-{phrase_id}", status_code=303)


@post("/zinnen/{phrase_id:str}/weg", opt=may(), sync_to_thread=True)
def delete(request: Asked, phrase_id: FromPath[str]) -> Response[Any]:
    """Delete one of one's own sentences."""
    with _site(request).store.begin() as session:
        store.delete_phrase(session, phrase_id, _visitor(request).id)
    return Redirect("/zinnen?weg=ja", status_code=303)


def _phrase(form: Form) -> store.Phrase:
    return store.Phrase(
        form.text("text"),
        form.text("step"),
        form.text("situation"),
        form.text("team") == "ja",
    )


def _known(phrase: store.Phrase) -> None:
    known = ("", *SITUATIONS)
    if phrase.step not in STEPS or phrase.situation not in known:
        raise Faulty("stap of situatie: kies er een uit de lijst")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _mine(request: Asked, phrase_id: str) -> Sentence:
    site, visitor = _site(request), _visitor(request)
    with site.store.read() as session:
        mine = own(store.phrases_for(session, visitor.id), visitor.id)
    found = next((s for s in mine if s.id == phrase_id and s.is_mine), None)
    if found is None:
        raise Refused("deze zin is er niet (meer), of hij is van iemand anders")
    return found


def _form(
    request: Asked,
    phrase: store.Phrase,
    phrase_id: str = "",
    edition: int = 0,
    *,
    checked: bool = False,
    kind: Kind = "spoken",
    faults: tuple[str, ...] = (),
    theirs: str = "",
    status: int = 200,
) -> Response[str]:
    site = _site(request)
    with site.store.read() as session:
        person = session.get(Person, _visitor(request).id)
    show = checked or faults or theirs
    return page(
        request,
        "phrases/form.html",
        status,
        phrase=phrase,
        phrase_id=phrase_id,
        edition=edition,
        kind=kind,
        faults=faults,
        theirs=theirs,
        text=phrase.text,
        remarks=_remarks(request, phrase.text, kind) if show else (),
        checked=bool(show),
        team=person.team.name if person and person.team else "",
        steps=site.method.steps,
        situations=SITUATIONS,
    )


ROUTES = [phrases, check, new, add, edit, change, delete]
