"""How much each example weighs while learning, for each act.

Holds no learning and no labels.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gehoor.training.corpus import Example

CALL_WEIGHT = 2.0  # whole calls hold acts in their true proportions, loose utterances do not
SAID_WEIGHT = 0.5  # of the method's own examples: short, and made around the words of a phrase
RELATED = 0.05  # share of an act's turns that hold another, above which that may be there too

Flags = NDArray[np.bool_]
Reals = NDArray[np.float64]


def sample_of(examples: Sequence[Example]) -> Reals:
    """Return how much each example weighs, whatever the act."""
    weight = {"call": CALL_WEIGHT, "method": SAID_WEIGHT}
    return np.array([weight.get(example.kind, 1.0) for example in examples])


def weights_of(examples: Sequence[Example], labels: Flags, acts: Sequence[str]) -> Reals:
    """Return how much each example weighs for each act: not at all where nothing is known of it.

    An example of which one act is known tells that acts which hardly ever go with it are absent.
    """
    found = np.repeat(sample_of(examples)[:, None], len(acts), axis=1)
    counted = labels.astype(float)
    together = counted.T @ counted / np.maximum(counted.sum(axis=0), 1.0)[:, None]
    for row, example in enumerate(examples):
        if example.known:
            known = np.array([act in example.known for act in acts])
            held = labels[row]
            absent = np.clip(1 - together[held].sum(axis=0) / RELATED, 0.0, 1.0)
            found[row] *= np.where(known, 1.0, absent if held.any() else 0.0)
    return found
