"""Phrases made searchable: an index of what is rare in each, and the rest of it beside that.

Each phrase hangs on its rarest run of words that has few spellings. All spellings of all runs
stand in one index with every beginning of theirs, so a turn is walked once and a phrase costs
nothing until its rarest words are there, in order. What a phrase holds before and after its
run is kept as parts, for the matcher to check. The result is plain data (lists, numbers and
words) that can be stored, and that a core in another language could take.

Holds no matching (`hearing.matcher`) and no meaning (`hearing.phrases`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import prod

import msgspec

from gehoor.method.grammar import Choice, Phrase, Row, Word

MOST_SPELLINGS = 48  # of a run of several parts; more would make the index large for little
MOST_ENTRIES = 1000  # of a run that is one word list, whose spellings many phrases share
_SIMPLE = 1  # words; an option of one word is looked up in a set


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """A piece of a phrase, as plain data.

    A gap has its width in words. Otherwise one of `words`, one of the entries of the word
    list `name`, or one of `rows`; or nothing, where `optional`.
    """

    words: list[str] = []
    rows: list[list[Part]] = []
    name: str = ""
    optional: bool = False
    gap: int = 0


class Hung(msgspec.Struct, frozen=True, omit_defaults=True):
    """A phrase around the run it hangs on: `left` from the run outwards, `right` likewise.

    `need` is the rarest other part that must be there, as words; empty where there is none.
    """

    left: list[Part] = []
    right: list[Part] = []
    need: list[str] = []


class Automaton(msgspec.Struct, frozen=True):
    """A compiled set of phrases.

    `index` maps the words of a run, or of the beginning of one, with blanks between them, to
    the number of its entry in `ends`; 0 where nothing is complete yet. `ends[k]` lists the
    phrases of which the run is complete there. `hung[p]` holds the rest of phrase p; None
    where the run is all of it. `lists` are the word lists in use.
    """

    index: dict[str, int]
    ends: list[list[int]]
    hung: list[Hung | None]
    lists: dict[str, list[list[str]]]


def compile_phrases(phrases: Sequence[Phrase], common: Counter[str]) -> Automaton:
    """Return the automaton of phrases, numbered as given.

    `common` counts words in the method's own example sentences: what is frequent there is
    frequent in calls, so a phrase hangs on its least frequent words.
    """
    index, rarity = _Index(), _Rarity(common)
    hung: list[Hung | None] = []
    lists: dict[str, list[list[str]]] = {}
    for number, phrase in enumerate(phrases):
        parts = list(_flat(phrase))
        first, last = _run(parts, rarity)
        for spelling in _spellings(parts[first:last]):
            index.add(spelling, number)
        rest = [*parts[:first], *parts[last:]]
        hung.append(_hung(parts, first, last, rarity) if rest else None)
        lists.update(_lists(rest))
    return Automaton(index=index.words, ends=index.ends, hung=hung, lists=lists)


Flat = Word | Row | Choice | int
"""A part at the top of a phrase; a number is a gap."""


def _flat(phrase: Phrase) -> Iterator[Flat]:
    for at, segment in enumerate(phrase.segments):
        if at:
            yield phrase.gaps[at - 1]
        yield from _parts_of(segment)


def _parts_of(row: Row) -> Iterator[Flat]:
    for part in row.parts:
        if isinstance(part, Row):
            yield from _parts_of(part)
        else:
            yield part


class _Rarity:
    """How likely a part is to stand at a place, if words came independently."""

    def __init__(self, common: Counter[str]) -> None:
        self._counts, self._total = common, max(common.total(), 1)
        self._lists: dict[str, float] = {}

    def of(self, part: Flat) -> float:
        if isinstance(part, Word):
            return (self._counts[part.text] + 0.5) / self._total
        if isinstance(part, Row):
            return prod(map(self.of, part.parts))
        if isinstance(part, int) or part.optional:
            return 1.0
        if not part.name:
            return min(1.0, sum(map(self.of, part.options)))
        if part.name not in self._lists:
            self._lists[part.name] = min(1.0, sum(map(self.of, part.options)))
        return self._lists[part.name]


def _run(parts: Sequence[Flat], rarity: _Rarity) -> tuple[int, int]:
    """Return where the run begins and ends: rare, contiguous, and with few spellings."""
    best: tuple[float, int, int] | None = None
    fewest = (float("inf"), 0, 1)
    for first in range(len(parts)):
        spellings, chance, fixed = 1, 1.0, False
        for last in range(first + 1, len(parts) + 1):
            part = parts[last - 1]
            if isinstance(part, int):
                break
            spellings *= _count(part)
            chance *= rarity.of(part)
            fixed = fixed or not _skippable(part)
            if fixed:
                fewest = min(fewest, (spellings, first, last))
            most = MOST_ENTRIES if last - first == 1 else MOST_SPELLINGS
            if fixed and spellings <= most:
                best = min(best or (2.0, 0, 0), (chance, first - last, first))
    if best is None:
        return fewest[1], fewest[2]
    return best[2], best[2] - best[1]


def _count(part: Word | Row | Choice) -> int:
    if isinstance(part, Word):
        return 1
    if isinstance(part, Row):
        return prod(map(_count, part.parts))
    if part.name:
        return len(part.entries)
    return sum(map(_count, part.options)) + part.optional


def _skippable(part: Word | Row | Choice) -> bool:
    if isinstance(part, Word):
        return False
    if isinstance(part, Row):
        return all(map(_skippable, part.parts))
    if part.name:
        return False
    return part.optional or any(map(_skippable, part.options))


def _spellings(parts: Iterable[Flat]) -> Iterator[tuple[str, ...]]:
    choices = [list(_ways(part)) for part in parts if not isinstance(part, int)]
    for combination in product(*choices):
        yield tuple(word for words in combination for word in words)


def _ways(part: Word | Row | Choice) -> Iterator[tuple[str, ...]]:
    if isinstance(part, Word):
        yield (part.text,)
    elif isinstance(part, Row):
        yield from _spellings(part.parts)
    elif part.name:
        yield from part.entries
    else:
        if part.optional:
            yield ()
        for option in part.options:
            yield from _ways(option)


class _Index:
    """The spellings of all runs and every beginning of theirs."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self.ends: list[list[int]] = [[]]

    def add(self, spelling: tuple[str, ...], number: int) -> None:
        for length in range(1, len(spelling)):
            self.words.setdefault(" ".join(spelling[:length]), 0)
        whole = " ".join(spelling)
        if not self.words.get(whole):
            self.words[whole] = len(self.ends)
            self.ends.append([])
        ends = self.ends[self.words[whole]]
        if number not in ends:
            ends.append(number)


