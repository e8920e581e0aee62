"""What belongs in a written confirmation: promises, refusals and alternatives (A3).

The words are kept as they were said; nothing is made up. Reading the moment («morgen voor
twaalf uur») is `moments`' business.
"""

from __future__ import annotations

import re
from typing import Literal, cast

import msgspec

from gehoor.following.moments import moment_in
from gehoor.hearing import HeardAct, HeardTurn

AgreementKind = Literal["promise", "refusal", "alternative"]
AGREED = frozenset({"promise", "refusal", "alternative"})

_SENTENCE_END = re.compile(r"[.!?](?=\s|$)(?<!\.[.!?])")  # no dots that trail off
_OWN = re.compile(r"\b(ik|k)\b", re.IGNORECASE)


class Agreement(msgspec.Struct, frozen=True, gc=False):
    """One thing agreed or refused.

    `quote` is the sentence it was said in, `what` its gist, `who` does it, `when` the moment
    in the words that were used, `due` its ISO date where the call's date is known.
    """

    kind: AgreementKind
    turn: int
    quote: str
    what: str
    who: Literal["agent", "organisation"]
    when: str | None
    due: str | None


def agreements_in(turn: int, heard: HeardTurn, date: str | None) -> tuple[Agreement, ...]:
    """Return the agreements of an agent's turn, one per act and sentence."""
    found: dict[tuple[str, str], Agreement] = {}
    for act in heard.acts:
        if act.name in AGREED:
            quote = sentence_around(heard.turn.text, act)
            found.setdefault((act.name, quote), _agreement(turn, act, quote, date))
    return tuple(found.values())


def _agreement(turn: int, act: HeardAct, quote: str, date: str | None) -> Agreement:
    when = moment_in(quote)
    due = None
    if when and date:
        from gehoor.following.dues import due_on

        due = due_on(when, date)
    return Agreement(
        kind=cast("AgreementKind", act.name),
        turn=turn,
        quote=quote,
        what=_gist(quote),
        who="agent" if _OWN.search(quote) else "organisation",
        when=when,
        due=due,
    )


def sentence_around(text: str, act: HeardAct) -> str:
    """Return the sentence of a turn in which an act stands; all of it where it has no ends."""
    return text[slice(*sentence_span(text, act.span))]


def sentence_span(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Return where the sentence around a span begins and ends, without blanks around it."""
    start, end = 0, len(text)
    for match in _SENTENCE_END.finditer(text):
        if match.end() <= span[0]:
            start = match.end()
        elif match.start() >= span[1] - 1:
            end = match.end()
            break
    sentence = text[start:end]
    start += len(sentence) - len(sentence.lstrip())
    return start, start + len(sentence.strip())


def _gist(quote: str) -> str:
    """Return the sentence without its opening and closing words of mere courtesy."""
    gist = re.sub(
        r"^((ja|nee|nou|oké|oke|goed|en|maar|dus|eh|tja|zeker|mevrouw|meneer)\b[\s,]*)+",
        "",
        quote.strip(" .!?"),
        flags=re.IGNORECASE,
    )
    gist = gist or quote.strip(" .!?")
    return gist[:1].upper() + gist[1:]
