"""Anger from emotion, or anger as a means: an estimate with its evidence (A2), never a verdict.

A sum of log-odds that starts at zero, undecided. Each term is kept, with its turn, so that
a person can see and contest it.
"""

from __future__ import annotations

import math
from collections.abc import Set as AbstractSet
from typing import Literal

import msgspec

AngerKind = Literal["none", "emotion", "instrument"]

TOWARDS_INSTRUMENT: dict[str, float] = {
    "threat": 1.6,
    "blackmail": 1.5,
    "insult": 1.0,
    "accusation": 0.4,  # common in real anger too, so light
    "demand": 0.3,  # weighs only when repeated, see below
}
TOWARDS_EMOTION: dict[str, float] = {
    "sadness": -1.0,
    "relief": -1.0,
    "powerless": -0.8,  # self-disclosure: people who manipulate seldom show weakness
    "acceptance": -0.7,
    "thanks": -0.7,
    "worry": -0.6,
    "disappointment": -0.6,
    "complaint": -0.4,  # there is a matter behind it
}
_TELLING = TOWARDS_INSTRUMENT.keys() | TOWARDS_EMOTION.keys()
HARDENING = 0.5  # each time recognition and an offer did not help, an attack weighs half more
MOST_HARDENING = 3
COOLED = -0.5  # the temperature fell after recognition or help
INSTRUMENT_FROM = 0.6  # above even odds with a margin: a false accusation is worse than a miss
SMALLEST_MOVE = 0.5  # in degrees; less is no cooling


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """One reason for the estimate: positive weights (log-odds) point to anger as a means."""

    turn: int
    act: str
    weight: float


class Anger(msgspec.Struct, frozen=True, gc=False):
    """The estimate: its kind and the probability that the anger is a means."""

    kind: AngerKind = "none"
    instrument_probability: float = 0.5


def evidence_of(
    turn: int, names: AbstractSet[str], tries: int, demanded: bool, fell: float
) -> tuple[Evidence, ...]:
    """Return what a caller's turn adds to the evidence.

    `tries` is how often the agent has recognised the feeling and offered something,
    `demanded` whether the caller demanded before, `fell` how much the temperature dropped
    after recognition or help.
    """
    if fell < SMALLEST_MOVE and _TELLING.isdisjoint(names):
        return ()
    harder = 1 + HARDENING * min(tries, MOST_HARDENING)
    found = []
    for name in sorted(names):
        if name in TOWARDS_INSTRUMENT and (name != "demand" or demanded):
            found.append(Evidence(turn, name, round(TOWARDS_INSTRUMENT[name] * harder, 2)))
        elif name in TOWARDS_EMOTION:
            found.append(Evidence(turn, name, TOWARDS_EMOTION[name]))
    if fell >= SMALLEST_MOVE:
        found.append(Evidence(turn, "cooled", COOLED))
    return tuple(found)


def estimate(log_odds: float, felt: bool) -> Anger:
    """Return the estimate that a sum of log-odds stands for; `felt` if the caller was upset."""
    probability = round(1 / (1 + math.exp(-max(-20.0, min(20.0, log_odds)))), 2)
    if not felt:
        return Anger("none", probability)
    return Anger("instrument" if probability > INSTRUMENT_FROM else "emotion", probability)
