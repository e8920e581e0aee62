"""Played agents: one who follows the method and six who don't, to try a scenario with.

For the dry run of a scenario that somebody wrote, for the tests and for the measurement
(`bench/practice.py`). Their words are data; they answer abuse first and else follow their plan.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from gehoor.practice.exchange import Exchange
from gehoor.practice.forms import AgentText, Piece, Scenario
from gehoor.practice.loader import Practice
from gehoor.practice.slots import Chance
from gehoor.reviewing import Reviewer

GOOD = "goed"
CALM = 2.0  # degrees: below this an instrumental caller has come to rest
SEEDS = 5  # calls an agent plays in a dry run
SHORTEST, LONGEST = 8, 40  # turns of a call
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


class DryRun(msgspec.Struct, frozen=True):
    """How a scenario went: the average last temperature and length by agent, and what is wrong."""

    temperature: dict[str, float]
    turns: dict[str, float]
    faults: tuple[str, ...]


def dry_run(practice: Practice, scenario: Scenario, reviewer: Reviewer) -> DryRun:
    """Return how every played agent does in a scenario."""
    temperature, turns = {}, {}
    for name, text in practice.agents.items():
        calls = [
            run(Exchange(practice, scenario, reviewer, seed), text) for seed in range(1, SEEDS + 1)
        ]
        temperature[name] = sum(call.inside.temperature for call in calls) / SEEDS
        turns[name] = sum(len(call.turns) for call in calls) / SEEDS
    return DryRun(temperature, turns, tuple(_wrong(scenario, temperature, turns)))


def _wrong(
    scenario: Scenario, temperature: dict[str, float], turns: dict[str, float]
) -> Iterator[str]:
    good = temperature[GOOD]
    cooler = [name for name, end in temperature.items() if name != GOOD and end <= good]
    if scenario.kind == "instrument" and good >= CALM:
        yield f"wie de methode volgt, krijgt de beller niet rustig (eindigt op {good:.1f})"
    elif scenario.kind != "instrument" and cooler:
        yield f"wie de methode volgt, eindigt niet het koelst; koeler: {', '.join(cooler)}"
    for name, length in turns.items():
        if not SHORTEST <= length <= LONGEST:
            yield f"{name}: gesprekken van {length:.0f} beurten; verwacht {SHORTEST} tot {LONGEST}"


def _fits(piece: Piece, scenario: Scenario) -> bool:
    fault = scenario.case.fault == "organisation"
    no = "no" in scenario.steps and not fault
    return {"": True, "fault": fault, "no_fault": not fault, "no": no, "yes": not no}[piece.only]
