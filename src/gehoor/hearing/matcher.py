"""Finding phrases in a row of words, through the automaton.

Gives, for each phrase and each place it can start, the longest stretch of words it takes.
Knows nothing of acts, negation or characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from gehoor.dialogue.words import ENDS
from gehoor.method.automaton import Automaton, Hung, Part

Node = dict[str, Any]
_END = ""  # no word is empty


class _Piece(NamedTuple):
    """A part, ready to be matched.

    `rows` are options of more than one word: `by_first` under the words they can begin with
    and `by_last` under those they can end with, so that few are tried.
    """

    words: frozenset[str]
    by_first: dict[str, _Rows]
    by_last: dict[str, _Rows]
    optional: bool
    gap: int


class _Rest(NamedTuple):
    """What must stand around a run."""

    left: tuple[_Piece, ...]
    right: tuple[_Piece, ...]
    need: frozenset[str]


_Rows = tuple[tuple[_Piece, ...], ...]
Hit = tuple[int, int, int]


class Matcher:
    """Finds the phrases of one automaton.

    Made once for a set of phrases; `find` keeps no state, so one matcher may serve many
    calls at once.
    """

    def __init__(self, automaton: Automaton) -> None:
        link = _Linker(automaton)
        self._root = link.tree()
        self._rests = [link.rest(hung) if hung else None for hung in automaton.hung]

    def find(self, words: list[str]) -> list[Hit]:
        """Return (phrase number, first word, word after the last), once per phrase and start."""
        hits: list[Hit] = []
        hanging: list[Hit] = []
        root, count = self._root, len(words)
        for at, word in enumerate(words):
            node = root.get(word)
            end = at
            while node is not None:
                end += 1
                if _END in node:
                    whole, parts = node[_END]
                    for number in whole:
                        hits.append((number, at, end))
                    for number in parts:
                        hanging.append((number, at, end))
                if end == count:
                    break
                node = node.get(words[end])
        if hanging:
            self._complete(hanging, words, hits)
        return hits if len(hits) < 2 else _longest(hits)

    def _complete(self, hanging: list[Hit], words: list[str], hits: list[Hit]) -> None:
        """Add the phrases of which the rest is there too."""
        present = frozenset(words)
        rests = self._rests
        for number, at, end in hanging:
            left, right, need = rests[number]  # type: ignore[misc]
            if need and need.isdisjoint(present):
                continue
            ends = _forward(right, {end}, words) if right else {end}
            if not ends:
                continue
            last = max(ends)
            for start in _backward(left, {at}, words) if left else (at,):
                hits.append((number, start, last))


def _longest(hits: list[Hit]) -> list[Hit]:
    """Keep, of each phrase at each start, the longest."""
    longest: dict[tuple[int, int], int] = {}
    for number, start, end in hits:
        if longest.get((number, start), 0) < end:
            longest[number, start] = end
    if len(longest) == len(hits):
        return hits
    return [(number, start, end) for (number, start), end in longest.items()]


class _Linker:
    """From plain data to what is walked: dictionaries that hold each other, sets of words."""

    def __init__(self, automaton: Automaton) -> None:
        self._automaton = automaton
        self._lists = {
            name: _piece(
                [entry[0] for entry in entries if len(entry) == 1],
                tuple(tuple(map(_one_word, entry)) for entry in entries if len(entry) != 1),
            )
            for name, entries in automaton.lists.items()
        }

    def tree(self) -> Node:
        nodes: list[Node] = [{} for _ in self._automaton.nodes]
        for node, edges in zip(nodes, self._automaton.nodes, strict=True):
            for word, target in edges.items():
                node[word] = nodes[target]
        hung = self._automaton.hung
        for number, ends in self._automaton.ends.items():
            whole = tuple(k for k in ends if hung[k] is None)
            parts = tuple(k for k in ends if hung[k] is not None)
            nodes[number][_END] = (whole, parts)
        return nodes[0]

    def rest(self, hung: Hung) -> _Rest:
        return _Rest(
            tuple(map(self._piece, hung.left)),
            tuple(map(self._piece, hung.right)),
            frozenset(hung.need),
        )

    def _piece(self, part: Part) -> _Piece:
        if part.name:
            return self._lists[part.name]._replace(optional=part.optional)
        rows = tuple(tuple(map(self._piece, row)) for row in part.rows)
        return _piece(part.words, rows, part.optional, part.gap)


def _piece(words: Sequence[str], rows: _Rows, optional: bool = False, gap: int = 0) -> _Piece:
    return _Piece(frozenset(words), _by_edge(rows, 0), _by_edge(rows, -1), optional, gap)


def _by_edge(rows: _Rows, edge: int) -> dict[str, _Rows]:
    found: dict[str, list[tuple[_Piece, ...]]] = {}
    for row in rows:
        for word in _edge_words(row if edge == 0 else row[::-1]):
            found.setdefault(word, []).append(row if edge == 0 else row[::-1])
    return {word: tuple(rows) for word, rows in found.items()}


def _edge_words(row: Sequence[_Piece]) -> set[str]:
    """Return the words a row can begin with; read backwards, those it can end with."""
    found: set[str] = set()
    for piece in row:
        found |= piece.words | piece.by_first.keys() | piece.by_last.keys()
        if not piece.optional:
            break
    return found


def _one_word(word: str) -> _Piece:
    return _piece([word], ())


def _forward(pieces: Sequence[_Piece], ends: set[int], words: list[str]) -> set[int]:
    """Return where the pieces can end, if they begin at one of these places."""
    count = len(words)
    for accepted, by_first, _, optional, gap in pieces:
        if gap:
            ends = _onwards(gap, ends, words)
            continue
        found = set()
        for end in ends:
            if end < count:
                word = words[end]
                if word in accepted:
                    found.add(end + 1)
                if word in by_first:
                    for row in by_first[word]:
                        found |= _forward(row, {end}, words)
        ends = found | ends if optional else found
        if not ends:
            break
    return ends


def _backward(pieces: Sequence[_Piece], starts: set[int], words: list[str]) -> set[int]:
    """Return where the pieces, given from last to first, can start if they end before here."""
    for accepted, _, by_last, optional, gap in pieces:
        if gap:
            starts = _back(gap, starts, words)
            continue
        found = set()
        for start in starts:
            if start:
                word = words[start - 1]
                if word in accepted:
                    found.add(start - 1)
                if word in by_last:
                    for row in by_last[word]:
                        found |= _backward(row, {start}, words)
        starts = found | starts if optional else found
        if not starts:
            break
    return starts


def _onwards(gap: int, ends: set[int], words: list[str]) -> set[int]:
    """Return the places after a gap: within its width, and in the same sentence."""
    begins = set(ends)
    for end in ends:
        for at in range(end, min(end + gap, len(words))):
            if words[at] in ENDS:
                break
            begins.add(at + 1)
    return begins


def _back(gap: int, starts: set[int], words: list[str]) -> set[int]:
    """Return the places before a gap, likewise."""
    reached = set(starts)
    for start in starts:
        for at in range(start - 1, max(start - gap, 0) - 1, -1):
            if words[at] in ENDS:
                break
            reached.add(at)
    return reached
