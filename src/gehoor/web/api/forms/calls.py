"""Calls and reviews, as they go in and out."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from gehoor.following import Outcome
from gehoor.intake.own import CallForm
from gehoor.method.model import Step
from gehoor.store.calls import Mask
from gehoor.store.conditions import Whose
from gehoor.web.api.forms.base import RULE_ID, Count, Given, Id, Moment


class ReviewQuery(Given, frozen=True):
    """Whether to keep what is reviewed."""

    keep: bool = False
    mask: bool = True


class KeepQuery(Given, frozen=True):
    """How to keep a call."""

    title: Annotated[str, Meta(max_length=200)] = ""
    mask: bool = True


class CallQuery(Given, frozen=True):
    """Which calls; what is left out does not matter."""

    text: Annotated[str, Meta(max_length=200)] = ""
    step: Step | None = None
    step_status: Literal["done", "missed", "not-applicable"] | None = None
    rule: Annotated[str, Meta(pattern=RULE_ID, max_length=5)] | None = None
    temperature_from: Annotated[float, Meta(ge=0, le=4)] | None = None
    outcome: Outcome | None = None
    anger: Literal["none", "emotion", "instrument"] | None = None
    incident: bool | None = None
    held_from: date | None = None
    held_to: date | None = None
    added_from: Moment | None = None
    added_to: Moment | None = None
    example: bool | None = None
    whose: Whose = "all"
    after: Id | None = None
    size: Count = 50


class CallSummary(msgspec.Struct, frozen=True):
    """A call in the list, with what its newest review says in short."""

    id: str
    title: str
    mine: bool
    owner: str | None
    channel: str
    language: str
    held: date | None
    added: Moment
    turns: int
    seconds: float | None
    masked: bool
    example: bool
    temperature_high: float
    temperature_end: float
    outcome: str
    anger: str
    incident: bool
    findings: int


class CallPage(msgspec.Struct, frozen=True):
    """Some calls, newest first; `next` goes into `after` for the ones after these."""

    calls: tuple[CallSummary, ...]
    next: str | None


class CallDetail(msgspec.Struct, frozen=True):
    """A call: what is known of it, and the call itself in the contract's form."""

    summary: CallSummary
    call: CallForm
    masks: tuple[tuple[Mask, ...], ...]


class MaskedCall(msgspec.Struct, frozen=True):
    """A call without personal data, and by turn what was masked where."""

    call: CallForm
    masks: tuple[tuple[Mask, ...], ...]


class Kept(msgspec.Struct, frozen=True):
    """What became of a call that was brought; `new` is false where it was there already."""

    id: str
    new: bool
