"""Taking the report of a call along: as a web page, as JSON, as vCon."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from gehoor.method import Method
from gehoor.reporting.html_form import as_html, page_name
from gehoor.reporting.record import Record, advice_in, review_in
from gehoor.reporting.vcon_form import MEDIA_TYPE, as_vcon
from gehoor.store import calls
from gehoor.store.calls import StoredCall
from gehoor.store.models import ReviewRow
from gehoor.web.asked import Asked
from gehoor.web.pages.call import review_of
from gehoor.web.pages.opened import PEOPLE_WITH_CALLS, log, opened
from gehoor.web.security.access import may


class Taken(msgspec.Struct, frozen=True):
    """What a download is made of."""

    record: Record
    stored: StoredCall
    review: ReviewRow
    method: Method


def _html(taken: Taken) -> bytes:
    review = review_in(taken.record, taken.stored.call)
    return as_html(review, taken.method, advice_in(taken.record)).encode()


def _json(taken: Taken) -> bytes:
    return msgspec.json.encode(taken.record.contract)


def _vcon(taken: Taken) -> bytes:
    return as_vcon(taken.record, taken.stored.call, taken.review.made, taken.stored.row.id)


FORMS: Final[dict[str, tuple[str, Callable[[Taken], bytes]]]] = {
    "html": ("text/html; charset=utf-8", _html),
    "json": ("application/json", _json),
    "vcon": (MEDIA_TYPE, _vcon),
}


def _route(form: str) -> HTTPRouteHandler:
    @get(
        f"/gesprekken/{{call_id:str}}/verslag.{form}",
        opt=may(*PEOPLE_WITH_CALLS),
        sync_to_thread=True,
    )
    def download(request: Asked, call_id: FromPath[str]) -> Response[bytes]:
        """Return the report as a file, named after the call."""
        return _file(request, call_id, form)

    return download


def _file(request: Asked, call_id: str, form: str) -> Response[bytes]:
    kind, write = FORMS[form]
    with opened(request, call_id, change=True) as seen:
        review = review_of(seen, request.query_params.get("verslag"))
        stored = calls.load(seen.session, seen.site.store.vault, call_id)
        record = _named(calls.record_in(review, seen.box), stored.call.id)
        taken = Taken(record, stored, review, seen.site.method)
        content = write(taken)
        log(seen, "call.download", {"form": form})
    name = page_name(_plain(stored.call.id), ()).removesuffix(".html")
    return Response(
        content,
        media_type=kind,
        headers={"content-disposition": f'attachment; filename="{name}.{form}"'},
    )


def _named(record: Record, title: str) -> Record:
    """Return a record with the title of today: the old one may hold what had to go."""
    call = msgspec.structs.replace(record.call, id=title)
    return msgspec.structs.replace(record, call=call)


def _plain(title: str) -> str:
    """Return a title in plain letters: headers hold no others."""
    return "".join(char if char.isascii() else "-" for char in title)


ROUTES = [_route(form) for form in FORMS]
