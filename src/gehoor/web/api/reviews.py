"""`POST /api/reviews`: the contract's call in, the contract's review out."""

from __future__ import annotations

import msgspec
from litestar import Response, post
from litestar.params import RawBody

from gehoor.intake.own import CallForm
from gehoor.reporting.json_form import as_dict
from gehoor.reporting.record import ContractReview
from gehoor.web.api.bringing import TEXTS, call_in, kept_as
from gehoor.web.api.examples import CALL
from gehoor.web.api.forms.calls import ReviewQuery
from gehoor.web.api.given import LARGE, asked, takes
from gehoor.web.api.here import WITH_CALLS, site_of, visitor_of
from gehoor.web.api.keeping import address_of, keep
from gehoor.web.api.problems import Problem
from gehoor.web.asked import Asked
from gehoor.web.house_style import in_force
from gehoor.web.security.access import may
from gehoor.web.security.scopes import REVIEW, WRITE


@post(
    "/reviews",
    opt=may(scope=REVIEW)
    | takes(
        CallForm,
        ReviewQuery,
        texts=tuple(TEXTS),
        example=CALL,
        keeps=True,
        also={201: "Bekeken en bewaard."},
    ),
    tags=["Gesprekken"],
    summary="Laat een gesprek bekijken",
    description="Geeft het verslag van een gesprek, zoals `gehoor review --format json` het geeft. "
    "Er wordt niets bewaard, tenzij je `keep=true` meegeeft: dan staat in `Location` waar het is. "
    "Labels van een gelabeld gesprek (`acts`, `temperature`, …) worden niet gelezen.",
    status_code=200,
    request_max_body_size=LARGE,
    sync_to_thread=True,
)
def review(request: Asked, body: RawBody) -> Response[ContractReview]:
    """Review a call, and keep it only where that is asked."""
    query = asked(request, ReviewQuery)
    if query.keep:
        return _kept(request, body, query.mask)
    found = in_force(site_of(request)).reviewer.review(call_in(request, body))
    return Response(msgspec.convert(as_dict(found), ContractReview))


def _kept(request: Asked, body: bytes, mask: bool) -> Response[ContractReview]:
    visitor = visitor_of(request)
    if not visitor.is_any(*WITH_CALLS):
        raise Problem("not-allowed", "een beheerder bewaart geen gesprekken")
    if visitor.scopes is not None and WRITE not in visitor.scopes:
        raise Problem("not-allowed", f"om te bewaren heeft dit token «{WRITE}» nodig")
    call = call_in(request, body)
    new = kept_as(site_of(request), visitor.id, call, mask)
    kept = keep(request, body, new)
    review = msgspec.convert(new.record.contract, ContractReview)
    return Response(
        review, status_code=201 if kept.new else 200, headers={"Location": address_of(kept.id)}
    )


ROUTES = [review]
