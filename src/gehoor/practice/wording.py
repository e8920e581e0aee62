"""Putting an intent into words: the caller's grammar, and their memory of what they said.

No sentence is said twice in a call. Lines come from the scenario, the voice and the general voice;
what to say is `choosing`, and a language model may take this place (`Worder`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

import msgspec

from gehoor.hearing import HeardTurn
from gehoor.practice.forms import Intent, Level, Lines, Scenario, Voice
from gehoor.practice.slots import Chance, filled, sentences, tidy

WARM, HOT = 1.3, 2.5  # from these temperatures on the lines for «warm» and «hot» are used
_TRIES = 24  # fillings of one line before it counts as worn out
_REPHRASED = 5  # ways to say it that are tried until it is heard as meant
_PLAIN = frozenset({"open", "give_data"})  # said without a hesitation or an interruption
_START = 0.45  # share of turns that start with a hesitation or an interruption
GENERAL = "gewoon"
_SILENCE = "…"  # who has nothing new to say, falls silent


class Meant(msgspec.Struct, frozen=True):
    """What the caller wants to say now.

    `reaction` is what the agent's last words called up, `content` the fact or number that is told,
    `turn` the number of the turn.
    """

    name: str
    intent: Intent
    temperature: float
    turn: int
    reaction: str = ""
    content: tuple[str, ...] = ()

    @property
    def level(self) -> Level:
        """Return which lines fit the temperature."""
        if self.temperature >= HOT:
            return "hot"
        return "warm" if self.temperature >= WARM else "cool"


class Worder(Protocol):
    """Puts what is meant into words; None where it can't, and the built-in words are used."""

    def word(self, meant: Meant, said: frozenset[str], before: Sequence[HeardTurn]) -> str | None:
        """Return the caller's words, given the sentences said before and the call so far."""
        ...


class Words:
    """The built-in words of one caller in one scenario."""

    def __init__(self, scenario: Scenario, voices: Mapping[str, Voice], seed: str) -> None:
        self._scenario, self._chance = scenario, Chance(f"words/{seed}")
        self._general, self._own = voices[GENERAL], voices[scenario.voice]
        self._slots = {**self._general.slots, **self._own.slots, **scenario.slots}

    def word(
        self,
        meant: Meant,
        said: frozenset[str],
        facts: Sequence[str],
        is_heard: Callable[[str], bool] = bool,
    ) -> str:
        """Return the words for what is meant.

        `facts` are those told before, in short; `is_heard` tells whether a text carries what is
        meant: people too say it otherwise until it does.
        """
        slots = {**self._slots, "feit": list(facts)} if facts else self._slots
        first = ""
        for attempt in range(_REPHRASED):
            where = f"{meant.turn}/{attempt}"
            main = self._fresh(self._lines(meant, where), slots, said, where)
            main = main or self._last_resort(meant, where, slots, said)
            text = self._with_start(meant, main, slots, said, where)
            if not _is_new(text, said):
                continue
            if is_heard(text):
                return text
            first = first or text
        return first or _SILENCE

    def _lines(self, meant: Meant, at: str) -> Iterator[str]:
        """Yield the lines that may be used, the most fitting first."""
        where = f"{at}/lines"
        if meant.content:
            yield from self._chance.order(meant.content, where)
            return
        sources = [self._scenario.lines, self._own.lines]
        general = self._general.lines
        if self._chance.part(f"{where}/own") >= max(self._own.own, 0.35):
            sources = [general, *sources]
        for lines in (*sources, general):
            if meant.name in lines:
                yield from self._chance.order(_of_level(lines[meant.name], meant.level), where)

    def _fresh(
        self,
        lines: Iterator[str],
        slots: Mapping[str, Sequence[str]],
        said: frozenset[str],
        where: str,
    ) -> str:
        for line in lines:
            for attempt in range(_TRIES if "{" in line or "(" in line or "[" in line else 1):
                text = filled(line, slots, self._chance, f"{where}/{line[:20]}/{attempt}")
                if text and said.isdisjoint(sentences(text)):
                    return text
        return ""

    def _last_resort(
        self, meant: Meant, where: str, slots: Mapping[str, Sequence[str]], said: frozenset[str]
    ) -> str:
        """Return something new where all lines were used: an old one, insisted on."""
        lines = list(self._lines(meant, where)) or [_SILENCE]
        for line in lines:
            for number, start in enumerate(self._general.slots.get("nogmaals", ["nogmaals"])):
                plain = filled(line, slots, self._chance, f"{where}/last/{number}")
                text = tidy(f"{start}, {plain[:1].lower()}{plain[1:]}")
                parts = sentences(text)
                if plain and not said.intersection(parts[:1]):
                    return text if said.isdisjoint(parts) else text.split(". ")[0].rstrip(".") + "."
        return _SILENCE

    def _with_start(
        self,
        meant: Meant,
        main: str,
        slots: Mapping[str, Sequence[str]],
        said: frozenset[str],
        at: str,
    ) -> str:
        where = f"{at}/start"
        parts = []
        if meant.reaction and self._chance.part(where + "/reaction") < 0.75:
            lines = self._reactions(meant, where)
            parts.append(self._fresh(iter(lines), slots, said, where))
        elif meant.name not in _PLAIN and self._chance.part(where) < _START:
            starts = self._own.starts.get(meant.level) or self._general.starts.get(meant.level, [])
            start = self._chance.one(starts, where + "/which") if starts else ""
            if start:
                return tidy(f"{start} {main if start[-1] in '.?!…' else _lower(main)}")
        return tidy(" ".join(part for part in (*parts, main) if part))

    def _reactions(self, meant: Meant, where: str) -> list[str]:
        name = f"on_{meant.reaction}"
        found = [
            line
            for lines in (self._scenario.lines, self._own.lines, self._general.lines)
            for line in _of_level(lines.get(name, Lines()), meant.level)
        ]
        return self._chance.order(found, where)


def _is_new(text: str, said: frozenset[str]) -> bool:
    """Tell whether no sentence of a text was said before, nor twice in the text itself."""
    parts = sentences(text)
    return said.isdisjoint(parts) and len(set(parts)) == len(parts)


def _of_level(lines: Lines, level: Level) -> list[str]:
    own: list[str] = getattr(lines, level)
    return [*own, *lines.any] if own or lines.any else [*lines.warm, *lines.cool, *lines.hot]


def _lower(text: str) -> str:
    first = text.split(" ", 1)[0]
    return text if first[1:].lower() != first[1:] else text[:1].lower() + text[1:]
