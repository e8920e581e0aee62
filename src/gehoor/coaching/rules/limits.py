"""Limits: not too early, announced, and kept."""

from __future__ import annotations

from collections.abc import Iterator

from gehoor.coaching.finding import WHOLE_CALL, Spot, spot
from gehoor.coaching.rules.context import Context
from gehoor.following import Story
from gehoor.following.temperature import ABUSE

PATIENCE = 2  # the agent's turns within which a warning must be followed by the end


def gre02(story: Story, context: Context) -> Iterator[Spot]:
    """A limit or a warning though the caller has shown emotion only."""
    abuse = story.abuse
    for turn in story.agent("boundary", "end_warning"):
        if not any(at < turn for at in abuse):
            yield spot(story, turn, "boundary", "end_warning")


def gre03(story: Story, context: Context) -> Iterator[Spot]:
    """The agent ends the call for behaviour and never offered a colleague."""
    if not story.ended or story.end_for_behaviour is None:
        return
    if not story.agent("handover", "consult"):
        yield WHOLE_CALL


def gre04(story: Story, context: Context) -> Iterator[Spot]:
    """The agent ends the call for behaviour without having said so first."""
    last = story.end_for_behaviour if story.ended else None
    if last is not None and story.abuse and not story.agent("end_warning"):
        yield spot(story, last, "farewell")


def gre05(story: Story, context: Context) -> Iterator[Spot]:
    """Abuse goes on after a warning, and the agent has not ended the call."""
    warnings = story.agent("end_warning")
    for turn in story.abuse:
        if not any(at < turn for at in warnings):
            continue
        following = story.next_agent(turn, PATIENCE)
        if len(following) < PATIENCE:
            continue
        ended = story.agent("farewell", "end_warning", "handover")
        if not any(at in ended for at in following):
            yield spot(story, turn, *ABUSE)
