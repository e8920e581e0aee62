"""A review with its conversation as a vCon, the form in which telephone systems exchange calls.

Source: draft-ietf-vcon-vcon-core-04 (IETF, September 2026) and, for who is agent and who is
customer, draft-ietf-vcon-cc-extension-02. Holds the words and the report, no sound.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from gehoor.dialogue import Call
from gehoor.reporting.record import KeptTurn, Record

CUSTOMER, AGENT = 0, 1  # places among the parties
MEDIA_TYPE: Final = "application/vcon+json"
SCHEMA: Final = "gehoor-review/1"  # docs/contract.md


def as_vcon(record: Record, call: Call, made: datetime, identity: str) -> bytes:
    """Return a review as one JSON object of UTF-8.

    Args:
        record: the review.
        call: the conversation it is about; the day of the call, where known, dates the turns.
        made: when the review was made.
        identity: what names the conversation for good; the same one gets the same UUID.
    """
    begin = _begin(call, made)
    data = {
        "uuid": str(_uuid8(identity)),
        "created_at": _rfc3339(made),
        "subject": call.id,
        "extensions": ["CC"],
        "parties": [
            {"type": "person", "role": "customer", "name": "anonymous"},
            {"type": "person", "role": "agent"},
        ],
        "dialog": [_dialog(turn, begin) for turn in record.turns],
        "analysis": [_analysis(record)],
    }
    return msgspec.json.encode(data)


def _begin(call: Call, made: datetime) -> datetime:
    return datetime.fromisoformat(call.date).replace(tzinfo=UTC) if call.date else made


def _dialog(turn: KeptTurn, begin: datetime) -> dict[str, Any]:
    party = AGENT if turn.speaker == "agent" else CUSTOMER
    data: dict[str, Any] = {
        "type": "text",
        "start": _rfc3339(begin + timedelta(seconds=turn.start or 0.0)),
        "parties": [party],
        "originator": party,
        "mediatype": "text/plain",
        "encoding": "none",
        "body": turn.text,
    }
    if turn.start is not None and turn.end is not None:
        data["duration"] = round(turn.end - turn.start, 3)
    return data


def _analysis(record: Record) -> dict[str, Any]:
    return {
        "type": "report",
        "dialog": list(range(len(record.turns))),
        "vendor": "Gehoor",
        "product": f"gehoor {record.gehoor}",
        "schema": SCHEMA,
        "mediatype": "application/json",
        "encoding": "json",
        "body": record.contract,
    }


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _uuid8(identity: str) -> uuid.UUID:
    """Return a UUID of version 8 (RFC 9562) that belongs to a name."""
    number = int.from_bytes(hashlib.sha256(f"gehoor/{identity}".encode()).digest()[:16])
    number = number & ~(0xF << 76) | 8 << 76
    return uuid.UUID(int=number & ~(0x3 << 62) | 0x2 << 62)
