"""How hard a text is to read: the Flesch-Douma index, and the longest sentence.

Douma (1960) fitted Flesch's formula to Dutch: 206.84 - 0.93 × words a sentence - 77 ×
syllables a word; 100 is very easy. Levels are the usual reading of it, no test of B1: that
also asks for plain words and order.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

_SENTENCE: Final = re.compile(r"[.!?]+(?:\s|$)")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS: Final = re.compile(
    r"aai|aau|eeu|ieu|oei|ooi|oeu|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|au|ou|[aeiouyàáâäèéêëìíîïòóôöùúûü]",
    re.IGNORECASE,
)
LEVELS: Final = ((60.0, "makkelijk"), (45.0, "gemiddeld"), (-1e9, "moeilijk"))


class Readability(msgspec.Struct, frozen=True):
    """The index (higher is easier), the level in a word, and the longest sentence in words."""

    index: float
    level: str
    longest: int


def readability_of(text: str) -> Readability:
    """Return how hard a text is to read; an empty text is easy."""
    sentences = [part for part in _SENTENCE.split(text) if _WORD.search(part)]
    words = _WORD.findall(text)
    if not sentences or not words:
        return Readability(100.0, LEVELS[0][1], 0)
    per_sentence = len(words) / len(sentences)
    per_word = sum(map(syllables, words)) / len(words)
    index = round(206.84 - 0.93 * per_sentence - 77 * per_word, 1)
    level = next(name for least, name in LEVELS if index >= least)
    return Readability(index, level, max(len(_WORD.findall(part)) for part in sentences))


def syllables(word: str) -> int:
    """Return the number of syllables of a Dutch word: its groups of vowels, one at least."""
    return max(1, len(_VOWELS.findall(word)))
