"""A transcript that somebody pastes: who says what in it, before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from gehoor.dialogue import Call, Speaker
from gehoor.dialogue.call import OTHER
from gehoor.intake import IntakeFault
from gehoor.intake.text import names_in, parse_text

SHOWN = 8  # turns of the preview
NAME = "tekst"  # what faults call it


class Pasted(msgspec.Struct, frozen=True):
    """What was typed, and the call in it or what is wrong; `names` says who each speaker is."""

    text: str
    title: str
    day: str
    swapped: bool
    call: Call | None = None
    faults: tuple[str, ...] = ()
    names: Mapping[str, str] = {}

    @property
    def first(self) -> list[Any]:
        """Return the first turns, for the preview."""
        return list(self.call.turns[:SHOWN]) if self.call else []

    @property
    def file(self) -> bytes:
        """Return the call as a file in the project's own form."""
        call = self.call
        assert call is not None
        turns = [
            {"speaker": t.speaker, "text": t.text, "start": t.start, "end": t.end}
            for t in call.turns
        ]
        data = {"id": call.id, "date": call.date, "turns": turns}
        return msgspec.json.encode(data)


def pasted(form: Mapping[str, str], untitled: str) -> Pasted:
    """Return what a form holds, understood as far as can be."""
    text, day = form.get("tekst", ""), form.get("datum", "").strip()
    title = " ".join(form.get("titel", "").split())[:200]
    given = Pasted(text, title, day, form.get("ruil") == "ja")
    if not text.strip():
        return given
    try:
        call = parse_text(text.replace("\r\n", "\n"), NAME, title or untitled)
    except IntakeFault as fault:
        return _by_two_names(given, fault, untitled)
    return _understood(given, call, {})


def _by_two_names(given: Pasted, fault: IntakeFault, untitled: str) -> Pasted:
    """Take the first of two unknown names for the agent: the preview shows it, and can swap."""
    names = names_in(given.text)
    if len(names) == 2:
        roles: dict[str, Speaker] = {names[0]: "agent", names[1]: "caller"}
        try:
            call = parse_text(
                given.text.replace("\r\n", "\n"), NAME, given.title or untitled, roles
            )
        except IntakeFault as other:
            fault = other
        else:
            return _understood(given, call, roles)
    lines = tuple(line.removeprefix(f"{NAME}: ") for line in fault.lines)
    return msgspec.structs.replace(given, faults=lines)


def _understood(given: Pasted, call: Call, roles: Mapping[str, str]) -> Pasted:
    if given.swapped:
        turns = tuple(
            msgspec.structs.replace(turn, speaker=OTHER[turn.speaker]) for turn in call.turns
        )
        call = msgspec.structs.replace(call, turns=turns)
    if given.day:
        call = msgspec.structs.replace(call, date=given.day)
    return msgspec.structs.replace(given, call=call, names=roles)
