"""Runs: digits and letters said or written one after another, as one string.

«nul zes eh dubbel vijf» and «06-55» are both the run 0655. Each item of it knows its tokens, so
that whatever is found in the string has its place in the text. What a run means is `numbers`'.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from gehoor.privacy.cues import cue_of
from gehoor.privacy.lists import words
from gehoor.privacy.spoken import compound_of, digits_of, plural_of
from gehoor.privacy.text import DIGITS, FILLERS, MARK, MIXED, WORD, Text

_JOINTS = frozenset("-–/.,'’+#()_:")
_LONGEST_CODE = 24  # characters of one written code
_JOINED = 5  # tokens between two items, such as «, schuine streep,»
_FULL = 6  # characters; so far in a number, «en» goes on with it
_CODE_WORD = 5  # letters of a word within a code: «WOC-2024», «INGB»
_LIKE = frozenset({"van", "als", "zoals", "voor"})
_TIMES = frozenset({"keer", "maal"})
_COUNTING = frozenset({"dubbel", "dubbele", "plus", "de", "nl", "be", "ypsilon", "ij", "griekse"})
_SPELT_OUT = {"ypsilon": "y", "ij": "y", "griekse": "y"}


class Item(NamedTuple):
    """Characters that stand together: those of tokens `first` up to, not including, `last`."""

    chars: str
    first: int
    last: int
    sure: bool  # false for «een», «u»: a word unless its neighbours say otherwise


class Run(NamedTuple):
    """Items one after another; `chars` is all of them, `edges` where in it each item starts."""

    items: tuple[Item, ...]
    chars: str
    edges: dict[int, int]

    def part(self, start: int, end: int) -> Run | None:
        """Return the items that hold exactly these characters, None where an item is cut."""
        first, last = self.edges.get(start), self.edges.get(end)
        if first is None or last is None or first >= last:
            return None
        return run_of(self.items[first:last])

    @property
    def digits(self) -> int:
        """Return how many digits it holds."""
        return sum(map(str.isdecimal, self.chars))


def run_of(items: Sequence[Item]) -> Run:
    """Return items as a run."""
    edges, at = {0: 0}, 0
    for number, item in enumerate(items, 1):
        at += len(item.chars)
        edges[at] = number
    return Run(tuple(items), "".join(item.chars for item in items), edges)


def runs_in(text: Text) -> Iterator[Run]:
    """Yield the runs of a text, in order, each as long as it can be."""
    at, size = 0, len(text.tokens)
    while at < size:
        item = _item(text, at)
        if item is None:
            at += 1
            continue
        items, size_so_far = [item], len(item.chars)
        while item is not None:
            at = item.last
            item = _next(text, at, size_so_far)
            if item is not None:
                items.append(item)
                size_so_far += len(item.chars)
        yield run_of(_hundreds(items))


def _next(text: Text, at: int, size: int) -> Item | None:
    """Return the item after a joint: a mark, «eh», «streepje», or nothing."""
    for start in range(at, at + _JOINED):
        glued = (
            start > at
            and text.fold(start - 1) in "-/."
            and text.glued(start)
            and (text.kind(start - 2) in (DIGITS, MIXED) or text.tokens[start - 2].raw.isupper())
        )
        item = _item(text, start, glued)
        if item is not None:
            return item
        if not _joint(text, start) and not (size >= _FULL and text.fold(start) == "en"):
            return None
    return None


def _joint(text: Text, at: int) -> bool:
    fold = text.fold(at)
    if text.kind(at) == MARK:
        return fold in _JOINTS and (fold not in ".:'’" or text.glued(at + 1))
    if fold in ("en", "dan", "nog", "daarna"):
        return fold != "en" or text.fold(at + 1) in ("dan", "nog", "daarna")
    joints = words("words", "dashes") | {"punt", "slash", "schuine", "streep", "spatie"}
    return fold in FILLERS or fold in joints


def _item(text: Text, at: int, glued: bool = False) -> Item | None:
    kind, fold = text.kind(at), text.fold(at)
    if kind == DIGITS:
        return _times(text, at, fold) or Item(fold, at, at + 1, True)
    if kind == MIXED:
        return Item(fold, at, at + 1, True) if len(fold) <= _LONGEST_CODE else None
    if kind == MARK:
        return _plus(text, at) if fold == "+" else None
    return _word_item(text, at, fold, glued) if kind == WORD else None


def _plus(text: Text, at: int) -> Item | None:
    digits = text.fold(at + 1) if text.kind(at + 1) == DIGITS else digits_of(text.fold(at + 1))
    return Item("+" + digits, at, at + 2, True) if digits else None


@lru_cache(maxsize=8192)
def _may_count(fold: str) -> bool:
    """Tell whether a small word can be part of a run at all; most can't."""
    if len(fold) < 2 or fold in _COUNTING or fold in words("words", "banks"):
        return True
    return digits_of(fold) is not None


