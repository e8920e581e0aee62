"""Finding phrases in a row of words, through the automaton.

Gives, for each phrase and each place it can start, the longest stretch of words it takes.
From every word on, a row of states is walked. A state stands for all places in all phrases
that the words so far lead to, and knows by each next word which state comes after it; both
are worked out when a text first needs them and then kept, up to a limit (lazy determinisation,
as in RE2). States of gaps are joined of smaller ones, so that phrases with gaps that happen to
run together do not multiply the work.

Knows nothing of acts, negation or characters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import repeat

from gehoor.dialogue.words import ENDS, STOP
from gehoor.method.automaton import ANY, DONE, Automaton, ints

MOST_STATES = 60_000
"""Kept at a time; after that it starts afresh, so memory stays flat over any number of calls."""
_UNKNOWN = ""  # stands for each word that no phrase holds

Hit = tuple[int, int, int]
_NO_SETS: frozenset[int] = frozenset()


class Matcher:
    """Finds the phrases of one automaton.

    Made once for a set of phrases, and safe to share: what `find` keeps is only work that
    need not be done twice. Phrases `at_start` are looked for only where a sentence begins,
    apart from `leads`; those of `replies` only in an answer.
    """

    def __init__(
        self,
        automaton: Automaton,
        at_start: Collection[int] = (),
        replies: Collection[int] = (),
        leads: Collection[str] = (),
    ) -> None:
        self._automaton = automaton
        self._sets = automaton.sets_of_words()
        self._known = {word: word for word in (*self._sets, *ENDS)}
        self._leads = frozenset(leads)
        groups: dict[tuple[bool, bool], list[int]] = {}
        for number, node in enumerate(ints(automaton.starts)):
            groups.setdefault((number in at_start, number in replies), []).append(node)
        self._groups = groups
        self._start_afresh()

    def _start_afresh(self) -> None:
        self._states = _States(self._automaton, self._sets)
        self._inside = [self._root(False, answering) for answering in (False, True)]
        self._opening = [self._root(True, answering) for answering in (False, True)]

    def _root(self, opening: bool, answering: bool) -> _State:
        nodes = list(self._groups.get((opening, False), ()))
        if answering:
            nodes += self._groups.get((opening, True), ())
        return self._states.atom(frozenset(nodes))

    def find(self, words: list[str], answering: bool = True) -> list[Hit]:
        """Return (phrase number, first word, word after the last), once per phrase and start."""
        if self._states.count > MOST_STATES:
            self._start_afresh()
        row = list(map(self._known.get, words, repeat(_UNKNOWN)))
        row.append(STOP)  # after which every state is None
        hits: list[Hit] = []
        _walk(enumerate(map(self._inside[answering].__getitem__, row)), row, hits)
        root = self._opening[answering].__getitem__
        _walk([(at, root(row[at])) for at in self._openings(words)], row, hits)
        return hits

    def _openings(self, words: list[str]) -> Iterator[int]:
        """Yield the places where a sentence can be said to begin."""
        at, count, leads = 0, len(words), self._leads
        while at < count:
            yield at
            if words[at] not in leads:
                at = _next_end(words, at)
            at += 1


def _next_end(words: list[str], at: int) -> int:
    for end in range(at, len(words)):
        if words[end] in ENDS:
            return end
    return len(words)


def _walk(begun: Iterable[tuple[int, _State | None]], row: list[str], hits: list[Hit]) -> None:
    """Add the phrases that begin at these words, each up to where it ends last."""
    for at, state in begun:
        if state is None:
            continue
        last = at + 1
        ends = dict.fromkeys(state.hits, last) if state.hits else None
        while (state := state[row[last]]) is not None:
            last += 1
            if state.hits:
                ends = ends or {}
                for number in state.hits:
                    ends[number] = last
        if ends:
            for number, end in ends.items():
                hits.append((number, at, end))


class _State(dict[str, "_State | None"]):
    """What follows by each next word, None where nothing does; and the phrases that end here.

    A state made of several atoms goes on as all of them together.
    """

    __slots__ = ("_states", "atoms", "hits")

    def __init__(self, states: _States, atoms: frozenset[int], hits: tuple[int, ...]) -> None:
        self._states, self.atoms, self.hits = states, atoms, hits

    def __missing__(self, word: str) -> _State | None:
        after = self[word] = self._after(word)
        return after

    def _after(self, word: str) -> _State | None:
        reached = _NO_SETS
        for number in self.atoms:
            after = self._states.atoms[number][word]
            if after is not None:
                reached = reached | after.atoms if reached else after.atoms
        return self._states.join(reached) if reached else None


class _Atom(_State):
    """A state that is worked out from the automaton's own nodes."""

    __slots__ = ("_nodes", "_onwards", "_steps")

    def __init__(
        self, states: _States, number: int, nodes: frozenset[int], hits: tuple[int, ...]
    ) -> None:
        super().__init__(states, frozenset({number}), hits)
        self._nodes = nodes
        self._steps: dict[int, list[int]] | None = None
        self._onwards: _State | None = None

    def _after(self, word: str) -> _State | None:
        if word in ENDS:
            return None  # no phrase goes on into the next sentence
        if self._steps is None:
            self._steps, self._onwards = self._prepare()
        sets = self._steps.keys() & self._states.sets_of(word)
        if not sets:
            return self._onwards
        nodes = frozenset().union(*[self._steps[number] for number in sets])
        reached = self._states.atom(nodes)
        if self._onwards is None:
            return reached
        return self._states.join(reached.atoms | self._onwards.atoms)

    def _prepare(self) -> tuple[dict[int, list[int]], _State | None]:
        """Return the nodes each word set leads to, and the state any other word leads to."""
        steps: dict[int, list[int]] = {}
        onwards: list[int] = []
        for kind, node in self._states.edges(self._nodes):
            if kind >= 0:
                steps.setdefault(kind, []).append(node)
            elif kind == ANY:
                onwards.append(node)
        return steps, self._states.atom(frozenset(onwards)) if onwards else None


