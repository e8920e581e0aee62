"""What a recogniser, a person who types, or a telephone can tell about a call in progress.

All of it can come twice, late or corrected: a turn is known by its name, and a newer edition
takes the place of an older one, whichever comes first. Times are seconds from the start of the
call. Holds no order: that is `transcript`.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from gehoor.dialogue import Speaker

DAY = 86_400.0  # seconds: no call lasts longer
Seconds = Annotated[float, msgspec.Meta(ge=0, le=DAY)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Text = Annotated[str, msgspec.Meta(max_length=4_000)]
Number = Annotated[int, msgspec.Meta(ge=0, le=999)]


class Words(msgspec.Struct, frozen=True, tag="words", forbid_unknown_fields=True):
    """Words of a turn.

    Args:
        turn: the turn's name, the same each time it is told again; each source has its own names.
        speaker: who speaks.
        text: the words; a partial or a correction tells the whole piece again.
        final: False while the recogniser may still change its mind.
        piece: where a turn comes in pieces, which one; they are joined in this order.
        edition: a correction has a higher one than what it corrects.
        source: which recogniser or channel it comes from.
        start: seconds from the start of the call.
        end: seconds from the start of the call.
        confidence: the recogniser's own, 0 to 1.
    """

    turn: Name
    speaker: Speaker
    text: Text
    final: bool = True
    piece: Number = 0
    edition: Number = 0
    source: Annotated[str, msgspec.Meta(max_length=64)] = ""
    start: Seconds | None = None
    end: Seconds | None = None
    confidence: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None


class Hold(msgspec.Struct, frozen=True, tag="hold", forbid_unknown_fields=True):
    """The caller is on hold: until `Resume` nothing is heard and nothing kept."""


class Resume(msgspec.Struct, frozen=True, tag="resume", forbid_unknown_fields=True):
    """The caller is back."""


Event = Words | Hold | Resume
