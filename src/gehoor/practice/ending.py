"""After the call: what moved the caller, three things to try next, and which scenario fits.

Also how two tries of the same moment differ. The report itself is that of any call (`reviewing`);
who practised what and when is kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain, islice

import msgspec

from gehoor.practice.exchange import Exchange, Reply
from gehoor.practice.forms import GAUGES, Gauge, Scenario
from gehoor.practice.inside import Inside, Moved
from gehoor.practice.loader import Practice
from gehoor.reviewing import Review

THINGS = 3
_HARMFUL = 0.1  # a rise in temperature that is worth coming back to


class Thing(msgspec.Struct, frozen=True):
    """One thing to try next time: what happened, and why or how else; `turn` where, from 0."""

    what: str
    how: str
    turn: int | None = None


class Difference(msgspec.Struct, frozen=True):
    """How two tries of the same moment differ: each gauge's change, and what moved the caller."""

    first: tuple[Moved, ...]
    second: tuple[Moved, ...]
    gauges: dict[Gauge, tuple[float, float]]

    @property
    def cooler(self) -> float:
        """Return how many degrees cooler the caller is after the second try."""
        first, second = self.gauges["temperature"]
        return round(first - second, 2)


def things_to_try(exchange: Exchange, review: Review) -> list[Thing]:
    """Return at most three things: what heated the caller most, then what the review found."""
    found = chain(_heated(exchange), _found(review))
    different = {thing.what: thing for thing in reversed(list(islice(found, 12)))}
    return list(reversed(different.values()))[:THINGS]


def next_scenario(
    practice: Practice, done: Collection[str], review: Review, now: str = ""
) -> str | None:
    """Return the scenario that fits after this call: the first missed step, not done yet."""
    missed = [step.step for step in review.steps if step.status == "missed"]
    left = {name: s for name, s in practice.scenarios.items() if name not in done and name != now}

    def place(item: tuple[str, Scenario]) -> tuple[int, int, str]:
        at = [missed.index(step) for step in missed if step in item[1].steps]
        return (min(at, default=len(missed)), item[1].difficulty, item[0])

    return min(left.items(), key=place)[0] if left else None


def difference(first: Reply, second: Reply) -> Difference:
    """Return how two answers to two tries of one moment differ."""
    one, other = first.inside.gauges, second.inside.gauges
    gauges = {gauge: (one[gauge], other[gauge]) for gauge in GAUGES}
    return Difference(first.inside.moved, second.inside.moved, gauges)


def course(exchange: Exchange) -> list[tuple[int, Inside]]:
    """Return the caller's inside over time: from before the call, then after each agent turn."""
    return [(0, exchange.begin), *((reply.turn, reply.inside) for reply in exchange.replies)]


def told(practice: Practice, moved: Collection[Moved]) -> Iterator[tuple[str, str, str]]:
    """Yield of each move its title, its changes in words, and why."""
    for item in moved:
        move = practice.moves[item.move]
        yield move.title, changes(practice, item.change), move.reason


def changes(practice: Practice, change: Mapping[Gauge, float]) -> str:
    """Return changes in words, as «temperatuur −0,7, gehoord zijn +1,0»."""
    parts = (
        f"{practice.gauges[gauge].title.lower()} {'+' if by > 0 else '−'}{abs(by):.1f}"
        for gauge, by in change.items()
        if abs(by) >= 0.05
    )
    return ", ".join(parts).replace(".", ",")


def _heated(exchange: Exchange) -> Iterator[Thing]:
    moves = exchange.practice.moves
    hurt = [
        (item.change.get("temperature", 0.0), reply.turn - 1, item)
        for reply in exchange.replies
        for item in reply.inside.moved
        if item.change.get("temperature", 0.0) >= _HARMFUL and "turn" not in moves[item.move].on
    ]
    for _, turn, item in sorted(hurt, key=lambda found: -found[0])[:2]:
        yield Thing(moves[item.move].title, moves[item.move].reason, turn)


def _found(review: Review) -> Iterator[Thing]:
    order = {"serious": 0, "warning": 1, "tip": 2, "off": 3}
    for finding in sorted(review.findings, key=lambda f: order[f.severity]):
        yield Thing(finding.message, finding.advice, finding.turn)