def _word_item(text: Text, at: int, fold: str, glued: bool) -> Item | None:
    if not (glued or _may_count(fold) or text.tokens[at].raw.isupper()):
        return None
    digits = digits_of(fold)
    if digits is not None and text.fold(at + 1) == "en":
        compound = compound_of(fold, text.fold(at + 2))
        if compound is not None:
            return Item(compound, at, at + 3, True)
    if digits is not None:
        return _times(text, at, digits) or Item(digits, at, at + 1, fold != "een")
    if fold in ("dubbel", "dubbele", "plus"):
        return _plus(text, at) if fold == "plus" else _double(text, at)
    letter = _letter(text, at, fold)
    if letter is not None:
        return letter
    code = fold in words("words", "banks") or fold in ("nl", "be")
    shouted = text.cased and text.tokens[at].raw.isupper() and _by_code(text, at)
    if len(fold) <= _CODE_WORD and fold.isascii() and (code or shouted or glued):
        return Item(fold, at, at + 1, False)
    return None


def _by_code(text: Text, at: int) -> bool:
    """Tell whether digits stand beside, as in «INC 0087»; «BSN 123» is a word and a number."""
    if cue_of(text.fold(at)) is not None:
        return False
    near = range(at - 2, at + 3)
    return any(text.kind(other) in (DIGITS, MIXED) for other in near)


def _double(text: Text, at: int) -> Item | None:
    if text.fold(at + 1).startswith("dubbel"):
        return None
    item = _item(text, at + 1)
    return Item(item.chars * 2, at, item.last, True) if item and len(item.chars) == 1 else None


def _times(text: Text, at: int, digits: str) -> Item | None:
    """Return «twee keer nul», «drie nullen» as an item."""
    if len(digits) != 1 or not "2" <= digits <= "6":
        return None
    plural = plural_of(text.fold(at + 1))
    if plural is not None:
        return Item(plural * int(digits), at, at + 2, True)
    start = at + 3 if text.fold(at + 2) == "de" else at + 2
    fold = text.fold(start)
    said = digits_of(fold) if text.kind(start) == WORD else fold
    if text.fold(at + 1) not in _TIMES or not said or len(said) > 2 or not said.isdecimal():
        return None
    if len(said) == 2 and not (digits_of(text.fold(at - 1)) or text.fold(at - 1) == "dan"):
        return None  # «drie keer zevenendertig» euro
    return Item(said * int(digits), at, start + 1, True)


def _letter(text: Text, at: int, fold: str) -> Item | None:
    """Return «k», «de K van Karel» as an item."""
    start = at + 1 if fold == "de" else at
    if text.fold(start + 1) == "-" and text.fold(start + 2).startswith(text.fold(start)):
        stammered = digits_of(text.fold(start + 2))
        if stammered and text.glued(start + 1) and text.glued(start + 2):
            return Item(stammered, at, start + 3, True)
    fold = _SPELT_OUT.get(text.fold(start), text.fold(start))
    if len(fold) != 1 or not fold.isascii() or text.kind(start) != WORD:
        return None
    if text.fold(start - 1) in ("'", "’", "`") and text.glued(start):
        return None
    named = text.fold(start + 2)
    if text.fold(start + 1) in _LIKE and named.startswith(fold) and len(named) > 1:
        return Item(fold, at, start + 3, True)
    return Item(fold, at, start + 1, False) if start == at else None


def _hundreds(items: list[Item]) -> list[Item]:
    """Join «twee honderd vierendertig» into 234."""
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        if last and item.chars == "100" and len(last.chars) == 1 and last.chars in "23456789":
            joined[-1] = Item(last.chars + "00", last.first, item.last, True)
        else:
            joined.append(item)
    return joined
