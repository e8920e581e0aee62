"""From examples to weights: one logistic regression per act, on what the ear would see.

Two rounds. In the first, the turn before an example carries the acts people gave it; out of
that come acts as the ear would hear them, each heard by weights that never saw its voice. The
second round is trained on those, so that it is used to the ear's own mistakes. How far a phrase
is to be trusted and the cuts are set on examples of voices that were left out. The method's own
examples are learnt from too, never measured on. Fixed seeds: the same corpus and method give the
same weights, to the bit. Holds no reading of files and no report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from zlib import crc32

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from gehoor.dialogue import Speaker, Turn
from gehoor.hearing import HeardAct, HeardTurn, PhraseListener
from gehoor.hearing.features import context_features, text_features
from gehoor.measuring.gold import Count
from gehoor.method import Method
from gehoor.method.weights import Weights
from gehoor.training.corpus import Example
from gehoor.training.cuts import FIRST, best_cut, cuts_of
from gehoor.training.folds import FOLDS, fold_of, folds_of
from gehoor.training.newton import DONE, Flags, Reals, regressions
from gehoor.training.noise import Recogniser
from gehoor.training.said import SAID, said_by
from gehoor.training.sample import sample_of, weights_of
from gehoor.training.trust import hits_in, trust_in

STRENGTH = 0.5  # inverse of the regularisation; 0.3 to 1 make little difference
TEXT_SCALE = 0.3  # of features of the text beside those of the context: regularises them more
NOISE = 0.25  # word error rate of the second copy of each example
NOISE_WEIGHT = 0.35  # of that copy, of 1
SMOOTHING = 0.5  # added to every count of a feature
NEVER = -9.0  # log-odds of an act that has too few examples to learn
RAREST = 2  # texts a feature must be in
ROUGHLY = 1e-2  # share of the gradient left where a rough fit will do
SMALLEST = 0.02  # log-odds; a feature that never weighs more is left out of what is shipped

Progress = Callable[[str], None]
Key = tuple[str, str, str]
Heard = dict[Key, tuple[str, ...]]


class Fitted(msgspec.Struct):
    """Weights of one speaker, with each example's log-odds by weights that did not see it.

    `parts[k]` are the weights that saw all but the groups of fold k.
    """

    weights: Weights
    parts: list[Weights]
    examples: list[Example]
    scores: Reals
    labels: Flags


class Trainer:
    """Trains both speakers' weights on the same examples.

    `said` is learnt from beside them; without it, what the method itself says.
    """

    def __init__(
        self,
        method: Method,
        examples: Sequence[Example],
        progress: Progress,
        said: Sequence[Example] | None = None,
    ) -> None:
        self._method, self._progress = method, progress
        self._listener = PhraseListener(method)
        self._examples = list(examples)
        self._said = said_by(method) if said is None else list(said)
        speakers = dict.fromkeys(example.speaker for example in examples)
        self._acts = {speaker: tuple(sorted(method.acts[speaker])) for speaker in speakers}
        self.folds = folds_of(self._examples)
        self._recogniser = Recogniser([example.text for example in self._examples])

    def fit(self) -> dict[Speaker, Fitted]:
        """Return the weights per speaker."""
        heard: Heard = {}
        for speaker in self._acts:
            self._progress(f"eerste ronde, {speaker}")
            data = self._data(speaker, {}, noisy=False)
            scores, _ = self._left_out(speaker, data, ROUGHLY)
            labels, examples = data.labels[: len(scores)], data.examples[: len(scores)]
            cut = cuts_of(scores, labels, self._acts[speaker], examples, FIRST)
            for row, example in enumerate(examples):
                above = (scores[row] > cut).nonzero()[0].tolist()
                heard[_key(example)] = tuple(self._acts[speaker][at] for at in above)
        return {speaker: self._second(speaker, heard) for speaker in self._acts}

    def _second(self, speaker: Speaker, heard: Heard) -> Fitted:
        self._progress(f"tweede ronde, {speaker}")
        data, acts = self._data(speaker, heard), self._acts[speaker]
        scores, parts = self._left_out(speaker, data)
        self._progress(f"{speaker}: het geheel")
        whole = _fit(data, np.arange(len(data.examples)))
        labels, examples = data.labels[: len(scores)], data.examples[: len(scores)]
        hits = hits_in(data.names[: len(scores)], acts)
        trust = trust_in(scores, labels, hits, sample_of(examples))
        scores = scores + hits * trust
        cut = cuts_of(scores, labels, acts, examples)
        shipped = [_shipped(_trusting(part, acts, trust), acts, cut) for part in (whole, *parts)]
        return Fitted(shipped[0], shipped[1:], examples, scores, labels)

    def _left_out(
        self, speaker: Speaker, data: _Data, done: float = DONE
    ) -> tuple[Reals, list[_Part]]:
        """Return each example's log-odds by a part that did not see its group, and the parts."""
        folds = np.array([fold_of(example, self.folds) for example in data.examples])
        self._progress(f"{speaker}: {FOLDS} delen")
        with ThreadPoolExecutor() as pool:
            inside = [np.flatnonzero(folds != fold) for fold in range(FOLDS)]
            parts = list(pool.map(lambda rows: _fit(data, rows, done), inside))
        scores = np.zeros((data.measured(), data.labels.shape[1]))
        for fold, part in enumerate(parts):
            outside = np.flatnonzero(folds == fold)
            scores[outside] = _score(part, data.names, outside)
        return scores, parts

    def _data(self, speaker: Speaker, heard: Heard, noisy: bool = True) -> _Data:
        examples = [e for e in [*self._examples, *self._said] if e.speaker == speaker]
        copies = [self._noisy(example) for example in examples] if noisy else []
        return _Data(
            names=[self.features(example, heard) for example in examples],
            noisy=[self.features(copy, heard) for copy in copies],
            labels=np.array([[act in e.acts for act in self._acts[speaker]] for e in examples]),
            examples=examples,
            acts=self._acts[speaker],
        )

    def curve(self, shares: Sequence[float]) -> dict[float, float]:
        """Return the micro F1 on the first fold, learnt from each share of the other voices."""
        known = {speaker: self._data(speaker, {}) for speaker in self._acts}
        return {share: self._learn_from(share, known) for share in shares}

    def _learn_from(self, share: float, known: dict[Speaker, _Data]) -> float:
        found = Count()
        for data in known.values():
            fold = np.array([fold_of(example, self.folds) for example in data.examples])
            groups = {e.group for e in data.examples if fold_of(e, self.folds)} - {SAID}
            mixed = sorted(groups, key=lambda name: crc32(name.encode()))  # calls among voices
            chosen = set(mixed[: round(share * len(mixed))])
            inside = np.array([e.group in chosen or e.group == SAID for e in data.examples])
            outside = np.flatnonzero(fold == 0)
            scores = _score(_fit(data, np.flatnonzero(inside), ROUGHLY), data.names, outside)
            labels = data.labels[outside]
            heard = scores > best_cut(scores.ravel(), labels.ravel(), np.ones(labels.size), 0.0)
            found.right += int((heard & labels).sum())
            found.wrong += int((heard & ~labels).sum())
            found.missed += int((~heard & labels).sum())
        return found.f1

    def _noisy(self, example: Example) -> Example:
        text = self._recogniser.hear(example.text, NOISE)
        return msgspec.structs.replace(example, text=text)

    def features(self, example: Example, heard: Heard) -> list[str]:
        """Return the features of an example, as the ear would see them.

        A phrase is not seen in its own example: there it is never wrong.
        """
        before = _before(example, heard)
        turn, reading = self._listener.listen(Turn(example.speaker, example.text), before)
        own = {f"phrase:{act}" for act in example.known}
        around = context_features(turn, reading.words, before)
        return [*text_features(reading.words), *(name for name in around if name not in own)]


