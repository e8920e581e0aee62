"""Where the call stands after each turn: the fold over what was heard.

Temperature, the kind of anger with its evidence, fault, agreements and the eight steps.
Judges nobody: what could be done better is `coaching`'s business.
"""

from gehoor.following.agreements import Agreement
from gehoor.following.anger import Anger, AngerKind, Evidence
from gehoor.following.state import State, follow, start
from gehoor.following.steps import StepState, steps_of
from gehoor.following.story import Outcome, Story

__all__ = [
    "Agreement",
    "Anger",
    "AngerKind",
    "Evidence",
    "Outcome",
    "State",
    "StepState",
    "Story",
    "follow",
    "start",
    "steps_of",
]
