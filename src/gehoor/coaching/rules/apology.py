"""Apologies: when, how often, and not at all."""

from __future__ import annotations

from collections.abc import Iterator

from gehoor.coaching.finding import WHOLE_CALL, Spot, spot
from gehoor.coaching.rules.context import Context
from gehoor.following import Story


def exc01(story: Story, context: Context) -> Iterator[Spot]:
    """An apology for a fault while no fault is established."""
    choice = context.profile.apologise_before_fault
    if choice == "always":
        return
    for turn in story.agent("apology"):
        if _established(story, turn):
            continue
        if choice == "burden" and story.act(turn, "burden_apology"):
            continue
        yield spot(story, turn, "apology")


def _established(story: Story, turn: int) -> bool:
    """Tell whether the fault was known by then: from the case, or from what the agent found."""
    if story.case.fault == "organisation":
        return True
    return any(at <= turn for at in story.agent("fact", "fault_admitted", "surprise"))


def exc02(story: Story, context: Context) -> Iterator[Spot]:
    """A second turn with an apology, unless the profile has a reason for it."""
    turns = story.agent("apology")
    allowed = 1
    again = context.profile.apologise_again
    if len(turns) > 1 and again != "never":
        burden = story.act(turns[0], "burden_apology") is not None
        found = _established(story, turns[1]) and not _established(story, turns[0])
        allowed += found and (again == "after-fault" or burden)
    for turn in turns[allowed:]:
        yield spot(story, turn, "apology")


def exc05(story: Story, context: Context) -> Iterator[Spot]:
    """The organisation's fault is established, and no apology by the end."""
    if story.ended and story.state.fault == "organisation" and not story.agent("apology"):
        yield WHOLE_CALL
