"""Dates as a letter writes them: «morgen» means nothing a week later."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

DAYS: Final = [
    "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
]  # fmt: skip
MONTHS: Final = [
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
]  # fmt: skip
_PARTS: Final = {
    "vanochtend": " in de ochtend",
    "vanmorgen": " in de ochtend",
    "vanmiddag": " in de middag",
    "vanavond": " in de avond",
    "ochtend": " in de ochtend",
    "middag": " in de middag",
    "avond": " in de avond",
}
_NEAR: Final = re.compile(
    r"\b(?:vandaag(?: nog)?|van(?:ochtend|morgen|middag|avond)"
    r"|(?:over)?morgen(?P<part>ochtend|middag|avond)?)\b",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(
    r"\b(?:volgende week |aanstaande |komende )?(?:maan|dins|woens|donder|vrij|zater|zon)dag"
    r"(?P<part>ochtend|middag|avond)?\b",
    re.IGNORECASE,
)
_TERM: Final = re.compile(
    r"\b(?:binnen|over) [\w ]{1,20}?(?:dagen|dag|weken|week)\b", re.IGNORECASE
)


def day_in_words(iso: str) -> str:
    """Return an ISO date as «dinsdag 10 maart 2026».

    Raises:
        ValueError: it is no ISO date.
    """
    day = date.fromisoformat(iso)
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def with_date(text: str, when: str | None, due: str | None, called: str | None) -> str:
    """Return a sentence with the dates that its spoken moments stand for.

    «Ik bel u morgen voor vier uur» becomes «Ik bel u woensdag 11 maart voor vier uur»; a term
    keeps its words and gets its last day behind it. What is not known stays as it was said.

    Args:
        text: the sentence.
        when: its moment, in the words that were used.
        due: the ISO date of that moment.
        called: the day of the call (ISO 8601).
    """
    if called is None:
        return text
    text = _NEAR.sub(lambda found: _capital_as(found[0], _near(found, called)), text)
    if when is None or due is None or when not in text:
        return text
    return text.replace(when, _dated(when, _named(date.fromisoformat(due))), 1)


def _near(found: re.Match[str], called: str) -> str:
    word = found[0].lower()
    later = 2 if word.startswith("overmorgen") else 1 if word.startswith("morgen") else 0
    day = date.fromisoformat(called) + timedelta(days=later)
    return _named(day) + _PARTS.get(found["part"] or word, "")


def _dated(when: str, named: str) -> str:
    found = _WEEKDAY.search(when)
    if found and not re.match(r" \d", when[found.end() :]):
        said = named + _PARTS.get(found["part"] or "", "")
        return when[: found.start()] + said + when[found.end() :]
    term = _TERM.search(when)
    return f"{when[: term.end()]} (uiterlijk {named}){when[term.end() :]}" if term else when


def _named(day: date) -> str:
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def _capital_as(model: str, text: str) -> str:
    return text[:1].upper() + text[1:] if model[:1].isupper() else text
