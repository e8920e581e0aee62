"""What went well: the method's own list of good moves, found in a story.

A strength is always something that was said, so each has its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from gehoor.coaching.finding import SURE_OF_GOOD, Spot, Strength, is_sure
from gehoor.following import Story
from gehoor.following.agreements import sentence_span
from gehoor.method.model import StrengthText

LONGEST_QUOTE = 160  # characters; recognised speech has no sentences
MOST = 2  # of one kind: a list of ten times the same teaches nothing


def strengths_of(texts: Mapping[str, StrengthText], story: Story) -> tuple[Strength, ...]:
    """Return the strengths of a story, in the order of the method's list."""
    found: dict[tuple[int, tuple[int, int]], Strength] = {}
    for text in texts.values():
        for strength in islice(_of_kind(text, story), MOST):
            found.setdefault((strength.turn, strength.span), strength)
    return tuple(found.values())


def _of_kind(text: StrengthText, story: Story) -> Iterator[Strength]:
    for turn in story.agent(*text.acts):
        if not _fits(text, story, turn):
            continue
        act = story.act(turn, *text.acts)
        if act is not None and is_sure(Spot(turn, act.span), story, SURE_OF_GOOD):
            span = _quotable(story.heard[turn].turn.text, act.span)
            quote = story.heard[turn].quote(span)
            yield Strength(turn, span, quote, text.message, text.source)


def _quotable(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Return the sentence around the words heard, or those words where it is very long."""
    sentence = sentence_span(text, span)
    return sentence if sentence[1] - sentence[0] <= LONGEST_QUOTE else span


def _fits(text: StrengthText, story: Story, turn: int) -> bool:
    names = story.heard[turn].names
    if not names.issuperset(text.together) or not names.isdisjoint(text.unless):
        return False
    spoken = story.previous(turn, "caller")
    if text.after and (spoken is None or story.heard[spoken].names.isdisjoint(text.after)):
        return False
    if text.temperature is not None:
        return spoken is not None and story.temperature(spoken) >= text.temperature
    if text.only_once and len(story.agent(*text.acts)) > 1:
        return False
    if text.timed:
        return any(a.turn == turn and a.when for a in story.state.agreements)
    return True
