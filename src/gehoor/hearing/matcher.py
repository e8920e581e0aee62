"""Finding phrases in a row of words, through the automaton.

Gives, for each phrase and each place it can start, the longest stretch of words it takes.
Knows nothing of acts, negation or characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gehoor.dialogue.words import ENDS
from gehoor.method.automaton import Automaton, Part


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


_Rows = tuple[tuple[_Piece, ...], ...]


class _Rest(NamedTuple):
    """What must stand to the left of a run, from the run outwards, and to the right.

    `before` and `after` are the words of which one must stand right beside it; None where
    anything may.
    """

    left: tuple[_Piece, ...]
    right: tuple[_Piece, ...]
    before: frozenset[str] | None
    after: frozenset[str] | None


Hit = tuple[int, int, int]


class _End(NamedTuple):
    """What a complete run means: `whole` phrases, and those of which the rest must be there.

    The latter stand under the words of which one must be in the turn (`needing`), so that a
    phrase is looked at only if its two rarest parts are there; `always` have no such word.
    """

    whole: tuple[int, ...]
    always: tuple[int, ...]
    needing: dict[str, tuple[int, ...]]


class Matcher:
    """Finds the phrases of one automaton.

    Made once for a set of phrases, and safe to share: what `find` keeps is only work that
    need not be done twice.
    """

    def __init__(self, automaton: Automaton) -> None:
        self._index = automaton.index
        self._linker = _Linker(automaton)
        self._ends: list[_End | None] = [None] * len(automaton.ends)

    def find(self, words: list[str]) -> list[Hit]:
        """Return (phrase number, first word, word after the last), once per phrase and start."""
        hits: list[Hit] = []
        hanging: list[tuple[int, int, _End]] = []
        get, ends, count = self._index.get, self._ends, len(words)
        for at, key in enumerate(words):
            mark = get(key)
            last = at + 1
            while mark is not None:
                if mark:
                    end = ends[mark] or self._end(mark)
                    for number in end.whole:
                        hits.append((number, at, last))
                    if end.needing or end.always:
                        hanging.append((at, last, end))
                if last == count:
                    break
                key = f"{key} {words[last]}"
                mark = get(key)
                last += 1
        if hanging:
            self._complete(hanging, words, hits)
        return hits if len(hits) < 2 else _longest(hits)

    def _end(self, mark: int) -> _End:
        end = self._ends[mark] = self._linker.end(mark)
        return end

    def _complete(
        self, hanging: list[tuple[int, int, _End]], words: list[str], hits: list[Hit]
    ) -> None:
        """Add the phrases of which the rest is there too."""
        present = frozenset(words)
        for at, last, (_, always, needing) in hanging:
            for number in always:
                self._extend(number, at, last, words, hits)
            for word in needing.keys() & present:
                for number in needing[word]:
                    self._extend(number, at, last, words, hits)

    def _extend(self, number: int, at: int, last: int, words: list[str], hits: list[Hit]) -> None:
        left, right, before, after = self._linker.rest(number)
        if after is not None and (last == len(words) or words[last] not in after):
            return
        if before is not None and (not at or words[at - 1] not in before):
            return
        ends = _forward(right, {last}, words) if right else {last}
        if ends:
            final = max(ends)
            for start in _backward(left, {at}, words) if left else (at,):
                hits.append((number, start, final))


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
    """From plain data to what is matched; each thing is made when it is first needed."""

    def __init__(self, automaton: Automaton) -> None:
        self._automaton = automaton
        self._lists: dict[str, _Piece] = {}
        self._rests: dict[int, _Rest] = {}

    def end(self, mark: int) -> _End:
        numbers, hung = self._automaton.ends[mark], self._automaton.hung
        needing: dict[str, list[int]] = {}
        always = []
        for number in numbers:
            rest = hung[number]
            if rest is not None:
                for word in rest.need:
                    needing.setdefault(word, []).append(number)
                if not rest.need:
                    always.append(number)
        return _End(
            tuple(number for number in numbers if hung[number] is None),
            tuple(always),
            {word: tuple(found) for word, found in needing.items()},
        )

    def rest(self, number: int) -> _Rest:
        rest = self._rests.get(number)
        if rest is None:
            hung = self._automaton.hung[number]
            assert hung is not None
            left, right = tuple(map(self._piece, hung.left)), tuple(map(self._piece, hung.right))
            rest = _Rest(left, right, _neighbours(left, 1), _neighbours(right, 0))
            self._rests[number] = rest
        return rest

    def _piece(self, part: Part) -> _Piece:
        if part.name:
            return self._list(part.name)._replace(optional=part.optional)
        rows = tuple(tuple(map(self._piece, row)) for row in part.rows)
        return _piece(part.words, rows, part.optional, part.gap)

    def _list(self, name: str) -> _Piece:
        if name not in self._lists:
            entries = self._automaton.lists[name]
            self._lists[name] = _piece(
                [entry[0] for entry in entries if len(entry) == 1],
                tuple(tuple(map(_one_word, entry)) for entry in entries if len(entry) != 1),
            )
        return self._lists[name]


def _neighbours(pieces: Sequence[_Piece], edge: int) -> frozenset[str] | None:
    """Return the words that can stand right beside the run: at its left for edge 1."""
    found: set[str] = set()
    for piece in pieces:
        if piece.gap:
            return None
        found |= piece.words | (piece.by_last if edge else piece.by_first).keys()
        if not piece.optional:
            return frozenset(found)
    return None


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
