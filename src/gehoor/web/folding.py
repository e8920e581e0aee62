"""Looking things up forgivingly: case, accents and the ends of words do not matter.

A stem is no linguistics: it only brings «klachten» and «klacht», «muren» and «muur»,
«excuses» and «excuus» together. Holds nothing to look in.
"""

from __future__ import annotations

import re

from gehoor.dialogue.words import ENDS, words_of

_ENDINGS = re.compile(r"(?:'s|en|es|er|s|e|n)$")
_DOUBLE = re.compile(r"([a-z])\1")
SHORT = 4  # letters from which the beginning of a word is enough


def stems(text: str) -> frozenset[str]:
    """Return the stems of the words of a text."""
    return frozenset(stem(word) for word in words_of(text) if word not in ENDS)


def stem(word: str) -> str:
    """Return what a word is looked up by: folded, without its ending, no letter twice."""
    short = _ENDINGS.sub("", word) if len(word) > SHORT else word
    return _DOUBLE.sub(r"\1", short)


def holds(words: frozenset[str], wanted: str) -> bool:
    """Tell whether a stem, or a word that begins with it, is among these."""
    if wanted in words:
        return True
    if len(wanted) < SHORT:
        return False
    return any(
        word.startswith(wanted) or (len(word) >= SHORT and wanted.startswith(word))
        for word in words
    )
