"""What a run of digits and letters is: a phone number, an IBAN, a file number, or nothing.

What a run looks like decides where its form is telling (an IBAN, 06 and eight digits); the words
around it where they announce something. Amounts, counts, times and years are nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from gehoor.privacy.checks import (
    iban_at,
    is_bsn,
    is_card,
    is_phone,
    is_plate,
    is_postcode,
)
from gehoor.privacy.cues import GOES_ON, Cue, announced
from gehoor.privacy.lists import words
from gehoor.privacy.personal import Kind, Personal
from gehoor.privacy.runs import Item, Run, run_of
from gehoor.privacy.text import DIGITS, MIXED, WORD, Text

LONG = 7  # digits; a loose number this long identifies something
_LEAST: dict[Kind, tuple[int, int]] = {  # (digits, characters) that do for an announced kind
    "phone": (6, 6),
    "bsn": (7, 7),
    "iban": (7, 7),
    "card": (12, 12),
    "number": (2, 4),
}
_DANGLING = frozenset("unktsmzo")  # a word behind a number rather than a letter of it
_LONGEST_PHONE = 13  # digits
_SERVICE = ("0800", "0900", "0906", "0909")  # organisations, for anyone to call
_YEAR = re.compile(r"(19|20)\d\d")
_CODE = re.compile(r"[a-z]{2,5}\d{5,}")


def numbers_in(text: Text, runs: Sequence[Run]) -> Iterator[Personal]:
    """Yield the personal numbers of a text, in order."""
    yield from _postcodes(text)
    for run in runs:
        trimmed = _trimmed(text, run)
        if trimmed is not None:
            yield from _judge(text, trimmed, run)


def _judge(text: Text, run: Run, whole: Run) -> Iterator[Personal]:
    cues = list(announced(text, run.items[0].first, run.items[-1].last))
    if (cues and cues[0].name == "other") or _is_service(run):
        return
    unit = _counted(text, run)
    for cue in cues:
        said = whole if cue.name == "plate" else run
        found = None if unit else _as_announced(text, said, cue)
        if found is not None:
            yield found
            return
    for kind, part, because in _by_form(text, run):
        if not unit or kind != "number":
            yield _personal(text, kind, part, because)
            return


def _is_service(run: Run) -> bool:
    """Tell whether a run is an organisation's number: «0800-1234», «nul negenhonderd …»."""
    first = run.items[0].chars
    spoken = first == "0" and run.chars[1:4] in ("800", "900") and len(run.items[1].chars) == 3
    return spoken or (first.startswith(_SERVICE) and len(first) in (4, 8, 11))


def _personal(text: Text, kind: Kind, run: Run, because: str) -> Personal:
    first, last = run.items[0].first, run.items[-1].last
    return Personal(kind, (text.tokens[first].start, text.tokens[last - 1].end), because)


def _by_form(text: Text, run: Run) -> Iterator[tuple[Kind, Run, str]]:
    """Yield what a run is by its form alone, the surest first."""
    for kind, find, because in _FORMS:
        part = find(text, run)
        if part is not None:
            yield kind, part, because


def _first_part(run: Run, sizes: tuple[int, ...], test: Callable[[str], bool]) -> Run | None:
    """Return the first items that together pass a test, of any of these sizes."""
    for start in sorted(run.edges):
        for size in sizes:
            part = run.part(start, start + size)
            if part is not None and test(part.chars):
                return part
    return None


def _iban(_: Text, run: Run) -> Run | None:
    for start in sorted(run.edges):
        end = iban_at(run.chars, start)
        part = run.part(start, end) if end else None
        if part is not None:
            return part
    return None


def _card(_: Text, run: Run) -> Run | None:
    return _first_part(run, (16, 15), lambda chars: chars.isdecimal() and is_card(chars))


def _phone(_: Text, run: Run) -> Run | None:
    return _first_part(run, (10, 9, 12, 13, 11, 14), is_phone)


