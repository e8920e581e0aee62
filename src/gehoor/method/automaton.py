"""Phrases made searchable: one network of places between words, for all phrases together.

Each phrase is a small graph: from a node, a word out of some set leads to the next one; its nodes
are numbered together, each higher than those it leads to. The result is plain data, arrays of C
ints, that can be stored, and that the native core takes as it is. Which nodes are reached in a
text is worked out while reading.

Holds no matching (`hearing.matcher`) and no meaning (`hearing.phrases`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from gehoor.method.grammar import Choice, Phrase, Row, Word

ANY = -1  # kinds of edges that take no word of a set: any word of the sentence (in a gap);
DONE = -2  # the phrase ends here; its number stands where the next node would
INTS = "i"  # of the arrays


class Automaton(msgspec.Struct, frozen=True):
    """A compiled set of phrases; all but `words` are arrays of C ints, as bytes.

    Word k of `words` (one a line) is in the word sets `sets[set_first[k]:set_first[k + 1]]`.
    Node n has the edges from `first[n]` up to `first[n + 1]`; each is a pair of numbers in
    `edges`: the word set (or `ANY`, `DONE`), then the node it leads to. `starts[p]` is the node
    where phrase p begins.
    """

    words: bytes
    set_first: bytes
    sets: bytes
    first: bytes
    edges: bytes
    starts: bytes

    def sets_of_words(self) -> dict[str, list[int]]:
        """Return, for each word, the numbers of the word sets that hold it."""
        words = self.words.decode().split("\n") if self.words else []
        sets = ints(self.sets).tolist()
        spans = pairwise(ints(self.set_first))
        return {word: sets[slice(*span)] for word, span in zip(words, spans, strict=True)}


def ints(stored: bytes) -> array[int]:
    """Return an array as it was stored."""
    numbers = array(INTS)
    numbers.frombytes(stored)
    return numbers


def compile_phrases(phrases: Sequence[Phrase]) -> Automaton:
    """Return the automaton of phrases, numbered as given."""
    builder = _Builder()
    for number, phrase in enumerate(phrases):
        builder.add(phrase, number)
    return builder.automaton()


_Edge = tuple[int, int]


class _Builder:
    """Builds every phrase from its end to its beginning, so that each node knows what follows."""

    def __init__(self) -> None:
        self._sets: dict[frozenset[str], int] = {}
        self._first = array(INTS, [0])
        self._edges = array(INTS)
        self._starts = array(INTS)

    def automaton(self) -> Automaton:
        words: dict[str, list[int]] = {}
        for members, number in self._sets.items():
            for word in members:
                words.setdefault(word, []).append(number)
        names = sorted(words)
        set_first, sets = array(INTS, [0]), array(INTS)
        for name in names:
            sets.extend(words[name])
            set_first.append(len(sets))
        return Automaton(
            words="\n".join(names).encode(),
            set_first=set_first.tobytes(),
            sets=sets.tobytes(),
            first=self._first.tobytes(),
            edges=self._edges.tobytes(),
            starts=self._starts.tobytes(),
        )

    def add(self, phrase: Phrase, number: int) -> None:
        node = self._node([(DONE, number)])
        for at in range(len(phrase.segments) - 1, -1, -1):
            node = self._part(phrase.segments[at], node)
            if at:
                node = self._gap(phrase.gaps[at - 1], node)
        self._starts.append(node)

    def _node(self, edges: Iterable[_Edge]) -> int:
        for edge in dict.fromkeys(edges):
            self._edges.extend(edge)
        self._first.append(len(self._edges) // 2)
        return len(self._first) - 2

    def _edges_of(self, node: int) -> list[_Edge]:
        numbers = self._edges[2 * self._first[node] : 2 * self._first[node + 1]]
        return list(zip(numbers[::2], numbers[1::2], strict=True))

    def _set(self, words: Iterable[str]) -> int:
        return self._sets.setdefault(frozenset(words), len(self._sets))

    def _gap(self, width: int, after: int) -> int:
        node = after
        for _ in range(width):
            node = self._node([*self._edges_of(after), (ANY, node)])
        return node

    def _part(self, part: Word | Row | Choice, after: int) -> int:
        if isinstance(part, Word):
            return self._node([(self._set([part.text]), after)])
        if isinstance(part, Row):
            for inner in reversed(part.parts):
                after = self._part(inner, after)
            return after
        edges = self._entries(part, after) if part.name else self._options(part, after)
        return self._node([*edges, *self._edges_of(after)] if part.optional else edges)

    def _options(self, choice: Choice, after: int) -> list[_Edge]:
        rows = [list(_words(option)) for option in choice.options]
        single = [row[0] for row in rows if len(row) == 1 and row[0]]
        edges = [
            edge
            for row, option in zip(rows, choice.options, strict=True)
            if len(row) != 1 or not row[0]
            for edge in self._edges_of(self._part(option, after))
        ]
        return [(self._set(single), after), *edges] if single else edges

    def _entries(self, choice: Choice, after: int) -> list[_Edge]:
        """Return the edges into a word list; entries that go on alike share their nodes."""
        firsts: dict[tuple[str, ...], list[str]] = {}
        for entry in choice.entries:
            firsts.setdefault(entry[1:], []).append(entry[0])
        return [
            (self._set(words), self._part(Row(tuple(map(Word, rest))), after))
            for rest, words in firsts.items()
        ]


def _words(row: Row) -> Iterable[str]:
    """Yield the words of a row; an empty text for what is more than a word."""
    for part in row.parts:
        if isinstance(part, Row):
            yield from _words(part)
        else:
            yield part.text if isinstance(part, Word) else ""
