"""When a hit of a check does not count: a moment is named, or the sentence says it is all right.

Which words excuse stands with each check in the method; how far they reach stands here.
"""

from __future__ import annotations

import re

from gehoor.dialogue.words import ENDS, words_of
from gehoor.following.agreements import sentence_span
from gehoor.following.moments import moment_in
from gehoor.method.model import Check

_DATED = re.compile(r"\bvan (?:de |het )?\d{1,2} [a-z]{3,}(?: \d{4})?", re.IGNORECASE)


def excused(check: Check, text: str, span: tuple[int, int], letter: bool) -> bool:
    """Tell whether what a check heard at a place in a text, or in a paragraph, is all right."""
    start, end = sentence_span(text, span)
    sentence = text[start:end]
    if check.unless_timed and _timed(check, text, start, end, letter):
        return True
    if _begins(sentence, check.unless_begins):
        return True
    return not set(check.unless_words).isdisjoint(words_of(sentence))


def _timed(check: Check, text: str, start: int, end: int, letter: bool) -> bool:
    """Tell whether a moment is named: in a letter, one that belongs to this sentence."""
    if not letter:
        return bool(moment_in(text))
    if _moment(text[start:end]):
        return True
    return any(_begins(later, check.timed_next) and _moment(later) for later in _after(text, end))


def _moment(sentence: str) -> bool:
    """Tell whether a moment is named; «uw brief van 3 mei» names a letter and no moment."""
    return bool(moment_in(_DATED.sub(" ", sentence)))


def _after(text: str, at: int) -> list[str]:
    """Return the sentences that come after a place."""
    found = []
    while at < len(text):
        if not text[at].isalnum():
            at += 1
            continue
        start, end = sentence_span(text, (at, at + 1))
        found.append(text[start:end])
        at = max(end, at + 1)
    return found


def _begins(sentence: str, words: list[str]) -> bool:
    said = " ".join(word for word in words_of(sentence) if word not in ENDS) + " "
    return any(said.startswith(f"{word} ") for word in words)
