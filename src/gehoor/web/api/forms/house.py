"""The house style and people's own sentences, as they go in and out."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from gehoor.method.model import Step
from gehoor.web.api.forms.base import Given, Line, Moment

HouseText = Annotated[str, Meta(max_length=50_000)]
Situation = Annotated[str, Meta(max_length=40)]


class HouseForm(msgspec.Struct, frozen=True):
    """The house style that counts, as the text of a `gehoor.toml`."""

    id: str | None
    text: str
    made: Moment | None
    person: str | None
    why: str


class HouseList(msgspec.Struct, frozen=True):
    """The versions of the house style, the newest first."""

    versions: tuple[HouseForm, ...]


class HouseChange(Given, frozen=True):
    """A new house style, and why."""

    text: HouseText
    why: Line


class NewPhraseForm(Given, frozen=True):
    """A sentence to say, and when it fits."""

    text: Line
    step: Step
    situation: Situation = ""
    team: bool = False


class PhraseForm(msgspec.Struct, frozen=True):
    """A sentence in somebody's own words."""

    id: str
    text: str
    step: str
    situation: str
    team: bool
    mine: bool
    made: Moment
    edited: Moment | None
    edition: int


class PhraseList(msgspec.Struct, frozen=True):
    """The sentences somebody may use: their own and their team's."""

    phrases: tuple[PhraseForm, ...]
