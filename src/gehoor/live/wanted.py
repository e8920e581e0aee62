"""Which cards the call asks for after a turn, the most urgent first, before any calm.

The situations are the review's own (`coaching.advice`). Here they only wait where they tend to
be wrong: for a clear word or a second sign. Holds no time: that is `pacer`.
"""

from __future__ import annotations

from typing import NamedTuple

from gehoor.coaching.advice import Advice, situations
from gehoor.following import Story, steps_of
from gehoor.following.temperature import ABUSE, FURIOUS
from gehoor.method import Method
from gehoor.method.live import CardPace
from gehoor.method.model import Step

ABOUT_ABUSE = frozenset(
    {"abuse_after_warning", "abuse_after_boundary", "threat", "insult", "blackmail"}
)
SECOND_SIGN = 2  # turns with abuse: what was doubtful once is not doubtful twice
CONTENT = ("acceptance", "relief", "thanks")


class Wanted(NamedTuple):
    """A card that would fit, and the turn it rests on: together they tell cards apart."""

    advice: Advice
    pace: CardPace
    turn: int

    @property
    def key(self) -> tuple[str, int]:
        """Return what tells this card from another."""
        return (self.advice.situation, self.turn)


class After(NamedTuple):
    """What a turn leaves: since when each situation holds, and which cards are ready."""

    since: dict[str, int]
    ready: tuple[Wanted, ...]


def after_turn(method: Method, story: Story, before: After | None) -> After:
    """Return what fits after the last turn of a story."""
    last = len(story.heard) - 1
    holding = situations(method, story)
    known = before.since if before else {}
    since = {name: _since(name, known.get(name, last), story) for name in holding}
    ready = []
    abused = bool(story.caller_turns) and story.abusive(story.caller_turns[-1])
    for name, advice in holding.items():
        pace = method.live.card[name]
        if abused and not pace.safety:  # after abuse limits come first, and nothing else
            continue
        if last - since[name] + 1 >= pace.turns and _is_sure(name, pace, story):
            ready.append(Wanted(_fitting(advice, pace, story), pace, since[name]))
    return After(since, tuple(ready))


def _since(name: str, known: int, story: Story) -> int:
    return story.abuse[-1] if name in ABOUT_ABUSE else known


def _is_sure(name: str, pace: CardPace, story: Story) -> bool:
    """Tell whether a warning rests on enough: a clear word, or more than one sign."""
    if name == "anger_as_means":
        return story.state.anger.instrument_probability >= pace.sure
    if name not in ABOUT_ABUSE or len(story.abuse) >= SECOND_SIGN:
        return True
    turn = story.abuse[-1]
    others = [act for act in story.heard[turn].acts if act.name not in ABUSE]
    if others and story.temperature(turn) >= FURIOUS and _was_hot(story, turn):
        return True
    acts = [act.confidence for act in story.heard[turn].acts if act.name in ABUSE]
    return max(acts) >= pace.sure


def _was_hot(story: Story, turn: int) -> bool:
    before = story.previous(turn, "caller")
    return before is not None and story.temperature(before) >= FURIOUS


def _fitting(advice: Advice, pace: CardPace, story: Story) -> Advice:
    """Return the words that fit the kind of anger."""
    if story.state.anger.kind != "instrument" or not pace.means_say:
        return advice
    why = pace.means_why or advice.why
    return Advice(advice.situation, advice.step, why, tuple(pace.means_say), advice.avoid)


def step_without_card(story: Story) -> Step | None:
    """Return the step that the call asks for; None where nothing new does."""
    if story.end_for_behaviour is not None:
        return "limits"
    missed = {item.step for item in steps_of(story) if item.status == "missed"}
    order: tuple[Step, ...] = ("limits", "listen", "apologise", "help", "no", "give")
    asked = next((step for step in order if step in missed), None)
    if asked is None and any(at >= len(story.heard) - 2 for at in story.caller(*CONTENT)):
        return "close"
    return asked
