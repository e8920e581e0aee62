"""A review as it is kept: the contract's JSON, and what a page beside it needs to show.

An old record stays readable when the method changes: whatever it shows (messages, advice,
sources) stands in it, and keys it does not have yet get a plain default.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from gehoor.coaching import Advice
from gehoor.coaching.finding import Finding, Strength
from gehoor.dialogue import Call, Turn
from gehoor.following import Agreement, Anger, Evidence, State, StepState
from gehoor.hearing import HeardTurn
from gehoor.hearing.heard import HeardAct
from gehoor.reporting.json_form import as_dict
from gehoor.reviewing import Incident, Review

Span = tuple[int, int]
T = TypeVar("T")


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


def review_in(record: Record, call: Call) -> Review:
    """Return the review that a record was made of, as far as reports show it.

    `call` gives what a record leaves out: the case and the date. Names are taken as they stand,
    so that a record of an older method can be shown too.
    """
    told = record.incident
    return Review(
        call=call,
        profile=_as_is(record.profile),
        heard=tuple(_heard(turn) for turn in record.turns),
        states=tuple(
            State(temperature=turn.state.temperature, anger=_made(Anger, turn.state.anger))
            for turn in record.turns
        ),
        steps=tuple(_made(StepState, step) for step in record.steps),
        findings=tuple(_made(Finding, finding) for finding in record.findings),
        strengths=tuple(_made(Strength, strength) for strength in record.strengths),
        agreements=tuple(_made(Agreement, item) for item in record.agreements),
        anger=Anger(_as_is(record.anger.kind), record.anger.instrument_probability),
        evidence=tuple(_made(Evidence, item) for item in record.anger.evidence),
        fault=record.fault,
        outcome=_as_is(record.outcome),
        incident=_made(Incident, told) if told else None,
    )


def advice_in(record: Record) -> dict[int, Advice]:
    """Return what would have fitted right after a turn, by turn."""
    return {turn: _made(Advice, kept) for turn, kept in record.advice.items()}


def _heard(turn: KeptTurn) -> HeardTurn:
    said = Turn(_as_is(turn.speaker), turn.text, turn.start, turn.end)
    acts = tuple(HeardAct(act.act, act.span, act.confidence, act.because) for act in turn.acts)
    return HeardTurn(said, acts, (), _as_is(turn.address))


def _made(kind: type[T], kept: msgspec.Struct) -> T:
    return kind(**msgspec.structs.asdict(kept))


def _as_is(name: str | None) -> Any:
    """Return a name that an older method may have given: shown, not judged."""
    return name
