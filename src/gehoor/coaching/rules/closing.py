"""The end of a call: its tone, and not ending it in the middle of a feeling."""

from __future__ import annotations

from collections.abc import Iterator

from gehoor.coaching.finding import WHOLE_CALL, Spot, spot
from gehoor.coaching.rules.context import Context
from gehoor.following import Story
from gehoor.following.temperature import EMOTIONAL

SOBER = ("empathy_named", "regret", "wish", "callback")
LAST = 3  # the agent's turns that count as the closing


def afs03(story: Story, context: Context) -> Iterator[Spot]:
    """A cheerful word after a refusal, or while the caller is still upset."""
    refusals = story.agent("refusal")
    for turn in story.agent("cheer", "overfriendly"):
        refused = bool(refusals) and refusals[0] < turn
        if refused or story.temperature(turn) >= EMOTIONAL:
            yield spot(story, turn, "cheer", "overfriendly")


def afs04(story: Story, context: Context) -> Iterator[Spot]:
    """A refusal at the end, and nothing in the closing that shows it lands hard."""
    if not story.ended or story.outcome != "refused":
        return
    closing = story.agent_turns[-LAST:]
    if not any(at in closing for at in story.agent(*SOBER)):
        yield WHOLE_CALL


def afs05(story: Story, context: Context) -> Iterator[Spot]:
    """The call ends while the caller is upset, and nobody announced it."""
    if not story.ended or story.agent("end_warning") or story.outcome == "transferred":
        return
    goodbyes = story.agent("farewell")
    if goodbyes:
        last = goodbyes[-1]
        if story.temperature(last) >= EMOTIONAL:
            yield spot(story, last, "farewell")
    elif story.agent_turns and story.state.temperature >= EMOTIONAL:
        yield WHOLE_CALL
