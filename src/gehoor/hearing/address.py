"""How an agent addresses the caller in one turn: «u», «je», or both.

«Je» in general talk («dan bel je gewoon») addresses nobody; the method's cue `says_je`
knows which «je» means the caller.
"""

from __future__ import annotations

from collections.abc import Sequence

from gehoor.dialogue import Speaker
from gehoor.hearing.heard import Address, HeardAct

FORMAL = frozenset({"u", "uw", "uwe", "uzelf"})


def address_of(speaker: Speaker, words: list[str], cues: Sequence[HeardAct]) -> Address | None:
    """Return the form of address in an agent's turn, None where there is none."""
    if speaker != "agent":
        return None
    formal = not FORMAL.isdisjoint(words)
    familiar = any(cue.name == "says_je" for cue in cues)
    if formal and familiar:
        return "mixed"
    return "u" if formal else "je" if familiar else None
