"""The full measurement of the simulated caller: every played agent in every scenario, many seeds.

usage: python -m bench.practice [SEEDS] [SENTENCE_SEEDS]   (20 and 200; prints a table)
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from gehoor.method import load as load_method
from gehoor.practice import Exchange, Practice, load
from gehoor.practice.agents import GOOD, run
from gehoor.practice.slots import sentences
from gehoor.reviewing import Reviewer

FEELING = ("emotion", "grief")
AT_ONCE = 100


class Played(NamedTuple):
    """What is measured of one call."""

    temperature: float
    turns: int
    meant: int
    heard: int
    repeated: int
    said: frozenset[str]


def played(practice: Practice, reviewer: Reviewer, name: str, agent: str, seed: int) -> Played:
    """Play one call and measure it."""
    exchange = Exchange(practice, practice.scenarios[name], reviewer, seed)
    run(exchange, practice.agents[agent])
    story, said = exchange.conversation.story.heard, Counter[str]()
    meant = heard = 0
    for reply in exchange.replies:
        acts = practice.intents[reply.intent].acts
        meant += bool(acts)
        heard += not story[reply.turn].names.isdisjoint(acts)
        said.update(sentences(reply.text))
    repeated = sum(count - 1 for count in said.values())
    turns = len(exchange.turns)
    return Played(exchange.inside.temperature, turns, meant, heard, repeated, frozenset(said))


def main(seeds: int, sentence_seeds: int) -> None:
    """Measure and print."""
    practice, reviewer = load(), Reviewer(load_method())
    calls = {
        (name, agent, seed): played(practice, reviewer, name, agent, seed)
        for name in practice.scenarios
        for agent in practice.agents
        for seed in range(seeds)
    }
    _outcomes(practice, calls, seeds)
    _words(practice, calls.values())
    _variety(practice, reviewer, sentence_seeds)
    _speed(practice, reviewer)


def _outcomes(practice: Practice, calls: dict[tuple[str, str, int], Played], seeds: int) -> None:
    others = [agent for agent in practice.agents if agent != GOOD]
    won = total = 0
    for name, scenario in practice.scenarios.items():
        ends = {
            agent: sum(calls[name, agent, seed].temperature for seed in range(seeds)) / seeds
            for agent in practice.agents
        }
        print(f"{name:15} {scenario.kind:10}", *(f"{a} {t:.2f}" for a, t in ends.items()))
        if scenario.kind in FEELING:
            total += seeds
            for seed in range(seeds):
                good = calls[name, GOOD, seed].temperature
                won += all(good < calls[name, agent, seed].temperature for agent in others)
    print(f"good agent coolest: {won} of {total} ({won / total:.1%})")
    calm = Counter(
        agent
        for (name, agent, _), call in calls.items()
        if practice.scenarios[name].kind == "instrument" and call.temperature < 2
    )
    print("instrumental calls that came to rest:", dict(calm))


def _words(practice: Practice, calls: Iterable[Played]) -> None:
    calls = list(calls)
    meant, heard = sum(c.meant for c in calls), sum(c.heard for c in calls)
    turns = [call.turns for call in calls]
    print(f"calls {len(calls)}, turns {min(turns)} to {max(turns)}")
    print(f"meant intent heard: {heard} of {meant} ({heard / meant:.1%})")
    print(f"sentences said twice in a call: {sum(call.repeated for call in calls)}")


def _variety(practice: Practice, reviewer: Reviewer, seeds: int) -> None:
    families: dict[str, set[str]] = defaultdict(set)
    agents = list(practice.agents)
    for name, scenario in practice.scenarios.items():
        for seed in range(seeds):
            agent = agents[seed % len(agents)]
            families[scenario.sector] |= played(practice, reviewer, name, agent, seed).said
    print(f"different sentences over {seeds} seeds:", {k: len(v) for k, v in families.items()})


def _speed(practice: Practice, reviewer: Reviewer) -> None:
    scenario, said = practice.scenarios["pakket"], "Vertelt u eens wat er gebeurd is, ik luister."
    alone = _times(Exchange(practice, scenario, reviewer, 1), said)
    print(f"a reply alone: {1000 * sum(alone) / len(alone):.1f} ms, worst {1000 * max(alone):.1f}")
    spent: list[float] = []
    threads = [
        threading.Thread(
            target=lambda at=at: spent.extend(
                _times(Exchange(practice, scenario, reviewer, at), said)
            )
        )
        for at in range(AT_ONCE)
    ]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - begin
    print(f"{AT_ONCE} at once: {len(spent)} replies in {whole:.2f} s, {len(spent) / whole:.0f}/s")


def _times(exchange: Exchange, said: str) -> list[float]:
    spent = []
    for number in range(6):
        begin = time.perf_counter()
        exchange.say(f"{said} Nummer {number}.")
        spent.append(time.perf_counter() - begin)
    return spent


if __name__ == "__main__":
    given = [int(part) for part in sys.argv[1:]]
    main(*(given + [20, 200][len(given) :]))
