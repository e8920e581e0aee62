"""From log-odds to a decision: the cut of each act, set on examples that were left out.

An act is heard from its own cut on: where F1 is highest, pulled towards the common cut where
there are few examples, and higher where hearing wrongly would accuse somebody. Holds no fitting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from gehoor.training.corpus import Example

CUT_WEIGHT = 5.0  # of whole calls when the cuts are set: there the proportions matter most
PRIOR_CASES = 30  # an act's own cut counts as much as the common one with so many cases
CAUTIOUS = {
    "insult": 0.9,
    "threat": 0.9,
    "blackmail": 0.94,
    "blame": 0.75,
    "overfriendly": 0.75,
}
"""Acts that accuse somebody: the precision their cut is set for, where F1 would allow less.

Blackmail is told from despair by what is said around it, so it asks for a little more; a caller
is accused of more than an agent is.
"""
FIRST = {"insult": 0.9, "threat": 0.9, "blackmail": 0.92}
"""The same in the first round, whose acts are only looked back at and accuse nobody."""

Flags = NDArray[np.bool_]
Reals = NDArray[np.float64]


def cuts_of(
    scores: Reals,
    labels: Flags,
    acts: Sequence[str],
    examples: Sequence[Example],
    cautious: Mapping[str, float] = CAUTIOUS,
) -> Reals:
    """Return per act the log-odds from which it is heard, set on what was left out."""
    weight = np.array([CUT_WEIGHT if e.kind == "call" else 1.0 for e in examples])
    common = best_cut(scores.ravel(), labels.ravel(), np.repeat(weight, labels.shape[1]), 0.0)
    cuts = np.full(len(acts), common)
    for at, act in enumerate(acts):
        cases = int(labels[:, at].sum())
        if cases:
            own = best_cut(scores[:, at], labels[:, at], weight, 0.0)
            cuts[at] = (own * cases + common * PRIOR_CASES) / (cases + PRIOR_CASES)
            if act in cautious:
                careful = best_cut(scores[:, at], labels[:, at], weight, cautious[act])
                cuts[at] = max(cuts[at], careful)
    return cuts


def best_cut(scores: Reals, labels: Flags, weight: Reals, precision: float) -> float:
    """Return the cut with the highest F1 among those with enough precision."""
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(weight[order] * labels[order])
    taken = np.cumsum(weight[order])
    f1 = 2 * right / (taken + right[-1])
    good = right / taken >= precision
    at = int(np.argmax(np.where(good, f1, -1.0)))
    following = scores[order[min(at + 1, len(order) - 1)]]
    return float((scores[order[at]] + following) / 2)
