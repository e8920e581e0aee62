"""What all forms are read into: who said what, when; and from there to a call."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from gehoor.dialogue import Call, Channel, Speaker, Turn
from gehoor.intake.fault import IntakeFault
from gehoor.intake.own import checked
from gehoor.intake.roles import find_agent, roles_of
from gehoor.intake.speakers import speaker_of


class Said(NamedTuple):
    """One stretch of speech: a voice's name as the form has it; times in seconds."""

    voice: str
    text: str
    start: float | None = None
    end: float | None = None
    confidence: float | None = None


class Transcript(NamedTuple):
    """All that a form says about a call. `roles` where the form itself knows who is who."""

    said: Sequence[Said]
    roles: Mapping[str, Speaker] = {}
    date: str | None = None
    channel: Channel = "phone"
    id: str | None = None


class Wrong(ValueError):
    """Data in a known form that cannot be read; the message says where and what was expected."""


def call_of(found: Transcript, name: str, default_id: str, agent: str | None = None) -> Call:
    """Return the call of a transcript; `agent` names the agent's voice where words don't tell.

    Raises:
        IntakeFault: nothing said, one voice only, or voices that nobody can tell apart.
    """
    said = (
        sorted(
            (item for item in found.said if item.text.strip()), key=lambda item: item.start or 0.0
        )
        if _is_timed(found.said)
        else [item for item in found.said if item.text.strip()]
    )
    if not said:
        raise IntakeFault(name, "", "er staat geen gesproken tekst in")
    roles = found.roles or _roles(said, name, agent)
    turns = _turns([item for item in said if item.voice in roles], roles)
    call = Call(found.id or default_id, tuple(turns), found.channel, date=found.date)
    return checked(call, name)


def _is_timed(said: Sequence[Said]) -> bool:
    return all(item.start is not None for item in said)


def _roles(said: Sequence[Said], name: str, agent: str | None) -> Mapping[str, Speaker]:
    voices = list(dict.fromkeys(item.voice for item in said))
    named = {voice: role for voice in voices if (role := speaker_of(voice))}
    if len(named) == len(voices):
        return named
    if agent is not None:
        if agent not in voices:
            raise IntakeFault(name, "", f"geen stem «{agent}»; wel {_listed(voices)}")
        return roles_of(agent, voices)
    if voices == [""]:
        raise IntakeFault(name, "", "er staat niet bij wie wat zegt; verwacht sprekers of kanalen")
    found = find_agent([(item.voice, item.text) for item in said])
    if found is None:
        raise IntakeFault(
            name, "", f"niet te zeggen wie de medewerker is: {_listed(voices)}; geef --agent mee"
        )
    return roles_of(found, voices)


def _listed(voices: Sequence[str]) -> str:
    return ", ".join(f"«{voice}»" for voice in voices[:6])


def _turns(said: Sequence[Said], roles: Mapping[str, Speaker]) -> list[Turn]:
    """Return turns: what one speaker says until the other speaks."""
    turns: list[Turn] = []
    weights: list[int] = []
    for item in said:
        turn = Turn(
            roles[item.voice], " ".join(item.text.split()), item.start, item.end, item.confidence
        )
        if turns and turns[-1].speaker == turn.speaker:
            turns[-1] = _joined(turns[-1], turn, weights[-1])
            weights[-1] += len(turn.text)
        else:
            turns.append(turn)
            weights.append(len(turn.text))
    return turns


def _joined(one: Turn, other: Turn, weight: int) -> Turn:
    ends = [end for end in (one.end, other.end) if end is not None]
    sure = one.confidence
    if one.confidence is not None and other.confidence is not None:
        share = weight / max(1, weight + len(other.text))
        sure = round(one.confidence * share + other.confidence * (1 - share), 4)
    return Turn(one.speaker, f"{one.text} {other.text}", one.start, max(ends, default=None), sure)


def number(value: Any, where: str, divide: float = 1.0) -> float | None:
    """Return a time or score of a form, which may be a text or absent, in seconds.

    Raises:
        Wrong: it is no number.
    """
    if value is None or value == "":
        return None
    try:
        found = float(value) / divide
    except (TypeError, ValueError):
        raise Wrong(f"{where}: verwacht een getal, gevonden {type(value).__name__}") from None
    if not math.isfinite(found):
        raise Wrong(f"{where}: verwacht een getal, gevonden {found}")
    return round(found, 3)


def items(data: Any, key: str, where: str = "") -> list[dict[str, Any]]:
    """Return the objects in a list of a form; absent is empty.

    Raises:
        Wrong: it is no list, or something in it is no object.
    """
    found = data.get(key) if isinstance(data, dict) else None
    place = f"{where}{key}"
    if found is None:
        return []
    if not isinstance(found, list):
        raise Wrong(f"{place}: verwacht een lijst")
    for at, item in enumerate(found):
        if not isinstance(item, dict):
            raise Wrong(f"{place}[{at}]: verwacht een object")
    return found


def text_of(data: Mapping[str, Any], key: str, where: str) -> str:
    """Return a text of a form; absent is empty.

    Raises:
        Wrong: it is no text.
    """
    found = data.get(key)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise Wrong(f"{where}.{key}: verwacht tekst, gevonden {type(found).__name__}")
    return found
