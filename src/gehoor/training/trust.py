"""How far a phrase is to be trusted, learnt on voices that were left out.

Where weights are fitted, the words of a text explain what its phrases could have explained, so
that phrases come out weaker than they deserve: on voices nobody learnt from, the words say less
and the phrase as much as before. So what a phrase adds is learnt once more, per act, with the
log-odds of examples that were left out as they are. It can only add. Holds no reading.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

STEPS = 25  # of Newton's method; half a dozen is usual
HELD = 4.0  # how hard what a phrase adds is held to nothing
MOST = 3.0  # log-odds

Flags = NDArray[np.bool_]
Reals = NDArray[np.float64]


def hits_in(names: Sequence[Sequence[str]], acts: Sequence[str]) -> Flags:
    """Return where a phrase of each act is among the names of an example's features."""
    number = {f"phrase:{act}": at for at, act in enumerate(acts)}
    found = np.zeros((len(names), len(acts)), dtype=bool)
    for row, features in enumerate(names):
        found[row, [number[name] for name in features if name in number]] = True
    return found


def trust_in(scores: Reals, labels: Flags, hits: Flags, sample: Reals) -> Reals:
    """Return per act the log-odds that a phrase adds to those of an example that was left out."""
    found = np.zeros(scores.shape[1])
    for at in range(scores.shape[1]):
        hit = hits[:, at]
        found[at] = _added(scores[hit, at], labels[hit, at], sample[hit])
    return found


def _added(scores: Reals, wanted: Flags, sample: Reals) -> float:
    added = 0.0
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(scores + added, -30, 30)))
        slope = (sample * (chance - wanted)).sum() + HELD * added
        added -= slope / ((sample * chance * (1 - chance)).sum() + HELD)
    return float(np.clip(added, 0.0, MOST))
