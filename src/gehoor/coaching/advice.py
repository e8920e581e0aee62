"""Advice for the moment: what to do now, what to say, what to leave.

The situations and their words stand in the method (`advice.toml`), in order of priority:
safety first. Which situation it is, follows from the same story that the findings come from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import msgspec

from gehoor.following import Story
from gehoor.following.temperature import EMOTIONAL
from gehoor.method import Method
from gehoor.method.model import Step

_RECOGNISED = ("summary", "empathy_named", "apology", "regret", "listening")
_OFFERED = ("action", "promise", "alternative", "goodwill", "handover")


class Advice(msgspec.Struct, frozen=True):
    """What fits now: the step, why, sentences to say (two at least), and what to leave."""

    situation: str
    step: Step
    why: str
    say: tuple[str, ...]
    avoid: tuple[str, ...]


def advise(method: Method, story: Story) -> Advice | None:
    """Return the advice after the last turn; None where the call asks for nothing special."""
    return next((_advice(method, name) for name in _holding(method, story)), None)


def situations(method: Method, story: Story) -> dict[str, Advice]:
    """Return every situation that holds after the last turn, the most urgent first."""
    return {name: _advice(method, name) for name in _holding(method, story)}


def _holding(method: Method, story: Story) -> Iterator[str]:
    return (name for name in method.advice if SITUATIONS[name](story))


def _advice(method: Method, name: str) -> Advice:
    text = method.advice[name]
    return Advice(name, text.step, text.why, tuple(text.say), tuple(text.leave))


def _since(story: Story, turn: int, *names: str) -> bool:
    """Tell whether the agent did one of these after a turn."""
    return any(at > turn for at in story.agent(*names))


def _last_caller(story: Story) -> int | None:
    return story.caller_turns[-1] if story.caller_turns else None


def _abuse_after_warning(story: Story) -> bool:
    warnings = story.agent("end_warning")
    return bool(warnings and story.abuse) and story.abuse[-1] > warnings[-1]


def _abuse_after_boundary(story: Story) -> bool:
    limits = story.agent("boundary")
    return bool(limits and story.abuse) and story.abuse[-1] > limits[-1]


def _abuse(story: Story) -> bool:
    return bool(story.abuse) and not _since(
        story, story.abuse[-1], "boundary", "end_warning", "handover"
    )


def _abused_by(act: str, story: Story) -> bool:
    return _abuse(story) and act in story.heard[story.abuse[-1]].names


def _upset(story: Story) -> bool:
    last = _last_caller(story)
    if last is None or story.temperature(last) < EMOTIONAL:
        return False
    return not _since(story, last, *_RECOGNISED)


def _grief(story: Story) -> bool:
    last = _last_caller(story)
    return _upset(story) and last is not None and "sadness" in story.heard[last].names


def _hardened(story: Story) -> bool:
    return story.state.anger.kind == "instrument" and _upset(story)


def _repeated(story: Story) -> bool:
    turns = story.caller("repeat_contact")
    return bool(turns) and not _since(story, turns[0], *_RECOGNISED, "takes_up_repeat", "surprise")


def _fault_without_apology(story: Story) -> bool:
    return story.state.fault == "organisation" and not story.agent("apology")


def _promise_without_time(story: Story) -> bool:
    promised = [item for item in story.state.agreements if item.kind == "promise"]
    return bool(promised) and promised[-1].when is None


def _refused_without_way(story: Story) -> bool:
    refusals = story.agent("refusal")
    return bool(refusals) and not any(
        at >= refusals[-1]
        for at in story.agent("alternative", "callback", "goodwill", "help_offer")
    )


def _complaint_without_help(story: Story) -> bool:
    told = story.caller("complaint")
    return bool(told) and not _since(story, told[0], *_OFFERED, "refusal")


def _not_confirmed(story: Story) -> bool:
    return bool(story.state.agreements) and not story.agent("written_confirmation")


SITUATIONS: dict[str, Callable[[Story], bool]] = {
    "abuse_after_warning": _abuse_after_warning,
    "abuse_after_boundary": lambda story: _abuse(story) and _abuse_after_boundary(story),
    "threat": partial(_abused_by, "threat"),
    "insult": partial(_abused_by, "insult"),
    "blackmail": partial(_abused_by, "blackmail"),
    "anger_as_means": _hardened,
    "grief": _grief,
    "upset": _upset,
    "repeat_contact": _repeated,
    "fault_without_apology": _fault_without_apology,
    "refused_without_way": _refused_without_way,
    "promise_without_time": _promise_without_time,
    "complaint_without_help": _complaint_without_help,
    "not_confirmed": _not_confirmed,
}
