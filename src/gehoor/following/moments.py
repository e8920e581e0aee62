"""Spoken Dutch moments: «binnen drie werkdagen», «morgen voor twaalf uur», «eind van de middag».

Finding a moment is a small grammar of our own, since the general date parsers do not know
how people say it; what it means on a calendar is left to text2num, dateparser and holidays,
loaded only when a date is asked.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_NUMBER = (
    r"(?:\d+|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|"
    r"vijftien|zestien|zeventien|achttien|negentien|twintig|eenentwintig|dertig|veertig|"
    r"vijfenveertig|zestig|anderhalf|anderhalve|een paar|enkele)"
)
_UNIT = r"(?:seconden?|minuten|minuut|min|kwartier|uurtje|uren|uur|werkdagen|werkdag|dagen|dag|weken|week|maanden|maand|jaar)"
_WEEKDAY = r"(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)"
_PART = r"(?:ochtend|morgen|middag|avond|nacht|namiddag|voormiddag)"
_MONTH = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
)
_DAY = (
    rf"(?:vandaag|morgen(?:ochtend|vroeg|middag|avond)?|overmorgen|vanochtend|vanmorgen|vanmiddag|"
    rf"vanavond|vannacht|straks|dadelijk|(?:(?:aanstaande|komende|volgende|eerstvolgende) )?"
    rf"{_WEEKDAY}(?:{_PART}|s)?|(?:volgende|komende|deze) (?:week|maand)|"
    rf"(?:aan het |het )?(?:eind|einde|begin|loop) van (?:de |het )?(?:dag|week|maand|ochtend|middag|avond|volgende week|volgende maand|kwartaal|jaar)|"
    rf"(?:de )?(?:\d{{1,2}}|{_NUMBER})(?:e|de|ste)? {_MONTH}(?: \d{{4}})?|\d{{1,2}}-\d{{1,2}}(?:-\d{{2,4}})?|"
    rf"{_MONTH}|het weekend|de dag erna|zo meteen|meteen|direct|nu)"
)
_CLOCK = (
    rf"(?:(?:half|kwart (?:voor|over)|{_NUMBER} (?:voor|over)(?: half)?) )?"
    rf"(?:\d{{1,2}}(?:[.:]\d{{2}})?|{_NUMBER}|zessen|vijven|vieren|achten|negenen|tienen)(?: uur)?(?: \d{{2}})?"
)
_TIME = (
    rf"(?:tussen {_CLOCK} en {_CLOCK}|(?:voor|vóór|na|om|rond|tegen|vanaf|tot|uiterlijk) "
    rf"(?:{_CLOCK}|de (?:middag|lunch)|het (?:eind|einde) van (?:de )?(?:dag|middag|week)))"
)
_SPAN = rf"(?:binnen|over|na|in|uiterlijk(?: binnen| over)?|hooguit|maximaal|nog) (?:{_NUMBER}(?: (?:a|à|tot|of) {_NUMBER})?|een half|het) (?:{_UNIT}|tiental dagen)"
_AT_DAY = r"(?:(?:op|voor|vóór|uiterlijk|vanaf|tegen|na|per|rond|in|voor het) )?"
_MOMENT = re.compile(
    rf"\b(?:{_AT_DAY}{_DAY}(?: nog)?(?:[, ]+(?:nog )?{_TIME})?|{_TIME}|{_SPAN})(?!\w)",
    re.IGNORECASE,
)
_WEAK = frozenset({"nu", "meteen", "direct", "straks", "zo meteen", "dadelijk", "morgen vroeg"})
_VAGUE = frozenset({"straks", "dadelijk"})


def moment_in(sentence: str) -> str | None:
    """Return the moment named in a sentence, in its own words; None if it names none.

    The longest one counts, with what follows it: «morgen» and «voor twaalf uur» is one moment.
    """
    found = [match[0].strip(" ,") for match in _MOMENT.finditer(sentence) if _is_time(match[0])]
    strong = [moment for moment in found if moment.lower() not in _VAGUE]
    return max(strong, key=_strength) if strong else None


def _is_time(moment: str) -> bool:
    """Tell a moment from an amount: «voor twaalf» is one, «op 3» or «na een» is none."""
    lower = moment.lower().strip(" ,")
    bare = re.fullmatch(r"(?:na|op|in|om|voor|tot|rond|tegen|vanaf|uiterlijk|vóór) (\w+)", lower)
    if bare is None:
        return True
    word = bare[1]
    if re.fullmatch(_DAY, word) or word in ("zessen", "vijven", "vieren", "achten", "negenen"):
        return True
    return lower.startswith(("om ", "rond ", "tegen ")) and word not in ("een", "de")


def _strength(moment: str) -> tuple[bool, int]:
    return (moment.lower() not in _WEAK, len(moment))


def due_on(moment: str, today: str) -> str | None:
    """Return the ISO date by which a moment has come, counted from the day of the call.

    Working days skip weekends and Dutch public holidays. None where no date follows from it.
    """
    try:
        start = date.fromisoformat(today)
    except ValueError:
        return None
    lower = moment.lower()
    found = _relative(lower, start) or _named(lower, start) or _calendar(lower, start)
    return found.isoformat() if found else None


def _relative(moment: str, start: date) -> date | None:
    match = re.search(rf"({_NUMBER})(?: (?:a|à|tot|of) ({_NUMBER}))? ({_UNIT})", moment)
    if match is None or match[3] in ("uur", "kwartier", "uurtje", "uren") or "minu" in match[3]:
        return start if match and re.match(r"(binnen|over|na|nog|hooguit)\b", moment) else None
    count, unit = _number(match[2] or match[1]), match[3]
    if count is None:
        return None
    if unit.startswith("werkdag"):
        return _working_days(start, count)
    days = {"d": 1, "w": 7, "m": 0, "j": 0}[unit[0]] * count
    months = {"m": 1, "j": 12}.get(unit[0], 0) * count
    return _months_later(start, months) + timedelta(days=days)


def _number(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    if word in ("een paar", "enkele"):
        return None
    if word.startswith("anderhal"):
        return 2
    from text_to_num import text2num

    try:
        return int(text2num(word.replace("één", "een"), "nl"))
    except ValueError:
        return None


def _working_days(start: date, count: int) -> date:
    from holidays import country_holidays

    free = country_holidays("NL", years=[start.year, start.year + 1])
    day = start
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5 and day not in free
    return day


def _months_later(start: date, months: int) -> date:
    year, month = divmod(start.month - 1 + months, 12)
    last = (
        date(start.year + year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)
    ).day
    return date(start.year + year, month + 1, min(start.day, last))


_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


def _named(moment: str, start: date) -> date | None:
    weekday = next((day for day in _WEEKDAYS if day in moment), None)
    if weekday:
        ahead = (_WEEKDAYS.index(weekday) - start.weekday() - 1) % 7 + 1
        return start + timedelta(days=ahead)
    if "overmorgen" in moment:
        return start + timedelta(days=2)
    if re.search(r"\bmorgen", moment):
        return start + timedelta(days=1)
    return _period(moment, start)


def _period(moment: str, start: date) -> date | None:
    friday = start + timedelta(days=(4 - start.weekday()) % 7)
    if "volgende week" in moment or "komende week" in moment:
        return start + timedelta(days=11 - start.weekday())
    if "volgende maand" in moment or "komende maand" in moment:
        return _months_later(start.replace(day=1), 2) - timedelta(days=1)
    if re.search(r"(eind|einde|loop) van (de )?week|deze week", moment):
        return friday
    if re.search(r"(eind|einde|loop) van (de )?maand|deze maand", moment):
        return _months_later(start.replace(day=1), 1) - timedelta(days=1)
    today = r"vandaag|vanochtend|vanmorgen|vanmiddag|vanavond|vannacht|straks|meteen|direct|\bnu\b|van de (dag|middag|ochtend|avond)"
    if re.search(today, moment) or re.match(r"(voor|na|om|rond|tegen|tussen|uiterlijk) ", moment):
        return None if re.search(_MONTH, moment) else start
    return None


def _calendar(moment: str, start: date) -> date | None:
    match = re.search(
        rf"(\d{{1,2}}|{_NUMBER})(?:e|de|ste)? {_MONTH}(?: \d{{4}})?|\d{{1,2}}-\d{{1,2}}(?:-\d{{2,4}})?",
        moment,
    )
    if match is None:
        return None
    import dateparser

    text = match[0]
    word = match[1]
    if word and not word.isdigit():
        text = text.replace(word, str(_number(word) or word), 1)
    settings = {
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": __import__("datetime").datetime(start.year, start.month, start.day),
        "DATE_ORDER": "DMY",
    }
    found = dateparser.parse(
        re.sub(r"(\d)(?:e|de|ste)\b", r"\1", text), languages=["nl"], settings=settings
    )
    return found.date() if found else None
