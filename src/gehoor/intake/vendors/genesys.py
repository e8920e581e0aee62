"""Genesys Cloud: the file behind a transcript's address (times in milliseconds)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from gehoor.dialogue import Speaker
from gehoor.intake.vendors.said import Said, Transcript, Wrong, items, number, text_of

_ROLES: dict[str, Speaker] = {"internal": "agent", "external": "caller"}
_EPOCH = 1e12  # milliseconds: later than 2001, so a moment and not a distance


def recognise(data: dict[str, Any]) -> bool:
    """Tell whether data are a transcript of Genesys Cloud."""
    return "conversationId" in data and isinstance(data.get("transcripts"), list)


def read(data: dict[str, Any]) -> Transcript:
    """Return what was said; phrases of menus and queues are nobody's."""
    began = number(data.get("conversationStartTime"), "conversationStartTime") or 0.0
    said = [
        Said(
            text_of(phrase, "participantPurpose", "phrases"),
            text_of(phrase, "decoratedText", "phrases") or text_of(phrase, "text", "phrases"),
            *_times(phrase, began),
            number(phrase.get("confidence"), "phrases.confidence"),
        )
        for transcript in items(data, "transcripts")
        for phrase in items(transcript, "phrases", "transcripts.")
    ]
    return Transcript(said, _ROLES, _day(began), id=text_of(data, "conversationId", "") or None)


def _times(phrase: dict[str, Any], began: float) -> tuple[float | None, float | None]:
    start = number(phrase.get("startTimeMs"), "phrases.startTimeMs")
    if start is None:
        return None, None
    start = (start - began if start > _EPOCH else start) / 1000
    duration = phrase.get("duration")
    long = duration.get("milliseconds") if isinstance(duration, dict) else phrase.get("durationMs")
    lasted = number(long, "phrases.duration", 1000)
    start = max(0.0, round(start, 3))
    return start, None if lasted is None else round(start + lasted, 3)


def _day(began: float) -> str | None:
    if began < _EPOCH:
        return None
    try:
        return datetime.fromtimestamp(began / 1000, UTC).date().isoformat()
    except (OverflowError, OSError, ValueError):
        raise Wrong("conversationStartTime: verwacht milliseconden sinds 1970") from None
