"""Phrases made searchable: one word graph for all that can start a phrase.

Every segment becomes a small acyclic graph over words. Each phrase hangs on its rarest
segment; those graphs are merged into one, so a turn is walked once and a phrase costs
nothing until its rarest words are there, in order. The result is plain data (lists of
numbers and words) that can be stored, and that a core in another language could take.

Holds no matching (`hearing.matcher`) and no meaning (`hearing.phrases`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import prod

import msgspec

from gehoor.method.grammar import Choice, Phrase, Row, Word

Node = dict[str, "Node | tuple[int, ...]"]
"""A state: word → next state; under END the numbers of what ends here."""

END = ""


class Automaton(msgspec.Struct, frozen=True):
    """A compiled set of phrases, as plain data.

    `nodes[k]` maps a word to the number of the next node; `ends[k]` lists what is
    complete at node k: phrase numbers in the shared graph (from `root`), anything in a
    segment's own graph. `segments[p]` holds the start nodes of phrase p's segments,
    `gaps[p]` the widest gaps between them in words, `anchors[p]` which segment it hangs on,
    `widths[p]` the most words each segment can take.
    """

    root: int
    nodes: list[dict[str, int]]
    ends: dict[int, list[int]]
    segments: list[list[int]]
    gaps: list[list[int]]
    anchors: list[int]
    widths: list[list[int]]


def compile_phrases(phrases: Sequence[Phrase], common: Counter[str]) -> Automaton:
    """Return the automaton of phrases, numbered as given.

    `common` counts words in the method's own example sentences: what is frequent there is
    frequent in calls, so a phrase hangs on its segment with the least frequent words.
    """
    builder = _Builder()
    anchors = [_anchor(phrase, common) for phrase in phrases]
    starts = [
        builder.segment(phrase.segments[anchor], (number,))
        for number, (phrase, anchor) in enumerate(zip(phrases, anchors, strict=True))
    ]
    root = builder.merge_all(starts)
    own = [
        [builder.segment(segment, (0,)) for segment in phrase.segments]
        if len(phrase.segments) > 1
        else []
        for phrase in phrases
    ]
    return _flatten(root, own, phrases, anchors)


def _anchor(phrase: Phrase, common: Counter[str]) -> int:
    """Return the number of the segment that is least likely to stand in a turn."""
    total = max(common.total(), 1)
    return min(
        range(len(phrase.segments)), key=lambda k: _chance(phrase.segments[k], common, total)
    )


def _chance(part: Word | Row | Choice, common: Counter[str], total: int) -> float:
    """Return how often a part would begin at a word, if words came independently."""
    if isinstance(part, Word):
        return (common[part.text] + 0.5) / total
    if isinstance(part, Row):
        return prod(_chance(p, common, total) for p in part.parts)
    chance = sum(_chance(option, common, total) for option in part.options)
    return 1.0 if part.optional else min(1.0, chance)


class _Builder:
    """Builds graphs and merges them; equal merges are made once."""

    def __init__(self) -> None:
        self._merged: dict[tuple[int, int], Node] = {}
        self._kept: list[Node] = []

    def segment(self, row: Row, numbers: tuple[int, ...]) -> Node:
        return self._row(row, self._keep({END: numbers}))

    def _keep(self, node: Node) -> Node:
        self._kept.append(node)  # so that no id is used twice
        return node

    def _row(self, row: Row, tail: Node) -> Node:
        for part in reversed(row.parts):
            tail = self._part(part, tail)
        return tail

    def _part(self, part: Word | Row | Choice, tail: Node) -> Node:
        if isinstance(part, Word):
            return self._keep({part.text: tail})
        if isinstance(part, Row):
            return self._row(part, tail)
        options = [self._row(option, tail) for option in part.options]
        return self.merge_all([*options, tail] if part.optional else options)

    def merge_all(self, nodes: Iterable[Node]) -> Node:
        waiting = list(nodes)
        while len(waiting) > 1:  # pairwise in rounds: far fewer copies than one by one
            waiting = [
                self._merge(waiting[k], waiting[k + 1]) if k + 1 < len(waiting) else waiting[k]
                for k in range(0, len(waiting), 2)
            ]
        return waiting[0] if waiting else self._keep({})

    def _merge(self, one: Node, other: Node) -> Node:
        if one is other:
            return one
        key = (id(one), id(other))
        if key not in self._merged:
            self._merged[key] = self._keep(self._union(one, other))
        return self._merged[key]

    def _union(self, one: Node, other: Node) -> Node:
        result = dict(one)
        for word, target in other.items():
            mine = result.get(word)
            if mine is None:
                result[word] = target
            elif isinstance(mine, tuple) and isinstance(target, tuple):
                result[word] = tuple(sorted({*mine, *target}))
            elif isinstance(mine, dict) and isinstance(target, dict):
                result[word] = self._merge(mine, target)
        return result


def _flatten(
    root: Node, own: list[list[Node]], phrases: Sequence[Phrase], anchors: list[int]
) -> Automaton:
    numbering = _Numbering()
    return Automaton(
        root=numbering.of(root),
        segments=[[numbering.of(node) for node in nodes] for nodes in own],
        nodes=numbering.nodes,
        ends=numbering.ends,
        gaps=[list(phrase.gaps) for phrase in phrases],
        anchors=anchors,
        widths=[[_width(segment) for segment in phrase.segments] for phrase in phrases],
    )


def _width(part: Word | Row | Choice) -> int:
    if isinstance(part, Word):
        return 1
    if isinstance(part, Row):
        return sum(map(_width, part.parts))
    return max(map(_width, part.options), default=0)


class _Numbering:
    """Gives each distinct graph a number; equal graphs get the same one."""

    def __init__(self) -> None:
        self.nodes: list[dict[str, int]] = []
        self.ends: dict[int, list[int]] = {}
        self._by_id: dict[int, int] = {}
        self._by_shape: dict[tuple[object, ...], int] = {}

    def of(self, node: Node) -> int:
        known = self._by_id.get(id(node))
        if known is not None:
            return known
        edges: dict[str, int] = {}
        ends: tuple[int, ...] = ()
        for word, target in node.items():
            if isinstance(target, tuple):
                ends = target
            else:
                edges[word] = self.of(target)
        shape = (ends, *sorted(edges.items()))
        number = self._by_shape.setdefault(shape, len(self.nodes))
        if number == len(self.nodes):
            self.nodes.append(edges)
            if ends:
                self.ends[number] = list(ends)
        self._by_id[id(node)] = number
        return number
