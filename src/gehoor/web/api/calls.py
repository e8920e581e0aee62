"""Calls: bring, list, look, delete; and the review that is kept with each."""

from __future__ import annotations

import msgspec
from litestar import Response, delete, get, post
from litestar.params import FromPath, RawBody

from gehoor.dialogue import Call
from gehoor.intake.own import CallForm
from gehoor.method.weights import digest
from gehoor.reporting.record import ContractReview, record_of
from gehoor.store import calls, deletion, finding, people
from gehoor.store.conditions import CallFilter
from gehoor.store.models import CallRow
from gehoor.web.api.bringing import TEXTS, call_in, kept_as
from gehoor.web.api.examples import CALL
from gehoor.web.api.forms.calls import (
    CallDetail,
    CallPage,
    CallQuery,
    CallSummary,
    KeepQuery,
    Kept,
)
from gehoor.web.api.given import LARGE, asked, takes
from gehoor.web.api.here import FETCH, WITH_CALLS, Seen, seen, site_of, visitor_of
from gehoor.web.api.keeping import address_of, keep
from gehoor.web.asked import Asked
from gehoor.web.house_style import in_force
from gehoor.web.security.access import may
from gehoor.web.security.scopes import READ, WRITE

_TAG = ["Gesprekken"]


@post(
    "/calls",
    opt=may(*WITH_CALLS, scope=WRITE)
    | takes(
        CallForm,
        KeepQuery,
        texts=tuple(TEXTS),
        example=CALL,
        keeps=True,
        made=True,
        also={200: "Dit gesprek was er al."},
    ),
    tags=_TAG,
    summary="Bewaar een gesprek",
    description="Bekijkt een gesprek en bewaart het met zijn verslag, als gesprek van de persoon "
    "van het token. Persoonsgegevens worden afgeschermd, tenzij je `mask=false` meegeeft. "
    "Neemt JSON, een uitgeschreven gesprek (`text/plain`), WebVTT en SRT. "
    "Hetzelfde gesprek twee keer sturen bewaart het één keer.",
    status_code=201,
    request_max_body_size=LARGE,
    sync_to_thread=True,
)
def bring_call(request: Asked, body: RawBody) -> Response[Kept]:
    """Keep a call with its review."""
    query = asked(request, KeepQuery)
    call = call_in(request, body, query.title)
    new = kept_as(site_of(request), visitor_of(request).id, call, query.mask)
    kept = keep(request, body, new)
    return Response(
        kept, status_code=201 if kept.new else 200, headers={"Location": address_of(kept.id)}
    )


@get(
    "/calls",
    opt=may(*WITH_CALLS, scope=READ) | takes(query=CallQuery),
    tags=_TAG,
    summary="De gesprekken",
    description="De gesprekken die je mag zien, nieuwste eerst, met dezelfde filters als de lijst. "
    "Staat er iets in `next`, geef dat dan mee als `after` voor de gesprekken daarna.",
    sync_to_thread=True,
)
def list_calls(request: Asked) -> Response[CallPage]:
    """Return a page of the calls that the visitor may see."""
    query, site, visitor = asked(request, CallQuery), site_of(request), visitor_of(request)
    wanted = {key: getattr(query, key) for key in CallFilter.__struct_fields__}
    with site.store.read() as session:
        page = finding.find(
            session, site.store.vault, visitor.id, CallFilter(**wanted), query.after, query.size
        )
        owners = people.names(session, {item.row.owner_id for item in page.calls})
    listed = (
        _summary(item.row, item.title, item.mine, owners.get(item.row.owner_id))
        for item in page.calls
    )
    return Response(CallPage(tuple(listed), page.next))


@get(
    "/calls/{call_id:str}",
    opt=may(*WITH_CALLS, scope=READ),
    tags=_TAG,
    summary="Eén gesprek",
    description="Een gesprek met zijn beurten, en wat daarin is afgeschermd. "
    "Dat je keek, ziet degene van wie het gesprek is.",
    sync_to_thread=True,
)
def one_call(request: Asked, call_id: FromPath[str]) -> Response[CallDetail]:
    """Return a call."""
    with seen(request, call_id, change=True) as call:
        stored = calls.load(call.session, call.vault, call_id)
        call.note(FETCH)
        summary = _summary_of(call, stored.call.id)
    return Response(CallDetail(summary, _as_given(stored.call), stored.masks))


@get(
    "/calls/{call_id:str}/review",
    opt=may(*WITH_CALLS, scope=READ),
    tags=_TAG,
    summary="Het verslag van een gesprek",
    description="Het nieuwste verslag, in de vorm van het contract, zoals het toen gegeven is.",
    sync_to_thread=True,
)
def review_of_call(request: Asked, call_id: FromPath[str]) -> Response[ContractReview]:
    """Return the newest review of a call."""
    with seen(request, call_id, change=True) as call:
        box = calls.box_of(call.session, call.vault, call_id)
        record = calls.record_in(calls.newest_review(call.session, call_id), box)
        call.note(FETCH)
    return Response(msgspec.convert(record.contract, ContractReview))


@post(
    "/calls/{call_id:str}/review",
    opt=may(*WITH_CALLS, scope=WRITE) | takes(),
    tags=_TAG,
    summary="Bekijk een gesprek opnieuw",
    description="Maakt een nieuw verslag, met de methode en de huisstijl van nu. "
    "Het oude blijft bewaard.",
    status_code=201,
    sync_to_thread=True,
)
def review_again(request: Asked, call_id: FromPath[str]) -> Response[ContractReview]:
    """Review a call once more."""
    with seen(request, call_id) as call:
        call.demand_owner()
        stored = calls.load(call.session, call.vault, call_id)
    style = in_force(call.site)
    reviewer = style.reviewer
    record = record_of(reviewer.review(stored.call), reviewer.advice(stored.call))
    with seen(request, call_id, change=True) as call:
        calls.keep_review(call.session, call.vault, call_id, record, digest(), style.version_id)
        call.note("call.review")
    return Response(msgspec.convert(record.contract, ContractReview))


@delete(
    "/calls/{call_id:str}",
    opt=may(*WITH_CALLS, scope=WRITE),
    tags=_TAG,
    summary="Verwijder een gesprek",
    description="Vernietigt de sleutel van je eigen gesprek: daarna kan niemand het nog lezen, "
    "ook niet uit een reservekopie. Er blijft een bewijs zonder inhoud.",
    status_code=204,
    sync_to_thread=True,
)
def delete_call(request: Asked, call_id: FromPath[str]) -> None:
    """Delete one's own call."""
    with seen(request, call_id, change=True) as call:
        call.demand_owner()
        call.note("call.delete")
        deletion.delete_call(call.session, call_id, call.visitor.id, "op verzoek", call.site.now())


def _summary_of(call: Seen, title: str) -> CallSummary:
    owners = people.names(call.session, {call.row.owner_id})
    mine = call.standing == "owner"
    return _summary(call.row, title, mine, owners.get(call.row.owner_id))


def _summary(row: CallRow, title: str, mine: bool, owner: str | None) -> CallSummary:
    same = set(CallSummary.__struct_fields__) - {"title", "mine", "owner"}
    shown = {key: getattr(row, key) for key in same}
    return CallSummary(title=title, mine=mine, owner=owner, **shown)


def _as_given(call: Call) -> CallForm:
    return msgspec.convert(msgspec.to_builtins(call), CallForm)


ROUTES = [bring_call, list_calls, one_call, review_of_call, review_again, delete_call]
