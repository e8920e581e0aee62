"""How a whole letter addresses its reader: «u» and «je» in one letter.

In a call each turn is judged by itself; a letter is read in one go, so the form used least is
the one pointed at. What somebody else said stays out, and so does «je» that means anybody.
"""

from __future__ import annotations

import re
from typing import Final

_FORMAL: Final = re.compile(r"(?<![\w.])(?:u|uw|uwe|uzelf)(?![\w.]*\w)", re.IGNORECASE)
_FAMILIAR: Final = re.compile(r"(?<![\w.])(?:je|jij|jou|jouw|jullie|jezelf)(?!\w)", re.IGNORECASE)
_HOUR: Final = re.compile(r"\d\s?u(?!\w)", re.IGNORECASE)  # «18 u» is an hour
_QUOTED: Final = re.compile(r"\"[^\"\n]*\"|“[^”\n]*”|„[^”“\n]*[”“]|‘[^’\n]*’(?!\w)|«[^»\n]*»")
_ANYBODY: Final = re.compile(
    r"\b(?:(?:dank|bedank) je(?: wel)?|dankjewel|je weet (?:maar )?nooit|weet je wel|"
    r"(?:dat|zoiets|dit) (?:wens|gun|doe|vergeet|verwacht|zeg) je (?:niemand|niet)|"
    r"je zou (?:bijna )?(?:denken|zeggen)|zie je vaker|als je (?:er )?wil)",
    re.IGNORECASE,
)


def mixed_address(text: str) -> tuple[int, int] | None:
    """Return where a letter first leaves its form of address; None where it keeps to one.

    The form used least counts as the slip, the later one where both are used as often.
    """
    for known in (_QUOTED, _HOUR, _ANYBODY):
        text = known.sub(lambda found: " " * len(found[0]), text)
    formal = [found.span() for found in _FORMAL.finditer(text)]
    familiar = [found.span() for found in _FAMILIAR.finditer(text)]
    if not formal or not familiar:
        return None
    if len(formal) == len(familiar):
        return max(formal[0], familiar[0])
    return min(formal, familiar, key=len)[0]
