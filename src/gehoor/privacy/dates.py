"""Dates of birth with a month in words; those in digits alone are runs, and `numbers`' business.

A date is one of birth only where something says so: most dates in a call are of letters and visits.
"""

from __future__ import annotations

from collections.abc import Iterator

from gehoor.privacy.cues import GOES_ON, announced
from gehoor.privacy.lists import words
from gehoor.privacy.personal import Personal
from gehoor.privacy.spoken import compound_of, digits_of, ordinal_of
from gehoor.privacy.text import DIGITS, FILLERS, Text

_YEAR_TOKENS = 4


def dates_in(text: Text) -> Iterator[Personal]:
    """Yield the dates of birth of a text, in order."""
    months = words("words", "months")
    for at, token in enumerate(text.tokens):
        if token.fold not in months and not _numbered_month(text, at):
            continue
        first, last = _day(text, at), _year(text, at + 1)
        if first == at and last == at + 1:
            continue
        cue = next(
            (
                c
                for c in announced(text, first, last)
                if c.name == "birth_date" and c.because != GOES_ON
            ),
            None,
        )
        if cue is not None:
            span = (text.tokens[first].start, text.tokens[last - 1].end)
            yield Personal("birth_date", span, cue.because)


def _numbered_month(text: Text, at: int) -> bool:
    """Tell whether a token is the month of «de derde van de negende»."""
    van_de = text.fold(at - 2) == "van" and text.fold(at - 1) == "de"
    month = ordinal_of(text.fold(at)) if van_de else None
    return month is not None and month <= 12 and ordinal_of(text.fold(at - 3)) is not None


def _day(text: Text, at: int) -> int:
    """Return the token at which the day before a month starts, or the month itself."""
    day = at - 1
    while day > 0 and text.fold(day) in FILLERS | {"."} | (
        {"van", "de"} if _numbered_month(text, at) else set()
    ):
        day -= 1
    number = digits_of(text.fold(day)) or (text.fold(day) if text.kind(day) == DIGITS else "")
    value = int(number) if number and len(number) < 3 else ordinal_of(text.fold(day))
    if day < 0 or value is None or not 0 < value < 32:
        return at
    return day - 1 if text.fold(day - 1) == "de" else day


def _year(text: Text, at: int) -> int:
    """Return the token after a year that starts here, or `at`."""
    digits, end = "", at
    for here in range(at, at + _YEAR_TOKENS):
        fold = text.fold(here)
        number = fold if text.kind(here) == DIGITS else digits_of(fold)
        compound = compound_of(fold, text.fold(here + 2)) if text.fold(here + 1) == "en" else None
        if compound is not None and len(digits) < 3:
            return here + 3
        round_year = digits in ("1900", "2000") and number and len(number) < 3
        if number is not None and number and (len(digits) < 4 or round_year):
            digits, end = digits + number, here + 1
        elif fold not in FILLERS and fold not in ("'", "’", ".", ","):
            break
    return end if len(digits) >= 2 else at
