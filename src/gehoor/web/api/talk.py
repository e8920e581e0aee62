"""Objections («klopt niet») and with whom a call is shared."""

from __future__ import annotations

from litestar import Response, delete, get, post, put
from litestar.params import FromPath, RawBody

from gehoor.reporting.record import Record
from gehoor.store import calls, objections, shares
from gehoor.store.models import Objection, ReviewRow
from gehoor.store.models.people import ROLES
from gehoor.web.api.examples import OBJECTION
from gehoor.web.api.forms.people import Receiver, ReceiverList
from gehoor.web.api.forms.talk import (
    NewObjectionForm,
    ObjectionForm,
    ObjectionList,
    ShareForm,
    ShareList,
)
from gehoor.web.api.given import given, takes
from gehoor.web.api.here import WITH_CALLS, Seen, seen, site_of, visitor_of
from gehoor.web.api.once import once
from gehoor.web.api.problems import Problem, not_found
from gehoor.web.asked import Asked
from gehoor.web.security.access import may
from gehoor.web.security.scopes import READ, WRITE

_OBJECTIONS, _SHARES = ["Klopt niet"], ["Delen"]


@get(
    "/calls/{call_id:str}/objections",
    opt=may(*WITH_CALLS, scope=READ),
    tags=_OBJECTIONS,
    summary="Wat er volgens mensen niet klopt",
    description="De bezwaren bij een gesprek, over al zijn verslagen, oudste eerst.",
    sync_to_thread=True,
)
def list_objections(request: Asked, call_id: FromPath[str]) -> Response[ObjectionList]:
    """Return the objections on a call."""
    with seen(request, call_id) as call:
        return Response(ObjectionList(_objections(call)))


@post(
    "/calls/{call_id:str}/objections",
    opt=may(*WITH_CALLS, scope=WRITE) | takes(NewObjectionForm, example=OBJECTION, keeps=True),
    tags=_OBJECTIONS,
    summary="Zeg dat iets niet klopt",
    description="Over een bevinding (`finding`, met de regel als naam), iets wat gehoord is "
    "(`act`) of de soort boosheid (`anger`), met een reden. "
    "Hetzelfde nog eens zeggen vervangt de reden.",
    status_code=201,
    sync_to_thread=True,
)
def object_to(request: Asked, call_id: FromPath[str], body: RawBody) -> Response[ObjectionForm]:
    """Keep an objection."""
    form = given(request, body, NewObjectionForm)
    with seen(request, call_id, change=True) as call:
        new = objections.NewObjection(
            review_id=_review_that_says(call, form),
            person_id=call.visitor.id,
            kind=form.kind,
            name=form.name,
            reason=form.reason,
            turn=form.turn,
        )

        def make() -> str:
            call.note("objection.add", {"kind": form.kind, "name": form.name})
            return objections.object_to(call.session, call.vault, new, call.site.now())

        made = once(call.session, request, body, make)
        kept = next((item for item in _objections(call) if item.id == made.id), None)
    if kept is None:
        raise not_found("Dit bezwaar")
    return Response(kept, status_code=201)


def _review_that_says(call: Seen, form: NewObjectionForm) -> str:
    """Return the review an objection is about, if it says what is contested."""
    if form.review_id is None:
        row = calls.newest_review(call.session, call.row.id)
    else:
        found = call.session.get(ReviewRow, form.review_id)
        if found is None or found.call_id != call.row.id:
            raise not_found("Dit verslag")
        row = found
    record = calls.record_in(row, calls.box_of(call.session, call.vault, call.row.id))
    if not _says(record, form):
        raise Problem("invalid-input", faults=["name: dit staat niet in het verslag"])
    return row.id


def _says(record: Record, form: NewObjectionForm) -> bool:
    if form.kind == "anger":
        kinds = {record.anger.kind} if form.turn is None else set()
        return form.name in kinds | {
            turn.state.anger.kind for turn in record.turns if turn.index == form.turn
        }
    if form.kind == "finding":
        return (form.name, form.turn) in {(item.rule, item.turn) for item in record.findings}
    return any(
        act.act == form.name
        for turn in record.turns
        if turn.index == form.turn
        for act in turn.acts
    )


