"""The eight steps of the method: done, missed, or nothing in the call asked for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from gehoor.following.story import Story
from gehoor.following.temperature import EMOTIONAL, FURIOUS
from gehoor.method.model import STEPS, Step

Status = Literal["done", "missed", "not-applicable"]

_FEELINGS = ("anger", "powerless", "disappointment", "sadness", "worry", "accusation")
_MATTERS = (*_FEELINGS, "complaint", "repeat_contact", "demand", "question")


class StepState(msgspec.Struct, frozen=True, gc=False):
    """A step, how it stands, and the turns that show it."""

    step: Step
    status: Status
    evidence: tuple[int, ...] = ()


def steps_of(story: Story) -> tuple[StepState, ...]:
    """Return the eight steps, in the method's order."""
    return tuple(StepState(step, *_STEPS[step](story)) for step in STEPS)


Judged = tuple[Status, tuple[int, ...]]


def _judge(done: list[int], asked: list[int] | bool) -> Judged:
    """Done where something shows it; missed where something asked for it; else neither."""
    if done:
        return "done", tuple(done)
    if asked:
        return "missed", tuple(asked) if isinstance(asked, list) else ()
    return "not-applicable", ()


def _listen(story: Story) -> Judged:
    heated = [at for at in story.caller_turns if story.temperature(at) >= EMOTIONAL]
    asked = sorted({*heated, *story.caller("complaint", *_FEELINGS)})
    if not asked:
        return "not-applicable", ()
    shown = story.agent("listening", "summary", "probe", "empathy_named")
    recognised = story.agent("summary", "empathy_named", "apology", "regret")
    if heated and not any(at > heated[0] for at in recognised):
        return "missed", tuple(heated)
    return _judge(shown, asked)


def _apologise(story: Story) -> Judged:
    done = story.agent("surprise", "apology", "regret")
    fault = story.state.fault == "organisation"
    return _judge(done, fault or story.caller("repeat_contact"))


def _help(story: Story) -> Judged:
    done = story.agent("action", "promise", "alternative", "goodwill", "explain", "handover")
    return _judge(done, story.caller(*_MATTERS))


def _confront(story: Story) -> Judged:
    wrong = story.agent("argue", "blame")
    if wrong:
        return "missed", tuple(wrong)
    contradicted = story.caller("rejection", "accusation")
    facts = story.agent("fact") if contradicted else []
    return _judge(facts, False)


def _give(story: Story) -> Judged:
    burden = story.caller("repeat_contact") or [
        at for at in story.caller_turns if story.temperature(at) >= FURIOUS
    ]
    asked = burden if story.state.fault == "organisation" else []
    return _judge(story.agent("goodwill", "consult"), asked)


def _close(story: Story) -> Judged:
    if not story.ended or story.end_for_behaviour is not None:
        return "not-applicable", ()
    return _judge(story.agent("check_satisfied", "anything_else"), story.agent("farewell") or True)


def _no(story: Story) -> Judged:
    refusals = story.agent("refusal")
    if not refusals:
        return "not-applicable", ()
    open_way = story.agent(
        "alternative", "help_offer", "callback", "goodwill", "handover", "promise"
    )
    after = [at for at in open_way if at >= refusals[0]]
    return _judge(after, refusals)


def _limits(story: Story) -> Judged:
    abuse = story.abuse
    if not abuse:
        return "not-applicable", ()
    limits = story.agent("boundary", "end_warning", "handover")
    return _judge([at for at in limits if at > abuse[0]], abuse)


_STEPS: dict[Step, Callable[[Story], Judged]] = {
    "listen": _listen,
    "apologise": _apologise,
    "help": _help,
    "confront": _confront,
    "give": _give,
    "close": _close,
    "no": _no,
    "limits": _limits,
}