def _bsn(_: Text, run: Run) -> Run | None:
    chars = run.chars
    return run if chars.isdecimal() and len(chars) in (9, 11) and is_bsn(chars) else None


def _plate(text: Text, run: Run) -> Run | None:
    """Return a plate written with its two dashes, or a Dutch one in capitals."""
    found = _first_part(run, (6, 7), is_plate)
    if found is None:
        return None
    start, end = text.tokens[found.items[0].first].start, text.tokens[found.items[-1].last - 1].end
    return found if text.text[start:end].count("-") == 2 else None


def _postcode(_: Text, run: Run) -> Run | None:
    return _first_part(run, (6,), is_postcode)


def _long(text: Text, run: Run) -> Run | None:
    letters = sum(map(str.isalpha, run.chars))
    long = run.digits >= LONG + letters
    if any(
        text.kind(i.first) == WORD and i.last == i.first + 1 and len(i.chars) > 2 for i in run.items
    ):
        return None  # «vierduizend tweehonderd» is an amount
    whole = run.items[0].chars.isdecimal() and len(run.items[0].chars) >= LONG
    return run if long or whole or _CODE.fullmatch(run.chars) else None


_FORMS: tuple[tuple[Kind, Callable[[Text, Run], Run | None], str], ...] = (
    ("iban", _iban, "vorm van een IBAN"),
    ("card", _card, "test van Luhn"),
    ("phone", _phone, "vorm van een telefoonnummer"),
    ("plate", _plate, "vorm van een kenteken"),
    ("postcode", _postcode, "vorm van een postcode"),
    ("bsn", _bsn, "elfproef"),
    ("number", _long, "lang nummer"),
)
_FIND = {kind: find for kind, find, _ in _FORMS}


def _as_announced(text: Text, run: Run, cue: Cue) -> Personal | None:
    kind = _kind(run, cue)
    if kind is None:
        return None
    part = _FIND[kind](text, run) if kind in ("iban", "card", "phone", "postcode") else None
    if kind == "phone" and part is not None and run.digits <= _LONGEST_PHONE:
        part = run  # a digit too many was misheard or belongs to it
    if kind == "plate":
        part = _first_part(run, (6, 7), is_plate)
    if kind == "postcode" and part is None and run.items[0].first < 5:
        part = _half_postcode(text, run)
    if part is None and _enough(text, run, kind, cue):
        part = _with_prefix(text, run) if kind == "number" else run
    return None if part is None else _personal(text, kind, part, cue.because)


def _half_postcode(text: Text, run: Run) -> Run | None:
    """Return a Belgian postcode, or a Dutch one whose letters look like a word: «9411 kj»."""
    short = [item for item in run.items if len(item.chars) in (1, 2, 4)]
    if len(run.chars) != 4 or not run.chars.isdecimal() or len(short) < len(run.items):
        return None
    last = run.items[-1].last
    while text.fold(last) in ("en", "dan", "letters"):
        last += 1
    letters = text.fold(last)
    ordinary = letters in words("words", "short_words") or letters in words("common")
    if text.kind(last) == WORD and not ordinary and is_postcode(run.chars + letters):
        return run_of([*run.items, Item(letters, last, last + 1, True)])
    return run


def _kind(run: Run, cue: Cue) -> Kind | None:
    if cue.name == "any":
        return "phone" if run.chars[0] in "0+" and run.digits >= 9 else "number"
    kinds: dict[str, Kind] = {
        "phone": "phone", "birth_date": "birth_date", "bsn": "bsn", "iban": "iban", "card": "card",
        "plate": "plate", "postcode": "postcode", "number": "number",
    }  # fmt: skip
    return kinds.get(cue.name)


