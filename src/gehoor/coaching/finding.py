"""What coaching gives: findings with their evidence, and strengths."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from gehoor.following import Story
from gehoor.method.model import Severity

ORDER: dict[Severity, int] = {"serious": 0, "warning": 1, "tip": 2, "off": 3}


SURE: dict[Severity, float] = {"serious": 0.6, "warning": 0.4, "tip": 0.4, "off": 0.4}
"""Probability from which an act can be what a finding is about: the graver, the surer.

Set on the labelled calls, where it takes away more false findings than right ones.
"""
SURE_OF_GOOD = 0.4  # the same for a strength


class Finding(msgspec.Struct, frozen=True, gc=False):
    """Something that can be done better, with the words it is about and what to say instead.

    `turn`, `span` and `quote` are None where it is about the call as a whole. `sources` say
    so; `conflicts_with` see it otherwise.
    """

    rule: str
    slug: str
    severity: Severity
    turn: int | None
    span: tuple[int, int] | None
    quote: str | None
    message: str
    advice: str
    say: tuple[str, ...]
    sources: tuple[str, ...]
    conflicts_with: tuple[str, ...] = ()


class Strength(msgspec.Struct, frozen=True, gc=False):
    """Something that went well, with the words that show it and the source that asks for it."""

    turn: int
    span: tuple[int, int]
    quote: str
    message: str
    source: str


class Spot(NamedTuple):
    """Where a rule points: a turn and its words, or nowhere for the call as a whole."""

    turn: int | None
    span: tuple[int, int] | None = None


WHOLE_CALL = Spot(None)


def spot(story: Story, turn: int, *names: str) -> Spot:
    """Return the words of the first of these acts in a turn; the whole turn if it holds none."""
    act = story.act(turn, *names)
    return Spot(turn, act.span if act else whole(story, turn))


def whole(story: Story, turn: int) -> tuple[int, int]:
    """Return the span of a turn's text without the blanks around it."""
    text = story.heard[turn].turn.text
    start = len(text) - len(text.lstrip())
    return (start, max(start, len(text.rstrip())))


def is_sure(spot: Spot, story: Story, probability: float) -> bool:
    """Tell whether the act at a spot was heard with at least this probability.

    An act that is barely heard may well excuse somebody, but it accuses nobody.
    """
    if spot.turn is None:
        return True
    heard = story.heard[spot.turn]
    certain = [act.confidence for act in (*heard.acts, *heard.cues) if act.span == spot.span]
    return not certain or max(certain) >= probability
