"""Dutch number words as the digits they stand for: «drieëndertig» is 33, «nul» is 0.

Only what people say in telephone numbers, dates and house numbers: up to 9999.
"""

from __future__ import annotations

from functools import lru_cache

_UNITS = [
    "nul",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
]
_TENS = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
_PLURALS = [
    "nullen",
    "enen",
    "tweeen",
    "drieen",
    "vieren",
    "vijven",
    "zessen",
    "zevens",
    "achten",
    "negens",
]
_ORDINALS = {"eerste": 1, "derde": 3, "achtste": 8}
_LONGEST = 50  # letters; «negenduizendnegenhonderdnegenennegentig» has 39


def _small() -> dict[str, int]:
    small = {word: number for number, word in enumerate(_UNITS)}
    for ten, word in enumerate(_TENS, 2):
        small[word] = ten * 10
        small |= {f"{unit}en{word}": ten * 10 + n for n, unit in enumerate(_UNITS[1:10], 1)}
    return small


_SMALL = _small()


@lru_cache(maxsize=4096)
def digits_of(word: str) -> str | None:
    """Return the digits of a folded number word, None for any other word."""
    value = _value(word) if len(word) <= _LONGEST else None
    return None if value is None else str(value)


def compound_of(unit: str, ten: str) -> str | None:
    """Return 31 for «een en dertig», which some recognisers write in three words."""
    return digits_of(f"{unit}en{ten}") if unit in _UNITS[1:10] and ten in _TENS else None


def plural_of(word: str) -> str | None:
    """Return the digit of «nullen», «vijven»."""
    return str(_PLURALS.index(word)) if word in _PLURALS else None


@lru_cache(maxsize=4096)
def ordinal_of(word: str) -> int | None:
    """Return the number of «vierde», «twintigste», «14e»."""
    if word in _ORDINALS:
        return _ORDINALS[word]
    for ending in ("ste", "de", "e"):
        stem = word.removesuffix(ending)
        if stem == word:
            continue
        if stem.isascii() and stem.isdecimal() and len(stem) < 3:
            return int(stem)
        if ending != "e" and stem in _SMALL:
            return _SMALL[stem]
    return None


def _value(word: str) -> int | None:
    if word in _SMALL:
        return _SMALL[word]
    for name, size in (("duizend", 1000), ("honderd", 100)):
        head, found, tail = word.partition(name)
        if found:
            return _composed(head, tail.removeprefix("en"), size)
    return _year(word)


def _composed(head: str, tail: str, size: int) -> int | None:
    many = _SMALL.get(head) if head else 1
    rest = _value(tail) if tail else 0
    if many is None or rest is None or rest >= size or not 0 < many < 100:
        return None
    return many * size + rest


def _year(word: str) -> int | None:
    """Return 1964 for «negentienvierenzestig»."""
    for century in ("negentien", "twintig"):
        rest = _SMALL.get(word.removeprefix(century)) if word.startswith(century) else None
        if rest is not None and rest > 9:
            return _SMALL[century] * 100 + rest
    return None
