"""The use case: a call in, a review out.

Command line, web and batch all come through here. Reads no files and prints nothing: that
is `intake` and `reporting`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import msgspec

from gehoor.coaching import Advice, Coach, Finding, House, Strength, advise
from gehoor.dialogue import Call, Turn
from gehoor.following import Agreement, Anger, Evidence, Outcome, State, StepState, Story, steps_of
from gehoor.following.temperature import ABUSE, EMOTIONAL
from gehoor.hearing import HeardTurn, JoinedListener, Listener
from gehoor.method import Method
from gehoor.method.model import ProfileName


class Incident(msgspec.Struct, frozen=True):
    """Abuse that was heard: which kinds, in which turns, in which words. A person confirms it."""

    kinds: tuple[str, ...]
    turns: tuple[int, ...]
    quotes: tuple[str, ...]


class Review(msgspec.Struct, frozen=True):
    """All there is to say about one call.

    `states[k]` is the state after turn k; `advice` maps a caller's turn to what would have
    fitted right after it.
    """

    call: Call
    profile: ProfileName
    heard: tuple[HeardTurn, ...]
    states: tuple[State, ...]
    steps: tuple[StepState, ...]
    findings: tuple[Finding, ...]
    strengths: tuple[Strength, ...]
    agreements: tuple[Agreement, ...]
    anger: Anger
    evidence: tuple[Evidence, ...]
    fault: str
    outcome: Outcome
    incident: Incident | None


class Conversation:
    """A call being listened to: give it turns as they come, ask for a review at any time."""

    def __init__(self, call: Call, listener: Listener, coach: Coach) -> None:
        self.call, self._listener, self._coach = call, listener, coach
        self.story = Story(call)

    def add(self, index: int) -> HeardTurn:
        """Hear one more turn of the call and return it."""
        heard = self._listener.hear(self.call.turns[index], self.story.heard)
        self.story.add(heard)
        return heard

    def say(self, turn: Turn) -> HeardTurn:
        """Hear a turn that was not in the call yet, as its last one."""
        self.call = msgspec.structs.replace(self.call, turns=(*self.call.turns, turn))
        return self.add(len(self.call.turns) - 1)

    def say_again(self, heard: HeardTurn) -> None:
        """Take in a turn as it was heard before, after the very same turns."""
        self.call = msgspec.structs.replace(self.call, turns=(*self.call.turns, heard.turn))
        self.story.add(heard)

    def end(self) -> None:
        """Say that no turn will follow: from now on, what is missing can be named."""
        self.story.ended = True

    def advice(self) -> Advice | None:
        """Return what fits at this moment."""
        return advise(self._coach.method, self.story)

    def findings(self) -> tuple[Finding, ...]:
        """Return the findings until now; none is ever taken back."""
        return self._coach.findings(self.story)

    def review(self) -> Review:
        """Return the review of the call until now."""
        story, state = self.story, self.story.state
        return Review(
            call=self.call,
            profile=self._coach.house.profile,
            heard=tuple(story.heard),
            states=tuple(story.states),
            steps=steps_of(story),
            findings=self._coach.findings(story),
            strengths=self._coach.strengths(story),
            agreements=state.agreements,
            anger=state.anger,
            evidence=state.evidence,
            fault=story.fault,
            outcome=story.outcome,
            incident=incident_in(story),
        )


class Reviewer:
    """Reviews calls with one method, one ear and one house style; safe to share."""

    def __init__(
        self,
        method: Method,
        house: House | None = None,
        listener: Listener | None = None,
        strict: bool = False,
    ) -> None:
        self.listener = listener or JoinedListener(method)
        self.coach = Coach(method, house, strict)

    def start(self, call: Call) -> Conversation:
        """Return a call of which nothing has been heard yet."""
        return Conversation(call, self.listener, self.coach)

    def review(self, call: Call) -> Review:
        """Return the review of a whole call."""
        return self.listen(call).review()

    def listen(self, call: Call) -> Conversation:
        """Return a whole call as it was heard, ended."""
        conversation = self.start(call)
        for index in range(len(call.turns)):
            conversation.add(index)
        conversation.end()
        return conversation

    def advice(self, call: Call) -> dict[int, Advice]:
        """Return, for each caller's turn that asks for it, what would have fitted right after."""
        conversation = self.start(call)
        found: dict[int, Advice] = {}
        for index, turn in enumerate(call.turns):
            conversation.add(index)
            advice = conversation.advice() if turn.speaker == "caller" else None
            if advice and conversation.story.temperature(index) >= EMOTIONAL:
                found[index] = advice
        return found


def incident_in(story: Story) -> Incident | None:
    """Return the abuse in a story, None if there is none; emotion alone is never an incident."""
    turns = story.abuse
    if not turns:
        return None
    acts = [(at, act) for at in turns for act in story.heard[at].acts if act.name in ABUSE]
    return Incident(
        kinds=tuple(dict.fromkeys(act.name for _, act in acts)),
        turns=tuple(turns),
        quotes=tuple(story.heard[at].quote(act.span) for at, act in acts),
    )


def profile_names() -> Sequence[str]:
    """Return the names of the profiles."""
    return get_args(ProfileName)