def _key(example: Example) -> Key:
    return example.group, example.speaker, example.text


def _before(example: Example, heard: Heard) -> list[HeardTurn]:
    """Return the turns before an example, as far as they are known or matter."""
    unknown = HeardTurn(Turn("agent", "…"))
    if example.before is None:
        return [] if example.place <= 0 else [unknown]
    names = heard.get(_key(example.before), example.before.acts)
    acts = tuple(HeardAct(name, (0, 1), 1.0, "example") for name in names)
    last = HeardTurn(Turn(example.before.speaker, example.before.text), acts)
    earlier = max(0, example.place - 1) if example.place >= 0 else 3
    return [*([unknown] * min(3, earlier)), last]


class _Data(NamedTuple):
    """What is learnt from: the features of each example, as it is and, if at all, as recognised."""

    names: list[list[str]]
    noisy: list[list[str]]
    labels: Flags
    examples: list[Example]
    acts: tuple[str, ...]

    def measured(self) -> int:
        """Return how many examples may be measured on; they stand first."""
        return sum(not example.known for example in self.examples)


class _Part(msgspec.Struct):
    """A fitted part: features by name, a row of weights per act, and the intercepts."""

    columns: dict[str, int]
    weights: Reals
    bias: Reals


def _fit(data: _Data, rows: NDArray[np.int64], done: float = DONE) -> _Part:
    counts = Counter(name for row in rows for name in set(data.names[row]))
    kept = sorted(name for name, count in counts.items() if count >= RAREST)
    columns = {name: at for at, name in enumerate(kept)}
    copies = (
        {1 - NOISE_WEIGHT: data.names, NOISE_WEIGHT: data.noisy}
        if data.noisy
        else {1.0: data.names}
    )
    matrix = vstack([_matrix(names, rows, columns) for names in copies.values()]).tocsr()
    once = weights_of([data.examples[row] for row in rows], data.labels[rows], data.acts)
    sample = np.vstack([once * weight for weight in copies])
    matrix.sum_duplicates()
    wanted = np.vstack([data.labels[rows]] * len(copies))
    text = np.array([_scale(name) != 1.0 for name in columns])
    emphasis = [
        np.where(text, _emphasis(matrix, act, known), 1.0)
        for act, known in zip(wanted.T, sample.T > 0, strict=True)
    ]
    weights, bias = regressions(matrix, wanted, sample, np.stack(emphasis, axis=1), STRENGTH, done)
    unknown = data.labels[rows].sum(axis=0) < RAREST
    return _Part(columns, np.where(unknown, 0.0, weights).T, np.where(unknown, NEVER, bias))


