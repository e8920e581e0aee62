"""Who is left out when: the voices and calls, spread over a few folds.

A voice or a call is never divided, so that nothing is measured by what it was learnt from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from gehoor.training.corpus import Example

FOLDS = 4
EVERY = -1  # the fold of what is always learnt from


def folds_of(examples: Sequence[Example]) -> dict[str, int]:
    """Spread the groups over the folds, the largest first, each into the smallest fold."""
    sizes = Counter(example.group for example in examples)
    filled = [0] * FOLDS
    fold_of = {}
    for group in sorted(sizes, key=lambda name: (-sizes[name], name)):
        fold = filled.index(min(filled))
        fold_of[group] = fold
        filled[fold] += sizes[group]
    return fold_of


def fold_of(example: Example, folds: Mapping[str, int]) -> int:
    """Return the fold that an example is left out in; `EVERY` where it never is."""
    return EVERY if example.known else folds[example.group]
