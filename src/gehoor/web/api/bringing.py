"""A call that somebody brings: read, masked, reviewed.

Everything heavy is done before the database is written, so that no writer waits for a review.
"""

from __future__ import annotations

from typing import Final

import msgspec

from gehoor.dialogue import Call
from gehoor.intake import IntakeFault, read_bytes
from gehoor.intake.own import call_of
from gehoor.store.calls import NewCall
from gehoor.web.api.given import JSON, demand_type, json_in
from gehoor.web.api.problems import Problem
from gehoor.web.asked import Asked
from gehoor.web.house_style import in_force
from gehoor.web.reading import to_keep
from gehoor.web.site import Site

TEXTS: Final = {"text/plain": ".txt", "text/vtt": ".vtt", "application/x-subrip": ".srt"}
DEFAULT_ID: Final = "gesprek"
MOST_TURNS: Final = 5_000  # a call of a day
NOT_UNMASKED: Final = (
    "de huisstijl staat niet toe dat gesprekken met persoonsgegevens worden bewaard; "
    "laat mask=false weg"
)


def call_in(request: Asked, body: bytes, title: str = "") -> Call:
    """Return the call in a request: JSON, a transcript, WebVTT or SRT.

    Raises:
        Problem: another type, or all that is wrong with it, without its words.
    """
    kind = demand_type(request, JSON, *TEXTS)
    try:
        if kind == JSON:
            call = call_of(json_in(body), "", title or DEFAULT_ID)
        else:
            call = _only(list(read_bytes(body, "", title or DEFAULT_ID, TEXTS[kind])))
    except IntakeFault as fault:
        raise Problem("invalid-input", faults=fault.faults) from None
    if len(call.turns) > MOST_TURNS:
        found = f"turns: {len(call.turns)} beurten; verwacht hoogstens {MOST_TURNS}"
        raise Problem("invalid-input", faults=[found])
    return msgspec.structs.replace(call, id=title) if title else call


def _only(calls: list[Call]) -> Call:
    if len(calls) != 1:
        found = f"{len(calls)} gesprekken; verwacht er één per verzoek"
        raise Problem("invalid-input", faults=[found])
    return calls[0]


def kept_as(site: Site, owner_id: str, call: Call, mask: bool) -> NewCall:
    """Return a call as it will be kept, as the pages keep it.

    Raises:
        Problem: it is not to be masked, and the house does not allow that.
    """
    style = in_force(site)
    if not mask and not style.file.allow_unmasked:
        raise Problem("not-allowed", NOT_UNMASKED)
    return to_keep(owner_id, call, mask, style)
