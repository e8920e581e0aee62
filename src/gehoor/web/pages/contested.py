"""*Huisstijl, wat klopt niet*: how often what Gehoor says is contested, for who keep the method.

Numbers over all calls, never who, which call or why: those words belong to the call. What was
contested in fewer than three calls has no number, so that a small team gives nobody away.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from litestar import Response, get

from gehoor.method import Method
from gehoor.reporting import words
from gehoor.store import objections
from gehoor.store.objections import Contested
from gehoor.web.asked import Asked
from gehoor.web.pages.house import CHANGERS
from gehoor.web.pages.opened import site_of
from gehoor.web.paper import page
from gehoor.web.security.access import may
from gehoor.web.texts import marked

FEW: Final = 3  # calls from which a number is shown
KINDS: Final = {
    "finding": marked("bevinding"),
    "act": marked("gehoord"),
    "anger": marked("soort boosheid"),
}


class Row(NamedTuple):
    """Something that was contested; `times` is None where it was in few calls."""

    title: str
    address: str
    kind: str
    times: int | None
    calls: int | None


@get("/huisstijl/tegenspraak", opt=may(*CHANGERS), sync_to_thread=True)
def contested(request: Asked) -> Response[str]:
    """Show what was contested how often."""
    site = site_of(request)
    with site.store.read() as session:
        found = objections.contested(session)
    rows = [_row(item, site.method) for item in found]
    return page(request, "house/contested.html", rows=rows, few=FEW)


def _row(item: Contested, method: Method) -> Row:
    enough = item.calls >= FEW
    title, address = _named(item, method)
    times, calls = (item.times, item.calls) if enough else (None, None)
    return Row(title, address, KINDS.get(item.kind, item.kind), times, calls)


def _named(item: Contested, method: Method) -> tuple[str, str]:
    """Return how something is called, and its page where it has one."""
    if item.kind == "finding" and item.name in method.rules:
        return method.rules[item.name].title, f"/uitleg/regels/{item.name}"
    if item.kind == "anger":
        return words.ANGER.get(item.name, item.name), "/uitleg/inschatten"
    for speaker, acts in method.acts.items():
        if item.kind == "act" and item.name in acts:
            return acts[item.name].title, f"/uitleg/handelingen/{speaker}/{item.name}"
    return item.name, ""


ROUTES = [contested]
