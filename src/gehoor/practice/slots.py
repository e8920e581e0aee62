"""The grammar of a line: `{name}` is filled from a list, `[text]` may be left out, `(a|b)` chooses.

Small on purpose: a coach writes these lines. Holds no words and no memory.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")

_SLOT = re.compile(r"\{([A-Za-z_]+)\}")  # {Ding} is {ding} with a capital
_CHOICE = re.compile(r"\(([^()\[\]]*\|[^()\[\]]*)\)")
_OPTION = re.compile(r"\[([^()\[\]]*)\]")
_SPACES = re.compile(r"\s+")
_BEFORE_MARK = re.compile(r"\s+([,.?!…])")
_DEEPEST = 40  # replacements in one line; a slot that fills itself would never end


class Chance:
    """Seeded chance: the same seed and the same question give the same answer, always."""

    def __init__(self, seed: str) -> None:
        self._seed = seed

    def part(self, question: str) -> float:
        """Return a number from 0 up to 1 that belongs to a question."""
        digest = hashlib.blake2b(f"{self._seed}/{question}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") / 2**64

    def one(self, items: Sequence[T], question: str) -> T:
        """Return one of the items."""
        return items[int(self.part(question) * len(items))]

    def order(self, items: Sequence[T], question: str) -> list[T]:
        """Return the items in an order that belongs to a question."""
        keys = {at: self.part(f"{question}/{at}") for at in range(len(items))}
        return [items[at] for at in sorted(keys, key=keys.__getitem__)]


def slots_in(line: str) -> Iterator[str]:
    """Yield the names of the slots in a line."""
    return (found[1].lower() for found in _SLOT.finditer(line))


def filled(line: str, slots: Mapping[str, Sequence[str]], chance: Chance, question: str) -> str:
    """Return a line with its slots, choices and options decided; «» where a slot has no words."""
    text = line
    for step in range(_DEEPEST):
        where = f"{question}/{step}"
        if found := _SLOT.search(text):
            words = slots.get(found[1].lower())
            if not words:
                return ""
            put = chance.one(words, where)
            if found[1][0].isupper():
                put = put[:1].upper() + put[1:]
        elif found := _CHOICE.search(text):
            put = chance.one(found[1].split("|"), where)
        elif found := _OPTION.search(text):
            put = chance.one(["", found[1]], where)
        else:
            return tidy(text)
        text = text[: found.start()] + put + text[found.end() :]
    return ""


def tidy(text: str) -> str:
    """Return a text with single spaces, none before a mark, and a capital at each start."""
    text = _BEFORE_MARK.sub(r"\1", _SPACES.sub(" ", text)).strip(" ,")
    text = re.sub(r",([,.?!…])", r"\1", text)
    return re.sub(r"(^|[.?!…] )([a-zà-ÿ])", lambda m: m[1] + m[2].upper(), text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, in small letters without marks: to compare with."""
    parts = re.split(r"[.?!…]+", text.casefold())
    plain = (" ".join(re.findall(r"[\wà-ÿ']+", part)) for part in parts)
    return [part for part in plain if part]
