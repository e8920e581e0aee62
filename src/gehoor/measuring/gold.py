"""Scoring against labelled calls: how much of what people heard, Gehoor heard too.

Acts are counted per turn (a set of names), findings per rule and turn, agreements per kind
and turn. Nothing here changes how Gehoor hears.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from gehoor.dialogue import Call, Turn
from gehoor.dialogue.form import check
from gehoor.hearing import HeardAct, HeardTurn, Listener
from gehoor.intake import IntakeFault, read
from gehoor.reviewing import Review, Reviewer

RARE = 5  # cases; acts with fewer are left out of the macro average


class GoldTurn(msgspec.Struct, frozen=True):
    """A labelled turn; `temperature` (0 to 4) on caller turns only."""

    speaker: str
    text: str
    acts: list[str] = []
    temperature: float | None = None


class Labels(msgspec.Struct, frozen=True):
    """The labels of a call, in the form of the annotation guide."""

    turns: list[GoldTurn]
    anger_kind: str
    fault: str
    outcome: str
    incident: bool
    agreements: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []


class Count(msgspec.Struct):
    """True and false positives and misses of one thing."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, found: frozenset[Any], expected: frozenset[Any]) -> None:
        """Count a set of what was found against what was expected."""
        self.right += len(found & expected)
        self.wrong += len(found - expected)
        self.missed += len(expected - found)

    @property
    def precision(self) -> float:
        """Return the share of what was found that is right (0 where nothing was found)."""
        return self.right / (self.right + self.wrong) if self.right else 0.0

    @property
    def recall(self) -> float:
        """Return the share of what there was that was found."""
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of the two."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 0.0

    @property
    def cases(self) -> int:
        """Return how many there were to find."""
        return self.right + self.missed


class Score(msgspec.Struct):
    """The figures over all calls; `acts` and `rules` by name, `shares` of items that are right."""

    calls: int = 0
    acts: dict[str, Count] = {}
    rules: dict[str, Count] = {}
    agreements: Count = msgspec.field(default_factory=Count)
    temperature_errors: list[float] = []
    right: Counter[str] = msgspec.field(default_factory=Counter)

    @property
    def micro(self) -> Count:
        """Return the acts counted together."""
        return _total(self.acts.values())

    @property
    def abuse(self) -> Count:
        """Return insult, threat and blackmail counted together."""
        names = ("caller.insult", "caller.threat", "caller.blackmail")
        return _total(self.acts[name] for name in names if name in self.acts)

    @property
    def findings(self) -> Count:
        """Return the findings counted together."""
        return _total(self.rules.values())

    @property
    def macro(self) -> float:
        """Return the mean F1 of acts with at least RARE cases."""
        values = [count.f1 for count in self.acts.values() if count.cases >= RARE]
        return sum(values) / len(values) if values else 0.0

    @property
    def temperature_error(self) -> float:
        """Return the mean absolute error in degrees."""
        errors = self.temperature_errors
        return sum(errors) / len(errors) if errors else 0.0

    @property
    def temperature_within_one(self) -> float:
        """Return the share of caller turns less than 1.5 degrees off: one, when rounded."""
        errors = self.temperature_errors
        return sum(error < 1.5 for error in errors) / len(errors) if errors else 0.0


def _total(counts: Iterable[Count]) -> Count:
    total = Count()
    for count in counts:
        total.right += count.right
        total.wrong += count.wrong
        total.missed += count.missed
    return total


def score(
    reviewer: Reviewer, gold: Iterable[tuple[Call, Labels]], into: Score | None = None
) -> Score:
    """Return the figures of a reviewer on labelled calls, added to those of `into`."""
    result = into or Score(acts={}, rules={}, temperature_errors=[])
    for call, labels in gold:
        result.calls += 1
        review = reviewer.review(call)
        _score_turns(result, review, labels)
        _score_call(result, review, labels)
    return result


def _score_turns(result: Score, review: Review, labels: Labels) -> None:
    for heard, state, label in zip(review.heard, review.states, labels.turns, strict=True):
        prefix = heard.turn.speaker + "."
        found = frozenset(prefix + act.name for act in heard.acts)
        expected = frozenset(prefix + name for name in label.acts)
        for name in found | expected:
            count = result.acts.setdefault(name, Count())
            count.add(found & {name}, expected & {name})
        if label.temperature is not None:
            result.temperature_errors.append(abs(round(state.temperature) - label.temperature))


def _score_call(result: Score, review: Review, labels: Labels) -> None:
    found = frozenset((item.rule, item.turn) for item in review.findings)
    expected = frozenset((item["rule"], item["turn"]) for item in labels.findings)
    for rule in {rule for rule, _ in found | expected}:
        count = result.rules.setdefault(rule, Count())
        count.add(
            frozenset(pair for pair in found if pair[0] == rule),
            frozenset(pair for pair in expected if pair[0] == rule),
        )
    result.agreements.add(
        frozenset((item.kind, item.turn) for item in review.agreements),
        frozenset((item["kind"], item["turn"]) for item in labels.agreements),
    )
    result.right["anger"] += review.anger.kind == labels.anger_kind
    result.right["fault"] += review.fault == labels.fault
    result.right["outcome"] += review.outcome == labels.outcome
    result.right["incident"] += (review.incident is not None) == labels.incident


class LabelListener:
    """An ear that hears what people labelled: to measure the rules apart from the hearing.

    Cues are heard as always, since nobody labels them.
    """

    def __init__(self, calls: Iterable[Labels], cues: Listener) -> None:
        self._acts = {turn.text: turn.acts for call in calls for turn in call.turns}
        self._cues = cues

    def hear(self, turn: Turn, before: Sequence[HeardTurn]) -> HeardTurn:
        """Return the labelled acts, each on a place of its own, in the order of the labels."""
        heard = self._cues.hear(turn, before)
        acts = tuple(
            HeardAct(name, (at, at + 1), 1.0, "label")
            for at, name in enumerate(self._acts[turn.text])
        )
        return HeardTurn(turn, acts, heard.cues, heard.address)


def read_gold(paths: Iterable[Path]) -> tuple[list[tuple[Call, Labels]], list[str]]:
    """Return the labelled calls in files and folders, and a line for each that cannot be read."""
    found: list[tuple[Call, Labels]] = []
    faults: list[str] = []
    for path in paths:
        files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
        for file in files:
            try:
                found.append(_labelled(file))
            except (IntakeFault, OSError, msgspec.ValidationError) as error:
                faults.append(str(error) if isinstance(error, IntakeFault) else f"{file}: {error}")
    return found, faults


def _labelled(file: Path) -> tuple[Call, Labels]:
    call = read(file)
    labels, faults = check(msgspec.json.decode(file.read_bytes()), Labels)
    if labels is None:
        raise IntakeFault(str(file), "", "geen gelabeld gesprek: " + "; ".join(faults[:3]))
    return call, labels
