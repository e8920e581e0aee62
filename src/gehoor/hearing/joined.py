"""The ear as it is used: phrases and classifier, joined by one rule.

The phrases' word on an act is one of the things the classifier weighs, with a weight learnt
from how often such phrases are right. An act is heard where the sum passes the act's cut. If
phrases heard it, the place and the reason are theirs; if not, they are the words that weighed
most. Acts the classifier does not know (an organisation's own) are left to the phrases.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import TYPE_CHECKING

from gehoor.dialogue import Speaker, Turn
from gehoor.hearing.core import native_ear
from gehoor.hearing.features import context_features
from gehoor.hearing.heard import HeardAct, HeardTurn
from gehoor.hearing.phrases import PhraseListener
from gehoor.hearing.sentence import Reading
from gehoor.method import Method
from gehoor.method.weights import Stored, Weights, load_weights, read_weights

if TYPE_CHECKING:
    from gehoor.hearing.classifier import Classifier, Weighed

LEAST = 0.6  # confidence of what a phrase heard and the classifier left standing
REASONS = 3  # words named in a because


class JoinedListener:
    """Hears by phrases and classifier together, natively where it can.

    Keeps no state between turns.
    """

    def __init__(
        self, method: Method, weights: dict[Speaker, Weights] | None = None, native: bool = True
    ) -> None:
        self._native = native_ear(method, _stored(weights)) if native else None
        self._python = None if self._native else _PythonListener(method, weights)

    def hear(self, turn: Turn, before: Sequence[HeardTurn]) -> HeardTurn:
        """Return the acts and cues of a turn, given the turns before it."""
        if self._native is not None:
            return self._native.hear(turn, before)
        assert self._python is not None
        return self._python.hear(turn, before)


def _stored(weights: dict[Speaker, Weights] | None) -> dict[Speaker, Stored]:
    if weights is None:
        return read_weights()
    return {speaker: part.stored() for speaker, part in weights.items()}


class _PythonListener:
    """The same in Python alone."""

    def __init__(self, method: Method, weights: dict[Speaker, Weights] | None) -> None:
        from gehoor.hearing.classifier import Classifier  # loads numpy

        self._phrases = PhraseListener(method, native=False)
        parts = load_weights() if weights is None else weights
        self._classifiers = {speaker: Classifier(part) for speaker, part in parts.items()}
        self._yields = {
            speaker: {name: frozenset(act.yields_to) for name, act in acts.items()}
            for speaker, acts in method.acts.items()
        }

    def hear(self, turn: Turn, before: Sequence[HeardTurn]) -> HeardTurn:
        heard, reading = self._phrases.listen(turn, before)
        classifier = self._classifiers.get(turn.speaker)
        if classifier is None or not reading.words:
            return heard
        context = context_features(heard, reading.words, before)
        weighed = classifier.weigh(reading.words, context)
        acts = self._kept(heard, classifier, weighed)
        acts += self._added(heard, classifier, weighed, reading)
        yields = self._yields[turn.speaker]
        names = {act.name for act in acts}
        acts = [a for a in acts if a.name not in yields or yields[a.name].isdisjoint(names)]
        acts.sort(key=lambda act: act.span)
        return HeardTurn(turn, tuple(acts), heard.cues, heard.address)

    def _kept(self, heard: HeardTurn, classifier: Classifier, weighed: Weighed) -> list[HeardAct]:
        """Return what the phrases heard and the classifier does not take back."""
        kept = []
        for act in heard.acts:
            at = classifier.number.get(act.name)
            if at is None:
                kept.append(act)
            elif weighed.scores[at] > classifier.cut[at]:
                confidence = max(LEAST, _probability(float(weighed.scores[at])))
                kept.append(HeardAct(act.name, act.span, confidence, act.because))
        return kept

    def _added(
        self, heard: HeardTurn, classifier: Classifier, weighed: Weighed, reading: Reading
    ) -> list[HeardAct]:
        """Return what only the classifier hears."""
        already = {act.name for act in heard.acts}
        added = []
        for at in (weighed.scores > classifier.cut).nonzero()[0].tolist():
            name = classifier.acts[at]
            if name not in already:
                reasons = classifier.reasons(weighed, at)
                span = reading.span(*classifier.stretch(reading.words, reasons))
                confidence = _probability(float(weighed.scores[at]))
                added.append(HeardAct(name, span, confidence, _because(reasons)))
        return added


def _probability(log_odds: float) -> float:
    return round(1 / (1 + exp(-max(-20.0, min(20.0, log_odds)))), 3)


def _because(reasons: dict[str, float]) -> str:
    heaviest = [name.removeprefix("b:") for name, weight in reasons.items() if weight > 0]
    return "words " + ", ".join(f"«{name}»" for name in heaviest[:REASONS])
