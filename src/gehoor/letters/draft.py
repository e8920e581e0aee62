"""The draft of a confirmation: lines that point at what was said, and what still must be asked.

Order: the other's own matter first, then what we do, what can't be, what can, how to reach
us. Source: A3 («Bevestig het schriftelijk»), A4 (no apologies in writing), A5 (the caller's
concern before ours).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec

from gehoor.following.agreements import sentence_span
from gehoor.house import LetterHouse
from gehoor.letters.dates import day_in_words, with_date
from gehoor.letters.readability import Readability, readability_of
from gehoor.letters.sentences import written
from gehoor.reporting.record import KeptAgreement, KeptTurn, Record

Section = Literal["opening", "matter", "promise", "refusal", "alternative", "contact", "close"]
Form = Literal["u", "je"]
SECTIONS: Final[tuple[Section, ...]] = (
    "opening", "matter", "promise", "refusal", "alternative", "contact", "close",
)  # fmt: skip
AGREED: Final[tuple[Literal["promise", "refusal", "alternative"], ...]] = (
    "promise", "refusal", "alternative",
)  # fmt: skip
HEADED: Final = frozenset({"matter", "promise", "refusal", "alternative"})
_SURE: Final = 0.5  # probability from which a reason or summary is taken to be one
_ALIKE: Final = 0.7  # share of words two lines may have in common before one is questioned
_OBJECTS: Final = re.compile(r"\b(bezwaar|beroep|klacht|ombudsman)", re.IGNORECASE)
_SORRY: Final = frozenset({"apology", "regret"})


class Line(msgspec.Struct, frozen=True):
    """One line of a draft.

    `quote` is what was said and `turn` where (from 0); both None for the fixed sentences of a
    letter. `due` is an ISO date where the moment is known.
    """

    section: Section
    text: str
    turn: int | None = None
    quote: str | None = None
    due: str | None = None


class OpenPoint(msgspec.Struct, frozen=True):
    """Something a person must decide or fill in; `line` counts the draft's lines from 0."""

    kind: str
    question: str
    line: int | None = None


class Draft(msgspec.Struct, frozen=True):
    """A confirmation that a person still has to check."""

    greeting: str
    lines: tuple[Line, ...]
    sign_off: tuple[str, ...]
    open_points: tuple[OpenPoint, ...]
    form: Form
    headings: dict[str, str]
    readability: Readability


def draft_of(
    record: Record,
    form: Form = "u",
    house: LetterHouse | None = None,
    name: str = "",
    date: str | None = None,
    mail: bool = False,
) -> Draft:
    """Return the draft of the confirmation of a call.

    Args:
        record: the review of the call.
        form: how the house addresses people.
        house: what is the same in every letter.
        name: to whom it goes; asked where empty.
        date: the day of the call (ISO 8601), where known.
        mail: an e-mail instead of a letter.
    """
    house, words = house or LetterHouse(), _words()
    lines = tuple(_lines(record, words[form], house, date, mail))
    return Draft(
        greeting=words[form]["greeting" if name else "greeting_unknown"].format(name=name),
        lines=lines,
        sign_off=tuple(filter(None, (words[form]["sign_off"], house.sender, house.organisation))),
        open_points=tuple(_open_points(record, lines, words["ask"], house, name)),
        form=form,
        headings={section: words[form][section] for section in sorted(HEADED)},
        readability=readability_of(" ".join(line.text for line in lines)),
    )


def ask(about: str) -> str:
    """Return what is asked of a person about something, with fields in braces to fill in."""
    return _words()["ask"][about]


def _lines(
    record: Record, words: dict[str, str], house: LetterHouse, date: str | None, mail: bool
) -> Iterator[Line]:
    opening = words["opening_mail" if mail else "opening"]
    yield Line("opening", opening.format(day=day_in_words(date) if date else "[datum]"))
    yield from _matter(record)
    for kind in AGREED:
        for item in _once(record.agreements, kind):
            # Only of our own promises: the term for an objection runs from the decision.
            due = item.due if kind == "promise" or not _OBJECTS.search(item.quote) else None
            text = with_date(written(item.quote).text, item.when, due, date)
            yield Line(kind, text, item.turn, item.quote, item.due)
            if kind == "refusal":
                yield from _reason(record, item)
    refused = any(item.kind == "refusal" for item in record.agreements)
    for text in (house.objection if refused else "", house.contact):
        if text:
            yield Line("contact", text)
    yield Line("close", words["close"])


