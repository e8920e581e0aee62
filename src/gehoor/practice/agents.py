"""Played agents: one who follows the method and six who don't, to try a scenario with.

For the dry run of a scenario that somebody wrote, for the tests and for the measurement
(`bench/practice.py`). Their words are data; they answer abuse first and else follow their plan.
"""

from __future__ import annotations

from gehoor.practice.exchange import Exchange
from gehoor.practice.forms import AgentText, Piece, Scenario
from gehoor.practice.slots import Chance

GOOD = "goed"
GOODBYES = 3  # times a played agent says goodbye to somebody who goes on
_ABUSE = frozenset({"insult", "threat", "blackmail"})


class Agent:
    """One played agent in one call."""

    def __init__(self, text: AgentText, scenario: Scenario, seed: int) -> None:
        self._plan = [piece.say for piece in text.plan if _fits(piece, scenario)]
        self._abuse = list(text.abuse)
        self._chance, self._said = Chance(f"agent/{seed}"), 0
        self._goodbyes = 0

    def next(self, exchange: Exchange) -> str | None:
        """Return what the agent says now; None where there is nothing left to say."""
        self._said += 1
        heard = exchange.conversation.story.heard
        abused = bool(heard) and not _ABUSE.isdisjoint(heard[-1].names)
        if abused and self._abuse and len(exchange.turns) > 1:
            return self._one(self._abuse.pop(0))
        if len(self._plan) > 1:
            return self._one(self._plan.pop(0))
        self._goodbyes += 1
        return self._one(self._plan[0]) if self._goodbyes <= GOODBYES else None

    def _one(self, lines: list[str]) -> str:
        return self._chance.one(lines, str(self._said))


def run(exchange: Exchange, text: AgentText) -> Exchange:
    """Play a call to its end, or until the agent has nothing left to say; return it."""
    agent = Agent(text, exchange.scenario, exchange.seed)
    while not exchange.ended:
        said = agent.next(exchange)
        if said is None:
            break
        exchange.say(said)
    return exchange


def _fits(piece: Piece, scenario: Scenario) -> bool:
    fault = scenario.case.fault == "organisation"
    no = "no" in scenario.steps and not fault
    return {"": True, "fault": fault, "no_fault": not fault, "no": no, "yes": not no}[piece.only]
