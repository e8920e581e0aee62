"""What a spoken moment means on the calendar, counted from the day of the call.

Numbers in words by text2num, calendar dates by dateparser, working days by holidays; each is
loaded only when a date is asked, since most calls never do.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from gehoor.following.moments import DATE, MONTH, NUMBER, ORDINAL, UNIT, WEEKDAYS

_COUNTED = re.compile(
    r"(?:binnen(?: nu en)?|over|na|in|uiterlijk(?: binnen| over)?|hooguit|maximaal|nog|"
    r"de (?:eerst)?komende|(?:binnen|in) de) "
    rf"(?:{NUMBER} (?:a|à|tot|of) )?({NUMBER}) ({UNIT})"
)
_TODAY = re.compile(
    r"vandaag|vanochtend|vanmorgen|vanmiddag|vanavond|vannacht|meteen|direct|\bnu\b|"
    r"van de (?:dag|middag|ochtend|avond)|^deze (?!week|maand)|^(?:in|tegen|na) den? |"
    r"^(?:voor|vóór|na|om|rond|tegen|tussen|uiterlijk) "
)
MOST_WORKING_DAYS = 1_000  # counted one by one; nobody promises something four years ahead
_NOT_FREE = frozenset({"Goede vrijdag"})  # most of the Netherlands works on it
_MONTHS = MONTH.removeprefix("(?:").removesuffix(")").split("|")
_ORDINALS = (
    "eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende",
    "tiende", "elfde", "twaalfde", "dertiende", "veertiende", "vijftiende",
)  # fmt: skip


def due_on(moment: str, today: str) -> str | None:
    """Return the ISO date by which a moment has come, counted from the day of the call.

    Working days skip weekends and Dutch public holidays; a period counts until its last day.
    None where no date follows from it, or `today` is no ISO date.
    """
    try:
        start = date.fromisoformat(today)
        found = _due(moment.lower(), start)
    except (ValueError, OverflowError):
        return None
    return found.isoformat() if found else None


def _due(moment: str, start: date) -> date | None:
    if re.search(DATE, moment):
        return _calendar(moment, start)
    weekday = next((number for number, day in enumerate(WEEKDAYS) if day in moment), None)
    if weekday is not None:
        return _weekday(weekday, moment, start)
    counted = _COUNTED.match(moment)
    if counted:
        return _counted(counted, start)
    if re.search(r"\bhalf jaar\b", moment):
        return _months_later(start, 6)
    if re.search(r"\bhalf uur|(?:het|'t) uur\b", moment):
        return start
    return _named(moment, start) or _period(moment, start)


def _counted(match: re.Match[str], start: date) -> date | None:
    count, unit = _number(match[1]), match[2]
    if count is None:
        return None
    if unit.startswith("werkdag"):
        return _working_days(start, count) if count <= MOST_WORKING_DAYS else None
    if unit.startswith(("maand", "jaar")):
        return _months_later(start, count * (12 if unit == "jaar" else 1))
    return start + timedelta(days=_days(count, unit))


def _days(count: int, unit: str) -> int:
    if unit in ("uur", "uren", "uurtje"):
        return count // 24
    if unit in ("week", "weken"):
        return count * 7
    return count if unit in ("dag", "dagen") else 0


def _number(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    if word in ("een paar", "enkele"):
        return None
    if word.startswith("anderhal"):
        return 2
    from text_to_num import text2num

    return int(text2num(word.replace("één", "een"), "nl"))


def _working_days(start: date, count: int) -> date:
    from holidays import country_holidays

    free = country_holidays("NL", years=range(start.year, start.year + 2), language="nl")
    day = start
    while count:
        day += timedelta(days=1)
        works = day.weekday() < 5 and (day not in free or free[day] in _NOT_FREE)
        count -= works
    return day


def _months_later(start: date, months: int) -> date:
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


_LATER = re.compile(rf"over ({NUMBER}) (?:week|weken)")


def _weekday(weekday: int, moment: str, start: date) -> date | None:
    """Return a day of the week: «dinsdag», «volgende week dinsdag», «maandag over een week»."""
    monday = start - timedelta(days=start.weekday())
    coming = start + timedelta(days=(weekday - start.weekday() - 1) % 7 + 1)
    later = _LATER.search(moment)
    if later:
        weeks = _number(later[1])
        if weeks is None:
            return None
        day = monday + timedelta(days=weekday) if moment.startswith("over") else coming
        return day + timedelta(weeks=weeks)
    if re.search(r"(?:volgende|komende) week", moment):
        return monday + timedelta(days=7 + weekday)
    return coming


def _named(moment: str, start: date) -> date | None:
    if "overmorgen" in moment:
        return start + timedelta(days=2)
    return start + timedelta(days=1) if re.search(r"\bmorgen|dag erna", moment) else None


_UNCERTAIN = re.compile(r"kerst|pasen|feestdagen|vakantie|jaarwisseling|zomer")


def _period(moment: str, start: date) -> date | None:
    if _UNCERTAIN.search(moment):
        return None
    if "weekend" in moment:
        return _weekend(moment, start)
    last = monthrange(start.year, start.month)[1]
    if re.search(r"(?:volgende|komende) week", moment):
        return start + timedelta(days=11 - start.weekday())  # its Friday
    if re.search(r"(?:volgende|komende) maand", moment):
        return _months_later(start.replace(day=1), 2) - timedelta(days=1)
    if re.search(r"van (?:de )?week|deze week", moment):
        return start + timedelta(days=(4 - start.weekday()) % 7)
    if re.search(r"van (?:de )?maand|deze maand", moment):
        return start.replace(day=last)
    if re.search(MONTH, moment):
        return _in_month(moment, start)
    return start if _TODAY.search(moment) else None


def _weekend(moment: str, start: date) -> date:
    """Return the Friday before, the Sunday in or the Monday after the coming weekend."""
    sunday = start + timedelta(days=6 - start.weekday())
    if moment.startswith("na "):
        return sunday + timedelta(days=1)
    before = moment.startswith(("voor ", "vóór ")) and start.weekday() < 5
    return sunday - timedelta(days=2) if before else sunday


def _in_month(moment: str, start: date) -> date | None:
    """Return the last day of «eind maart», the fifteenth of «half maart»; a month is no day."""
    found = re.search(rf"\b(half|medio|einde?) ({MONTH})", moment)
    if not found:
        return None
    month = _MONTHS.index(found[2]) + 1
    year = start.year + (month < start.month)
    return date(year, month, 15 if found[1] in ("half", "medio") else monthrange(year, month)[1])


def _calendar(moment: str, start: date) -> date | None:
    import dateparser

    match = re.search(DATE, moment)
    assert match is not None
    text = re.sub(ORDINAL, _digits, match[0].removeprefix("de ").removeprefix("den "), count=1)
    text = re.sub(rf"^{NUMBER}(?= )", lambda found: str(_number(found[0])), text)
    found = dateparser.parse(
        text,
        languages=["nl"],
        settings={
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": datetime(start.year, start.month, start.day),
            "DATE_ORDER": "DMY",
        },
    )
    return found.date() if found else None


def _digits(match: re.Match[str]) -> str:
    word = match[0]
    if word[0].isdigit():
        return re.sub(r"\D", "", word)
    return str(_ORDINALS.index(word) + 1) if word in _ORDINALS else word
