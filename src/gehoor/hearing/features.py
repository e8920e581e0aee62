"""What the classifier looks at in a turn: one definition, for training and for hearing.

Words, pairs of neighbouring words and pieces of words, so that «teleurgesteld» and
«teleurstellend» have something in common; and what surrounds them: what the phrases heard,
what the other did just before, the length, a question mark. Holds no weights.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gehoor.dialogue.words import ASK
from gehoor.hearing.heard import HeardTurn

PIECES = (3, 4)  # characters
OPENING = 2  # turns
LENGTHS = 6  # longest class of length: 2**6 words and more


def word_features(word: str) -> list[str]:
    """Return the features of one word: itself and its pieces, with its edges marked."""
    marked = f"<{word}>"
    return [
        f"w:{word}",
        *(f"c:{marked[k : k + n]}" for n in PIECES for k in range(len(marked) - n + 1)),
    ]


def pair_features(words: Sequence[str]) -> list[str]:
    """Return the features of neighbouring words, in the order they stand."""
    return list(map("b:{} {}".format, words, words[1:]))


def text_features(words: Sequence[str]) -> list[str]:
    """Return all features of the words of a turn; a word that is said twice counts once."""
    pairs = dict.fromkeys(pair_features(words))
    return [name for word in dict.fromkeys(words) for name in word_features(word)] + list(pairs)


def context_features(
    heard: HeardTurn, words: Sequence[str], before: Sequence[HeardTurn]
) -> list[str]:
    """Return what surrounds the words; `heard` is the turn as the phrases hear it."""
    found = [f"phrase:{act}" for act in dict.fromkeys(act.name for act in heard.acts)]
    found += [f"cue:{cue}" for cue in dict.fromkeys(cue.name for cue in heard.cues)]
    found.append(f"length:{min(LENGTHS, len(words).bit_length())}")
    if ASK in words:
        found.append("asks")
        if words[-1] == ASK:
            found.append("ends asking")
    if "!" in heard.turn.text:
        found.append("exclaims")
    return [*found, *_before(heard, before)]


def _before(heard: HeardTurn, before: Sequence[HeardTurn]) -> Iterable[str]:
    if not before:
        return ["nothing before"]
    last = before[-1]
    found = [f"before:{act}" for act in dict.fromkeys(act.name for act in last.acts)]
    if last.turn.speaker == heard.turn.speaker:
        found.append("goes on")
    if len(before) < OPENING:
        found.append("opening")
    return found
