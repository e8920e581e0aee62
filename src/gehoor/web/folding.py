"""Looking things up forgivingly: case, accents and the ends of words do not matter.

A stem is no linguistics: it only brings «klachten» and «klacht», «muren» and «muur»,
«excuses» and «excuus» together. Holds nothing to look in.
"""

from __future__ import annotations

import re
import unicodedata

_ENDINGS = re.compile(r"(?:en|es|er|s|e|n)$")
_WORD = re.compile(r"[a-z0-9]+")
_DOUBLE = re.compile(r"([a-z])\1")
SHORT = 4  # letters from which the beginning of a word is enough


def stems(text: str) -> frozenset[str]:
    """Return the stems of the words of a text."""
    plain = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", "")).lower()
    folded = "".join(char for char in plain if not unicodedata.combining(char))
    return frozenset(map(stem, _WORD.findall(folded)))


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
