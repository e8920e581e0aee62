"""The path over the eight steps, and when a weak point is due again.

Spaced repetition of a simple kind: a rule that was found comes back after a day, then after ever
longer, as long as it stays away. Looks at nobody but the person who practised; keeps nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from gehoor.method.model import STEPS
from gehoor.practice.forms import Scenario
from gehoor.practice.loader import Practice

INTERVALS = (1, 3, 7, 21)  # days until a weak point is due, by how often it stayed away


class Done(msgspec.Struct, frozen=True):
    """A practice call that was finished: which scenario, when, the rules found, steps missed."""

    scenario: str
    day: date
    rules: tuple[str, ...]
    missed: tuple[str, ...] = ()


class Weak(msgspec.Struct, frozen=True):
    """A weak point: a rule, when it is due again, and how often it stayed away since."""

    rule: str
    due: date
    stayed_away: int


class Stage(msgspec.Struct, frozen=True):
    """One step of the path: its scenarios, easy ones first, and those that were done."""

    step: str
    scenarios: tuple[str, ...]
    done: frozenset[str]


def weak_points(history: Sequence[Done]) -> list[Weak]:
    """Return the weak points that have not yet stayed away for long, the first due first."""
    found = []
    ordered = sorted(history, key=lambda item: item.day)
    for rule in sorted({rule for item in ordered for rule in item.rules}):
        last = max(at for at, item in enumerate(ordered) if rule in item.rules)
        away = len(ordered) - 1 - last
        if away < len(INTERVALS):
            found.append(Weak(rule, ordered[-1].day + timedelta(INTERVALS[away]), away))
    return sorted(found, key=lambda weak: (weak.due, weak.rule))


def path(practice: Practice, history: Sequence[Done]) -> list[Stage]:
    """Return the path: every step of the method with the scenarios that practise it."""
    done = {item.scenario for item in history}
    stages = []
    for step in STEPS:
        names = sorted(
            (name for name, item in practice.scenarios.items() if step in item.steps),
            key=lambda name: _place(name, practice.scenarios[name]),
        )
        stages.append(Stage(step, tuple(names), frozenset(done.intersection(names))))
    return stages


def _place(name: str, scenario: Scenario) -> tuple[int, str]:
    return scenario.difficulty, name