@delete(
    "/calls/{call_id:str}/objections/{objection_id:str}",
    opt=may(*WITH_CALLS, scope=WRITE),
    tags=_OBJECTIONS,
    summary="Neem een bezwaar terug",
    description="Je eigen bezwaar; het telt dan niet meer mee.",
    status_code=204,
    sync_to_thread=True,
)
def take_objection_back(
    request: Asked, call_id: FromPath[str], objection_id: FromPath[str]
) -> None:
    """Take one's own objection back."""
    with seen(request, call_id, change=True) as call:
        row = call.session.get(Objection, objection_id)
        if row is None or row.call_id != call_id or row.taken_back is not None:
            raise not_found("Dit bezwaar")
        objections.take_back(call.session, objection_id, call.visitor.id, call.site.now())
        call.note("objection.back")


def _objections(call: Seen) -> tuple[ObjectionForm, ...]:
    found = objections.objections_on(call.session, call.vault, call.row.id)
    names = ObjectionForm.__struct_fields__
    return tuple(ObjectionForm(**{key: getattr(item, key) for key in names}) for item in found)


@get(
    "/receivers",
    opt=may(*WITH_CALLS, scope=READ),
    tags=_SHARES,
    summary="Met wie kan ik delen?",
    description="De coaches, teamleiders en vertrouwenspersonen met wie je een gesprek kunt delen.",
    sync_to_thread=True,
)
def list_receivers(request: Asked) -> Response[ReceiverList]:
    """Return whom the visitor may share calls with."""
    with site_of(request).store.read() as session:
        found = shares.receivers(session, visitor_of(request).id)
    people = (
        Receiver(item.id, item.name, tuple(role for role in ROLES if role in item.role_names))
        for item in found
    )
    return Response(ReceiverList(tuple(people)))


@get(
    "/calls/{call_id:str}/shares",
    opt=may(*WITH_CALLS, scope=READ),
    tags=_SHARES,
    summary="Met wie een gesprek is gedeeld",
    description="Wie het gesprek nu mag zien, naast degene van wie het is.",
    sync_to_thread=True,
)
def list_shares(request: Asked, call_id: FromPath[str]) -> Response[ShareList]:
    """Return who may see a call."""
    with seen(request, call_id) as call:
        found = shares.shared_with(call.session, call_id)
    return Response(
        ShareList(tuple(ShareForm(item.person_id, item.name, item.since) for item in found))
    )


@put(
    "/calls/{call_id:str}/shares/{person_id:str}",
    opt=may(*WITH_CALLS, scope=WRITE),
    tags=_SHARES,
    summary="Deel een gesprek",
    description="Je eigen gesprek, met een coach, teamleider of vertrouwenspersoon.",
    status_code=204,
    sync_to_thread=True,
)
def share(request: Asked, call_id: FromPath[str], person_id: FromPath[str]) -> None:
    """Share one's own call."""
    with seen(request, call_id, change=True) as call:
        call.demand_owner()
        if shares.share(call.session, call_id, call.visitor.id, person_id, call.site.now()):
            call.note("call.share", {"with": person_id})


@delete(
    "/calls/{call_id:str}/shares/{person_id:str}",
    opt=may(*WITH_CALLS, scope=WRITE),
    tags=_SHARES,
    summary="Deel een gesprek niet meer",
    description="Neem terug dat iemand je gesprek mag zien.",
    status_code=204,
    sync_to_thread=True,
)
def take_share_back(request: Asked, call_id: FromPath[str], person_id: FromPath[str]) -> None:
    """Stop sharing one's own call with somebody."""
    with seen(request, call_id, change=True) as call:
        call.demand_owner()
        if not shares.take_back(call.session, call_id, call.visitor.id, person_id, call.site.now()):
            raise not_found("Dit delen")
        call.note("call.unshare", {"with": person_id})


ROUTES = [
    list_objections,
    object_to,
    take_objection_back,
    list_receivers,
    list_shares,
    share,
    take_share_back,
]
