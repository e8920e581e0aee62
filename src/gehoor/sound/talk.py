"""Who speaks when, in figures: interruptions, share of the talking, pauses, speed of speech.

Of the agent only when and how long, never how it sounded. Works from the times of turns, so
also for a transcript that has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from gehoor.dialogue import Call, Speaker, Turn

PAUSE: Final = 3.0  # seconds in which nobody speaks; less is thinking
OVERLAP: Final = 0.5  # seconds; less is people taking turns
ASIDE: Final = 1.0  # seconds; who says no more than that («ja», «hm») does not interrupt
FEW: Final = 20  # words; from fewer no speed is told


class Moment(msgspec.Struct, frozen=True):
    """A stretch of the call, in seconds; `turn` counts from zero."""

    start: float
    end: float
    turn: int | None = None


class Talk(msgspec.Struct, frozen=True):
    """Figures of one call. Shares from 0 to 1 of the time somebody speaks, speed in words a minute.

    `interrupted` holds for each speaker the moments at which that speaker began while the
    other went on for OVERLAP seconds or more.
    """

    seconds: dict[Speaker, float]
    share: dict[Speaker, float]
    speed: dict[Speaker, float]
    interrupted: dict[Speaker, tuple[Moment, ...]]
    pauses: tuple[Moment, ...]


def talk_of(call: Call) -> Talk | None:
    """Return who speaks when in a call, or None where its turns have no times."""
    timed = [turn for turn in call.turns if turn.start is not None and turn.end is not None]
    if len(timed) != len(call.turns) or not timed:
        return None
    seconds = {who: sum(_long(turn) for turn in _of(timed, who)) for who in _BOTH}
    total = sum(seconds.values()) or 1.0
    return Talk(
        {who: round(length, 2) for who, length in seconds.items()},
        {who: round(length / total, 3) for who, length in seconds.items()},
        {who: speed for who in _BOTH if (speed := _speed(_of(timed, who))) is not None},
        {who: tuple(_interruptions(call.turns, who)) for who in _BOTH},
        tuple(_pauses(timed)),
    )


_BOTH: Final[tuple[Speaker, ...]] = ("agent", "caller")


def _of(turns: Sequence[Turn], who: Speaker) -> list[Turn]:
    return [turn for turn in turns if turn.speaker == who]


def _long(turn: Turn) -> float:
    return (turn.end or 0.0) - (turn.start or 0.0)


def _speed(turns: Sequence[Turn]) -> float | None:
    words = sum(len(turn.text.split()) for turn in turns)
    seconds = sum(map(_long, turns))
    return round(words * 60 / seconds, 1) if words >= FEW and seconds else None


def _interruptions(turns: Sequence[Turn], who: Speaker) -> list[Moment]:
    found = []
    for at, turn in enumerate(turns):
        if turn.speaker != who or _long(turn) <= ASIDE:
            continue
        before = next((t for t in reversed(turns[:at]) if t.speaker != who), None)
        if before is None or turn.start is None or before.start is None or before.end is None:
            continue
        if before.start < turn.start and before.end - turn.start >= OVERLAP:
            found.append(Moment(turn.start, before.end, at))
    return found


def _pauses(turns: Sequence[Turn]) -> list[Moment]:
    found = []
    until = turns[0].end or 0.0
    for turn in turns[1:]:
        if (turn.start or 0.0) - until >= PAUSE:
            found.append(Moment(until, turn.start or 0.0))
        until = max(until, turn.end or 0.0)
    return found
