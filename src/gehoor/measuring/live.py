"""Scoring the help during a call: how often it warns for nothing, and how calm it is.

A labelled call is played as it would come in: turn by turn, at the pace of speech. A warning is a
card about limits or a threat; in a call without an incident, whatever the anger, it is false.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from gehoor.dialogue import Call
from gehoor.live import Card, Session, View, Words
from gehoor.measuring.gold import Labels
from gehoor.reviewing import Reviewer

PACE = 2.6  # words a second: unhurried Dutch
GAP = 0.6  # seconds between two turns


class LiveScore(msgspec.Struct):
    """The figures over all calls; a «quiet» call is one without an incident.

    `kinds` and `warned_kinds` count quiet calls, and those that were warned for, by kind of anger.
    `equal` counts the calls whose live review is the report, `flickers` cards that stood shorter
    than the method says.
    """

    calls: int = 0
    quiet: int = 0
    warned: int = 0
    kinds: Counter[str] = msgspec.field(default_factory=Counter)
    warned_kinds: Counter[str] = msgspec.field(default_factory=Counter)
    wrong: Counter[str] = msgspec.field(default_factory=Counter)
    incidents: int = 0
    seen: int = 0
    equal: int = 0
    cards: int = 0
    minutes: float = 0.0
    flickers: int = 0
    standing: float = 0.0


def times_of(call: Call) -> Iterator[tuple[float, float]]:
    """Yield when each turn begins and ends in seconds, at the pace of speech."""
    at = 0.0
    for turn in call.turns:
        lasts = max(0.4, len(turn.text.split()) / PACE)
        yield at, at + lasts
        at += lasts + GAP


def played(reviewer: Reviewer, call: Call) -> Iterator[tuple[Session, View]]:
    """Play a call; yield the session and what it shows, after each turn and change in between."""
    session = Session(reviewer, call)
    for number, (turn, (_, end)) in enumerate(zip(call.turns, times_of(call), strict=True)):
        yield from _between(session, end)
        words = Words(f"t{number}", turn.speaker, turn.text, start=turn.start, end=turn.end)
        session.feed(msgspec.structs.replace(words, confidence=turn.confidence), end)
        yield session, session.view()


def _between(session: Session, until: float) -> Iterator[tuple[Session, View]]:
    moment = session.changes_at
    while moment is not None and moment < until:
        yield session, session.view(moment)
        moment = session.changes_at


def score_live(reviewer: Reviewer, gold: Iterable[tuple[Call, Labels]]) -> LiveScore:
    """Return the figures of the help during labelled calls."""
    result = LiveScore()
    for call, labels in gold:
        shown: dict[tuple[str, float], Card] = {}
        gone: dict[tuple[str, float], float] = {}
        session, at = Session(reviewer, call), 0.0
        for session, view in played(reviewer, call):  # noqa: B007 - the last one counts
            at, card = view.at, view.card
            if card:
                shown.setdefault((card.situation, card.since), card)
            for key in shown:
                if card is None or key != (card.situation, card.since):
                    gone.setdefault(key, at)
        session.end(at)
        result.equal += session.review() == reviewer.review(call)
        _count(result, labels, list(shown.values()))
        _count_calm(result, reviewer, shown, gone, at)
    return result


def _count(result: LiveScore, labels: Labels, cards: list[Card]) -> None:
    warnings = {card.situation for card in cards if card.stage}
    result.calls += 1
    if labels.incident:
        result.incidents += 1
        result.seen += bool(warnings)
        return
    result.quiet += 1
    result.kinds[labels.anger_kind] += 1
    if warnings:
        result.warned += 1
        result.warned_kinds[labels.anger_kind] += 1
        result.wrong.update(warnings)


def _count_calm(
    result: LiveScore,
    reviewer: Reviewer,
    shown: dict[tuple[str, float], Card],
    gone: dict[tuple[str, float], float],
    at: float,
) -> None:
    shortest = reviewer.coach.method.live.seconds("shortest")
    result.cards += len(shown)
    result.minutes += at / 60
    for key, card in shown.items():
        stood = gone.get(key, at) - card.since
        result.standing += stood
        safety = any(other.safety and other.since == gone.get(key) for other in shown.values())
        result.flickers += key in gone and not safety and stood < shortest - 1e-6
