"""What was agreed and falls due: promises in one's own calls, and coaching agreements."""

from __future__ import annotations

from datetime import date

from litestar import Response, get, patch
from litestar.params import FromPath, RawBody

from gehoor.store import promises, talk
from gehoor.store.models import AgreementRow
from gehoor.store.promises import Promised
from gehoor.web.api.comments import form_of
from gehoor.web.api.forms.talk import (
    AgreementList,
    AgreementQuery,
    CoachingForm,
    PromiseForm,
    Settled,
)
from gehoor.web.api.given import asked, given, takes
from gehoor.web.api.here import FETCH, WITH_CALLS, seen, site_of, visitor_of
from gehoor.web.api.problems import not_found
from gehoor.web.asked import Asked
from gehoor.web.security.access import may
from gehoor.web.security.scopes import READ, WRITE

_TAG = ["Afspraken"]
_EVER = date.max


@get(
    "/agreements",
    opt=may(*WITH_CALLS, scope=READ) | takes(query=AgreementQuery),
    tags=_TAG,
    summary="Afspraken die nog openstaan",
    description="Toezeggingen uit je eigen gesprekken en afspraken met je coach, op datum. "
    "Met `until` alleen die tot en met een dag.",
    sync_to_thread=True,
)
def list_agreements(request: Asked) -> Response[AgreementList]:
    """Return what is open and falls due."""
    query, site, visitor = asked(request, AgreementQuery), site_of(request), visitor_of(request)
    vault = site.store.vault
    with site.store.read() as session:
        promised = promises.falling_due(session, vault, visitor.id, query.until or _EVER)
        coaching = talk.agreements_of(session, vault, visitor.id, query.until)
    return Response(
        AgreementList(
            tuple(map(_promise, promised)),
            tuple(CoachingForm(said.call_id, form_of(said)) for said in coaching),
        )
    )


@get(
    "/calls/{call_id:str}/promises",
    opt=may(*WITH_CALLS, scope=READ),
    tags=_TAG,
    summary="De toezeggingen in een gesprek",
    description="Met wat ervan geworden is (`outcome`: kept, broken, dropped, of null).",
    sync_to_thread=True,
)
def list_promises(request: Asked, call_id: FromPath[str]) -> Response[AgreementList]:
    """Return the promises of a call."""
    with seen(request, call_id, change=True) as call:
        found = promises.promises_in(call.session, call.vault, call_id)
        call.note(FETCH)
    return Response(AgreementList(tuple(map(_promise, found)), ()))


@patch(
    "/calls/{call_id:str}/promises/{promise_id:str}",
    opt=may(*WITH_CALLS, scope=WRITE) | takes(Settled, example={"outcome": "kept"}),
    tags=_TAG,
    summary="Zeg wat er van een toezegging is geworden",
    description="In je eigen gesprek: nagekomen (`kept`), niet nagekomen (`broken`), "
    "vervallen (`dropped`), of weer open (`null`).",
    status_code=204,
    sync_to_thread=True,
)
def settle(
    request: Asked, call_id: FromPath[str], promise_id: FromPath[str], body: RawBody
) -> None:
    """Say what became of a promise."""
    form = given(request, body, Settled)
    with seen(request, call_id, change=True) as call:
        call.demand_owner()
        row = call.session.get(AgreementRow, promise_id)
        if row is None or row.call_id != call_id:
            raise not_found("Deze toezegging")
        promises.settle(call.session, promise_id, call.visitor.id, form.outcome, call.site.now())
        call.note("promise.settle", {"outcome": form.outcome})


def _promise(item: Promised) -> PromiseForm:
    return PromiseForm(
        id=item.id,
        call_id=item.call_id,
        turn=item.turn,
        who=item.who,
        due=item.due,
        what=item.what.what,
        when=item.what.when,
        quote=item.what.quote,
        done=item.done,
        outcome=item.outcome,
    )


ROUTES = [list_agreements, list_promises, settle]
