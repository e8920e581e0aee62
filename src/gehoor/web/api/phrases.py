"""People's own sentences: their own and their team's."""

from __future__ import annotations

from litestar import Response, delete, get, post, put
from litestar.params import FromPath, RawBody
from sqlalchemy.orm import Session

from gehoor.store import phrases
from gehoor.store.models import PhraseRow
from gehoor.store.phrases import Phrase
from gehoor.web.api.editions import demand_edition, etag
from gehoor.web.api.examples import PHRASE
from gehoor.web.api.forms.house import NewPhraseForm, PhraseForm, PhraseList
from gehoor.web.api.given import given, takes
from gehoor.web.api.here import site_of, visitor_of
from gehoor.web.api.once import once
from gehoor.web.api.problems import Problem, not_found
from gehoor.web.asked import Asked
from gehoor.web.security.access import may
from gehoor.web.security.scopes import PHRASES

_TAG = ["Zinnen"]


@get(
    "/phrases",
    opt=may(scope=PHRASES),
    tags=_TAG,
    summary="Eigen zinnen",
    description="Je eigen zinnen en die van je team, op stap.",
    sync_to_thread=True,
)
def list_phrases(request: Asked) -> Response[PhraseList]:
    """Return the sentences the visitor may use."""
    person_id = visitor_of(request).id
    with site_of(request).store.read() as session:
        rows = phrases.phrases_for(session, person_id)
    return Response(PhraseList(tuple(_form(row, person_id) for row in rows)))


@post(
    "/phrases",
    opt=may(scope=PHRASES) | takes(NewPhraseForm, example=PHRASE, keeps=True, made=True),
    tags=_TAG,
    summary="Bewaar een zin",
    description="Voor jezelf, of met `team` voor je team.",
    status_code=201,
    sync_to_thread=True,
)
def add_phrase(request: Asked, body: RawBody) -> Response[PhraseForm]:
    """Keep a sentence."""
    new, person_id = _phrase(given(request, body, NewPhraseForm)), visitor_of(request).id
    site = site_of(request)
    with site.store.begin() as session:
        made = once(
            session,
            request,
            body,
            lambda: phrases.add_phrase(session, person_id, new, site.now()),
        )
        return _answer(_usable(session, made.id, person_id), person_id, 201)


@get(
    "/phrases/{phrase_id:str}",
    opt=may(scope=PHRASES),
    tags=_TAG,
    summary="Eén zin",
    description="Met de `ETag` die nodig is om hem te veranderen.",
    sync_to_thread=True,
)
def one_phrase(request: Asked, phrase_id: FromPath[str]) -> Response[PhraseForm]:
    """Return a sentence."""
    person_id = visitor_of(request).id
    with site_of(request).store.read() as session:
        return _answer(_usable(session, phrase_id, person_id), person_id)


@put(
    "/phrases/{phrase_id:str}",
    opt=may(scope=PHRASES) | takes(NewPhraseForm, example=PHRASE, edits=True),
    tags=_TAG,
    summary="Verander een zin",
    description="Alleen wie de zin schreef kan dat.",
    sync_to_thread=True,
)
def change_phrase(request: Asked, phrase_id: FromPath[str], body: RawBody) -> Response[PhraseForm]:
    """Change a sentence of one's own."""
    new, person_id = _phrase(given(request, body, NewPhraseForm)), visitor_of(request).id
    site = site_of(request)
    with site.store.begin() as session:
        row = _own(session, phrase_id, person_id)
        demand_edition(request, row.edition)
        phrases.edit_phrase(session, phrase_id, person_id, new, row.edition, site.now())
        session.refresh(row)
        return _answer(row, person_id)


@delete(
    "/phrases/{phrase_id:str}",
    opt=may(scope=PHRASES),
    tags=_TAG,
    summary="Verwijder een zin",
    description="Alleen wie de zin schreef kan dat.",
    status_code=204,
    sync_to_thread=True,
)
def delete_phrase(request: Asked, phrase_id: FromPath[str]) -> None:
    """Delete a sentence of one's own."""
    person_id = visitor_of(request).id
    with site_of(request).store.begin() as session:
        _own(session, phrase_id, person_id)
        phrases.delete_phrase(session, phrase_id, person_id)


def _phrase(form: NewPhraseForm) -> Phrase:
    return Phrase(form.text, form.step, form.situation, form.team)


def _usable(session: Session, phrase_id: str, person_id: str) -> PhraseRow:
    for row in phrases.phrases_for(session, person_id):
        if row.id == phrase_id:
            return row
    raise not_found("Deze zin")


def _own(session: Session, phrase_id: str, person_id: str) -> PhraseRow:
    row = _usable(session, phrase_id, person_id)
    if row.owner_id != person_id:
        raise Problem("not-allowed", "deze zin is van iemand anders")
    return row


def _form(row: PhraseRow, person_id: str) -> PhraseForm:
    return PhraseForm(
        id=row.id,
        text=row.text,
        step=row.step,
        situation=row.situation,
        team=row.team_id is not None,
        mine=row.owner_id == person_id,
        made=row.made,
        edited=row.edited,
        edition=row.edition,
    )


def _answer(row: PhraseRow, person_id: str, status: int = 200) -> Response[PhraseForm]:
    headers = {"ETag": etag(row.edition)}
    if status == 201:
        headers["Location"] = f"/api/phrases/{row.id}"
    return Response(_form(row, person_id), status_code=status, headers=headers)


ROUTES = [list_phrases, add_phrase, one_phrase, change_phrase, delete_phrase]
