"""The ear that hears by phrases.

Each hit is weighed in its sentence (asked, negated, reported), exceptions undo it, and of
overlapping hits of one act the first and longest stays. What the phrases are, the method
says; how they are found, `matcher`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from gehoor.dialogue import Speaker, Turn
from gehoor.dialogue.words import ASK, words_of
from gehoor.hearing.address import address_of
from gehoor.hearing.core import native_ear
from gehoor.hearing.guards import ALWAYS, UNLESS_PLAIN, guard_of
from gehoor.hearing.heard import HeardAct, HeardTurn
from gehoor.hearing.matcher import Matcher
from gehoor.hearing.sentence import Grammar, Reading
from gehoor.method import Method
from gehoor.method.model import OPENING_TURNS, Act, Entry, Lexicon

CONFIDENCE = 0.9
"""Of a phrase: an act heard by words that a person wrote down for it is nearly always right."""


_Kept = tuple[int, int, int, Entry]
"""First word, minus the word after the last, phrase number, entry: sorts as it is chosen."""


class Hit(NamedTuple):
    """A phrase found: its entry, first word and the word after its last."""

    entry: Entry
    start: int
    end: int


class PhraseListener:
    """Hears by the method's phrases, natively where it can. Keeps no state between turns."""

    def __init__(self, method: Method, native: bool = True) -> None:
        self._method = method
        self._native = native_ear(method) if native else None

    @cached_property
    def grammar(self) -> Grammar:
        """The little words it goes by."""
        return Grammar(self._method.hearing, self._method.pseudo)

    @cached_property
    def _voices(self) -> dict[Speaker, _Voice]:
        acts, cues, leads = self._method.acts, self._method.cues, self.grammar.leads
        return {
            speaker: _Voice(lexicon, acts[speaker], cues[speaker], leads)
            for speaker, lexicon in self._method.lexicons.items()
        }

    def hear(self, turn: Turn, before: Sequence[HeardTurn]) -> HeardTurn:
        """Return the acts and cues of a turn, given the turns before it."""
        if self._native is not None:
            return self._native.hear(turn, before)
        return self.listen(turn, before)[0]

    def listen(self, turn: Turn, before: Sequence[HeardTurn]) -> tuple[HeardTurn, Reading]:
        """Return the same with the reading it rests on, for an ear that goes on from here."""
        voice = self._voices[turn.speaker]
        reading = Reading(turn.text, self.grammar)
        acts, cues = voice.judge(voice.find(reading.words, before), reading, before)
        address = address_of(turn.speaker, reading.words, cues)
        return HeardTurn(turn, acts, cues, address), reading

    def hits(self, turn: Turn) -> list[Hit]:
        """Return every phrase found, before any is weighed: for tests and for writers."""
        voice = self._voices[turn.speaker]
        found = voice.find_all(words_of(turn.text))
        return [Hit(voice.entries[number], start, end) for number, start, end in found]


