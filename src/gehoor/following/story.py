"""The call so far: its turns as heard, the state after each, and where each act stands.

Grows by one turn at a time, whether the call is read from a file or still going on; rules
and advice look at it and never ahead. `ended` says that no turn will follow.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Literal

from gehoor.dialogue import Call, Case, Speaker
from gehoor.following.state import State, follow, start
from gehoor.following.temperature import ABUSE, FURIOUS, HEAT
from gehoor.hearing import HeardAct, HeardTurn

Outcome = Literal["solved", "refused", "transferred", "ended", "open"]

_NOWHERE: list[int] = []
_FEELING = frozenset(HEAT) - ABUSE
_LAST_TURNS = 4  # «the end» of a call, in turns of both


class Story:
    """All that is known of one call until now."""

    def __init__(self, call: Call) -> None:
        self.channel = call.channel
        self.case: Case = call.case
        self.before = start(call)
        self.heard: list[HeardTurn] = []
        self.states: list[State] = []
        self.ended = False
        self.agent_turns: list[int] = []
        self.caller_turns: list[int] = []
        self._felt: list[int] = []  # the caller's turns with some feeling and no abuse
        self._places: dict[Speaker, dict[str, list[int]]] = {"agent": {}, "caller": {}}

    def add(self, heard: HeardTurn) -> None:
        """Take in one more turn."""
        at, speaker = len(self.heard), heard.turn.speaker
        state = follow(self.states[-1] if self.states else self.before, heard)
        self.heard.append(heard)
        self.states.append(state)
        if speaker == "agent":
            self.agent_turns.append(at)
        else:
            self.caller_turns.append(at)
            names = heard.names
            if not _FEELING.isdisjoint(names) and ABUSE.isdisjoint(names):
                self._felt.append(at)
        places = self._places[speaker]
        for act in (*heard.acts, *heard.cues) if heard.cues else heard.acts:
            turns = places.get(act.name)
            if turns is None:
                places[act.name] = [at]
            elif turns[-1] != at:
                turns.append(at)

    @property
    def state(self) -> State:
        """Return the state after the last turn."""
        return self.states[-1] if self.states else self.before

    def agent(self, *names: str) -> list[int]:
        """Return, in order, the agent's turns that hold one of these acts or cues."""
        return _turns(self._places["agent"], names)

    def caller(self, *names: str) -> list[int]:
        """Return, in order, the caller's turns that hold one of these acts or cues."""
        return _turns(self._places["caller"], names)

    def emotional(self, temperature: float) -> list[int]:
        """Return the caller's turns at or above a temperature; abuse has rules of its own.

        A turn must show some feeling itself: a calm question is not emotional because the turn
        before it was.
        """
        states = self.states
        return [at for at in self._felt if states[at].temperature >= temperature]

    def temperature(self, turn: int) -> float:
        """Return the caller's temperature after a turn."""
        return self.states[turn].temperature

    def act(self, turn: int, *names: str) -> HeardAct | None:
        """Return the first of these acts or cues in a turn, by place; None if it holds none."""
        heard = self.heard[turn]
        found = [act for act in (*heard.acts, *heard.cues) if act.name in names]
        if len(found) > 1:
            return min(found, key=lambda act: act.span)
        return found[0] if found else None

    def next_agent(self, turn: int, count: int) -> list[int]:
        """Return the agent's next turns after a turn, `count` of them at most."""
        first = bisect_right(self.agent_turns, turn)
        return self.agent_turns[first : first + count]

    def earlier_agent(self, turn: int, count: int) -> list[int]:
        """Return the agent's turns before a turn, the last `count` of them at most."""
        end = bisect_left(self.agent_turns, turn)
        return self.agent_turns[max(0, end - count) : end]

    def previous(self, turn: int, speaker: Speaker) -> int | None:
        """Return the last turn of a speaker before a turn."""
        turns = self.agent_turns if speaker == "agent" else self.caller_turns
        before = bisect_left(turns, turn)
        return turns[before - 1] if before else None

    @property
    def abuse(self) -> list[int]:
        """Return the caller's turns with an insult, a threat or blackmail."""
        return self.caller(*ABUSE)

    def abusive(self, turn: int) -> bool:
        """Tell whether a caller's turn holds an insult, a threat or blackmail."""
        return any(act.name in ABUSE for act in self.heard[turn].acts)

    @property
    def end_for_behaviour(self) -> int | None:
        """Return the agent's turn that ends the call because of behaviour, if there is one."""
        goodbyes = self.agent("farewell", "end_warning")
        if not goodbyes or not self._at_the_end(goodbyes[-1]):
            return None
        last = goodbyes[-1]
        warned = [at for at in self.agent("end_warning") if at <= last]
        if warned and (warned[-1] == last or self.temperature(last) >= FURIOUS):
            return last
        recent = [at for at in self.caller_turns if at < last][-2:]
        return last if any(self.abusive(at) for at in recent) else None

    def _at_the_end(self, turn: int) -> bool:
        later = [at for at in self.agent_turns if at > turn]
        return not later and len(self.heard) - turn <= _LAST_TURNS

    @property
    def outcome(self) -> Outcome:
        """Return how the call came out, as far as its words show."""
        if self.end_for_behaviour is not None:
            return "ended"
        refusals, given = self._refusals(), self.agent("promise", "goodwill", "action")
        if self._transferred():
            return "transferred"
        content = self.caller("acceptance", "relief", "thanks")
        if self._left_hanging(refusals, given, content):
            return "open"
        if refusals:  # thanks after a refusal may be mere politeness
            solved_after = self.agent("goodwill", "promise", "callback")[-1:] > refusals[-1:]
            agreed = self.caller("acceptance", "relief")[-1:] > refusals[-1:]
            return "solved" if solved_after and agreed else "refused"
        helped = bool(given or self.agent("alternative", "explain"))
        rejected = self.caller("rejection", "anger")[-1:]
        if helped and content and content[-1:] > rejected:
            return "solved"
        return "solved" if given and not rejected[-1:] > given[-1:] else "open"

    def _left_hanging(self, *decided: list[int]) -> bool:
        """Tell whether vague hope was the last word: nothing refused, given or agreed to after."""
        hopes = self.agent("false_hope")
        return bool(hopes) and all(turns[-1:] <= hopes[-1:] for turns in decided)

    def _refusals(self) -> list[int]:
        """Return the agent's turns that say no; a guarantee that isn't given is no such no."""
        reserved = self.agent("no_guarantee")
        return [at for at in self.agent("refusal") if at not in reserved]

    @property
    def fault(self) -> Literal["organisation", "caller", "none"]:
        """Return whose fault it is, as the call as a whole shows.

        Whoever has to call again or waits in vain was let down, also where nobody admits it.
        """
        if self.state.fault != "unknown":
            return self.state.fault
        return "organisation" if self.caller("repeat_contact") else "none"

    def _transferred(self) -> bool:
        offers = self.agent("handover")
        return bool(offers) and len(self.heard) - offers[-1] <= _LAST_TURNS


def _turns(places: dict[str, list[int]], names: tuple[str, ...]) -> list[int]:
    found = [places[name] for name in names if name in places]
    if not found:
        return _NOWHERE
    return found[0] if len(found) == 1 else sorted(set().union(*found))
