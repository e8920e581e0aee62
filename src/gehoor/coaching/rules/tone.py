"""Tone: one form of address, the house's own."""

from __future__ import annotations

from collections.abc import Iterator

from gehoor.coaching.finding import Spot, spot, whole
from gehoor.coaching.rules.context import Context
from gehoor.following import Story


def ton01(story: Story, context: Context) -> Iterator[Spot]:
    """The agent mixes «u» and «je»: pointed at once, where the other form first comes."""
    first = None
    for turn in story.agent_turns:
        address = story.heard[turn].address
        if address is None:
            continue
        if address == "mixed" or (first and address != first):
            yield _words(story, turn)
            return
        first = first or address


def _words(story: Story, turn: int) -> Spot:
    return (
        spot(story, turn, "says_je")
        if story.act(turn, "says_je")
        else Spot(turn, whole(story, turn))
    )


def ton04(story: Story, context: Context) -> Iterator[Spot]:
    """The form of address is not the house's: pointed at once, where it first comes."""
    form = context.address_form
    if form is None:
        return
    for turn in story.agent_turns:
        if story.heard[turn].address not in (None, form):
            yield _words(story, turn)
            return
