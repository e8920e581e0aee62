"""The declarative kinds of rule: what most rules need, said in their own file.

heard    an agent's act is heard (and nothing in `unless` is near it)
missing  after a caller's or agent's act, `unless` is missing within N of the agent's turns
before   the agent's first turn after emotion starts with `acts`, without `unless` before them
never    something happened, and `unless` is nowhere by the end of the call

A rule that none of these fits is a function in `rules`. Each gives the places it points at,
in order, and never takes one back when more turns come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gehoor.coaching.finding import WHOLE_CALL, Spot, spot
from gehoor.following import Story
from gehoor.following.temperature import HEAT
from gehoor.method.model import Condition

_FEELING = tuple(sorted(HEAT, key=lambda name: -HEAT[name]))


def heard(when: Condition, story: Story) -> Iterator[Spot]:
    """Point at each agent's turn with one of the acts."""
    if when.channels and story.channel not in when.channels:
        return
    for turn in story.agent(*when.acts):
        if when.temperature is not None and story.temperature(turn) < when.temperature:
            continue
        if when.after and not any(at < turn for at in story.agent(*when.after)):
            continue
        if when.unless and _near(when, story, turn):
            continue
        yield spot(story, turn, *when.acts)


def _near(when: Condition, story: Story, turn: int) -> bool:
    """Tell whether `unless` is in this turn or in one of the agent's `unless_back` before it."""
    places = story.agent(*when.unless)
    return turn in places or any(at in places for at in story.earlier_agent(turn, when.unless_back))


def missing(when: Condition, story: Story) -> Iterator[Spot]:
    """Point at each turn after which the agent left out what it asked for."""
    answers = story.agent(*when.unless)
    for turn in _triggers(when, story):
        following = story.next_agent(turn, when.within)
        if len(following) < when.within and not story.ended:
            continue
        own = [turn] if when.acts else []
        if not own and not following:
            continue
        if not any(at in answers for at in (*own, *following)):
            yield _spot_of(when, story, turn)


def _triggers(when: Condition, story: Story) -> list[int]:
    if when.acts:
        return story.agent(*when.acts)
    if when.caller:
        return story.caller(*when.caller)
    return story.emotional(when.temperature or 0.0)


def _spot_of(when: Condition, story: Story, turn: int) -> Spot:
    return (
        spot(story, turn, *(when.acts or when.caller))
        if when.acts or when.caller
        else feeling(story, turn)
    )


def feeling(story: Story, turn: int) -> Spot:
    """Return the words of a caller's turn that carry its strongest feeling."""
    held = {act.name for act in story.heard[turn].acts}
    strongest = next((name for name in _FEELING if name in held), None)
    return spot(story, turn, *([strongest] if strongest else []))


def before(when: Condition, story: Story) -> Iterator[Spot]:
    """Point at the agent's turn that answers emotion with business first."""
    pointed = set()
    for turn in story.emotional(when.temperature or 0.0):
        following = story.next_agent(turn, 1)
        if not following or following[0] in pointed:
            continue
        answer = following[0]
        business = story.act(answer, *when.acts)
        recognition = story.act(answer, *when.unless)
        if business and (recognition is None or recognition.span[0] > business.span[0]):
            pointed.add(answer)
            yield Spot(answer, business.span)


def never(when: Condition, story: Story) -> Iterator[Spot]:
    """Point at the call as a whole, once it has ended, if `unless` is nowhere in it."""
    if not story.ended or (when.not_after_abuse and story.abuse):
        return
    happened = story.caller(*when.caller) if when.caller else story.agent(*when.acts)
    if happened and not story.agent(*when.unless):
        yield WHOLE_CALL


KINDS: dict[str, Callable[[Condition, Story], Iterator[Spot]]] = {
    "heard": heard,
    "missing": missing,
    "before": before,
    "never": never,
}
