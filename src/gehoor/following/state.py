"""The state of a call after a turn, and the pure step from one state to the next."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import msgspec

from gehoor.dialogue import Call, Fault
from gehoor.following.agreements import AGREED, Agreement, agreements_in
from gehoor.following.anger import Anger, Evidence, estimate, evidence_of
from gehoor.following.temperature import EMOTIONAL, temperature_after
from gehoor.hearing import HeardTurn

RECOGNISING = frozenset({"empathy_named", "summary", "apology", "regret", "listening", "surprise"})
OFFERING = frozenset({"action", "promise", "alternative", "goodwill", "handover", "consult"})
_SOOTHING = RECOGNISING | OFFERING


class State(msgspec.Struct, frozen=True, gc=False):
    """Where the call stands: all that later turns need to know of the earlier ones.

    `turns` counts the turns so far; `recognised` and `offered` count the agent's turns that
    recognised the feeling or offered something; `felt` tells whether the caller was upset, angry
    or sad at any time; `date` is the day of the call, if known.
    """

    turns: int = 0
    temperature: float = 0.0
    anger: Anger = Anger()
    log_odds: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    felt: bool = False
    demanded: bool = False
    soothed: bool = False
    recognised: int = 0
    offered: int = 0
    fault: Fault = "unknown"
    agreements: tuple[Agreement, ...] = ()
    date: str | None = None


def start(call: Call) -> State:
    """Return the state before the first turn, with what the case tells."""
    return State(fault=call.case.fault, date=call.date)


def follow(state: State, heard: HeardTurn) -> State:
    """Return the state after one more turn."""
    if heard.turn.speaker == "caller":
        return _after_caller(state, {act.name for act in heard.acts})
    return _after_agent(state, heard)


def _after_caller(state: State, names: AbstractSet[str]) -> State:
    temperature = temperature_after(names, state.temperature, state.soothed)
    fell = state.temperature - temperature if state.soothed else 0.0
    tries = min(state.recognised, state.offered)
    new = evidence_of(state.turns, names, tries, state.demanded, fell)
    felt = state.felt or temperature >= EMOTIONAL
    log_odds = state.log_odds + sum(item.weight for item in new) if new else state.log_odds
    return State(
        turns=state.turns + 1,
        temperature=temperature,
        anger=estimate(log_odds, felt) if new or felt != state.felt else state.anger,
        log_odds=log_odds,
        evidence=state.evidence + new if new else state.evidence,
        felt=felt,
        demanded=state.demanded or "demand" in names,
        soothed=False,
        recognised=state.recognised,
        offered=state.offered,
        fault=state.fault,
        agreements=state.agreements,
        date=state.date,
    )


def _after_agent(state: State, heard: HeardTurn) -> State:
    names = {act.name for act in heard.acts}
    cues = {cue.name for cue in heard.cues}
    new = () if AGREED.isdisjoint(names) else agreements_in(state.turns, heard, state.date)
    return State(
        turns=state.turns + 1,
        temperature=state.temperature,
        anger=state.anger,
        log_odds=state.log_odds,
        evidence=state.evidence,
        felt=state.felt,
        demanded=state.demanded,
        soothed=state.soothed or not _SOOTHING.isdisjoint(names),
        recognised=state.recognised + (not RECOGNISING.isdisjoint(names)),
        offered=state.offered + (not OFFERING.isdisjoint(names)),
        fault=_fault_after(state.fault, names, cues),
        agreements=state.agreements + new if new else state.agreements,
        date=state.date,
    )


def _fault_after(known: Fault, names: AbstractSet[str], cues: AbstractSet[str]) -> Fault:
    """Return whose fault it is: what the agent admits, or apologises for, counts as theirs."""
    if "fault_admitted" in cues:
        return "organisation"
    apologises = "apology" in names and "burden_apology" not in cues
    return "organisation" if apologises and known == "unknown" else known
