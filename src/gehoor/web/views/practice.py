"""A practice call as its page shows it: played again from what was kept, nothing judged anew."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gehoor.coaching import Advice, Finding, Strength
from gehoor.dialogue import Turn
from gehoor.practice import Exchange, Practice, Scenario
from gehoor.practice.ending import (
    Difference,
    Thing,
    changes,
    course,
    difference,
    next_scenario,
    things_to_try,
    told,
)
from gehoor.practice.exchange import Kept as KeptWords
from gehoor.practice.forms import GAUGES
from gehoor.practice.inside import Moved
from gehoor.reporting import words
from gehoor.reviewing import Review, Reviewer
from gehoor.store.practice import Kept

WIDTH, HEIGHT, LEFT, EDGE = 640, 180, 76, 16


class Line(msgspec.Struct, frozen=True):
    """One gauge over time: its name, its points in a picture, its numbers."""

    name: str
    title: str
    low: str
    high: str
    points: str
    values: tuple[str, ...]
    first: str
    last: str


class MoveView(msgspec.Struct, frozen=True):
    """One move of the caller's inside: the turn, the words, what it changed and why."""

    turn: int
    title: str
    quote: str
    changed: str
    why: str


class Compared(msgspec.Struct, frozen=True):
    """Two tries of a moment beside each other."""

    first: str
    second: str
    cooler: float
    cooler_text: str
    first_moves: tuple[tuple[str, str, str], ...]
    second_moves: tuple[tuple[str, str, str], ...]


class Ending(msgspec.Struct, frozen=True):
    """What is shown after the call."""

    review: Review
    strengths: Sequence[Strength]
    findings: Sequence[Sequence[Finding]]
    lines: tuple[Line, ...]
    turns: tuple[int, ...]
    moves: tuple[MoveView, ...]
    things: Sequence[Thing]
    after: str | None


def scenario_of(kept: Kept, practice: Practice) -> Scenario | None:
    """Return the scenario of a kept call; None where a newer Gehoor no longer has it."""
    if kept.source:
        return msgspec.json.decode(kept.source, type=Scenario)
    return practice.scenarios.get(kept.scenario)


def played(kept: Kept, scenario: Scenario, practice: Practice, reviewer: Reviewer) -> Exchange:
    """Return the call as it was, ready to go on."""
    before = [Turn("agent" if who == "agent" else "caller", text) for who, text in kept.before]
    skip = sum(turn.speaker == "caller" for turn in before)
    words_then = KeptWords(kept.caller, skip=skip) if kept.caller else None
    exchange = Exchange(practice, scenario, reviewer, kept.seed, words_then, scenario.title, before)
    return exchange.play(kept.agent)


def compared(kept: Kept, exchange: Exchange) -> Compared | None:
    """Return how the newest try differs from the one that was taken back just before it."""
    if not kept.taken_back or len(exchange.replies) != len(kept.taken_back):
        return None
    first = exchange.again(kept.taken_back).replies[-1]
    found: Difference = difference(first, exchange.replies[-1])
    return Compared(
        first=kept.taken_back[-1],
        second=kept.agent[-1],
        cooler=found.cooler,
        cooler_text=_number(abs(found.cooler)),
        first_moves=tuple(told(exchange.practice, found.first)),
        second_moves=tuple(told(exchange.practice, found.second)),
    )


def hint(exchange: Exchange) -> Advice | None:
    """Return what fits now."""
    return exchange.conversation.advice()


def mood(exchange: Exchange) -> tuple[str, str]:
    """Return how the caller is: in a word, and as a number."""
    temperature = exchange.inside.temperature
    return words.degree(temperature), _number(temperature)


def ending_of(exchange: Exchange, done: Sequence[str], name: str) -> Ending:
    """Return what is shown after the call."""
    review = exchange.review()
    points = course(exchange)
    return Ending(
        review=review,
        strengths=review.strengths[: words.FIRST],
        findings=words.by_weight(review.findings),
        lines=tuple(_line(exchange, gauge) for gauge in GAUGES),
        turns=tuple(turn for turn, _ in points),
        moves=tuple(
            _move(exchange.practice, turn, item) for turn, inside in points for item in inside.moved
        ),
        things=things_to_try(exchange, review),
        after=next_scenario(exchange.practice, done, review, name),
    )


def _line(exchange: Exchange, gauge: str) -> Line:
    values = [inside.gauges[gauge] for _, inside in course(exchange)]  # type: ignore[index]
    text = exchange.practice.gauges[gauge]
    step = (WIDTH - LEFT - EDGE) / max(1, len(values) - 1)
    inner = HEIGHT - 2 * EDGE
    points = [
        f"{LEFT + at * step:.1f},{HEIGHT - EDGE - value / 4 * inner:.1f}"
        for at, value in enumerate(values)
    ]
    shown = tuple(_number(value) for value in values)
    return Line(
        gauge, text.title, text.low, text.high, " ".join(points), shown, shown[0], shown[-1]
    )


def _move(practice: Practice, turn: int, item: Moved) -> MoveView:
    move = practice.moves[item.move]
    return MoveView(turn, move.title, item.quote, changes(practice, item.change), move.reason)


def _number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
