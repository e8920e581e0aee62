"""Where a name ends that starts here, and whether one starts here at all.

Initials, first names, particles and surnames in their order; knows nothing of cues, only how
sure these are: after a sure one an unknown word will do.
"""

from __future__ import annotations

import re
from functools import lru_cache

from gehoor.privacy.lists import words
from gehoor.privacy.spoken import digits_of
from gehoor.privacy.text import WORD, Text

_HEAD = 5  # letters; a longer word that ends in an ordinary one of these is a compound of it
_LONGEST = 8  # tokens
_STREET = re.compile(r"\w{3,}(?:straat|laan|weg|plein|kade|gracht|dijk|singel|dreef|steeg|hof)")
_OPENING = frozenset({"op", "in", "aan"})  # particles only with «de», «den», «t» behind
_AFTER_GREETING = frozenset({"ik", "uit", "van", "waar", "waarmee", "mag", "zegt", "hier", "weer"})


def name_end(
    text: Text, at: int, sure: bool, greeting: bool = False, of_person: bool = False
) -> int | None:
    """Return the token after the name that starts at a token, None if none does."""
    start = _past_initials(text, at)
    initials = start > at
    end = _parts(text, start, sure or initials, greeting)
    if end is None:
        return None
    if sure or of_person or initials or _worth(text, at, end):
        return None if of_person and not sure and not _told(text, at) else end
    return None


def is_name(text: Text, at: int, sure: bool) -> bool:
    """Tell whether a token is part of a name by itself."""
    if text.kind(at) != WORD or len(text.fold(at)) < 2:
        return False
    token = text.tokens[at]
    if text.cased and token.capital:
        return _capital_name(text, at, sure)
    if part_known(text, at):
        return sure or token.fold not in words("guards", "word_like")
    return sure and not text.cased and not commonish(token.fold) and len(token.fold) > 2


def part_known(text: Text, at: int) -> bool:
    """Tell whether a token is a first name of the lists."""
    fold = text.fold(at)
    return fold in words("first_names") and (
        fold not in words("common") or (text.cased and text.tokens[at].capital)
    )


@lru_cache(maxsize=8192)
def commonish(fold: str) -> bool:
    """Tell whether a word is ordinary, or ends in an ordinary one as compounds do."""
    if fold in words("common") or fold in words("words", "short_words"):
        return True
    if digits_of(fold) is not None or fold in words("words", "months"):
        return True
    tails = (fold[k:] for k in range(3, len(fold) - _HEAD + 1))
    return any(tail in words("common") for tail in tails)


def _capital_name(text: Text, at: int, sure: bool) -> bool:
    fold = text.fold(at)
    known = fold in words("first_names") or fold in words("surnames")
    if fold in words("guards", "is_somebody") or fold in words("words", "months"):
        return False
    if fold in words("words", "short_words") or fold in words("words", "particles"):
        return False
    if fold in words("common"):
        return known and not (at == 0 or text.ends(at - 1))
    return sure or known


def _worth(text: Text, at: int, end: int) -> bool:
    """Tell whether a name that no sure cue announces is one: known, or two words with capitals."""
    first = text.fold(at)
    if first in words("first_names") and first not in words("guards", "word_like"):
        return True
    if text.cased and text.tokens[at].capital:
        return first in words("first_names") or first in words("surnames") or end - at > 1
    return _particle(text, at) > at


def _told(text: Text, at: int) -> bool:
    token = text.tokens[at]
    if text.cased:
        return token.capital and token.fold not in words("places")
    return token.fold in words("first_names") and token.fold not in words("common")


def _past_initials(text: Text, at: int) -> int:
    """Return the token after «A.J.M.» or «p», where a name follows."""
    here = at
    while _single(text, here) and text.fold(here + 1) == "." and here < at + _LONGEST:
        here += 2
    if here == at and _single(text, at) and _surname(text, _particle(text, at + 1), False):
        return at + 1
    return here


def _single(text: Text, at: int) -> bool:
    return text.kind(at) == WORD and len(text.fold(at)) == 1


def _parts(text: Text, start: int, sure: bool, greeting: bool) -> int | None:
    end = start
    while end < start + _LONGEST:
        after = _particle(text, end)
        if after > end:
            if not _joins(text, start, end, after, sure, greeting):
                break
            end = after + 1
        elif is_name(text, end, sure and (end == start or text.cased)) or (
            end > start and _surname(text, end, sure or (greeting and _told_on(text, end + 1)))
        ):
            end += 1
        else:
            break
        while text.fold(end) in "-–" and text.glued(end) and text.kind(end + 1) == WORD:
            end += 2
    return end if end > start else None


def _told_on(text: Text, at: int) -> bool:
    return text.kind(at) != WORD or text.fold(at) in _AFTER_GREETING


def _joins(text: Text, start: int, end: int, after: int, sure: bool, greeting: bool) -> bool:
    """Tell whether particles belong to the name: «van Gestel» does, «van Lichtkracht» does not."""
    if not _surname(text, after, sure):
        return False
    if end == start:
        capital = text.cased and text.tokens[end].capital
        return sure or capital or text.fold(after) in words("surnames")
    company = greeting and text.fold(end) == "van" and after == end + 1
    return not company or text.fold(after) in words("surnames")


def _particle(text: Text, at: int) -> int:
    """Return the token after the particles that start here, or `at` where there are none."""
    here, particles = at, words("words", "particles")
    while here < at + 3 and text.kind(here) == WORD and text.fold(here) in particles:
        here += 1
    if here == at:
        return at
    if text.fold(at) in _OPENING and here < at + 2:
        return at
    return here


def _surname(text: Text, at: int, sure: bool) -> bool:
    """Tell whether a token can be what follows particles or a first name."""
    if text.kind(at) != WORD:
        return False
    token = text.tokens[at]
    if _STREET.fullmatch(token.fold):
        return False
    if text.cased:
        return token.capital and token.fold not in words("words", "short_words")
    if token.fold in words("surnames"):
        return True
    return sure and len(token.fold) > 3 and not commonish(token.fold)
