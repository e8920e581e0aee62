"""Finding phrases in a row of words, through the automaton.

Gives, for each phrase and each place it can start, the longest stretch of words it takes.
Knows nothing of acts, negation or characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gehoor.dialogue.words import ENDS
from gehoor.method.automaton import Automaton, Hung, Part


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


class _Side(NamedTuple):
    """What stands at one side of a run, from the run outwards.

    One of the words `near` must be among the first `reach`; this tells at once that most
    phrases are not there. `reach` is 0 where anything may stand there.
    """

    pieces: tuple[_Piece, ...]
    near: frozenset[str]
    reach: int


_Rest = tuple[int, _Side, _Side]
"""A phrase's number, and what must stand to the left and to the right of its run."""

Hit = tuple[int, int, int]


class _End(NamedTuple):
    """What a complete run means: `whole` phrases, and those of which the rest must be there.

    The latter stand under the words that can follow or precede the run, where something must
    stand right beside it; else under the words of which one must be in the turn (`needing`).
    So a phrase is looked at only if two of its parts are there; `always` have no such word.
    """

    whole: tuple[int, ...]
    always: tuple[_Rest, ...]
    following: dict[str, list[_Rest]]
    preceding: dict[str, list[_Rest]]
    needing: dict[str, list[_Rest]]
    hangs: bool


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
                    if end.hangs:
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
        count = len(words)
        for at, last, (_, always, following, preceding, needing, _) in hanging:
            rests = list(always)
            if last < count and words[last] in following:
                rests += following[words[last]]
            if at and words[at - 1] in preceding:
                rests += preceding[words[at - 1]]
            for word in needing.keys() & present:
                rests += needing[word]
            for number, left, right in rests:
                if right.reach and right.near.isdisjoint(words[last : last + right.reach]):
                    continue
                if left.reach and left.near.isdisjoint(words[max(0, at - left.reach) : at]):
                    continue
                final = last
                if right.pieces:
                    ends = _forward(right.pieces, {last}, words)
                    if not ends:
                        continue
                    final = max(ends)
                for start in _backward(left.pieces, {at}, words) if left.pieces else (at,):
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
        following: dict[str, list[_Rest]] = {}
        preceding: dict[str, list[_Rest]] = {}
        needing: dict[str, list[_Rest]] = {}
        always = []
        for number in numbers:
            phrase = hung[number]
            if phrase is not None:
                rest = self._rest(number, phrase)
                _, left, right = rest
                if right.reach == 1:
                    _put(rest, right.near, following)
                elif left.reach == 1:
                    _put(rest, left.near, preceding)
                elif phrase.need:
                    _put(rest, phrase.need, needing)
                else:
                    always.append(rest)
        whole = tuple(number for number in numbers if hung[number] is None)
        hangs = len(whole) < len(numbers)
        return _End(whole, tuple(always), following, preceding, needing, hangs)

    def _rest(self, number: int, phrase: Hung) -> _Rest:
        rest = self._rests.get(number)
        if rest is None:
            left = tuple(map(self._piece, phrase.left))
            right = tuple(map(self._piece, phrase.right))
            rest = (number, _side(left, -1), _side(right, 0))
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


def _put(rest: _Rest, words: Iterable[str], under: dict[str, list[_Rest]]) -> None:
    for word in words:
        under.setdefault(word, []).append(rest)


def _side(pieces: tuple[_Piece, ...], edge: int) -> _Side:
    """Return a side of a run; edge 0 is read forwards, -1 backwards."""
    near: set[str] = set()
    reach = 1
    for piece in pieces:
        reach += piece.gap
        near |= piece.words | (piece.by_first if edge == 0 else piece.by_last).keys()
        if not (piece.optional or piece.gap):
            return _Side(pieces, frozenset(near), reach)
        reach += _longest_option(piece) if piece.optional else 0
    return _Side(pieces, frozenset(), 0)


def _longest_option(piece: _Piece) -> int:
    """Return the most words a piece can take."""
    rows = [row for rows in piece.by_first.values() for row in rows]
    return max([1, *(sum(_longest_option(p) + p.gap for p in row) for row in rows)])


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
