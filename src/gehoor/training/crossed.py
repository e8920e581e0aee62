"""The whole way from text to findings, measured on calls whose voices were left out of training.

Each call of the corpus is reviewed with weights that never saw it, clean and as a recogniser
would have written it. The phrases were written by people who did not read these calls, but
were narrowed on some of them; the page that shows the figures says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from gehoor.dialogue import Call, Speaker
from gehoor.hearing import JoinedListener, Listener, PhraseListener
from gehoor.measuring.gold import LabelListener, Labels, Score, read_gold, score
from gehoor.method import Method
from gehoor.reviewing import Reviewer
from gehoor.training.fit import Fitted
from gehoor.training.noise import Recogniser

Gold = tuple[Call, Labels]


def crossed(
    method: Method,
    fitted: Mapping[Speaker, Fitted],
    folds: Mapping[str, int],
    folder: Path,
    noise: float = 0.0,
    ear: Listener | None = None,
) -> Score:
    """Return the figures over all calls in `folder`, each by weights that did not see it.

    `noise` is a word error rate; an `ear` takes the place of those weights. Rules are held to
    what they find given the human labels, so that their figures show what mishearing does.
    """
    gold = [pair for pair in read_gold([folder])[0] if f"call {pair[0].id}" in folds]
    recogniser = Recogniser([turn.text for call, _ in gold for turn in call.turns], seed=2)
    total = Score(acts={}, rules={}, temperature_errors=[])
    for fold in sorted(set(folds.values())):
        inside = [pair for pair in gold if folds[f"call {pair[0].id}"] == fold]
        expected = with_findings(method, inside)
        heard = [(_noisy(call, recogniser, noise), labels) for call, labels in expected]
        parts = {speaker: part.parts[fold] for speaker, part in fitted.items()}
        listener = ear or JoinedListener(method, parts)
        score(Reviewer(method, None, listener), heard, total)
    return total


def with_findings(method: Method, gold: Sequence[Gold]) -> list[Gold]:
    """Return the calls with the findings that follow from their labels."""
    ear = LabelListener([labels for _, labels in gold], PhraseListener(method))
    reviewer = Reviewer(method, None, ear)
    return [
        (call, msgspec.structs.replace(labels, findings=_findings(reviewer, call)))
        for call, labels in gold
    ]


def _findings(reviewer: Reviewer, call: Call) -> list[dict[str, object]]:
    found = reviewer.review(call).findings
    return [{"rule": finding.rule, "turn": finding.turn} for finding in found]


def _noisy(call: Call, recogniser: Recogniser, rate: float) -> Call:
    if not rate:
        return call
    turns = tuple(
        msgspec.structs.replace(turn, text=recogniser.hear(turn.text, rate)) for turn in call.turns
    )
    return msgspec.structs.replace(call, turns=turns)
