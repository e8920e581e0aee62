"""A practice call: the agent says something, the caller hears it, moves, and answers.

The call is heard by the same ear and the same conversation as a real one, so that practice and
review can't disagree. All of it follows from the scenario, the seed and the agent's words: going
back is playing it again. Keeps nothing anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Self

import msgspec

from gehoor.dialogue import Call, Case, Turn
from gehoor.hearing import HeardTurn
from gehoor.practice.choosing import Situation, choose, is_settled
from gehoor.practice.forms import Fact, Scenario
from gehoor.practice.inside import Event, Inside, Moved, Person, begin, events_of, step
from gehoor.practice.loader import Practice
from gehoor.practice.noticing import noticed
from gehoor.practice.slots import Chance, sentences
from gehoor.practice.wording import Meant, Worder, Words
from gehoor.reviewing import Conversation, Review, Reviewer

MOST = 10_000  # characters in one turn: more was pasted by mistake
_ABUSE = frozenset({"insult", "threat", "blackmail"})


class TooLong(ValueError):
    """A turn nobody can say."""

    def __init__(self, size: int) -> None:
        super().__init__(
            f"deze beurt is {size} tekens; verwacht hoogstens {MOST}. Zeg het in stukken."
        )


class Reply(msgspec.Struct, frozen=True):
    """What the caller said, what they meant by it, how they are now and why.

    `turn` is the number of the caller's turn in the call, from 0; `fact` the fact that was told.
    """

    turn: int
    text: str
    intent: str
    inside: Inside
    ended: bool
    fact: str = ""


class Kept:
    """Words that were said before and are said again: for a call that is taken up anew.

    `skip` counts the caller's turns from before the practice began.
    """

    def __init__(self, texts: Sequence[str], after: Worder | None = None, skip: int = 0) -> None:
        self._texts, self._after, self._skip = list(texts), after, skip

    def word(self, meant: Meant, said: frozenset[str], before: Sequence[HeardTurn]) -> str | None:
        """Return what was said then; after that, what another has to say."""
        at = len([heard for heard in before if heard.turn.speaker == "caller"]) - self._skip
        if at < len(self._texts):
            return self._texts[at]
        return self._after.word(meant, said, before) if self._after else None


class Exchange:
    """One practice call in progress. Not to be shared between threads."""

    def __init__(
        self,
        practice: Practice,
        scenario: Scenario,
        reviewer: Reviewer,
        seed: int = 1,
        worder: Worder | None = None,
        name: str = "oefening",
        before: Sequence[Turn] = (),
    ) -> None:
        self._before = tuple(before)
        self.practice, self.scenario, self.reviewer = practice, scenario, reviewer
        self.seed, self.name, self._worder = seed, name, worder
        self._chance = Chance(f"{scenario.title}/{seed}")
        self._words = Words(scenario, practice.voices, str(seed))
        temperament = practice.temperaments[scenario.temperament]
        self._person = Person(scenario.kind, temperament, scenario.case.fault)
        self.begin: Inside = begin(scenario.inside)
        self.replies: list[Reply] = []
        self.conversation = self._conversation()
        self._said: set[str] = set()
        self._told: list[str] = []
        self._given: list[str] = []
        self._used: Counter[str] = Counter()
        for turn in self._before:
            self._add(turn)
            self._said.update(sentences(turn.text) if turn.speaker == "caller" else ())
            self._used["open"] = 1  # the matter was told

    def _conversation(self) -> Conversation:
        file = self.scenario.case
        case = Case(fault=file.fault, mandate=file.mandate, contacts=file.contacts)
        return self.reviewer.start(Call(self.name, (), case=case))

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Return what was said."""
        return self.conversation.call.turns

    @property
    def texts(self) -> list[str]:
        """Return what the agent said, without what was said before the practice began."""
        turns = self.turns[len(self._before) :]
        return [turn.text for turn in turns if turn.speaker == "agent"]

    @property
    def inside(self) -> Inside:
        """Return how the caller is now."""
        return self.replies[-1].inside if self.replies else self.begin

    @property
    def ended(self) -> bool:
        """Tell whether the caller hung up or said goodbye."""
        return bool(self.replies) and self.replies[-1].ended

    def say(self, text: str) -> Reply:
        """Say something to the caller; return what they answer.

        Raises:
            TooLong: nobody says so much in one turn.
            ValueError: the call is over.
        """
        if self.ended:
            raise ValueError("dit gesprek is afgelopen; ga een stap terug of begin opnieuw")
        if len(text) > MOST:
            raise TooLong(len(text))
        before = tuple(self.conversation.story.heard)
        heard = self._add(Turn("agent", plain(text)))
        also = noticed(
            self.practice.noticing,
            heard,
            before,
            self.conversation.story.state,
            self.reviewer.listener,
        )
        events = events_of(heard, also)
        earlier = dict(self.inside.done)
        inside = step(self.inside, events, self._person, self.practice.moves, self.practice.model)
        reply = self._answer(inside, events, earlier)
        self.replies.append(reply)
        if reply.ended:
            self.conversation.end()
        return reply

    def play(self, texts: Sequence[str]) -> Self:
        """Say all of this, one after another, until the call is over; return this call."""
        for text in texts:
            if not self.ended:
                self.say(text)
        return self

    def again(self, texts: Sequence[str], worder: Worder | None = None) -> Exchange:
        """Return the same call from the start, with these words of the agent's."""
        return Exchange(
            self.practice,
            self.scenario,
            self.reviewer,
            self.seed,
            worder or self._worder,
            self.name,
            self._before,
        ).play(texts)

    def back(self) -> Exchange:
        """Return the call as it was before the agent's last turn."""
        kept = [reply.text for reply in self.replies[:-1]]
        skip = sum(turn.speaker == "caller" for turn in self._before)
        return self.again(self.texts[:-1], Kept(kept, self._worder, skip))

    def review(self) -> Review:
        """Return the review of the call, as of any call; what is missing counts from now on."""
        self.conversation.end()
        return self.conversation.review()

    def _add(self, turn: Turn) -> HeardTurn:
        conversation = self.conversation
        turns = (*conversation.call.turns, turn)
        conversation.call = msgspec.structs.replace(conversation.call, turns=turns)
        return conversation.add(len(turns) - 1)

    def _answer(self, inside: Inside, events: Sequence[Event], earlier: dict[str, int]) -> Reply:
        at = self._situation(inside, events, earlier)
        name = choose(self.practice.choices, self.practice.model, at, self._chance)
        intent = self.practice.intents[name]
        fact, content = self._content(name, inside)
        meant = Meant(
            name,
            intent,
            inside.temperature,
            at.turn,
            "" if name in ("open", "give_data") else self._reaction(inside.moved),
            content,
        )
        text = self._word(meant)
        self._said.update(sentences(text))
        self._used[name] += 1
        self._add(Turn("caller", text))
        return Reply(at.turn, text, name, inside, intent.ends, fact)

    def _situation(
        self, inside: Inside, events: Sequence[Event], earlier: dict[str, int]
    ) -> Situation:
        return Situation(
            turn=len(self.turns),
            inside=inside,
            person=self._person,
            names=frozenset(event.name for event in events),
            earlier=earlier,
            used=dict(self._used),
            has_fact=self._next_fact(inside) is not None,
            has_data=len(self._given) < len(self.scenario.data),
            abused=any(not _ABUSE.isdisjoint(h.names) for h in self.conversation.story.heard),
        )

    def _word(self, meant: Meant) -> str:
        said = frozenset(self._said)
        if self._worder is not None:
            text = self._worder.word(meant, said, tuple(self.conversation.story.heard))
            if text is not None:
                return text
        facts = [self.scenario.facts[name].short for name in self._told]
        return self._words.word(meant, said, facts, self._is_heard(meant))

    def _is_heard(self, meant: Meant) -> Callable[[str], bool]:
        """Return the check whether our own ear hears in a text what is meant by it."""
        acts, before = frozenset(meant.intent.acts), self.conversation.story.heard
        listener = self.reviewer.listener
        return lambda text: (
            not acts or not acts.isdisjoint(listener.hear(Turn("caller", text), before).names)
        )

    def _content(self, intent: str, inside: Inside) -> tuple[str, tuple[str, ...]]:
        """Return which fact is told, and the words of what is told or given."""
        if intent == "open":
            return "", tuple(self.scenario.opening)
        if intent == "tell":
            name, fact = self._next_fact(inside) or ("", Fact([], ""))
            self._told.append(name)
            return name, tuple(fact.say)
        if intent == "give_data":
            key = self._asked()
            self._given.append(key)
            return "", (self.scenario.data[key],)
        return "", ()

    def _next_fact(self, inside: Inside) -> tuple[str, Fact] | None:
        trusts = inside.gauges["trust"] >= self.practice.model.hidden_trust
        for name, fact in self.scenario.facts.items():
            if name not in self._told and (trusts or not fact.hidden):
                return name, fact
        return None

    def _asked(self) -> str:
        """Return which datum the agent asks for: the one that is named, else the next."""
        text = self.turns[-1].text.casefold()
        left = [key for key in self.scenario.data if key not in self._given]
        return next((key for key in left if key in text), left[0])

    def _reaction(self, moved: Sequence[Moved]) -> str:
        """Return what the heaviest move calls up."""
        moves = self.practice.moves
        felt = [item for item in moved if moves[item.move].reaction]
        felt.sort(key=lambda item: sum(abs(by) for by in item.change.values()))
        return moves[felt[-1].move].reaction if felt else ""

    @property
    def settled(self) -> bool:
        """Tell whether the caller can live with how it stands."""
        at = self._situation(self.inside, (), self.inside.done)
        return is_settled(self.practice.model, at)


def plain(text: str) -> str:
    """Return what was typed on one line, without characters that no page shows."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
