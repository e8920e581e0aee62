"""A call written out again, in forms that `intake` reads: the project's JSON, and plain text."""

from __future__ import annotations

from typing import Any

import msgspec

from gehoor.dialogue import Call, Turn

_WHO = {"agent": "Medewerker", "caller": "Klant"}


def call_json(call: Call) -> bytes:
    """Return a call as one line of JSON in the form of the contract, without what is unknown."""
    data: dict[str, Any] = msgspec.to_builtins(call)
    data["turns"] = [_known(turn) for turn in data["turns"]]
    return msgspec.json.encode(_known(data)) + b"\n"


def call_text(call: Call) -> str:
    """Return a call as text, a line a turn: «[01:05] Klant: …»."""
    return "".join(f"{_time(turn)}{_WHO[turn.speaker]}: {_line(turn)}\n" for turn in call.turns)


def _known(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}


def _line(turn: Turn) -> str:
    return " ".join(turn.text.split())


def _time(turn: Turn) -> str:
    if turn.start is None:
        return ""
    minutes, seconds = divmod(int(turn.start), 60)
    hours, minutes = divmod(minutes, 60)
    return f"[{hours:02}:{minutes:02}:{seconds:02}] " if hours else f"[{minutes:02}:{seconds:02}] "
