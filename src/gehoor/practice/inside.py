"""The caller's inside, and the step it takes with every turn of the agent's.

All numbers stand in `data/moves.toml`. What the caller then does is `choosing`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import msgspec

from gehoor.dialogue import Fault
from gehoor.hearing import HeardTurn
from gehoor.practice.forms import (
    GAUGES,
    HIGHEST,
    Gauge,
    Kind,
    Model,
    Move,
    Temperament,
    When,
)

Gauges = dict[Gauge, float]


class Moved(msgspec.Struct, frozen=True):
    """One move that was made: which, by which words, and what it changed."""

    move: str
    quote: str
    change: dict[Gauge, float]


class Inside(msgspec.Struct, frozen=True):
    """Where the caller stands, what moved them there, and how often the agent did what."""

    gauges: dict[Gauge, float]
    moved: tuple[Moved, ...] = ()
    done: dict[str, int] = {}

    @property
    def temperature(self) -> float:
        """Return how heated the caller is, 0 to 4."""
        return self.gauges["temperature"]


class Person(msgspec.Struct, frozen=True):
    """What does not change during a call: kind of feeling, temperament, whose fault it is."""

    kind: Kind
    temperament: Temperament
    fault: Fault


class Event(msgspec.Struct, frozen=True):
    """Something in the agent's turn, by place: an act, a cue, or what is noticed."""

    name: str
    quote: str


def events_of(heard: HeardTurn, also: Collection[str]) -> list[Event]:
    """Return what is in an agent's turn, in the order in which it was said, each once."""
    found: dict[str, Event] = {}
    for act in sorted((*heard.acts, *heard.cues), key=lambda act: act.span):
        found.setdefault(act.name, Event(act.name, heard.quote(act.span)))
    for name in sorted(also):
        found.setdefault(name, Event(name, ""))
    return list(found.values())


def step(
    inside: Inside,
    events: Collection[Event],
    person: Person,
    moves: Mapping[str, Move],
    model: Model,
) -> Inside:
    """Return the inside after a turn of the agent's."""
    gauges = dict(inside.gauges)
    names = {event.name for event in events}
    earlier = Counter(inside.done)
    moved = []
    for event in events:
        for name, move in moves.items():
            if event.name in move.on and _is_first(move, names, event):
                where = Standing(gauges, names, earlier, person, _times(move, earlier))
                if applies(move.when, where):
                    moved.append(_made(name, move, event, gauges, person.temperament, model))
    return Inside(gauges, tuple(moved), dict(earlier + Counter(names)))


class Standing(msgspec.Struct, frozen=True):
    """All that a condition may look at."""

    gauges: Mapping[Gauge, float]
    names: Collection[str]
    earlier: Mapping[str, int]
    person: Person
    times: int = 1


def applies(when: When, at: Standing) -> bool:
    """Tell whether a condition holds."""
    return (
        (not when.kinds or at.person.kind in when.kinds)
        and (not when.fault or at.person.fault in when.fault)
        and all(at.gauges[gauge] >= least for gauge, least in when.least.items())
        and all(at.gauges[gauge] <= most for gauge, most in when.most.items())
        and not any(name in at.names for name in when.without)
        and all(name in at.names for name in when.together)
        and (not when.before or any(at.earlier.get(name) for name in when.before))
        and not any(at.earlier.get(name) for name in when.never)
        and (not when.times or when.times[0] <= at.times <= when.times[-1])
    )


def _times(move: Move, earlier: Mapping[str, int]) -> int:
    return 1 + max(earlier.get(name, 0) for name in move.on)


def _is_first(move: Move, names: set[str], event: Event) -> bool:
    """Tell whether this is the first of a move's events in this turn: a move is made once."""
    return event.name == next(name for name in move.on if name in names)


def _made(
    name: str, move: Move, event: Event, gauges: Gauges, temperament: Temperament, model: Model
) -> Moved:
    change: Gauges = {}
    for gauge, by in move.change.items():
        if gauge == "temperature":
            by *= _felt(by, gauges[gauge], temperament, model)
        new = round(min(HIGHEST, max(0.0, gauges[gauge] + by)), 2)
        change[gauge] = round(new - gauges[gauge], 2)
        gauges[gauge] = new
    return Moved(name, event.quote, {gauge: by for gauge, by in change.items() if by})


def _felt(by: float, temperature: float, temperament: Temperament, model: Model) -> float:
    """Return by how much a change of temperature is felt: less near the top and the bottom."""
    if by > 0:
        return temperament.heats * min(1.0, (HIGHEST - temperature) / model.top)
    return temperament.cools * min(1.0, temperature / model.bottom)


def begin(gauges: Mapping[Gauge, float]) -> Inside:
    """Return the inside with which somebody calls."""
    return Inside({gauge: float(gauges[gauge]) for gauge in GAUGES})
