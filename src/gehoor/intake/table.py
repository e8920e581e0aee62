"""Tables: CSV with a column for who and one for what, and RTTM with words.

Column names differ in every export; `COLUMNS` says which names mean what. Anything more is
left alone, scores of feeling above all.
"""

from __future__ import annotations

import csv
import io
import re
from typing import Final

from gehoor.dialogue import Call
from gehoor.intake.fault import IntakeFault
from gehoor.intake.vendors.said import Said, Transcript, Wrong, call_of, number

COLUMNS: Final = {
    "voice": (
        "speaker",
        "spreker",
        "wie",
        "rol",
        "role",
        "participant",
        "deelnemer",
        "channel",
        "kanaal",
    ),
    "text": ("text", "tekst", "transcript", "uiting", "utterance", "content", "zin", "wat"),
    "start": ("start", "begin", "start_time", "starttijd", "begintijd", "van", "tijd", "time"),
    "end": ("end", "eind", "einde", "end_time", "eindtijd", "tot", "stop"),
    "confidence": ("confidence", "zekerheid", "betrouwbaarheid"),
    "call": ("call", "gesprek", "call_id", "gesprek_id", "conversation_id", "conversationid"),
}
_CLOCK = re.compile(r"^(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:[.,]\d+)?)$")


def columns_of(heading: list[str]) -> dict[str, int]:
    """Return which column holds what, by the names in a table's first line."""
    names = [name.strip().casefold().replace(" ", "_") for name in heading]
    found = {}
    for meaning, known in COLUMNS.items():
        place = next((names.index(name) for name in known if name in names), None)
        if place is not None:
            found[meaning] = place
    return found


def is_table(text: str) -> bool:
    """Tell whether a text is a table with at least a speaker and a text."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    if not re.search(r"[,;\t]", first):
        return False
    return {"voice", "text"} <= set(columns_of(next(csv.reader([first], _dialect(first)))))


def parse_table(text: str, name: str, default_id: str, agent: str | None = None) -> list[Call]:
    """Return the calls in a table: one, or one for each name in its column for calls.

    Raises:
        IntakeFault: with the line that is wrong and what was expected.
    """
    text = text.lstrip("\ufeff")
    rows = csv.reader(io.StringIO(text), _dialect(text.split("\n", 1)[0]))
    try:
        columns = columns_of(next(rows))
        calls: dict[str, list[Said]] = {}
        for line, row in enumerate(rows, 2):
            if any(map(str.strip, row)):
                key = _cell(row, columns, "call") or default_id
                calls.setdefault(key, []).append(_said(row, columns, line))
    except csv.Error as error:
        raise IntakeFault(name, "", f"geen geldige CSV: {error}") from None
    except Wrong as wrong:
        raise IntakeFault(name, "", str(wrong)) from None
    if not calls:
        raise IntakeFault(name, "", "geen regels onder de kop; verwacht spreker en tekst")
    return [call_of(Transcript(said), name, key, agent) for key, said in calls.items()]


def _dialect(first: str) -> type[csv.Dialect]:
    class Found(csv.excel):
        delimiter = max(";\t,", key=first.count)

    return Found


def _said(row: list[str], columns: dict[str, int], line: int) -> Said:
    place = f"regel {line}"
    return Said(
        _cell(row, columns, "voice"),
        _cell(row, columns, "text"),
        _seconds(_cell(row, columns, "start"), place),
        _seconds(_cell(row, columns, "end"), place),
        number(_cell(row, columns, "confidence").replace(",", "."), f"{place}: zekerheid"),
    )


def _cell(row: list[str], columns: dict[str, int], meaning: str) -> str:
    place = columns.get(meaning, len(row))
    return row[place].strip() if place < len(row) else ""


def _seconds(text: str, place: str) -> float | None:
    clock = _CLOCK.match(text)
    if clock:
        hours, minutes, seconds = clock.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))
    return number(text.replace(",", "."), f"{place}: tijd")


def is_rttm(text: str) -> bool:
    """Tell whether a text is RTTM: a line a stretch of speech."""
    return bool(re.match(r"\s*(SPKR-INFO|SPEAKER|LEXEME)\s+\S+\s+\d+\s+[\d.<]", text))


def parse_rttm(text: str, name: str, default_id: str, agent: str | None = None) -> Call:
    """Return the call in RTTM whose lines hold words (NIST Rich Transcription, 2009).

    Raises:
        IntakeFault: a line that can't be read, or no words at all.
    """
    said = []
    for line, raw in enumerate(text.split("\n"), 1):
        fields = raw.split()
        if len(fields) < 9 or fields[0] not in ("LEXEME", "SPEAKER") or fields[5] == "<NA>":
            continue
        try:
            start = number(fields[3], f"regel {line}: begin") or 0.0
            lasted = number(fields[4], f"regel {line}: duur") or 0.0
        except Wrong as wrong:
            raise IntakeFault(name, "", str(wrong)) from None
        words = fields[5].replace("_", " ") if fields[0] == "SPEAKER" else fields[5]
        said.append(Said(fields[7], words, start, round(start + lasted, 3)))
    if not said:
        raise IntakeFault(
            name, "", "RTTM zonder woorden; verwacht regels LEXEME, of de tekst erbij als WebVTT"
        )
    return call_of(Transcript(said), name, default_id, agent)
