"""A whole call masked: each turn with the turns before it in mind, names wherever they recur."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from gehoor.dialogue import Call
from gehoor.privacy.finding import cover
from gehoor.privacy.lists import fold, words
from gehoor.privacy.personal import Box, Masked
from gehoor.privacy.text import WORD, tokens_of

_BACKCHANNEL = 3  # words; so short a turn leaves the question before it open
_LOOK_BACK = 3  # turns
_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
_SHORTEST = 4  # letters of a name that is looked for everywhere


def mask_call(call: Call) -> Masked:
    """Return a call with boxes over what is personal, and for each turn where they are.

    Speakers, times, channel and case stay; masking a masked call changes nothing.
    """
    first = _masked(call, frozenset(), {})
    memory = {
        (turn.text, context): done for turn, (context, done) in zip(call.turns, first, strict=True)
    }
    done = [covered for _, covered in _masked(call, _names(call, first), memory)]
    turns = tuple(
        msgspec.structs.replace(turn, text=text)
        for turn, (text, _) in zip(call.turns, done, strict=True)
    )
    return Masked(msgspec.structs.replace(call, turns=turns), tuple(boxes for _, boxes in done))


Covered = tuple[str, tuple[Box, ...]]


def _masked(
    call: Call, known: frozenset[str], memory: Mapping[tuple[str, str], Covered]
) -> list[tuple[str, Covered]]:
    """Return for each turn what was masked before it, and the turn masked.

    `memory` holds what came out without known names: still right for a turn that has none.
    """
    done = list[tuple[str, Covered]]()
    for turn in call.turns:
        context = _context([text for _, (text, _) in done[-_LOOK_BACK:]])
        covered = memory.get((turn.text, context))
        if covered is None or not known.isdisjoint(map(fold, _WORD.findall(turn.text))):
            covered = cover(turn.text, context, known)
        done.append((context, covered))
    return done


def _context(texts: Sequence[str]) -> str:
    """Return the turn before, with those before it as long as they hardly say anything."""
    context: list[str] = []
    for text in reversed(texts):
        context.insert(0, text)
        if len(text.split()) > _BACKCHANNEL:
            break
    return "\n".join(context)


def _names(call: Call, done: Sequence[tuple[str, Covered]]) -> frozenset[str]:
    """Return the parts of the names in a call that are no ordinary words."""
    parts = {
        token.fold
        for turn, (_, (_, boxes)) in zip(call.turns, done, strict=True)
        for box in boxes
        if box.kind == "name"
        for token in tokens_of(turn.text[slice(*box.span)])
        if token.kind == WORD and len(token.fold) >= _SHORTEST
    }
    return frozenset(parts - words("common") - words("words", "particles"))