def _once(agreements: Sequence[KeptAgreement], kind: str) -> list[KeptAgreement]:
    """Return the agreements of a kind; a sentence that is also a promise stands there only."""
    promised = {item.quote for item in agreements if item.kind == "promise"}
    found: dict[str, KeptAgreement] = {}
    for item in agreements:
        if item.kind == kind and (kind == "promise" or item.quote not in promised):
            found.setdefault(item.quote, item)
    return list(found.values())


def _matter(record: Record) -> Iterator[Line]:
    """Yield the agent's own summary of what the caller told: the last one, said in u or je."""
    for turn in reversed(record.turns):
        if turn.speaker == "agent":
            for sentence in _sentences_with(turn, "summary"):
                yield Line("matter", written(sentence).text, turn.index, sentence)
                return


def _reason(record: Record, item: KeptAgreement) -> Iterator[Line]:
    """Yield why something can't be, where the agent said so in the same turn or the next."""
    if " want " in item.quote or " omdat " in item.quote:
        return
    later = [turn for turn in record.turns[item.turn :] if turn.speaker == "agent"][:2]
    for turn in later:
        for sentence in _sentences_with(turn, "explain"):
            if sentence != item.quote:
                yield Line("refusal", written(sentence).text, turn.index, sentence)
                return


def _sentences_with(turn: KeptTurn, act: str) -> list[str]:
    spans = [item.span for item in turn.acts if item.act == act and item.confidence >= _SURE]
    found = dict.fromkeys(sentence_span(turn.text, span) for span in spans)
    sorry = [item.span for item in turn.acts if item.act in _SORRY]
    return [
        turn.text[start:end]
        for start, end in found
        if not any(start < span[1] and span[0] < end for span in sorry)
    ]


def _open_points(
    record: Record, lines: Sequence[Line], ask: dict[str, str], house: LetterHouse, name: str
) -> Iterator[OpenPoint]:
    if not record.agreements:
        yield OpenPoint("nothing", ask["nothing"])
    if not name:
        yield OpenPoint("name", ask["name"])
    if not any(line.section == "matter" for line in lines):
        yield OpenPoint("matter", ask["matter"])
    said = {(item.turn, item.quote): item for item in record.agreements}
    for at, line in enumerate(lines):
        if line.quote is None or line.turn is None:
            continue
        item = said.get((line.turn, line.quote))
        yield from _about(record, line, at, item, lines, ask)
    if not house.contact:
        yield OpenPoint("contact", ask["contact"])


def _about(
    record: Record,
    line: Line,
    at: int,
    item: KeptAgreement | None,
    lines: Sequence[Line],
    ask: dict[str, str],
) -> Iterator[OpenPoint]:
    """Yield what must be asked about one line that was said."""
    if line.section == "promise" and item is not None and not item.when:
        yield OpenPoint("when", ask["when"], at)
    has_reason = item is None or any(
        word in line.text for word in (" want ", " omdat ", " daarom ", " vanwege ")
    )
    if line.section == "refusal" and not has_reason and not _explained(record, lines, at):
        yield OpenPoint("why", ask["why"], at)
    if _is_sorry(record, line):
        yield OpenPoint("apology", ask["apology"], at)
    if written(line.quote or "").rough:
        yield OpenPoint("spoken", ask["spoken"], at)
    if any(_alike(line.text, other.text) for other in lines[:at] if other.quote):
        yield OpenPoint("repeated", ask["repeated"], at)


def _explained(record: Record, lines: Sequence[Line], at: int) -> bool:
    """Tell whether the line after a refusal is its reason."""
    after = lines[at + 1] if at + 1 < len(lines) else None
    if after is None or after.section != "refusal" or after.quote is None:
        return False
    return all((item.turn, item.quote) != (after.turn, after.quote) for item in record.agreements)


def _is_sorry(record: Record, line: Line) -> bool:
    turn = record.turns[line.turn or 0]
    start = turn.text.find(line.quote or "")
    end = start + len(line.quote or "")
    return any(act.act in _SORRY and start < act.span[1] and act.span[0] < end for act in turn.acts)


def _alike(one: str, other: str) -> bool:
    left, right = set(one.casefold().split()), set(other.casefold().split())
    return len(left & right) >= _ALIKE * min(len(left), len(right))


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
