"""The broad half of the ear: a linear classifier over words and their surroundings.

Where phrases hear what somebody wrote down, the classifier hears what resembles what people
labelled. One decision per act: the weights of a turn's features are added up to log-odds, and
an act is heard where they pass the act's own cut. The weights come from `gehoor train`; they
are data, loaded when first needed. Holds no training and no deciding between the two halves
(`joined`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gehoor.dialogue.words import ENDS
from gehoor.hearing.features import pair_features, word_features
from gehoor.method.weights import Weights

if TYPE_CHECKING:
    from gehoor.method.weights import Numbers

MOST_WORDS = 20_000
"""Words whose sum of weights is kept, so that each is worked out once; then it starts afresh."""


class Weighed(NamedTuple):
    """A turn weighed: log-odds per act, and the rows and names of what was added up."""

    scores: Numbers
    rows: list[int]
    names: list[str]


class Classifier:
    """Weighs the turns of one speaker. Safe to share: it keeps only work done before."""

    def __init__(self, weights: Weights) -> None:
        self.acts = weights.acts
        self.number = {act: at for at, act in enumerate(weights.acts)}
        self.cut = weights.cut
        self._bias = weights.bias
        self._features = {name: row for row, name in enumerate(weights.features)}
        self._size = len(weights.features)
        self._store = np.zeros((self._size + MOST_WORDS, len(self.acts)), dtype=np.float32)
        self._store[: self._size] = weights.table * weights.steps
        self._words: dict[str, int] = {}

    def weigh(self, words: Sequence[str], context: Sequence[str]) -> Weighed:
        """Return the log-odds of every act for the words of a turn and what surrounds them."""
        known, kept = self._features, self._words
        names = [*dict.fromkeys(words)]
        if len(kept) + len(names) > MOST_WORDS:
            kept.clear()
        rows = [kept[word] if word in kept else self._word(word) for word in names]
        for name in chain(dict.fromkeys(pair_features(words)), context):
            if name in known:
                names.append(name)
                rows.append(known[name])
        scores = np.add.reduce(self._store.take(rows, axis=0), axis=0) + self._bias
        return Weighed(scores, rows, names)

    def _word(self, word: str) -> int:
        row = self._words[word] = self._size + len(self._words)
        if row == len(self._store):  # one turn with more words than are kept
            self._store = np.concatenate([self._store, np.zeros_like(self._store)])
        known = [self._features[name] for name in word_features(word) if name in self._features]
        self._store[row] = self._store[known].sum(axis=0)
        return row

    def reasons(self, weighed: Weighed, act: int) -> dict[str, float]:
        """Return how much each word, pair and circumstance weighed for an act, heaviest first."""
        found = dict(zip(weighed.names, self._store[weighed.rows, act].tolist(), strict=True))
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    def stretch(self, words: Sequence[str], reasons: dict[str, float]) -> tuple[int, int]:
        """Return the words, within one sentence, that together weighed most: first, after last."""
        weights = [reasons.get(word, 0.0) for word in words]
        for at, name in enumerate(pair_features(words)):
            half = reasons.get(name, 0.0) / 2
            weights[at] += half
            weights[at + 1] += half
        best, start, total = (float("-inf"), 0, 1), 0, 0.0
        for at, weight in enumerate(weights):
            if words[at] in ENDS:
                start, total = at + 1, 0.0
                continue
            if total <= 0:
                start, total = at, 0.0
            total += weight
            best = max(best, (total, start, at + 1), key=lambda found: found[0])
        return best[1], best[2]
