"""Addresses: a street with its number, the number that goes with a postcode, and the place.

Works on a text in which postcodes and addresses already found are boxes: what stands behind a
box is told by it. A place counts only there; a city that somebody is talking about is no secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from gehoor.privacy.cues import ANSWER, asked, cue_of
from gehoor.privacy.lists import words
from gehoor.privacy.personal import KINDS, Personal
from gehoor.privacy.spoken import digits_of
from gehoor.privacy.text import BOXED, DIGITS, FILLERS, MIXED, WORD, Text

_STREET = re.compile(
    r"\w{3,}(?:straat|straatje|laan|laantje|weg|plein|pleintje|kade|gracht|dijk|singel|dreef|steeg"
    r"|plantsoen|pad|hof|baan|lei|boulevard|wal|markt|park|poort|plaats|erf|ring|haven|hoek)"
)
_NUMBER = re.compile(r"\d{1,5}[a-z]?\d?")
_PREFIX = 5  # words before the one that ends in «straat»
_TO_NUMBER = frozenset(
    {"nummer", "nr", "huisnummer", "op", "en", "dan", "is", "dat", "het", "met", ","}
)
_TO_PLACE = frozenset({",", "in", "te", "uit", "hier"})
_WITHIN_PLACE = frozenset({"aan", "den", "de", "op", "zoom", "en"})


def streets_in(text: Text) -> Iterator[Personal]:
    """Yield streets with their numbers, in order."""
    yield from _all(text, _street)


def house_numbers_in(text: Text) -> Iterator[Personal]:
    """Yield house numbers that were asked for or follow a postcode, in order."""
    yield from _all(text, _number_alone)


Found = tuple[int, int, str]


def _all(text: Text, find: Callable[[Text, int], Found | None]) -> Iterator[Personal]:
    at = 0
    while at < len(text.tokens):
        found = find(text, at)
        if found is None:
            at += 1
            continue
        first, last, because = found
        yield Personal("address", (text.tokens[first].start, text.tokens[last - 1].end), because)
        at = last


def places_in(text: Text) -> Iterator[Personal]:
    """Yield the places behind the boxes of addresses and postcodes."""
    for at, token in enumerate(text.tokens):
        if token.kind != BOXED or KINDS[token.raw] not in ("address", "postcode"):
            continue
        yield from _belgian_postcode(text, at + 1)
        start = at + 1
        while text.fold(start) in _TO_PLACE and start < at + 4:
            start += 1
        end = _place(text, start, text.fold(start - 1) in ("in", "te"))
        if end > start:
            span = (text.tokens[start].start, text.tokens[end - 1].end)
            yield Personal("place", span, f"na [{KINDS[token.raw]}]")


def _belgian_postcode(text: Text, at: int) -> Iterator[Personal]:
    start = at + 1 if text.fold(at) == "," else at
    code = text.fold(start)
    placed = text.fold(start + 1) in words("places") or (
        text.kind(start + 1) == WORD and text.cased and text.tokens[start + 1].capital
    )
    if text.kind(start) == DIGITS and len(code) == 4 and placed:
        yield Personal("postcode", (text.tokens[start].start, text.tokens[start].end), "na [adres]")


def _place(text: Text, start: int, told: bool) -> int:
    """Return the token after the place that starts here, or `start`."""
    end = start
    while text.kind(end) == WORD and end < start + 4:
        token = text.tokens[end]
        capital = text.cased and token.capital and token.fold not in words("common")
        known = token.fold in words("places")
        unknown = told and not text.cased and end == start and not _plain(token.fold)
        joins = end > start and token.fold in _WITHIN_PLACE and _capital(text, end + 1)
        den = token.fold in ("den", "sint", "de") and text.fold(end + 1) in (
            "haag",
            "bosch",
            "bilt",
        )
        if not (capital or known or unknown or joins or den or text.fold(end - 1) == "den"):
            break
        end += 1
    return end


def _capital(text: Text, at: int) -> bool:
    return text.kind(at) == WORD and text.tokens[at].capital


def _plain(fold: str) -> bool:
    return fold in words("common") or fold in words("words", "short_words") or len(fold) < 3


def _street(text: Text, at: int) -> Found | None:
    if text.kind(at) != WORD:
        return None
    fold = text.fold(at)
    if _STREET.fullmatch(fold) and fold not in words("words", "no_street"):
        return _named_street(text, at)
    if fold in words("words", "street") and _capital(text, at) and _capital(text, at - 1):
        return _named_street(text, at)
    return _street_by_cue(text, at)


def _named_street(text: Text, at: int) -> Found | None:
    number = _number_end(text, at + 1)
    lives = _lives(text, at)
    plain = text.fold(at) in words("common") and not (text.cased and text.tokens[at].capital)
    if number is None and (not lives or text.fold(at) in words("common")):
        return None
    if plain and not lives:
        return None
    return _street_start(text, at), number or at + 1, "straat en huisnummer" if number else "woont"


def _street_start(text: Text, at: int) -> int:
    """Return where the name of a street starts: «Jan van Galenstraat»."""
    first = at
    for here in range(at - 1, max(at - _PREFIX, 0) - 1, -1):
        if text.kind(here) != WORD:
            break
        fold = text.fold(here)
        if _names_street(text, here, at):
            first = here
        elif fold not in words("words", "particles"):
            break
    return first


def _names_street(text: Text, here: int, at: int) -> bool:
    fold = text.fold(here)
    if text.cased and text.tokens[at].capital:
        return text.tokens[here].capital and fold not in words("words", "short_words")
    title = fold in words("words", "street_titles") and fold not in words("words", "particles")
    return title or (fold in words("first_names") and fold not in words("common"))


def _number_end(text: Text, at: int) -> int | None:
    """Return the token after a house number that starts here: «12a», «66-3», «honderdtwaalf»."""
    skipped = text.fold(at) in ("nummer", "nr", "huisnummer") or (
        text.fold(at) == ","
        and text.kind(at + 1) == DIGITS
        and text.fold(at - 1) not in words("words", "units")
    )
    start = at + 1 if skipped else at
    fold = text.fold(start)
    spoken = text.kind(start) == WORD and digits_of(fold) is not None and fold != "een"
    written = text.kind(start) in (DIGITS, MIXED) and _NUMBER.fullmatch(fold)
    if not (spoken or written) or text.fold(start + 1) in words("words", "units") | {
        "e",
        "ste",
        "%",
    }:
        return None
    return _additions(text, start + 1)


def _additions(text: Text, at: int) -> int:
    if text.fold(at) in ("-", "/") and text.glued(at) and text.glued(at + 1):
        return at + 2
    fold = text.fold(at)
    if fold == "bus" and text.kind(at + 1) in (DIGITS, MIXED):
        return at + 2
    if fold in words("words", "additions") and fold != "bus":
        return at + 1
    if text.kind(at) == MIXED and re.fullmatch(r"[a-z]\d", fold):
        return at + 1
    letter = len(fold) == 1 and "a" <= fold <= "h" and text.kind(at) == WORD
    return at + 1 if letter and (_capital(text, at) or text.kind(at + 1) != WORD) else at


def _lives(text: Text, at: int) -> bool:
    near = range(max(at - 7, 0), at)
    return any((cue_of(text.fold(k)) or ("",))[0] == "lives" for k in near) or (
        at < ANSWER and any(cue.name in ("lives", "address") for cue in asked(text.before))
    )


def _street_by_cue(text: Text, at: int) -> Found | None:
    """Return a street that no ending gives away: «ik woon op Biezen 12»."""
    token = text.tokens[at]
    name = (
        _capital(text, at)
        if text.cased
        else not _plain(token.fold) and digits_of(token.fold) is None
    )
    if not name or token.fold in words("common") or token.fold in words("places"):
        return None
    number = _number_end(text, at + 1)
    if number is None or not _lives(text, at):
        return None
    return _street_start(text, at), number, "woont"


def _number_alone(text: Text, at: int) -> Found | None:
    end = _number_end(text, at)
    if end is None or text.fold(at) in ("nummer", "nr", "huisnummer", ","):
        return None
    if text.tokens[at].fold.isdecimal() and len(text.fold(at)) > 4:
        return None
    because = _because(text, at)
    return (at, end, because) if because else None


def _because(text: Text, at: int) -> str:
    back = at - 1
    while back >= 0 and back > at - 5 and text.fold(back) in _TO_NUMBER | FILLERS:
        back -= 1
    if text.kind(back) == BOXED and KINDS[text.tokens[back].raw] == "postcode":
        return "na [postcode]"
    near = [text.fold(k) for k in range(max(at - 3, 0), at)]
    if "huisnummer" in near or "huisnr" in near:
        return "huisnummer"
    if back < 0 and any(cue.name in ("address", "lives") for cue in asked(text.before)):
        return "gevraagd: huisnummer"
    return ""
