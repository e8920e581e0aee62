"""An ear for masked calls: hears in «[telefoonnummer]» what was heard in the number.

Whoever says their number gives information, whether or not it may be read later. So each box is
listened to as something of its kind that is nobody's; what is heard is told of the masked text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from gehoor.dialogue import Turn
from gehoor.hearing import HeardAct, HeardTurn, Listener
from gehoor.privacy.personal import BOX, KINDS, Kind, Span

STAND_INS: dict[Kind, str] = {
    "name": "Marieke",
    "address": "Kerkstraat 1",
    "postcode": "1000 AA",
    "place": "Zwolle",
    "phone": "06 10 00 00 00",
    "email": "naam@voorbeeld.nl",
    "iban": "NL00 BANK 0000 0000 00",
    "bsn": "100000000",
    "birth_date": "1 januari 1970",
    "number": "1000 0000",
    "plate": "AA-00-AA",
    "card": "4000 0000 0000 0000",
}

_SURNAME = "Jansen"
_TITLE = re.compile(r"(?i)\b(?:mevrouw|meneer|mijnheer|heer|dokter|familie)\s$")


class MaskedListener:
    """Another ear, with stand-ins for boxes; a turn without boxes is heard as it is."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener

    def hear(self, turn: Turn, before: Sequence[HeardTurn]) -> HeardTurn:
        """Return what the other ear hears, with its spans in the masked text."""
        if not BOX.search(turn.text):
            return self.listener.hear(turn, before)
        text, place = _filled(turn.text)
        heard = self.listener.hear(msgspec.structs.replace(turn, text=text), before)

        def back(acts: tuple[HeardAct, ...]) -> tuple[HeardAct, ...]:
            return tuple(msgspec.structs.replace(act, span=place(act.span)) for act in acts)

        return msgspec.structs.replace(
            heard, turn=turn, acts=back(heard.acts), cues=back(heard.cues)
        )

    def complaint(self) -> str:
        """Return what the other ear has to say about itself."""
        return str(getattr(self.listener, "complaint", str)())


def _filled(masked: str) -> tuple[str, Callable[[Span], Span]]:
    """Return a text with stand-ins, and what brings a span of it back to the masked text."""
    parts, at, starts, ends = list[str](), 0, list[int](), list[int]()
    for match in BOX.finditer(masked):
        plain = masked[at : match.start()]
        stand_in = _SURNAME if _TITLE.search(plain) else STAND_INS[KINDS[match[0]]]
        parts += [plain, stand_in]
        starts += [*range(at, match.start()), *[match.start()] * len(stand_in)]
        ends += [*range(at + 1, match.start() + 1), *[match.end()] * len(stand_in)]
        at = match.end()
    parts.append(masked[at:])
    starts += range(at, len(masked))
    ends += range(at + 1, len(masked) + 1)

    def place(span: Span) -> Span:
        if span[0] >= span[1]:
            return span
        return starts[span[0]], ends[span[1] - 1]

    return "".join(parts), place
