"""The words that finding goes by, read from `data/` when first needed.

All are folded: no capitals, accents or apostrophes. The files are for people to read and
add to; nothing here knows what a list is for.
"""

from __future__ import annotations

import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent / "data"
_LETTERS = str.maketrans({"ł": "l", "ı": "i", "ø": "o", "ß": "ss", "'": "", "’": "", "`": ""})


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Return a word without capitals, accents and apostrophes."""
    word = word.lower()
    if word.isascii() and "'" not in word and "`" not in word:
        return word
    plain = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(char for char in plain if not unicodedata.combining(char)).translate(_LETTERS)


@lru_cache
def table(name: str) -> dict[str, Any]:
    """Return what a file of `data/` holds."""
    return tomllib.loads((HOME / f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache
def words(name: str, key: str = "") -> frozenset[str]:
    """Return the words of a file, or of one list in it («cues», «phone.sure»)."""
    found: Any = table(name)
    for part in key.split(".") if key else ():
        found = found[part]
    texts = found.values() if isinstance(found, dict) else [found]
    return frozenset(fold(word) for text in texts for word in text.split())


@lru_cache
def phrases(name: str, key: str) -> frozenset[tuple[str, ...]]:
    """Return the groups of words of a list, which stand on lines and between «|»."""
    found: Any = table(name)
    for part in key.split("."):
        found = found[part]
    lines = found.replace("|", "\n").splitlines()
    return frozenset(tuple(map(fold, line.split())) for line in lines if line.strip())
