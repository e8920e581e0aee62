"""Calls that are there already, for tests of pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from gehoor.dialogue import Call
from gehoor.reporting.record import record_of
from gehoor.store import calls
from gehoor.store.calls import Mask, NewCall
from gehoor.web.site import Site
from tests.conftest import call_of
from tests.web.conftest import Account

LINES = (
    "m: Goedemorgen, u spreekt met Sanne van de Woonstichting.",
    "b: Ik bel nu al voor de derde keer, dit is toch schandalig!",
    "m: Dat begrijp ik. Mag ik uw postcode?",
    "b: wat ben jij een sukkel zeg",
    "m: U noemt mij een sukkel, daar ben ik niet van gediend. Ik wil u graag helpen.",
    "b: ja nou sorry maar ik zit al veertien dagen zonder warm water",
    "m: Twee weken zonder warm water, met dit weer. Ik stuur vanmiddag een monteur naar u toe.",
    "b: oké dank je",
    "m: Ik bel u morgen voor twaalf uur terug. Fijne dag nog!",
)


def keep(
    site: Site,
    owner: Account,
    *lines: str,
    title: str = "warm water",
    masks: Sequence[tuple[Mask, ...]] = (),
    date: str = "2026-11-20",
) -> str:
    """Keep a call of an owner, reviewed; return its id."""
    call: Call = msgspec.structs.replace(call_of(*(lines or LINES), date=date), id=title)
    record = record_of(site.reviewer.review(call), site.reviewer.advice(call))
    source = msgspec.json.encode((title, lines))
    with site.store.begin() as session:
        new = NewCall(owner.id, call, record, source, masks=masks, masked=bool(masks))
        return calls.add(session, site.store.vault, new)[0]


def titles_in(text: str) -> set[str]:
    """Return the titles of the calls that a page lists."""
    return set(re.findall(r'<h[23]><a href="/gesprekken/\w+">(.*?)</a>', text))
