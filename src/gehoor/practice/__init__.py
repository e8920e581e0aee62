"""The simulated caller: practising a call with somebody who reacts as people do, and shows why.

Holds the caller's inside, the caller's words and the scenarios, all as data. Chance is seeded:
the same seed and the same words give the same call. Holds no language model (`llm`), no pages and
no terminal.
"""

from gehoor.practice.exchange import Exchange, Reply
from gehoor.practice.forms import Scenario
from gehoor.practice.loader import Practice, PracticeFault, load, read_scenario

__all__ = ["Exchange", "Practice", "PracticeFault", "Reply", "Scenario", "load", "read_scenario"]