def _enough(text: Text, run: Run, kind: Kind, cue: Cue) -> bool:
    if kind == "birth_date":
        return _is_date(run)
    if kind not in _LEAST or _one_amount(text, run):
        return False
    if (
        kind == "number"
        and (not cue.asked or cue.because == GOES_ON)
        and _YEAR.fullmatch(run.chars)
    ):
        return False
    digits, size = _LEAST[kind]
    if cue.because == GOES_ON:
        digits, size = (2, 2) if run.items[0].first < 5 else (9, 9)
    elif cue.name == "any":
        digits, size = (4, 4) if cue.asked else (5, 5)
    elif cue.asked and kind == "phone":
        digits, size = (4, 4) if run.chars[0] in "0+" else (6, 6)
    elif kind == "number" and (cue.asked or cue.near):
        digits, size = 2, 3
    return run.digits >= digits and len(run.chars) >= size


def _is_date(run: Run) -> bool:
    """Tell whether a run can be day, month and year: «12-08-'61», «vijf vijf tachtig»."""
    parts, chars = len(run.items), run.chars
    if not chars.isdecimal() or not 3 <= len(chars) <= 8:
        return False
    return parts >= 3 or (parts == 1 and len(chars) in (6, 8)) or (parts == 2 and len(chars) >= 6)


def _one_amount(text: Text, run: Run) -> bool:
    """Tell whether a run is one number word, «honderdtachtig»: a count rather than a number."""
    return all(
        text.kind(item.first) == WORD and item.chars.isdecimal() and len(item.chars) > 2
        for item in run.items
    )


def _with_prefix(text: Text, run: Run) -> Run:
    """Return a file number with the letters it starts with: «fr 2024»."""
    before = run.items[0].first - 1
    fold = text.fold(before)
    plain = fold in words("common") or fold in words("words", "short_words")
    if text.kind(before) != WORD or len(fold) > 3 or plain:
        return run
    return run_of([Item(fold, before, before + 1, False), *run.items])


def _counted(text: Text, run: Run) -> bool:
    """Tell whether something is counted, measured or paid: «4500 euro», «€ 120»."""
    after, before = text.fold(run.items[-1].last), text.fold(run.items[0].first - 1)
    return after in words("words", "units") | {"%", "€", "°"} or before in ("€", "$")


def _trimmed(text: Text, run: Run) -> Run | None:
    """Return a run without the words at its edges that are no part of it, None if none is."""
    items = list(run.items)
    while items and _loose_end(text, items):
        items.pop()
    while items and _loose_start(text, items):
        items.pop(0)
    if not any(item.chars.lstrip("+").isdecimal() or item.sure for item in items):
        return None
    return run_of(items) if len(items) < len(run.items) else run


def _loose_end(text: Text, items: list[Item]) -> bool:
    last = items[-1]
    if last.sure or text.glued(last.first):
        return False
    if last.chars == "1":
        return text.kind(last.last) == WORD and len(items) > 1 and len(items[-2].chars) > 1
    return last.chars in _DANGLING and (len(items) < 2 or items[-2].chars.isdecimal())


def _loose_start(text: Text, items: list[Item]) -> bool:
    first, second = items[0], items[1:2]
    if first.sure or text.glued(first.last):
        return False
    if first.chars == "1":
        return not second or text.kind(second[0].first) in (DIGITS, MIXED)
    return first.chars in _DANGLING and (not second or text.kind(second[0].first) == DIGITS)


_WRITTEN_POSTCODE = re.compile(r"(?<![\w.,/-])([1-9]\d{3})\s?([A-Za-z]{2})(?![\w'’-])")


def _postcodes(text: Text) -> Iterator[Personal]:
    """Yield postcodes as they are written; small letters must be no word of their own."""
    for match in _WRITTEN_POSTCODE.finditer(text.text):
        letters = match[2]
        small = letters.lower()
        word = small in words("words", "short_words") or small in words("common")
        if letters.isupper() and not text.cased:
            word = word and " " in match[0]
        elif letters.isupper():
            word = False
        if is_postcode((match[1] + letters).lower()) and not word:
            yield Personal("postcode", match.span(), "vorm van een postcode")
