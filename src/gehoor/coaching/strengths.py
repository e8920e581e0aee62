"""What went well: the method's own list of good moves, found in a story.

A strength is always something that was said, so each has its words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gehoor.coaching.finding import Strength
from gehoor.following import Story
from gehoor.method.model import StrengthText

MOST = 2  # of one kind: a list of ten times the same teaches nothing


def strengths_of(texts: Mapping[str, StrengthText], story: Story) -> tuple[Strength, ...]:
    """Return the strengths of a story, in the order of the method's list."""
    found: list[Strength] = []
    for text in texts.values():
        found.extend(list(_of_kind(text, story))[:MOST])
    return tuple(found)


def _of_kind(text: StrengthText, story: Story) -> Iterator[Strength]:
    for turn in story.agent(*text.acts):
        if not _fits(text, story, turn):
            continue
        act = story.act(turn, *text.acts)
        if act is not None:
            heard = story.heard[turn]
            yield Strength(turn, act.span, heard.quote(act.span), text.message, text.source)


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
