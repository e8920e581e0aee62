"""What a speech recogniser makes of a Dutch sentence, at a chosen share of wrong words.

For training and for measuring, so that hearing is not tuned to neat text only. The mistakes
are those recognisers of Dutch make: no capitals or punctuation, numbers as words, homophones
(ei/ij, au/ou, d/t), swallowed endings and little words, compounds split, words run together,
and a similar word of the language put for the one that was said. The same seed gives the same
text. It imitates the kinds of error, not the errors of any one product.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from num2words import num2words

_NUMBER = re.compile(r"\d+")
_MARKS = re.compile(r"[^\w\s'-]|_")
LITTLE = frozenset(
    {
        *("de", "het", "een", "er", "dat", "ik", "je", "u", "we", "ze", "te", "en", "of", "ook"),
        *("nog", "wel", "maar", "toch", "nou", "dan", "aan", "in", "op", "is", "heb"),
    }
)
_SOUNDS = (  # (written, also written so); either way round
    ("ei", "ij"),
    ("au", "ou"),
    ("dt", "t"),
    ("d", "t"),
    ("v", "f"),
    ("z", "s"),
    ("ch", "g"),
    ("c", "k"),
    ("uw", "u"),
    ("ie", "i"),
    ("oo", "o"),
    ("aa", "a"),
    ("ee", "e"),
)
_CONFUSED = {
    "mijn": "me", "me": "mijn", "hun": "hen", "zou": "zo", "zo": "zou", "jou": "jouw",
    "jouw": "jou", "is": "eens", "eens": "is", "u": "nu", "nu": "u", "dat": "da", "wat": "wa",
    "niet": "nie", "het": "t", "hij": "ie", "word": "wordt", "wordt": "word", "geen": "een",
    "nou": "nauw", "hard": "hart", "bied": "biedt", "eigenlijk": "eigelijk", "heb": "hep",
    "als": "as", "even": "effe", "haar": "der", "zijn": "zn", "ik": "k", "jullie": "julie",
}  # fmt: skip
DROPPED = 0.6  # share of the errors in little words that swallow them
LONG = 9  # letters; longer words may be heard as two


class Recogniser:
    """Turns clean texts into recognised ones; knows the words of the texts it was made with."""

    def __init__(self, texts: Iterable[str], seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._alike: dict[str, list[str]] = defaultdict(list)
        self._begun: dict[str, list[str]] = defaultdict(list)
        self._known = {word for text in texts for word in plain(text)}
        for word in sorted(self._known):
            self._alike[_skeleton(word)].append(word)
            self._begun[word[:3]].append(word)
            self._begun[word[:1]].append(word)

    def hear(self, text: str, rate: float) -> str:
        """Return a text as recognised; `rate` is the share of words that go wrong (0 to 1)."""
        heard: list[str] = []
        for word in plain(text):
            if self._random.random() < rate:
                heard += self._wrong(word)
            else:
                heard.append(word)
        return " ".join(heard) or text

    def _wrong(self, word: str) -> list[str]:
        ways: list[Callable[[str], list[str]]] = [self._other, self._sound, self._ending]
        if word in LITTLE:
            return [] if self._random.random() < DROPPED else self._other(word)
        elif len(word) >= LONG:
            ways.append(self._split)
        for way in self._random.sample(ways, len(ways)):
            found = way(word)
            if found != [word]:
                return found
        return [self._random.choice(self._nearby(word))]

    def _nearby(self, word: str) -> list[str]:
        """Return words that begin alike, for want of better."""
        return self._begun.get(word[:3]) or self._begun.get(word[:1]) or [word + "s"]

    def _other(self, word: str) -> list[str]:
        if word in _CONFUSED:
            return [_CONFUSED[word]]
        others = [other for other in self._alike[_skeleton(word)] if other != word]
        return [self._random.choice(others)] if others else [word]

    def _sound(self, word: str) -> list[str]:
        """Return a word of the language that sounds the same or nearly so."""
        pairs = [*_SOUNDS, *((second, first) for first, second in _SOUNDS)]
        swapped = {word[0] + word[1:].replace(first, second, 1) for first, second in pairs}
        known = sorted(other for other in swapped - {word} if other in self._known)
        return [self._random.choice(known)] if known else [word]

    def _ending(self, word: str) -> list[str]:
        for ending in ("en", "n", "t", "e", "s"):
            if word.endswith(ending) and len(word) > len(ending) + 2:
                return [word[: -len(ending)] + ("e" if ending == "en" else "")]
        return [word]

    def _split(self, word: str) -> list[str]:
        at = self._random.randint(4, len(word) - 4)
        return [word[:at], word[at:]]


def plain(text: str) -> list[str]:
    """Return the words as a recogniser writes them: lower case, no marks, numbers spoken."""
    spoken = _NUMBER.sub(lambda number: f" {_say(number[0])} ", text)
    return _MARKS.sub(" ", spoken.lower()).replace("-", " ").split()


def _say(digits: str) -> str:
    """Return a number as people say it; long ones and those with a leading zero digit by digit."""
    if len(digits) > 4 or digits.startswith("0"):
        return " ".join(num2words(int(digit), lang="nl") for digit in digits)
    return str(num2words(int(digits), lang="nl"))


def _skeleton(word: str) -> str:
    """Return what two words must share to be taken for each other: their consonants, roughly."""
    frame = re.sub(r"[aeiouy]+", "a", word[1:])
    return word[0] + re.sub(r"(.)\1", r"\1", frame.translate(str.maketrans("dvzc", "tfsk")))


def error_rate(said: str, heard: str) -> float:
    """Return the word error rate: insertions, deletions and replacements by words said."""
    first, second = plain(said), heard.split()
    row = list(range(len(second) + 1))
    for i, word in enumerate(first, start=1):
        previous, row[0] = row[0], i
        for j, other in enumerate(second, start=1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (word != other))
    return row[-1] / max(1, len(first))
