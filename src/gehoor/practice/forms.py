"""The forms of the data: the caller's inside, what they may do, their words, and scenarios.

Only forms: what they mean stands in `inside` and `choosing`, reading them in `loader`.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from gehoor.dialogue.call import AddressForm, Fault

Kind = Literal["emotion", "grief", "instrument"]
Gauge = Literal["temperature", "trust", "heard", "hope", "face"]
Level = Literal["cool", "warm", "hot"]
GAUGES: tuple[Gauge, ...] = ("temperature", "trust", "heard", "hope", "face")
HIGHEST = 4.0

Degree = Annotated[float, msgspec.Meta(ge=0, le=HIGHEST)]
Step = Annotated[float, msgspec.Meta(ge=-HIGHEST, le=HIGHEST)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Text = Annotated[str, msgspec.Meta(min_length=2, max_length=1200)]
Line = Annotated[str, msgspec.Meta(min_length=2, max_length=400)]
Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]


class When(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When something applies; what is left out does not matter.

    `least` and `most` bound the gauges; `without` names what may not be in the agent's turn,
    `together` what must be; `before` and `never` look at the agent's earlier turns; `times` is the
    how-manieth turn with this act, first and last; `fault` is whose fault the case file says.
    """

    kinds: list[Kind] = []
    least: dict[Gauge, float] = {}
    most: dict[Gauge, float] = {}
    without: list[str] = []
    together: list[str] = []
    before: list[str] = []
    never: list[str] = []
    times: list[int] = []
    fault: list[Fault] = []


class Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What something the agent does changes in the caller, why, and who says so."""

    title: Text
    on: list[str]
    change: dict[Gauge, Step]
    reason: Text
    sources: list[str]
    when: When = When()
    reaction: str = ""


class GaugeText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a gauge is called, and what it means when it is low and high."""

    title: str
    low: str
    high: str
    reason: str


class Temperament(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How fast somebody heats and cools: a factor on each change of temperature."""

    title: str
    heats: float
    cools: float
    reason: str


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a caller does something; the first that applies and passes its chance is done.

    `heard` names what must be in the agent's last turn (one of them), `used` how often this may be
    done in a call, `turns` from and until which turn, `needs` what must be there: a fact to tell,
    a number to give, being settled.
    """

    intent: Name
    reason: Text
    heard: list[str] = []
    when: When = When()
    chance: Share = 1.0
    used: int = 99
    turns: list[int] = []
    needs: list[Literal["fact", "data", "settled", "open", "abuse"]] = []


class Intent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a caller can do: what it is called, which acts the ear must hear, whether it ends."""

    title: str
    acts: list[str] = []
    ends: bool = False
    brief: str = ""  # for a language model: what to say, in one sentence


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The numbers that belong to no single move, each with its reason."""

    settled: When
    settled_reason: Text
    hidden_trust: Degree
    hidden_reason: Text
    top: Degree
    top_reason: Text
    bottom: Degree
    bottom_reason: Text


class Lines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences for one intent: at any temperature, or at one level only."""

    any: list[str] = []
    cool: list[str] = []
    warm: list[str] = []
    hot: list[str] = []


class Voice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a kind of person talks: lines by intent, and words that fill the slots of all lines.

    `own` is the share of replies from this voice's own lines where the general ones would do too.
    """

    title: str
    own: Share
    starts: dict[Level, list[str]] = {}
    slots: dict[str, list[str]] = {}
    lines: dict[str, Lines] = {}


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that happened: `say` is how it is told, `short` fills «ik zei toch dat …»."""

    say: list[Line]
    short: Line
    hidden: bool = False


class CaseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the agent sees before the call."""

    text: Text
    fault: Fault = "unknown"
    mandate: float | None = None
    contacts: int | None = None
    house_rules: list[Line] = []


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who calls: who, about what, in which mood, with what they want and hide."""

    title: Line
    sector: Line
    kind: Kind
    difficulty: Annotated[int, msgspec.Meta(ge=1, le=3)]
    steps: list[str]
    aims: Annotated[list[Line], msgspec.Meta(min_length=1)]
    caller: Line
    wants: Line
    settles: Line
    hides: Line
    voice: str
    temperament: str
    inside: dict[Gauge, Degree]
    case: CaseFile
    opening: Annotated[list[Line], msgspec.Meta(min_length=1)]
    facts: Annotated[dict[str, Fact], msgspec.Meta(min_length=1)]
    data: dict[str, Line] = {}
    slots: dict[str, list[Line]] = {}
    lines: dict[str, Lines] = {}
    address: AddressForm = "u"


class Piece(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One turn of a plan: sentences to choose from, and in which scenarios."""

    say: list[str]
    only: Literal["", "fault", "no_fault", "no", "yes"] = ""


class AgentText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A played agent's words."""

    title: str
    plan: list[Piece]
    abuse: list[list[str]] = []
