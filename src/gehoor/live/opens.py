"""What is open after the last turn: said and not finished, asked and not explained.

Not what was done wrong (that is a finding, and it stays): what is open closes as soon as the
agent does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gehoor.following import Story
from gehoor.live.view import Open
from gehoor.method import Method

_WAYS = ("alternative", "callback", "goodwill", "help_offer", "handover", "promise")
Found = Iterator[tuple[int, str]]


def opens(method: Method, story: Story) -> tuple[Open, ...]:
    """Return what is open, in the order of the method's file."""
    return tuple(
        Open(kind, text, turn, quote)
        for kind, text in method.live.open.items()
        for turn, quote in _OPEN[kind](story)
    )


def _promise_without_time(story: Story) -> Found:
    promised = [item for item in story.state.agreements if item.kind == "promise"]
    if promised and promised[-1].when is None:
        yield promised[-1].turn, promised[-1].quote


def _data_without_reason(story: Story) -> Found:
    asked, reasons = story.agent("data_request"), story.agent("reason")
    if not asked:
        return
    before = story.previous(asked[-1], "agent")
    if not any(at >= (asked[-1] if before is None else before) for at in reasons):
        yield _quoted(story, asked[-1], "data_request")


def _apology_given(story: Story) -> Found:
    given = story.agent("apology")
    if given:
        yield _quoted(story, given[0], "apology")


def _complaint_not_summarised(story: Story) -> Found:
    told = story.caller("complaint")
    if told and not any(at > told[0] for at in story.agent("summary")):
        yield _quoted(story, told[0], "complaint")


def _not_confirmed(story: Story) -> Found:
    agreed = story.state.agreements
    if agreed and not story.agent("written_confirmation"):
        yield agreed[-1].turn, agreed[-1].quote


def _refused_without_way(story: Story) -> Found:
    refused = story.agent("refusal")
    if refused and not any(at >= refused[-1] for at in story.agent(*_WAYS)):
        yield _quoted(story, refused[-1], "refusal")


def _quoted(story: Story, turn: int, act: str) -> tuple[int, str]:
    heard = story.act(turn, act)
    return turn, story.heard[turn].quote(heard.span) if heard else ""


_OPEN: dict[str, Callable[[Story], Found]] = {
    "promise_without_time": _promise_without_time,
    "data_without_reason": _data_without_reason,
    "apology_given": _apology_given,
    "complaint_not_summarised": _complaint_not_summarised,
    "not_confirmed": _not_confirmed,
    "refused_without_way": _refused_without_way,
}
