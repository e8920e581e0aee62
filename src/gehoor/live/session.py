"""A call in progress: feed it words as they come, look at it at any moment.

The same conversation as the review's: what was heard is heard by the same ear, and `review` is
what the report will say. A late or corrected turn is heard again, with all that follows it.
"""

from __future__ import annotations

import msgspec

from gehoor.dialogue import Call
from gehoor.following import Story, steps_of
from gehoor.following.temperature import ABUSIVE
from gehoor.live.events import Event, Hold, Resume, Words
from gehoor.live.opens import opens
from gehoor.live.pacer import Pacer
from gehoor.live.transcript import TooLate, Transcript
from gehoor.live.view import Card, Status, Tick, View
from gehoor.live.wanted import After, after_turn, step_without_card
from gehoor.method.live import LiveText
from gehoor.reviewing import Conversation, Review, Reviewer

LINE = 60  # caller's turns on the line of the temperature
_STATUS: dict[str, Status] = {"done": "done", "missed": "open", "not-applicable": "idle"}


class LiveFault(ValueError):
    """Something that can't be taken in; the message says what and why, without any words."""


class Session:
    """One call in progress.

    Args:
        reviewer: who will make the report.
        opening: the call without its turns: title, channel, case, date.
    """

    def __init__(self, reviewer: Reviewer, opening: Call) -> None:
        self._reviewer = reviewer
        self._opening = msgspec.structs.replace(opening, turns=())
        self._conversation: Conversation = reviewer.start(self._opening)
        self._transcript = Transcript()
        self._after: list[After] = []
        self._pacer = Pacer(reviewer.coach.method.live)
        self._at = self._behind = 0.0
        self.on_hold = self.ended = False

    def feed(self, event: Event, at: float) -> None:
        """Take in what came at a moment, in seconds from the start; the clock never runs back.

        Raises:
            LiveFault: the call has ended, or the words reach too far back.
        """
        self._pass(at)
        if self.ended:
            raise LiveFault("het gesprek is al afgesloten")
        match event:
            case Hold():
                self.on_hold = True
            case Resume():
                self.on_hold = False
            case Words() if not self.on_hold:
                self._hear(event)

    def end(self, at: float) -> None:
        """Say that no words will follow."""
        self._pass(at)
        self.ended = True
        self._transcript.speaking = None
        self._conversation.end()

    def call(self) -> Call:
        """Return the call as it is known now."""
        return msgspec.structs.replace(self._opening, turns=tuple(self._transcript.turns))

    def review(self) -> Review:
        """Return what the report would say now."""
        return self._conversation.review()

    @property
    def story(self) -> Story:
        """Return what is known of the call."""
        return self._conversation.story

    def _pass(self, at: float) -> None:
        self._at = max(self._at, at)
        self._pacer.advance(self._at)

    def _hear(self, words: Words) -> None:
        try:
            first = self._transcript.take(words, self._at)
        except TooLate as fault:
            raise LiveFault(f"beurt «{words.turn}»: {fault}") from None
        if words.final:
            late = self._at - words.end if words.end is not None else 0.0
            self._behind = late if late > self._text.seconds("behind") else 0.0
        if first is not None:
            self._hear_from(first)
            ready = self._after[-1].ready if self._after else ()
            self._pacer.want(ready, step_without_card(self.story), self._at)

    def _hear_from(self, first: int) -> None:
        if first < len(self.story.heard):
            before = self.story.heard[:first]
            self._conversation = self._reviewer.start(self._opening)
            for heard in before:
                self._conversation.say_again(heard)
            del self._after[first:]
        for turn in self._transcript.turns[first:]:
            self._conversation.say(turn)
            known = self._after[-1] if self._after else None
            self._after.append(after_turn(self._reviewer.coach.method, self.story, known))

    @property
    def card(self) -> Card | None:
        """Return the card as it stood at the last event or look."""
        return None if self.ended else self._pacer.card

    @property
    def changes_at(self) -> float | None:
        """Return the moment at which something changes without more words; None: nothing does."""
        return None if self.ended else self._pacer.changes_at

    def view(self, at: float | None = None) -> View:
        """Return what to show at a moment (None: at the last event)."""
        if at is not None:
            self._pass(at)
        story, text, speaking = self.story, self._text, self._transcript.speaking
        degree = story.state.temperature
        return View(
            at=self._at,
            turns=len(story.heard),
            step=self._pacer.step,
            steps=self._ticks(),
            card=self.card,
            open=opens(self._reviewer.coach.method, story),
            temperature=degree,
            feeling=text.temperature.names[min(4, round(degree))],
            line=tuple(story.temperature(turn) for turn in story.caller_turns[-LINE:]),
            anger=story.state.anger.kind,
            threat=self.threat,
            ending=self._ending(),
            speaking=speaking.speaker if speaking else None,
            on_hold=self.on_hold,
            ended=self.ended,
            behind=round(self._behind, 1),
            changes_at=self.changes_at,
        )

    @property
    def _text(self) -> LiveText:
        return self._reviewer.coach.method.live

    @property
    def threat(self) -> bool:
        """Tell whether a threat was heard clearly enough for a card."""
        return any(
            item.advice.situation == "threat" for after in self._after for item in after.ready
        )

    def _ticks(self) -> tuple[Tick, ...]:
        titles = self._reviewer.coach.method.steps
        return tuple(
            Tick(item.step, titles[item.step].title, _STATUS[item.status])
            for item in steps_of(self.story)
        )

    def _ending(self) -> tuple[str, ...]:
        """Return what to say to end the call: by the stage that it has come to."""
        story, ending = self.story, self._text.ending
        if story.agent("end_warning") and story.abuse:
            return tuple(ending.warned)
        heated = story.abuse or story.state.temperature >= ABUSIVE
        return tuple(ending.not_warned if heated else ending.calm)
