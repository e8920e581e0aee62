"""A call and its turns, as plain immutable data.

Times are seconds from the start of the call. Holds no reading of files (that is
`intake`) and no judgement of what was said (that is `hearing`).
"""

from __future__ import annotations

from typing import Literal

import msgspec

Speaker = Literal["agent", "caller"]
Channel = Literal["phone", "chat", "mail", "app", "sms"]
Fault = Literal["organisation", "caller", "none", "unknown"]
AddressForm = Literal["u", "je"]

OTHER: dict[str, Speaker] = {"agent": "caller", "caller": "agent"}


class Turn(msgspec.Struct, frozen=True):
    """One turn of one speaker.

    `start` and `end` are seconds from the start of the call, `confidence` the
    recogniser's own (0 to 1); each is None where nobody measured it.
    """

    speaker: Speaker
    text: str
    start: float | None = None
    end: float | None = None
    confidence: float | None = None


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the organisation knew before the call: all of it optional.

    `mandate` is in euros, `contacts` the number of earlier contacts about this matter.
    """

    fault: Fault = "unknown"
    mandate: float | None = None
    contacts: int | None = None
    address_form: AddressForm | None = None
    party_word: str | None = None


class Call(msgspec.Struct, frozen=True):
    """A conversation: its turns in order, the channel it went through, and the case.

    `date` is the day of the call (ISO 8601, «2026-03-10»), where known: without it
    no due dates can be given.
    """

    id: str
    turns: tuple[Turn, ...]
    channel: Channel = "phone"
    language: str = "nl"
    case: Case = Case()
    date: str | None = None

    @property
    def duration(self) -> float | None:
        """Return the length of the call in seconds, or None without times."""
        ends = [turn.end for turn in self.turns if turn.end is not None]
        return max(ends) if ends else None
