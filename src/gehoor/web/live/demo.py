"""An example call that plays itself, at the pace of speech. All examples are invented."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from gehoor import intake
from gehoor.dialogue import Call, Turn
from gehoor.web.examples import example_files

WORDS_A_SECOND: Final = 2.6  # unhurried Dutch
PAUSE: Final = 1.0  # seconds between two turns
LONGEST: Final = 14.0  # seconds for one turn: who watches need not wait longer


@cache
def _examples() -> dict[str, Call]:
    return {path.stem: intake.read(path) for path in example_files()}


def example(name: str) -> Call | None:
    """Return an example by the name of its file."""
    return _examples().get(name)


def example_titled(title: str) -> Call | None:
    """Return an example by its title."""
    return next((call for call in _examples().values() if call.id == title), None)


def titles(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return name and title of examples, for a list to choose from."""
    return [(name, name.replace("-", " ").capitalize()) for name in names]


def turn_of(call: Call, number: int) -> Turn | None:
    """Return a turn, None after the last."""
    return call.turns[number] if number < len(call.turns) else None


def seconds_until(call: Call, number: int) -> float | None:
    """Return how long a turn takes to say, None after the last."""
    turn = turn_of(call, number)
    if turn is None:
        return None
    return min(PAUSE + len(turn.text.split()) / WORDS_A_SECOND, LONGEST)
