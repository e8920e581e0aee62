"""Promises and gestures: with a time, and within the mandate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gehoor.coaching.finding import WHOLE_CALL, Spot, spot
from gehoor.coaching.rules.context import Context
from gehoor.following import Story
from gehoor.following.temperature import FURIOUS

_AMOUNT = re.compile(
    r"(?:€\s*)?(\d+(?:[.,]\d{1,2})?|[a-zë]+)(?:,-)?\s*(?:euro|piek)|€\s*(\d+(?:[.,]\d{1,2})?)"
)


def hlp03(story: Story, context: Context) -> Iterator[Spot]:
    """A promise without a time."""
    timed = {item.turn for item in story.state.agreements if item.kind == "promise" and item.when}
    for turn in story.agent("promise"):
        if turn not in timed:
            yield spot(story, turn, "promise")


def gev01(story: Story, context: Context) -> Iterator[Spot]:
    """The organisation's fault and a heavy burden, and nothing was offered."""
    if not story.ended or story.state.fault != "organisation" or story.agent("goodwill", "consult"):
        return
    furious = any(story.temperature(at) >= FURIOUS for at in story.caller_turns)
    if furious or story.caller("repeat_contact"):
        yield WHOLE_CALL


def gev02(story: Story, context: Context) -> Iterator[Spot]:
    """A gesture above the agent's mandate, without consulting."""
    if context.mandate is None:
        return
    consulted = story.agent("consult")
    for turn in story.agent("goodwill"):
        amount = max(map(_euros, _AMOUNT.findall(story.heard[turn].turn.text.lower())), default=0)
        if amount > context.mandate and not any(at <= turn for at in consulted):
            yield spot(story, turn, "goodwill")


def _euros(match: tuple[str, str]) -> float:
    word = match[0] or match[1]
    if word[0].isdigit():
        return float(word.replace(",", "."))
    from text_to_num import text2num

    try:
        return float(text2num(word, "nl"))
    except ValueError:
        return 0.0