def _trusting(part: _Part, acts: Sequence[str], trust: Reals) -> _Part:
    """Return a part in which each act's phrase adds what it is trusted with."""
    weights = part.weights.copy()
    for at, act in enumerate(acts):
        column = part.columns.get(f"phrase:{act}")
        if column is not None:
            weights[at, column] += trust[at]
    return _Part(part.columns, weights, part.bias)


def _emphasis(matrix: csr_matrix, wanted: Flags, known: Flags) -> Reals:
    """Return how telling each feature is for an act: the root of its log-count ratio.

    Features that tell little are held back more (Wang and Manning, Baselines and Bigrams, ACL
    2012); the root, because the whole of it forgets too much.
    """
    inside = np.asarray(matrix[wanted].sum(axis=0)).ravel() + SMOOTHING
    outside = np.asarray(matrix[~wanted & known].sum(axis=0)).ravel() + SMOOTHING
    ratio: Reals = np.log(inside / inside.sum()) - np.log(outside / outside.sum())
    return np.sqrt(np.abs(ratio))


def _matrix(
    names: Sequence[Sequence[str]], rows: NDArray[np.int64], columns: dict[str, int]
) -> csr_matrix:
    """Return the examples as a sparse matrix; a feature counts as often as it is named."""
    starts, at, values = [0], [], []
    for row in rows:
        counts = Counter(name for name in names[row] if name in columns)
        at += [columns[name] for name in counts]
        values += [count * _scale(name) for name, count in counts.items()]
        starts.append(len(at))
    return csr_matrix((values, at, starts), shape=(len(rows), len(columns)))


def _scale(name: str) -> float:
    return TEXT_SCALE if name[1] == ":" else 1.0


def _score(part: _Part, names: Sequence[Sequence[str]], rows: NDArray[np.int64]) -> Reals:
    product: Reals = _matrix(names, rows, part.columns) @ part.weights.T + part.bias
    return product


def _shipped(part: _Part, acts: tuple[str, ...], cut: Reals) -> Weights:
    """Return the weights as they are stored: small whole numbers, without what never matters."""
    names = list(part.columns)
    scaled = part.weights * np.array([_scale(name) for name in names])
    kept = np.flatnonzero(np.abs(scaled).max(axis=0) >= SMALLEST)
    steps = np.maximum(np.abs(scaled).max(axis=1), 1e-9) / 127
    return Weights(
        acts=acts,
        features=tuple(names[at] for at in kept),
        table=np.round(scaled[:, kept] / steps[:, None]).astype(np.int8).T.copy(),
        steps=steps.astype(np.float32),
        bias=part.bias.astype(np.float32),
        cut=cut.astype(np.float32),
    )
