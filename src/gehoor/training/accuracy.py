"""How well the ear hears, as figures: everything the page on accuracy shows.

Every figure comes from voices and calls that the weights in question never saw, except the
functional tests, which nothing is trained on. Holds no text of the page (`reporting`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from gehoor.dialogue import Speaker
from gehoor.hearing import JoinedListener, PhraseListener
from gehoor.measuring.functional import Passed, read_suites, try_suites
from gehoor.measuring.gold import Count, Score
from gehoor.method import Method
from gehoor.training.crossed import crossed
from gehoor.training.fit import Fitted, Trainer

NOISES = (0.0, 0.25, 0.5)
SHARES = (0.25, 0.5, 0.75, 1.0)
CONFUSIONS = 15


class Accuracy(msgspec.Struct):
    """All figures of one training. Scores stand under the word error rate they were taken at.

    `voices` counts the loose utterances per act; `confusions` are (speaker, labelled, heard
    instead, times); `curve` maps a share of the voices to the micro F1 with that many.
    """

    utterances: int
    calls: int
    groups: int
    scores: dict[float, Score]
    phrases_only: Score
    voices: dict[str, Count]
    confusions: list[tuple[Speaker, str, str, int]]
    curve: dict[float, float]
    functional: list[Passed]


def measure(
    method: Method,
    trainer: Trainer,
    fitted: Mapping[Speaker, Fitted],
    corpus: Path,
    progress: Callable[[str], None],
) -> Accuracy:
    """Return the figures of what was fitted, on the corpus it was fitted on."""
    calls = corpus / "calls"
    scores = {}
    for noise in NOISES:
        progress(f"hele gesprekken, {noise:.0%} woordfouten")
        scores[noise] = crossed(method, fitted, trainer.folds, calls, noise)
    progress("alleen de zinnen")
    phrases_only = crossed(method, fitted, trainer.folds, calls, ear=PhraseListener(method))
    progress("leercurve")
    curve = trainer.curve(SHARES)
    progress("functionele toetsen")
    suites = read_suites([corpus / "functional"])[0]
    weights = {speaker: part.weights for speaker, part in fitted.items()}
    examples = [example for part in fitted.values() for example in part.examples]
    return Accuracy(
        utterances=sum(example.kind != "call" for example in examples),
        calls=scores[0.0].calls,
        groups=len(trainer.folds),
        scores=scores,
        phrases_only=phrases_only,
        voices=_voices(fitted),
        confusions=_confusions(fitted),
        curve=curve,
        functional=try_suites(JoinedListener(method, weights), suites),
    )


def _voices(fitted: Mapping[Speaker, Fitted]) -> dict[str, Count]:
    """Return the counts per act on loose utterances, by weights that did not see the voice."""
    counts: dict[str, Count] = {}
    for speaker, part in fitted.items():
        rows = np.array([example.kind != "call" for example in part.examples])
        heard, labels = (part.scores > part.weights.cut)[rows], part.labels[rows]
        for at, act in enumerate(part.weights.acts):
            counts[f"{speaker}.{act}"] = Count(
                right=int((heard[:, at] & labels[:, at]).sum()),
                wrong=int((heard[:, at] & ~labels[:, at]).sum()),
                missed=int((~heard[:, at] & labels[:, at]).sum()),
            )
    return counts


def _confusions(fitted: Mapping[Speaker, Fitted]) -> list[tuple[Speaker, str, str, int]]:
    found: Counter[tuple[Speaker, str, str]] = Counter()
    for speaker, part in fitted.items():
        heard = part.scores > part.weights.cut
        for row in np.flatnonzero((part.labels & ~heard).any(axis=1)):
            missed = _names(part, part.labels[row] & ~heard[row])
            instead = _names(part, heard[row] & ~part.labels[row])
            found.update((speaker, one, other) for one in missed for other in instead)
    return [(*key, times) for key, times in found.most_common(CONFUSIONS)]


def _names(part: Fitted, flags: Sequence[bool]) -> list[str]:
    return [act for act, flag in zip(part.weights.acts, flags, strict=True) if flag]
