"""Which kind of number the words around it announce: «mijn klantnummer is …», «uw postcode?».

A word belongs to what comes after it in its sentence; a question of the turn before, to the
start of the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from gehoor.privacy.lists import words
from gehoor.privacy.personal import KINDS
from gehoor.privacy.text import BOXED, ENDS, FILLERS, MARK, Text, Token

REACH = 10  # tokens from a word to what it announces
NEAR = 3
GOES_ON = "vervolg van de vorige beurt"
ANSWER = 14  # tokens into a turn that an answer may start
_GROUPS = (
    "phone", "birth_date", "bsn", "iban", "postcode", "plate", "card", "number", "address",
    "lives", "other", "any",
)  # fmt: skip


class Cue(NamedTuple):
    """What is announced: a kind, «lives» (an address), «any» (a number), «other» (nobody's)."""

    name: str
    because: str
    asked: bool = False
    near: bool = False  # a few words away at most


@lru_cache(maxsize=4096)
def cue_of(word: str) -> tuple[str, bool] | None:
    """Return what a folded word announces, and whether from afar."""
    for group in _GROUPS:
        for strength in ("sure", "near"):
            if word in words("cues", f"{group}.{strength}"):
                return group, strength == "sure"
    if word.endswith("code") and len(word) > len("code"):
        return "number", True
    if word.endswith(("nummer", "nummertje")):
        return ("any" if word.startswith("nummer") else "number"), True
    return None


def announced(text: Text, first: int, last: int) -> Iterator[Cue]:
    """Yield what the words around tokens `first` up to `last` announce, the nearest first."""
    found = _left(text, first) or _right(text, last)
    if found is not None:
        yield found
        if found.name == "other":
            return
    if first < ANSWER:
        yield from asked(text.before)


def _left(text: Text, first: int) -> Cue | None:
    for at in range(first - 1, max(first - REACH, 0) - 1, -1):
        token = text.tokens[at]
        if token.kind == BOXED or (text.ends(at) and token.fold != "?"):
            return None
        cue = cue_of(token.fold)
        if cue is not None and (cue[1] or first - at <= NEAR):
            return Cue(cue[0], token.fold, near=first - at <= NEAR)
    return None


def _right(text: Text, last: int) -> Cue | None:
    """Return the announcement of «2547 EX is de postcode»."""
    if text.fold(last) not in ("is", "was", "dat", "als"):
        return None
    for at in range(last + 1, last + 4):
        cue = cue_of(text.fold(at))
        if cue is not None and cue[1]:
            return Cue(cue[0], text.fold(at))
    return None


def asked(before: Sequence[Token]) -> Iterator[Cue]:
    """Yield what a turn asks for; if it ends in a box, the answer may go on with that."""
    ending = [token for token in before if token.kind != MARK and token.fold not in FILLERS][-1:]
    if ending and ending[0].kind == BOXED:
        yield Cue(KINDS[ending[0].raw], GOES_ON, True)
    found = [
        (token, cue_of(token.fold))
        for at, token in enumerate(before)
        if token.kind != BOXED and not any(t.kind == BOXED for t in before[at : at + NEAR])
    ]
    for token, cue in sorted(found, key=lambda pair: pair[1] is not None and pair[1][0] == "any"):
        if cue is not None and cue[1]:
            yield Cue(cue[0], f"gevraagd: {token.fold}", True)


def sentence_start(text: Text, at: int) -> bool:
    """Tell whether a token is the first of its sentence."""
    return at == 0 or text.fold(at - 1) in ENDS