def _hung(parts: Sequence[Flat], first: int, last: int, rarity: _Rarity) -> Hung:
    others = [part for k, part in enumerate(parts) if not first <= k < last]
    return Hung(
        left=[_part(part) for part in reversed(parts[:first])],
        right=[_part(part) for part in parts[last:]],
        need=_need(others, rarity),
    )


def _need(others: Iterable[Flat], rarity: _Rarity) -> list[str]:
    """Return the words of which one must be in the turn: those of the rarest fixed part."""
    fixed = [part for part in others if not isinstance(part, int) and not _skippable(part)]
    if not fixed:
        return []
    rarest = min(fixed, key=rarity.of)
    return sorted({words[0] for words in _ways(rarest)})


def _part(part: Flat) -> Part:
    if isinstance(part, int):
        return Part(gap=part)
    if isinstance(part, Word):
        return Part(words=[part.text])
    if isinstance(part, Row):
        return Part(rows=[[_part(p) for p in _parts_of(part)]], optional=_skippable(part))
    if part.name:
        return Part(name=part.name, optional=part.optional)
    options = [list(_parts_of(option)) for option in part.options]
    simple = [o[0].text for o in options if len(o) == _SIMPLE and isinstance(o[0], Word)]
    rows = [
        [_part(p) for p in o] for o in options if not (len(o) == _SIMPLE and isinstance(o[0], Word))
    ]
    return Part(words=simple, rows=rows, optional=_skippable(part))


def _lists(parts: Iterable[Flat]) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for part in parts:
        if isinstance(part, Choice):
            if part.name:
                found[part.name] = [list(words) for words in _ways(part)]
            for option in part.options:
                found.update(_lists(_parts_of(option)))
    return found
