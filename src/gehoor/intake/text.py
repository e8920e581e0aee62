"""Plain text: a line a turn, «Medewerker: …» and «Klant: …», times in front if known."""

from __future__ import annotations

import re

from gehoor.dialogue import Call, Turn
from gehoor.intake.fault import IntakeFault
from gehoor.intake.own import checked
from gehoor.intake.speakers import EXPECTED, by_words, speaker_of

CLOCK = 3600.0  # seconds; a call whose first word comes an hour later was timed by a clock
_TIME = r"[\[(]?\s*(?:(\d{1,2}):)?(\d{1,3}):(\d{2}(?:[.,]\d{1,3})?)\s*[\])]?"
_BAD_TIME = "deze tijd bestaat niet; verwacht [mm:ss] of [uu:mm:ss], met hoogstens 59 seconden"
_TIMED = re.compile(rf"^\s*{_TIME}\s*[-–]?\s*")
_LABEL = re.compile(rf"^\s*\[?([^\W\d_][\w .'-]{{0,30}}?)\]?\s*(?:{_TIME})?\s*:(?!\d)\s*(.*)$")


def parse_text(text: str, name: str, default_id: str, agent: str | None = None) -> Call:
    """Return the call that a plain text describes.

    A line without a label goes on with the turn before it. A turn ends where the next one
    starts, if both have a time.

    Raises:
        IntakeFault: a label that is nobody's, or no turns at all.
    """
    lines = _labelled(text, name)
    roles = by_words([(label, said) for _, label, said, _ in lines], agent)
    turns = []
    for number, label, said, start in lines:
        speaker = speaker_of(label) or roles.get(label)
        if speaker is None:
            raise IntakeFault(name, f"regel {number}", f"onbekende spreker «{label}»; {EXPECTED}")
        turns.append(Turn(speaker, said, start))
    return checked(Call(default_id, tuple(_with_ends(_from_zero(turns)))), name)


def names_in(text: str) -> list[str]:
    """Return the labels in a plain text, in the order they come; none where it has no lines."""
    try:
        return list(dict.fromkeys(label for _, label, _, _ in _labelled(text, "")))
    except IntakeFault:
        return []


Line = tuple[int, str, str, float | None]


def _labelled(text: str, name: str) -> list[Line]:
    lines: list[Line] = []
    for number, raw in enumerate(text.split("\n"), 1):
        if not raw.strip():
            continue
        timed = _TIMED.match(raw)
        match = _LABEL.match(raw[timed.end() :] if timed else raw)
        if match and _is_label(match[1]):
            try:
                start = _seconds(timed.groups()) if timed else _seconds(match.groups()[1:4])
            except ValueError:
                raise IntakeFault(name, f"regel {number}", _BAD_TIME) from None
            lines.append((number, match[1].strip(), match[5].strip(), start))
        elif lines:
            first, label, said, start = lines[-1]
            lines[-1] = (first, label, f"{said} {raw.strip()}".strip(), start)
        else:
            raise IntakeFault(name, f"regel {number}", EXPECTED)
    if not lines:
        raise IntakeFault(name, "", f"leeg; {EXPECTED}")
    return lines


def _is_label(words: str) -> bool:
    """Tell «Klant» and «Sanne de Vries» from a sentence that holds a colon («Maar goed: …»)."""
    first, *rest = words.split()
    return bool(speaker_of(words)) or not rest or (first[0].isupper() and rest[-1][0].isupper())


def _seconds(parts: tuple[str | None, ...]) -> float | None:
    hours, minutes, seconds = parts[:3]
    if minutes is None or seconds is None:
        return None
    if float(seconds.replace(",", ".")) >= 60 or (hours and int(minutes) >= 60):
        raise ValueError
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))


def _from_zero(turns: list[Turn]) -> list[Turn]:
    """Count from the start of the call where the times are those of a clock."""
    times = [turn.start for turn in turns if turn.start is not None]
    if not times or times[0] < CLOCK:
        return turns
    return [
        Turn(turn.speaker, turn.text, None if turn.start is None else turn.start - times[0])
        for turn in turns
    ]


def _with_ends(turns: list[Turn]) -> list[Turn]:
    """Give each turn the next one's start as its end, where times are known and go forward."""
    ended = []
    for at, turn in enumerate(turns):
        later = turns[at + 1].start if at + 1 < len(turns) else None
        if turn.start is not None and later is not None and later >= turn.start:
            turn = Turn(turn.speaker, turn.text, turn.start, later)
        ended.append(turn)
    return ended