class _States:
    """All states reached so far."""

    def __init__(self, automaton: Automaton, words: dict[str, list[int]]) -> None:
        self._words = words
        self._first, self._edges = ints(automaton.first), ints(automaton.edges)
        self._sets: dict[str, frozenset[int]] = {}
        self._by_nodes: dict[frozenset[int], _Atom] = {}
        self._joined: dict[frozenset[int], _State] = {}
        self.atoms: list[_Atom] = []

    @property
    def count(self) -> int:
        """How many states there are."""
        return len(self.atoms) + len(self._joined)

    def sets_of(self, word: str) -> frozenset[int]:
        """Return the numbers of the word sets that hold a word."""
        found = self._sets.get(word)
        if found is None:
            found = self._sets[word] = frozenset(self._words.get(word, ()))
        return found

    def edges(self, nodes: Iterable[int]) -> Iterable[tuple[int, int]]:
        """Yield the edges of these nodes."""
        first, edges = self._first, self._edges
        for node in nodes:
            for at in range(2 * first[node], 2 * first[node + 1], 2):
                yield edges[at], edges[at + 1]

    def atom(self, nodes: frozenset[int]) -> _Atom:
        """Return the state of having reached these nodes."""
        state = self._by_nodes.get(nodes)
        if state is None:
            hits = tuple(sorted({goal for kind, goal in self.edges(nodes) if kind == DONE}))
            state = self._by_nodes[nodes] = _Atom(self, len(self.atoms), nodes, hits)
            self.atoms.append(state)
        return state

    def join(self, atoms: frozenset[int]) -> _State:
        """Return the state of being in all of these atoms."""
        state = self._joined.get(atoms)
        if state is None:
            if len(atoms) == 1:
                return self.atoms[next(iter(atoms))]
            hits = tuple(sorted({hit for number in atoms for hit in self.atoms[number].hits}))
            state = self._joined[atoms] = _State(self, atoms, hits)
        return state