class _Voice:
    """The phrases of one speaker."""

    def __init__(
        self, lexicon: Lexicon, acts: dict[str, Act], cues: dict[str, Act], leads: frozenset[str]
    ) -> None:
        self.entries = lexicon.entries
        self._matcher = Matcher(
            lexicon.automaton,
            at_start={k for k, entry in enumerate(self.entries) if entry.at_start},
            replies={k for k, entry in enumerate(self.entries) if entry.after},
            leads=leads,
        )
        self._answered = frozenset(name for entry in self.entries for name in entry.after)
        owners = acts | cues
        self._cues = frozenset(cues)
        self._heeds_negation = frozenset(n for n, a in owners.items() if a.negation == "voids")
        self._heeds_reports = frozenset(n for n, a in owners.items() if a.reported == "voids")
        self._guards = [guard_of(entry, owners) for entry in self.entries]
        self._yields = {n: frozenset(a.yields_to) for n, a in owners.items() if a.yields_to}

    def find(self, words: list[str], before: Sequence[HeardTurn]) -> list[tuple[int, int, int]]:
        """Return the phrases in these words; answers only where there is something to answer."""
        if before:
            for act in before[-1].acts:
                if act.name in self._answered:
                    return self._matcher.find(words)
        return self._matcher.find(words, answering=False)

    def find_all(self, words: list[str]) -> list[tuple[int, int, int]]:
        """Return the phrases in these words, answers too."""
        return self._matcher.find(words)

    def judge(
        self,
        found: list[tuple[int, int, int]],
        reading: Reading,
        before: Sequence[HeardTurn],
    ) -> tuple[tuple[HeardAct, ...], tuple[HeardAct, ...]]:
        kept: dict[str, list[_Kept]] = {}
        undone: dict[str, list[tuple[int, int]]] = {}
        for number, start, end in found:
            entry, guard = self.entries[number], self._guards[number]
            looked_at = guard == ALWAYS or (guard == UNLESS_PLAIN and not reading.is_plain())
            if looked_at and not self._counts(entry, start, end, reading, before):
                continue
            if entry.exception:
                undone.setdefault(entry.owner, []).append((start, end))
            elif entry.owner in kept:
                kept[entry.owner].append((start, -end, number, entry))
            else:
                kept[entry.owner] = [(start, -end, number, entry)]
        if undone:
            _undo(kept, undone)
        if not self._yields.keys().isdisjoint(kept):
            self._yield(kept)
        return self._collect(kept, reading)

    def _counts(
        self, entry: Entry, start: int, end: int, reading: Reading, before: Sequence[HeardTurn]
    ) -> bool:
        if entry.place and (entry.place == "opening") != (len(before) < OPENING_TURNS):
            return False
        if entry.after and not _answers(entry.after, before):
            return False
        if entry.at_end and not reading.closes(end):
            return False
        if entry.mood and not _fits_mood(entry.mood, reading, start):
            return False
        if entry.exception:
            return True
        heeds = not entry.negated and entry.owner in self._heeds_negation
        if heeds and reading.negated(start, end):
            return False
        return not (entry.owner in self._heeds_reports and reading.in_report(start))

    def _yield(self, kept: dict[str, list[_Kept]]) -> None:
        for name in [name for name in kept if name in self._yields]:
            if not self._yields[name].isdisjoint(kept):
                del kept[name]

    def _collect(
        self, kept: dict[str, list[_Kept]], reading: Reading
    ) -> tuple[tuple[HeardAct, ...], tuple[HeardAct, ...]]:
        acts: list[HeardAct] = []
        cues: list[HeardAct] = []
        for owner, hits in kept.items():
            group = cues if owner in self._cues else acts
            for start, end, entry in _first_and_longest(hits):
                group.append(HeardAct(owner, reading.span(start, end), CONFIDENCE, entry.because))
        if len(acts) > 1:
            acts.sort(key=_place)
        return tuple(acts), tuple(cues)


def _place(act: HeardAct) -> tuple[int, int]:
    return act.span


def _fits_mood(mood: str, reading: Reading, start: int) -> bool:
    found = reading.mood(start)
    if found:
        return found == mood
    return mood != ASK or reading.may_ask(start)


def _answers(names: list[str], before: Sequence[HeardTurn]) -> bool:
    return bool(before) and any(act.name in names for act in before[-1].acts)


def _undo(kept: dict[str, list[_Kept]], undone: dict[str, list[tuple[int, int]]]) -> None:
    for owner, ranges in undone.items():
        hits = [
            hit
            for hit in kept.pop(owner, [])
            if not any(start < -hit[1] and hit[0] < end for start, end in ranges)
        ]
        if hits:
            kept[owner] = hits


def _first_and_longest(hits: list[_Kept]) -> Iterable[tuple[int, int, Entry]]:
    """Yield hits that do not overlap: the earliest, of those the longest, of those the first."""
    if len(hits) > 1:
        hits.sort(key=lambda hit: hit[:3])
    free = 0
    for start, minus_end, _, entry in hits:
        if start >= free:
            free = -minus_end
            yield start, free, entry
