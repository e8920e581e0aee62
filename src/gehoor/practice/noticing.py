"""What a caller notices that is no act of the method: silence, English, the same words again.

These get names of their own beside the acts, so that moves and choices can name them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

import msgspec

from gehoor.dialogue import Turn
from gehoor.following import State
from gehoor.hearing import HeardTurn, Listener
from gehoor.practice.slots import sentences

NOTICED: Final = {
    "turn": "elke beurt van de medewerker",
    "nothing": "een beurt waarin niets van de methode te horen is",
    "silence": "er wordt niets gezegd",
    "foreign": "een andere taal dan Nederlands",
    "off_role": "een opdracht aan de machine in plaats van aan de beller",
    "agent_abuse": "de medewerker scheldt of dreigt",
    "repeated": "dezelfde zin als in een eerdere beurt",
    "monologue": "een beurt die veel te lang is",
    "timed": "een toezegging met een tijdstip",
    "no_limit": "na een belediging, dreiging of chantage wordt geen grens gesteld",
    "unneeded_limit": "een grens terwijl de beller niet over een grens ging",
}
_ABUSE = frozenset({"insult", "threat", "blackmail"})
_LIMITS = frozenset({"boundary", "end_warning"})
_WORD = re.compile(r"[a-zà-ÿ']+")


class Noticing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words and bounds by which these are noticed; lengths in characters."""

    english: list[str]
    dutch: list[str]
    off_role: list[str]
    long: int
    alike: float
    reason: str


def noticed(
    noticing: Noticing, heard: HeardTurn, before: Sequence[HeardTurn], state: State, ear: Listener
) -> frozenset[str]:
    """Return what a caller notices in an agent's turn, beside its acts.

    `state` is the state after the turn, `before` the turns before it.
    """
    found = {"turn", *_in_words(noticing, heard.turn.text, before, ear)}
    if "silence" not in found and not heard.acts:
        found.add("nothing")
    if any(item.turn == len(before) and item.when for item in state.agreements):
        found.add("timed")
    abused = bool(before) and not _ABUSE.isdisjoint(before[-1].names)
    any_abuse = any(h.turn.speaker == "caller" and not _ABUSE.isdisjoint(h.names) for h in before)
    limits = not _LIMITS.isdisjoint(heard.names)
    if abused and not limits:
        found.add("no_limit")
    if limits and not any_abuse:
        found.add("unneeded_limit")
    return frozenset(found)


def _in_words(
    noticing: Noticing, text: str, before: Sequence[HeardTurn], ear: Listener
) -> set[str]:
    words = _WORD.findall(text.casefold())
    if not words:
        return {"silence"}
    found = set()
    said = f" {' '.join(words)} "
    if any(f" {phrase} " in said for phrase in noticing.off_role):
        found.add("off_role")
    if _is_english(noticing, words):
        found.add("foreign")
    if len(text) > noticing.long:
        found.add("monologue")
    # Our ear for callers knows insults and threats; an agent's are the same words.
    shouted = ear.hear(Turn("caller", text), ())
    if "insult" in shouted.names or "threat" in shouted.names:
        found.add("agent_abuse")
    if _said_before(noticing, text, before):
        found.add("repeated")
    return found


def _is_english(noticing: Noticing, words: Sequence[str]) -> bool:
    english = sum(word in noticing.english for word in words)
    return english >= 2 and english > 2 * sum(word in noticing.dutch for word in words)


def _said_before(noticing: Noticing, text: str, before: Sequence[HeardTurn]) -> bool:
    """Tell whether a whole sentence of some length was said before, nearly word by word."""
    now = [part for part in sentences(text[:2000]) if len(part.split()) >= 4]
    then = [
        part
        for heard in before
        if heard.turn.speaker == "agent"
        for part in sentences(heard.turn.text[:2000])
    ]
    return any(
        a == b or SequenceMatcher(None, a, b, autojunk=False).ratio() >= noticing.alike
        for a in now[:12]
        for b in then[-40:]
        if abs(len(a) - len(b)) < 8
    )
