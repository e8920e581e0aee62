"""A review as it is kept: the contract's JSON, and what a page beside it needs to show.

An old record stays readable when the method changes: whatever it shows (messages, advice,
sources) stands in it, and keys it does not have yet get a plain default.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from gehoor.coaching import Advice
from gehoor.reporting.json_form import as_dict
from gehoor.reviewing import Review

Span = tuple[int, int]


class KeptAct(msgspec.Struct, frozen=True):
    """An act that was heard, with its reason."""

    act: str
    span: Span
    quote: str
    confidence: float
    because: str


class KeptAnger(msgspec.Struct, frozen=True):
    """A kind of anger at a moment: none, emotion or instrument."""

    kind: str = "none"
    instrument_probability: float = 0.0


class KeptState(msgspec.Struct, frozen=True):
    """Where the call stood after a turn; temperature 0 to 4."""

    temperature: float = 0.0
    anger: KeptAnger = KeptAnger()


class KeptTurn(msgspec.Struct, frozen=True):
    """A turn as it was heard; times in seconds."""

    index: int
    speaker: str
    text: str
    start: float | None = None
    end: float | None = None
    acts: tuple[KeptAct, ...] = ()
    address: str | None = None
    state: KeptState = KeptState()


class KeptStep(msgspec.Struct, frozen=True):
    """One of the eight steps: done, missed or not-applicable, and in which turns."""

    step: str
    status: str
    evidence: tuple[int, ...] = ()


class KeptStrength(msgspec.Struct, frozen=True):
    """Something that went well."""

    turn: int
    span: Span
    quote: str
    message: str
    source: str = ""


class KeptFinding(msgspec.Struct, frozen=True):
    """Something to do differently; `turn` is None where it is about the whole call."""

    rule: str
    slug: str
    severity: str
    message: str
    turn: int | None = None
    span: Span | None = None
    quote: str | None = None
    advice: str = ""
    say: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    conflicts_with: tuple[str, ...] = ()


class KeptAgreement(msgspec.Struct, frozen=True):
    """A promise, refusal or alternative; `due` is an ISO date."""

    kind: str
    turn: int
    quote: str
    what: str
    who: str | None = None
    when: str | None = None
    due: str | None = None


class KeptEvidence(msgspec.Struct, frozen=True):
    """Why the anger was taken as it was: log-odds by turn and act."""

    turn: int
    act: str
    weight: float


class KeptWholeAnger(msgspec.Struct, frozen=True):
    """The kind of anger of the whole call."""

    kind: str = "none"
    instrument_probability: float = 0.0
    evidence: tuple[KeptEvidence, ...] = ()


class KeptIncident(msgspec.Struct, frozen=True):
    """Abuse that was heard; a person judges it."""

    kinds: tuple[str, ...]
    turns: tuple[int, ...]
    quotes: tuple[str, ...]


class KeptCall(msgspec.Struct, frozen=True):
    """What call it was."""

    id: str
    channel: str = "phone"
    turns: int = 0
    duration: float | None = None


class KeptAdvice(msgspec.Struct, frozen=True):
    """What would have fitted right after a turn of the caller."""

    step: str
    why: str
    situation: str = ""
    say: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()


class ContractReview(msgspec.Struct, frozen=True):
    """A whole review in the contract's form (docs/contract.md), key by key."""

    gehoor: str
    profile: str
    call: KeptCall
    turns: tuple[KeptTurn, ...]
    steps: tuple[KeptStep, ...]
    strengths: tuple[KeptStrength, ...]
    findings: tuple[KeptFinding, ...]
    agreements: tuple[KeptAgreement, ...]
    anger: KeptWholeAnger
    fault: str = "unknown"
    outcome: str = "open"
    incident: KeptIncident | None = None


class Record(ContractReview, frozen=True):
    """A whole review, as given then."""

    advice: dict[int, KeptAdvice] = {}

    @property
    def contract(self) -> dict[str, Any]:
        """Return the review as the contract's plain data: without what is ours beside it."""
        data: dict[str, Any] = msgspec.to_builtins(self)
        del data["advice"]
        return data


def record_of(review: Review, advice: Mapping[int, Advice]) -> Record:
    """Return the record of a review; `advice` by turn."""
    kept = {at: msgspec.to_builtins(item) for at, item in advice.items()}
    return msgspec.convert({**as_dict(review), "advice": kept}, Record)


def pack(record: Record) -> bytes:
    """Return a record as JSON."""
    return msgspec.json.encode(record)


def unpack(data: bytes) -> Record:
    """Return the record in JSON, of this version or an older one."""
    return msgspec.json.decode(data, type=Record)
