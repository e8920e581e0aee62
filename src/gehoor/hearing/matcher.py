"""Finding phrases in a row of words, through the automaton.

Gives, for each phrase and each place it can start, the longest stretch of words it
takes. Knows nothing of acts, negation or characters.
"""

from __future__ import annotations

from typing import cast

from gehoor.dialogue.words import ENDS
from gehoor.method.automaton import END, Automaton

Node = dict[str, "Node | tuple[int, ...]"]


class Matcher:
    """Finds the phrases of one automaton.

    Made once for a set of phrases; `find` keeps no state, so one matcher may serve many
    calls at once.
    """

    def __init__(self, automaton: Automaton) -> None:
        nodes = _link(automaton)
        self._root = nodes[automaton.root]
        self._segments = [[nodes[k] for k in starts] for starts in automaton.segments]
        self._gaps = automaton.gaps
        self._reach = [
            sum(widths[:anchor]) + sum(gaps[:anchor])
            for widths, gaps, anchor in zip(
                automaton.widths, automaton.gaps, automaton.anchors, strict=True
            )
        ]

    def find(self, words: list[str]) -> list[tuple[int, int, int]]:
        """Return (phrase number, first word, word after the last), once per phrase and start."""
        found: dict[tuple[int, int], int] = {}
        root, count = self._root, len(words)
        for at, word in enumerate(words):
            node = root.get(word)
            end = at
            while node is not None:
                end += 1
                numbers = node.get(END)
                if numbers is not None:
                    for number in cast("tuple[int, ...]", numbers):
                        found[number, at] = end
                if end == count:
                    break
                node = cast("Node", node).get(words[end])
        if not found:
            return []
        return self._complete(found, words)

    def _complete(
        self, found: dict[tuple[int, int], int], words: list[str]
    ) -> list[tuple[int, int, int]]:
        hits: list[tuple[int, int, int]] = []
        for (number, at), end in found.items():
            if not self._segments[number]:
                hits.append((number, at, end))
            else:
                hits.extend(self._locate(number, at, words))
        return hits if len(hits) < 2 else list(dict.fromkeys(hits))

    def _locate(self, number: int, anchor: int, words: list[str]) -> list[tuple[int, int, int]]:
        """Return where a phrase with gaps starts, if one of its starts reaches the anchor."""
        first = max(0, anchor - self._reach[number])
        hits = []
        for start in range(first, anchor + 1):
            end = self._longest(number, start, words)
            if end > anchor:
                hits.append((number, start, end))
        return hits

    def _longest(self, number: int, start: int, words: list[str]) -> int:
        ends = _ends(self._segments[number][0], start, words)
        for gap, segment in zip(self._gaps[number], self._segments[number][1:], strict=True):
            if not ends:
                return -1
            ends = {
                end
                for begin in _within(gap, ends, words)
                for end in _ends(segment, begin, words)
            }
        return max(ends, default=-1)


def _link(automaton: Automaton) -> list[Node]:
    nodes: list[Node] = [{} for _ in automaton.nodes]
    for node, edges in zip(nodes, automaton.nodes, strict=True):
        for word, target in edges.items():
            node[word] = nodes[target]
    for number, ends in automaton.ends.items():
        nodes[number][END] = tuple(ends)
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
        node = cast("Node | None", node.get(words[at]))
        at += 1
    return ends
