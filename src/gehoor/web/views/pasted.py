"""A transcript that somebody pastes: who says what in it, before it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from gehoor.dialogue import Call, Turn
from gehoor.dialogue.call import OTHER
from gehoor.intake import IntakeFault, read_bytes
from gehoor.intake.text import names_in

SHOWN = 8  # turns of the preview
NAME = "tekst"  # what faults call it


class Pasted(msgspec.Struct, frozen=True):
    """What was typed, and the call in it or what is wrong; `guessed` is who was taken for agent."""

    text: str
    title: str
    day: str
    swapped: bool
    call: Call | None = None
    faults: tuple[str, ...] = ()
    guessed: str = ""

    @property
    def first(self) -> Sequence[Turn]:
        """Return the first turns, for the preview."""
        return self.call.turns[:SHOWN] if self.call else ()


def pasted(form: Mapping[str, str], untitled: str) -> Pasted:
    """Return what a form holds, understood as far as can be."""
    title = " ".join(form.get("titel", "").split())[:200]
    day = form.get("datum", "").strip()
    given = Pasted(form.get("tekst", ""), title, day, form.get("ruil") == "ja")
    if not given.text.strip():
        return given
    try:
        return _understood(given, untitled, None)
    except IntakeFault as fault:
        return _by_first_name(given, untitled, fault)


def _by_first_name(given: Pasted, untitled: str, fault: IntakeFault) -> Pasted:
    """Take the first of two unknown names for the agent: the preview shows it, and can swap."""
    names = names_in(given.text)
    if len(names) == 2:
        try:
            return _understood(given, untitled, names[0])
        except IntakeFault as other:
            fault = other
    lines = tuple(line.removeprefix(f"{NAME}: ") for line in fault.lines)
    return msgspec.structs.replace(given, faults=lines)


def _understood(given: Pasted, untitled: str, agent: str | None) -> Pasted:
    data = given.text.replace("\r\n", "\n").encode("utf-8", "replace")
    call = next(iter(read_bytes(data, NAME, given.title or untitled, agent=agent)))
    turns = tuple(_swapped(turn) for turn in call.turns) if given.swapped else call.turns
    call = msgspec.structs.replace(
        call, id=given.title or untitled, turns=turns, date=given.day or call.date
    )
    return msgspec.structs.replace(given, call=call, guessed=agent or "")


def _swapped(turn: Turn) -> Turn:
    return msgspec.structs.replace(turn, speaker=OTHER[turn.speaker])


def as_file(call: Call) -> bytes:
    """Return a call as a file in the project's own form (docs/contract.md)."""
    data = msgspec.to_builtins(call)
    return msgspec.json.encode({key: value for key, value in data.items() if value is not None})
