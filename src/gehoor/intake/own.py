"""The project's own JSON form (docs/contract.md): unknown keys refused, labels ignored."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec

from gehoor.dialogue import Call, Case, Channel, Speaker, Turn
from gehoor.dialogue.form import MOST, check
from gehoor.intake.fault import IntakeFault

LONGEST_TURN = 100_000  # characters; a spoken hour is some 60,000
MOST_CONTACTS = 1_000_000
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")

# Labels of the annotation guide: allowed, never looked at.
_TURN_LABELS = frozenset({"acts", "temperature", "anger"})
_CALL_LABELS = frozenset(
    {
        "sector",
        "story",
        "voice",
        "anger_kind",
        "fault",
        "outcome",
        "incident",
        "agreements",
        "findings",
    }
)


class TurnForm(msgspec.Struct, forbid_unknown_fields=True):
    """A turn as written; times in seconds."""

    speaker: Speaker
    text: str
    start: float | None = None
    end: float | None = None
    confidence: float | None = None


class CallForm(msgspec.Struct, forbid_unknown_fields=True):
    """A call as written (docs/contract.md); labels beside these keys are ignored."""

    turns: list[TurnForm]
    id: str | None = None
    channel: Channel = "phone"
    language: str = "nl"
    date: str | None = None
    case: Case | None = None


def parse_json(text: str, name: str, default_id: str) -> Call:
    """Return the call that a JSON text describes.

    Raises:
        IntakeFault: with every fault of the file in one line.
    """
    return call_of(decoded(text, name), name, default_id)


def decoded(text: str, name: str) -> Any:
    """Return the plain data of a JSON text; raises IntakeFault where it is none."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return _lenient(text, name)


def _lenient(text: str, name: str) -> Any:
    """Return what Python's own reader, which takes «NaN», makes of a text; it says where it fails.

    What it takes and the contract does not is refused later, by name.
    """
    try:
        data = json.loads(text)
        json.dumps(data, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        place = f"regel {error.lineno}, teken {error.colno}"
        raise IntakeFault(name, place, "geen geldige JSON") from None
    except RecursionError:
        raise IntakeFault(name, "", "geen geldige JSON: te diep genest") from None
    except UnicodeEncodeError:
        raise IntakeFault(name, "", "geen geldige JSON: een half teken (\\ud800…)") from None
    except ValueError:
        raise IntakeFault(name, "", "geen geldige JSON: een getal is te lang") from None
    return data


def call_of(data: Any, name: str, default_id: str) -> Call:
    """Return the call that plain data describes; raises IntakeFault like `parse_json`."""
    form, faults = check(_without_labels(data), CallForm)
    if form is None:
        raise IntakeFault(name, "", _few(faults), faults=faults)
    turns = tuple(Turn(t.speaker, t.text, t.start, t.end, t.confidence) for t in form.turns)
    call = Call(
        id=form.id or default_id,
        turns=turns,
        channel=form.channel,
        language=form.language,
        case=form.case or Case(),
        date=form.date,
    )
    return checked(call, name)


_SHOWN = 6


def _few(faults: list[str]) -> str:
    more = len(faults) - _SHOWN
    return "; ".join(faults[:_SHOWN]) + (f"; en nog {more} fouten" if more > 0 else "")


def _without_labels(data: Any) -> Any:
    if not isinstance(data, dict):
        return data
    kept = {key: value for key, value in data.items() if key not in _CALL_LABELS}
    if isinstance(kept.get("turns"), list):
        kept["turns"] = [
            {key: value for key, value in turn.items() if key not in _TURN_LABELS}
            if isinstance(turn, dict)
            else turn
            for turn in kept["turns"]
        ]
    return kept


def checked(call: Call, name: str) -> Call:
    """Return the call if it can be reviewed.

    Raises:
        IntakeFault: no turns, a turn too long, or times that cannot be.
    """
    faults = [*_whole_faults(call), *islice(_turn_faults(call), MOST)]
    if faults:
        raise IntakeFault(name, "", _few(faults), faults=faults)
    return call


def _whole_faults(call: Call) -> Iterator[str]:
    if not call.turns:
        yield "turns: verwacht minstens één beurt"
    if call.date is not None and not _is_date(call.date):
        yield f"date: verwacht een datum als 2026-03-10, gevonden «{call.date}»"
    if not _LANGUAGE.fullmatch(call.language):
        yield "language: verwacht een taalcode als nl of nl-BE"
    if call.case.contacts is not None and not 0 <= call.case.contacts <= MOST_CONTACTS:
        yield f"case.contacts: verwacht een aantal van 0 tot {MOST_CONTACTS}"
    if call.case.mandate is not None and not 0 <= call.case.mandate < math.inf:
        yield "case.mandate: verwacht een bedrag vanaf 0"


def _turn_faults(call: Call) -> Iterator[str]:
    for at, turn in enumerate(call.turns):
        if len(turn.text) > LONGEST_TURN:
            yield f"turns[{at}].text: {len(turn.text)} tekens; verwacht hoogstens {LONGEST_TURN}"
        for key, time in (("start", turn.start), ("end", turn.end)):
            if time is not None and not (math.isfinite(time) and time >= 0):
                yield f"turns[{at}].{key}: verwacht seconden vanaf 0, gevonden {time}"
        if turn.confidence is not None and not 0 <= turn.confidence <= 1:
            yield f"turns[{at}].confidence: verwacht een getal van 0 tot 1"
        if turn.start is not None and turn.end is not None and turn.end < turn.start:
            yield f"turns[{at}]: end ({turn.end}) ligt vóór start ({turn.start})"


def _is_date(text: str) -> bool:
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
