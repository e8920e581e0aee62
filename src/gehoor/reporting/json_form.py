"""The contract's JSON: one object a review (docs/contract.md)."""

from __future__ import annotations

from typing import Any

import msgspec

from gehoor import __version__
from gehoor.hearing import HeardTurn
from gehoor.reviewing import Review


def as_json(review: Review) -> bytes:
    """Return a review as one line of UTF-8 JSON, without the line's end."""
    return msgspec.json.encode(as_dict(review))


def as_dict(review: Review) -> dict[str, Any]:
    """Return a review as plain data in the contract's form (seconds, characters)."""
    call = review.call
    return {
        "gehoor": __version__,
        "profile": review.profile,
        "call": {
            "id": call.id,
            "channel": call.channel,
            "turns": len(call.turns),
            "duration": call.duration,
        },
        "turns": [_turn(review, at) for at in range(len(review.heard))],
        "steps": [msgspec.to_builtins(step) for step in review.steps],
        "strengths": [msgspec.to_builtins(strength) for strength in review.strengths],
        "findings": [msgspec.to_builtins(finding) for finding in review.findings],
        "agreements": [msgspec.to_builtins(item) for item in review.agreements],
        "anger": {
            **msgspec.to_builtins(review.anger),
            "evidence": [msgspec.to_builtins(item) for item in review.evidence],
        },
        "fault": review.fault,
        "outcome": review.outcome,
        "incident": msgspec.to_builtins(review.incident),
    }


def _turn(review: Review, at: int) -> dict[str, Any]:
    heard, state = review.heard[at], review.states[at]
    return {
        "index": at,
        "speaker": heard.turn.speaker,
        "text": heard.turn.text,
        "start": heard.turn.start,
        "end": heard.turn.end,
        "acts": _acts(heard),
        "address": heard.address,
        "state": {"temperature": state.temperature, "anger": msgspec.to_builtins(state.anger)},
    }


def _acts(heard: HeardTurn) -> list[dict[str, Any]]:
    return [
        {
            "act": act.name,
            "span": list(act.span),
            "quote": heard.quote(act.span),
            "confidence": act.confidence,
            "because": act.because,
        }
        for act in heard.acts
    ]
