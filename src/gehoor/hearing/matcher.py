"""Finding phrases in a row of words, through the automaton.

Gives, for each phrase and each place it can start, the longest stretch of words it
takes. Knows nothing of acts, negation or characters.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from gehoor.dialogue.words import ENDS
from gehoor.method.automaton import END, Automaton

Node = dict[str, Any]


class _Gapped(NamedTuple):
    """A phrase with gaps: its segments around the one it hangs on.

    `needs` are the words each other segment can begin with: if none of them is in the turn,
    the phrase cannot be there. `left` runs outwards from the anchor: (segment, gap, width).
    """

    needs: tuple[frozenset[str], ...]
    anchor: Node
    left: tuple[tuple[Node, int, int], ...]
    right: tuple[tuple[Node, int], ...]


class Matcher:
    """Finds the phrases of one automaton.

    Made once for a set of phrases; `find` keeps no state, so one matcher may serve many
    calls at once.
    """

    def __init__(self, automaton: Automaton) -> None:
        nodes = _link(automaton)
        self._root = nodes[automaton.root]
        self._gapped = {
            number: _gapped(automaton, nodes, number)
            for number, segments in enumerate(automaton.segments)
            if segments
        }

    def find(self, words: list[str]) -> list[tuple[int, int, int]]:
        """Return (phrase number, first word, word after the last), once per phrase and start."""
        hits: list[tuple[int, int, int]] = []
        hanging: list[tuple[int, int]] = []
        root, count = self._root, len(words)
        for at, word in enumerate(words):
            node: Any = root.get(word)
            end = at
            while node is not None:
                end += 1
                if END in node:
                    whole, parts = node[END]
                    for number in whole:
                        hits.append((number, at, end))
                    for number in parts:
                        hanging.append((number, at))
                if end == count:
                    break
                node = node.get(words[end])
        if hanging:
            self._complete(hanging, words, hits)
        return hits if len(hits) < 2 else _longest(hits)

    def _complete(
        self, hanging: list[tuple[int, int]], words: list[str], hits: list[tuple[int, int, int]]
    ) -> None:
        """Add the phrases with gaps of which the other segments are there too."""
        present = frozenset(words)
        for number, at in hanging:
            phrase = self._gapped[number]
            for need in phrase.needs:
                if need.isdisjoint(present):
                    break
            else:
                last = _rightmost(phrase, at, words)
                if last:
                    hits.extend((number, start, last) for start in _starts(phrase, at, words))


def _longest(hits: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Keep, of each phrase at each start, the longest."""
    longest: dict[tuple[int, int], int] = {}
    for number, start, end in hits:
        if longest.get((number, start), 0) < end:
            longest[number, start] = end
    if len(longest) == len(hits):
        return hits
    return [(number, start, end) for (number, start), end in longest.items()]


def _gapped(automaton: Automaton, nodes: list[Node], number: int) -> _Gapped:
    segments = [nodes[k] for k in automaton.segments[number]]
    gaps, anchor = automaton.gaps[number], automaton.anchors[number]
    widths = automaton.widths[number]
    return _Gapped(
        needs=tuple(frozenset(s) - {END} for k, s in enumerate(segments) if k != anchor),
        anchor=segments[anchor],
        left=tuple((segments[k], gaps[k], widths[k]) for k in range(anchor - 1, -1, -1)),
        right=tuple((segments[k], gaps[k - 1]) for k in range(anchor + 1, len(segments))),
    )


def _rightmost(phrase: _Gapped, at: int, words: list[str]) -> int:
    """Return the word after the last, 0 where the rest of the phrase is not there."""
    ends = _ends(phrase.anchor, at, words)
    for segment, gap in phrase.right:
        ends = {
            end
            for begin in _within(gap, ends, words)
            if words[begin] in segment
            for end in _ends(segment, begin, words)
        }
        if not ends:
            return 0
    return max(ends)


def _starts(phrase: _Gapped, at: int, words: list[str]) -> set[int]:
    """Return where the phrase can start so that its anchor stands at this word."""
    begins = {at}
    for segment, gap, width in phrase.left:
        first = max(0, min(begins) - gap - width)
        begins = {
            start
            for start in range(first, max(begins))
            if words[start] in segment
            and any(
                not begins.isdisjoint(_within(gap, {end}, words))
                for end in _ends(segment, start, words)
            )
        }
        if not begins:
            return begins
    return begins


def _link(automaton: Automaton) -> list[Node]:
    """Return the nodes as dictionaries that hold each other.

    Under END stand the numbers that are complete there, and those that hang on what follows.
    """
    nodes: list[Node] = [{} for _ in automaton.nodes]
    for node, edges in zip(nodes, automaton.nodes, strict=True):
        for word, target in edges.items():
            node[word] = nodes[target]
    for number, ends in automaton.ends.items():
        whole = tuple(k for k in ends if not automaton.segments[k])
        parts = tuple(k for k in ends if automaton.segments[k])
        nodes[number][END] = (whole, parts)
    return nodes


def _within(gap: int, ends: set[int], words: list[str]) -> set[int]:
    """Return where a next segment may begin: within the gap, and in the same sentence."""
    begins = set()
    for end in ends:
        for at in range(end, min(end + gap + 1, len(words))):
            if words[at] in ENDS:
                break
            begins.add(at)
    return begins


def _ends(segment: Node, at: int, words: list[str]) -> set[int]:
    ends: set[int] = set()
    node: Node | None = segment
    while node is not None:
        if END in node:
            ends.add(at)
        if at == len(words):
            break
        node = node.get(words[at])
        at += 1
    return ends
