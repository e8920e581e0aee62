"""What `live.toml` holds: how calm the help during a call is, with the reason of each number.

The words of the cards stand in `advice.toml`, and the order there is their priority. Holds no
judgement: `gehoor.live` does what these numbers say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, get_args

import msgspec

Seconds = Annotated[float, msgspec.Meta(ge=0, le=3600)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Stage = Literal["", "name", "warn", "end"]
PACES = ("between", "shortest", "step", "again", "behind")
OPENS = (
    "promise_without_time", "data_without_reason", "apology_given", "complaint_not_summarised",
    "not_confirmed", "refused_without_way",
)  # fmt: skip
DEGREES = 5  # names of the temperature: 0 to 4


class Pace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A length of time, and why it is as long as that."""

    seconds: Seconds
    reason: str


class CardPace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a card behaves.

    `lifetime` is the most seconds it stays. `sure` is the probability from which what it is about
    counts at once; below that it waits for a second sign. `turns` is how many turns in a row the
    situation must last. `safety` lets it go before another card, `stage` is the stage of limiting.
    `means_why` and `means_say` replace its words where the anger is a means.
    """

    lifetime: Seconds
    reason: str
    safety: bool = False
    stage: Stage = ""
    sure: Share = 0.0
    turns: Annotated[int, msgspec.Meta(ge=1, le=50)] = 1
    means_why: str = ""
    means_say: list[str] = []


class StageText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stage of limiting: what it is called and what one does in it."""

    title: str
    what: str


class Ending(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences to end a call with: before a warning, after one, and where nothing is wrong."""

    not_warned: list[str]
    warned: list[str]
    calm: list[str]


class Degrees(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What each degree of the temperature is called, 0 to 4."""

    names: list[str]


class LiveText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of `live.toml`."""

    pace: dict[str, Pace]
    card: dict[str, CardPace]
    open: dict[str, str]
    stage: dict[str, StageText]
    ending: Ending
    temperature: Degrees

    def seconds(self, name: str) -> float:
        """Return a pace in seconds."""
        return self.pace[name].seconds


def live_faults(text: LiveText, situations: Mapping[str, object]) -> Iterator[str]:
    """Yield what is missing or too much in a `live.toml`, beside wrong types."""
    stages = [stage for stage in get_args(Stage) if stage]
    for table, found, expected in (
        ("pace", text.pace, PACES),
        ("card", text.card, tuple(situations)),
        ("open", text.open, OPENS),
        ("stage", text.stage, tuple(stages)),
    ):
        yield from (f"[{table}.{name}] ontbreekt" for name in expected if name not in found)
        yield from (f"[{table}.{name}]: onbekende naam" for name in found if name not in expected)
    if len(text.temperature.names) != DEGREES:
        yield f"temperature.names: verwacht {DEGREES} namen, van rustig tot dreigend"
    for name in ("not_warned", "warned", "calm"):
        if len(getattr(text.ending, name)) < 2:
            yield f"ending.{name}: verwacht minstens twee zinnen"
    for name, card in text.card.items():
        if not card.reason:
            yield f"card.{name}.reason: een getal heeft een reden nodig"
