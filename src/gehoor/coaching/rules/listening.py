"""Listening and empathy: interrupting, summing up, dosing."""

from __future__ import annotations

from collections.abc import Iterator

from gehoor.coaching.finding import WHOLE_CALL, Spot, spot, whole
from gehoor.coaching.rules.context import Context
from gehoor.dialogue.words import ENDS, words_of
from gehoor.following import Story
from gehoor.following.temperature import EMOTIONAL

OVERLAP = 0.5  # seconds; less is the ordinary overlap of people who take turns
EMPATHY = ("empathy_named", "empathy_hollow", "empathy_self", "regret")
MANY = 4  # turns with empathy; fewer is never too much
ANSWERING = (
    "fact", "explain", "argue", "refusal", "policy_shield", "blame", "action", "promise",
    "alternative", "minimise", "false_hope",
)  # fmt: skip
SHORT = 4  # letters; shorter words are too common to tell a complaint by
SHARED = 2  # content words two tellings of a complaint must share
SHARE = 0.3  # and the part of the shorter telling these must make up


def lui01(story: Story, context: Context) -> Iterator[Spot]:
    """The agent starts while an emotional caller is still speaking."""
    for at in story.agent_turns:
        spoken = story.previous(at, "caller")
        if spoken is None or story.temperature(spoken) < EMOTIONAL:
            continue
        start, end = story.heard[at].turn.start, story.heard[spoken].turn.end
        if start is None or end is None:
            continue
        begun = story.heard[spoken].turn.start
        if end - start >= OVERLAP and (begun is None or start > begun):
            yield Spot(at, whole(story, at))


def lui03(story: Story, context: Context) -> Iterator[Spot]:
    """An emotional complaint, and business before any summary."""
    business = story.agent("action", "promise", "refusal")
    if not business:
        return
    first = business[0]
    upset = [
        at for at in story.caller("complaint") if at < first and story.temperature(at) >= EMOTIONAL
    ]
    if upset and not any(at <= first for at in story.agent("summary")):
        yield spot(story, first, "action", "promise", "refusal")


def lui04(story: Story, context: Context) -> Iterator[Spot]:
    """The caller tells the same complaint again after the agent answered it."""
    answers, said_again = story.agent(*ANSWERING), story.caller("says_again")
    told: list[tuple[int, frozenset[str]]] = []
    for at in sorted({*story.caller("complaint"), *said_again}):
        content = _content(story, at)
        again = at in said_again
        for earlier, before in told:
            answered = any(earlier < answer < at for answer in answers)
            if answered and (again or _alike(content, before)):
                yield spot(story, at, "complaint", "says_again")
                break
        told.append((at, content))


def _content(story: Story, turn: int) -> frozenset[str]:
    words = words_of(story.heard[turn].turn.text)
    return frozenset(word[:7] for word in words if len(word) > SHORT and word not in ENDS)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    return shared >= SHARED and shared >= SHARE * min(len(one), len(other))


def emp02(story: Story, context: Context) -> Iterator[Spot]:
    """A hollow phrase, as far as the profile does not allow it."""
    for turn in story.agent("empathy_hollow")[context.profile.hollow_allowed :]:
        yield spot(story, turn, "empathy_hollow")


def emp04(story: Story, context: Context) -> Iterator[Spot]:
    """More empathy than there is something to be empathic about."""
    if not story.ended:
        return
    shown = story.agent(*EMPATHY)
    asked = {*story.caller("complaint")} | {
        at for at in story.caller_turns if story.temperature(at) >= EMOTIONAL
    }
    if len(shown) >= MANY and len(shown) > len(asked):
        yield WHOLE_CALL


def emp05(story: Story, context: Context) -> Iterator[Spot]:
    """The same empathy phrase twice."""
    said: set[str] = set()
    for turn in story.agent(*EMPATHY):
        heard = story.heard[turn]
        now = {
            " ".join(words_of(heard.quote(act.span))): act.span
            for act in heard.acts
            if act.name in EMPATHY
        }
        again = [span for phrase, span in now.items() if phrase in said]
        if again:
            yield Spot(turn, again[0])
        said |= now.keys()
