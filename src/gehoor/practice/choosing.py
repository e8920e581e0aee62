"""What the caller does next: the first line of `data/choices.toml` that applies.

Chance is seeded, so that the same seed and the same words give the same call. How it is said is
`wording`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec

from gehoor.practice.forms import Choice, Model
from gehoor.practice.inside import Inside, Person, Standing, applies
from gehoor.practice.slots import Chance

_NOBODY_SETTLES_BEFORE = 6  # turns: an offer must first have been made


class Situation(msgspec.Struct, frozen=True):
    """What the choice depends on.

    `turn` is the number of the caller's turn in the call, from 0; `names` what was in the agent's
    last turn; `earlier` how often what was in the agent's turns before it; `used` how often the
    caller did what.
    """

    turn: int
    inside: Inside
    person: Person
    names: Collection[str]
    earlier: Mapping[str, int]
    used: Mapping[str, int]
    has_fact: bool
    has_data: bool
    abused: bool


def choose(choices: Iterable[Choice], model: Model, at: Situation, chance: Chance) -> str:
    """Return the intent of the caller's next turn."""
    for number, choice in enumerate(choices):
        if _fits(choice, model, at) and chance.part(f"choice/{at.turn}/{number}") < choice.chance:
            return choice.intent
    return "ask_next"


def is_settled(model: Model, at: Situation) -> bool:
    """Tell whether the caller can live with how it stands."""
    return at.turn >= _NOBODY_SETTLES_BEFORE and applies(model.settled, _standing(at))


def _standing(at: Situation) -> Standing:
    return Standing(at.inside.gauges, at.names, at.earlier, at.person)


def _fits(choice: Choice, model: Model, at: Situation) -> bool:
    if choice.turns and not choice.turns[0] <= at.turn <= choice.turns[-1]:
        return False
    if at.used.get(choice.intent, 0) >= choice.used:
        return False
    if choice.heard and not any(name in at.names for name in choice.heard):
        return False
    return all(_there(need, model, at) for need in choice.needs) and applies(
        choice.when, _standing(at)
    )


def _there(need: str, model: Model, at: Situation) -> bool:
    if need == "fact":
        return at.has_fact
    if need == "data":
        return at.has_data
    if need == "abuse":
        return at.abused
    return is_settled(model, at) == (need == "settled")
