"""From phrases to the network that a text is held against, each built from end to beginning.

Loaded only where phrases are compiled: a start from the cache needs none of it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from gehoor.method.automaton import ANY, DONE, INTS, Automaton
from gehoor.method.grammar import Choice, Phrase, Row, Word


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
