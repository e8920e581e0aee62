"""Finding spoken Dutch moments: «binnen drie werkdagen», «morgen voor twaalf uur».

A small grammar of our own: the general date parsers know «morgen» and «3 december», but not
how people promise things. What a moment means on a calendar is `dues`' business.
"""

from __future__ import annotations

import re
from functools import lru_cache

NUMBER = (
    r"(?:\d+|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|"
    r"vijftien|zestien|zeventien|achttien|negentien|twintig|vierentwintig|dertig|veertig|"
    r"vijfenveertig|achtenveertig|zestig|tweeënzeventig|anderhalf|anderhalve|een paar|enkele)"
)
ORDINAL = (
    r"(?:eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|elfde|twaalfde|"
    r"dertiende|veertiende|vijftiende|twintigste|dertigste|\d{1,2}(?:e|de|ste))"
)
UNIT = (
    r"(?:seconden?|minuten|minuut|min|kwartier|uurtje|uren|uur|werkdagen|werkdag|dagen|dag|"
    r"weken|week|maanden|maand|jaar)"
)
MONTH = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
)
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_SHORT_MONTH = r"(?:jan|feb|febr|mrt|apr|jun|jul|aug|sep|sept|okt|nov|dec)(?:\.|(?!\w))"
DATE = (
    rf"(?:(?:de |den )?(?:\d{{1,2}}|{ORDINAL}|{NUMBER}) (?:{MONTH}|{_SHORT_MONTH})(?: \d{{4}})?"
    r"|\d{1,2}-\d{1,2}(?:-\d{2,4})?)"
)
_PART = r"(?:ochtend|morgen|middag|avond|nacht|namiddag|voormiddag)"
_PERIOD = r"(?:dag|week|maand|ochtend|middag|avond|volgende week|volgende maand|kwartaal|jaar)"
_WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
_WEEKS = rf"over {NUMBER} (?:week|weken)"
_FEAST = r"(?:kerst|pasen|feestdagen|vakantie|jaarwisseling|zomer)"
_DAY = (
    rf"(?:(?:volgende|komende|deze) week (?:op )?{_WEEKDAY}(?:{_PART})?|"
    rf"{_WEEKDAY}(?:{_PART})? (?:over een week|{_WEEKS}|volgende week)|{_WEEKS} op {_WEEKDAY}|"
    r"vandaag|(?:over)?morgen(?:ochtend|vroeg|middag|namiddag|voormiddag|avond)?|vanochtend|vanmorgen|vanmiddag|"
    r"vanavond|vannacht|straks|dadelijk|zo meteen|meteen|direct|nu|het weekend|de dag erna|"
    rf"(?:(?:aanstaande|komende|volgende|eerstvolgende) )?(?:{'|'.join(WEEKDAYS)})(?:{_PART}|s)?|"
    r"(?:volgende|komende|deze) (?:week|maand)|"
    rf"deze {_PART}|"
    rf"(?:aan het |het )?(?:eind|einde|begin|loop) van (?:de |het )?{_PERIOD}|{DATE}|"
    rf"(?:(?:begin|half|medio|eind|einde) )?{MONTH})"
)
_ROUND_HOUR = (
    r"(?:enen|tweeën|drieën|vieren|vijven|zessen|zevenen|achten|negenen|tienen|elven|twaalven)"
)
_CLOCK = (
    rf"(?:(?:half|kwart (?:voor|over)|{NUMBER} (?:voor|over)(?: half)?) )?"
    rf"(?:{_ROUND_HOUR}|\d{{1,2}}(?:[.:]\d{{2}})?|{NUMBER})(?: uur)?(?: \d{{2}})?"
)
_TIME = (
    rf"(?:tussen {_CLOCK} en {_CLOCK}|(?:voor|vóór|na|om|rond|tegen|vanaf|tot|uiterlijk) "
    rf"(?:{_CLOCK}|de (?:middag|lunch)|het (?:eind|einde) van (?:de )?(?:dag|middag|week)))"
)
_SPAN = (
    r"(?:binnen(?: nu en)?|over|na|in|uiterlijk(?: binnen| over)?|hooguit|maximaal|nog|"
    r"de (?:eerst)?komende|(?:binnen|in) de) "
    rf"(?:{NUMBER}(?: (?:a|à|tot|of) {NUMBER})?|(?:een |het |'t )?half|het|'t) "
    rf"(?:{UNIT}|tiental dagen)"
)
_BEFORE = r"(?:(?:op|voor|vóór|uiterlijk|vanaf|tegen|na|per|rond|in|voor het) )?"
_AROUND = (
    rf"(?:voor|vóór|na|tegen) (?:de )?{_FEAST}|"
    r"(?:in|tegen|na) (?:de|den) (?:namiddag|voormiddag|avond)"
)
_MOMENT = (
    rf"\b(?:{_BEFORE}{_DAY}(?: nog)?(?:[, ]+(?:nog )?{_TIME})?|{_TIME}|{_SPAN}|{_AROUND})(?!\w)"
)
_WORDS = re.compile(r"[a-z]+|\d").findall


