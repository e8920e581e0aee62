"""A second, slow way to find phrases: one regular expression each, nothing shared.

Knows nothing of the automaton: it goes from the parsed phrase straight to `regex`, whose
POSIX matching takes the longest. Tests and the benchmark hold the matcher to it.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from gehoor.dialogue.words import ENDS
from gehoor.method.grammar import Choice, Phrase, Row, Word

_STOPS = "".join(regex.escape(end) for end in sorted(ENDS))
_GAP = rf"(?:[^ {_STOPS}]+ )"


class Oracle:
    """Finds phrases by their own expressions."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._expressions = [regex.compile(expression(phrase), regex.POSIX) for phrase in phrases]

    def find(self, words: list[str]) -> set[tuple[int, int, int]]:
        """Return (phrase number, first word, word after the last), once per phrase and start."""
        text = "".join(word + " " for word in words)
        starts = [0]
        for word in words:
            starts.append(starts[-1] + len(word) + 1)
        place = {at: k for k, at in enumerate(starts)}
        found = set()
        for number, compiled in enumerate(self._expressions):
            if compiled.search(text):
                for start, at in enumerate(starts[:-1]):
                    match = compiled.match(text, at)
                    if match and match.end() > at:
                        found.add((number, start, place[match.end()]))
        return found


def expression(phrase: Phrase) -> str:
    """Return a phrase as a regular expression over words that each end in a blank."""
    parts = [_part(phrase.segments[0])]
    for gap, segment in zip(phrase.gaps, phrase.segments[1:], strict=True):
        parts.append(f"{_GAP}{{0,{gap}}}")
        parts.append(_part(segment))
    return r"(?<![^ ])" + "".join(parts)


def _part(part: Word | Row | Choice) -> str:
    if isinstance(part, Word):
        return f"{regex.escape(part.text)} "
    if isinstance(part, Row):
        return "".join(map(_part, part.parts))
    options = "|".join(_part(option) for option in part.options)
    return f"(?:{options}){'?' if part.optional else ''}"