def _one_of(pattern: str) -> list[str]:
    return pattern.removeprefix("(?:").removesuffix(")").split("|")


_TELLING = frozenset(
    [
        *(number for number in _one_of(NUMBER) if number != "een"),  # «een» tells nothing alone
        *"0123456789",
        *(unit.replace("?", "") for unit in _one_of(UNIT)),
        *("seconde", "half", "kwart", "tussen", *_one_of(MONTH), *_one_of(_ROUND_HOUR)),
        *("vandaag", "overmorgen", "vanochtend", "vanmorgen", "vanmiddag", "vanavond", "vannacht"),
        *("straks", "dadelijk", "meteen", "direct", "nu", "weekend", "middag", "lunch"),
        *("eind", "einde", "begin", "loop", "medio", *_one_of(_PART), *_one_of(_FEAST)),
        *_one_of(_SHORT_MONTH.removesuffix(r"(?:\.|(?!\w))")),
        *(
            day + part
            for day in (*WEEKDAYS, "morgen", "overmorgen")
            for part in ("", "s", "vroeg", *_one_of(_PART))
        ),
    ]
)
"""Every moment in plain letters holds at least one of these words."""
_BARE = re.compile(r"(?:na|op|in|om|voor|tot|rond|tegen|vanaf|uiterlijk|vóór) (\w+)")
_DAY_ALONE, _HOUR_ALONE = re.compile(_DAY), re.compile(_ROUND_HOUR)
_VAGUE = frozenset({"straks", "dadelijk"})  # no moment anyone can be held to
_WEAK = frozenset({"nu", "meteen", "direct", "zo meteen"})  # only if nothing better is said


def moment_in(sentence: str) -> str | None:
    """Return the moment named in a sentence, in its own words; None if it names none.

    The longest one counts, with what follows it: «morgen» and «voor twaalf uur» is one moment.
    """
    if sentence.isascii() and _TELLING.isdisjoint(_WORDS(sentence.lower())):
        return None  # as most sentences: the grammar need not be tried at each word
    found = [match[0].strip(" ,") for match in _moments().finditer(sentence)]
    named = [moment for moment in found if _is_moment(moment.lower())]
    return max(named, key=_strength) if named else None


@lru_cache(maxsize=1)
def _moments() -> re.Pattern[str]:
    return re.compile(_MOMENT, re.IGNORECASE)


def _is_moment(moment: str) -> bool:
    """Tell a moment from an amount: «om drie» is one, «op 3», «voor drie» or «na een» is none."""
    if moment in _VAGUE:
        return False
    bare = _BARE.fullmatch(moment)
    if bare is None or _DAY_ALONE.fullmatch(bare[1]) or _HOUR_ALONE.fullmatch(bare[1]):
        return True
    return moment.startswith(("om ", "rond ", "tegen ")) and bare[1] not in ("een", "de")


def _strength(moment: str) -> tuple[bool, int]:
    return (moment.lower() not in _WEAK, len(moment))
