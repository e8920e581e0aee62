"""Calls: putting them in, taking them out, and their newest review.

Whoever calls this has asked `access` first. Lists and search stand in `finding`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from gehoor.dialogue import Call, Turn
from gehoor.dialogue.call import Case
from gehoor.reporting.record import Record, pack, unpack
from gehoor.store.fault import StoreFault
from gehoor.store.models import (
    AgreementRow,
    CallKey,
    CallRow,
    CallRule,
    CallStep,
    CallWord,
    ReviewRow,
    TurnRow,
)
from gehoor.store.models.base import new_id
from gehoor.store.vault import Box, Vault

_WORD = re.compile(r"[^\W_]{2,}")


class Mask(msgspec.Struct, frozen=True):
    """Where something personal was replaced: its kind, and the box's characters in the text."""

    kind: str
    start: int
    end: int


class NewCall(msgspec.Struct, frozen=True):
    """A call to keep, with its review; `masks` by turn. `source` is what came in, byte by byte."""

    owner_id: str
    call: Call
    record: Record
    source: bytes
    method: str = ""
    masks: Sequence[tuple[Mask, ...]] = ()
    masked: bool = False
    example: bool = False
    house_id: str | None = None


class StoredCall(msgspec.Struct, frozen=True):
    """A call as it is kept, opened."""

    row: CallRow
    call: Call
    masks: tuple[tuple[Mask, ...], ...]


class _Words(msgspec.Struct):
    text: str
    masked: tuple[Mask, ...] = ()


def box_of(session: Session, vault: Vault, call_id: str) -> Box:
    """Return the box that opens what is kept of a call.

    Raises:
        StoreFault: there is no such call, or its key was destroyed.
    """
    wrapped = session.scalar(sa.select(CallKey.wrapped).where(CallKey.call_id == call_id))
    if wrapped is None:
        raise StoreFault("dit gesprek is er niet meer")
    return vault.box(wrapped)


def add(session: Session, vault: Vault, new: NewCall) -> tuple[str, bool]:
    """Keep a call with its review; return its id, and False where the owner had it already."""
    mark = vault.fingerprint(new.source, f"call/{new.owner_id}")
    present = session.scalar(
        sa.select(CallRow.id).where(CallRow.owner_id == new.owner_id, CallRow.fingerprint == mark)
    )
    if present:
        return present, False
    call_id, call, wrapped = new_id(), new.call, vault.new_key()
    box = vault.box(wrapped)
    session.add(
        CallRow(
            id=call_id,
            owner_id=new.owner_id,
            title=box.seal(call.id.encode(), f"{call_id}/title"),
            case=box.seal(msgspec.json.encode(call.case), f"{call_id}/case"),
            channel=call.channel,
            language=call.language,
            held=date.fromisoformat(call.date) if call.date else None,
            added=datetime.now(UTC),
            turns=len(call.turns),
            seconds=call.duration,
            masked=new.masked,
            example=new.example,
            fingerprint=mark,
        )
    )
    session.flush()
    session.add(CallKey(call_id=call_id, wrapped=wrapped))
    session.add_all(_turns(call_id, call, new.masks, box))
    session.add_all(CallWord(call_id=call_id, word=word) for word in _marks(vault, call))
    keep_review(session, vault, call_id, new.record, new.method, new.house_id)
    return call_id, True


def _turns(call_id: str, call: Call, masks: Sequence[tuple[Mask, ...]], box: Box) -> list[TurnRow]:
    rows = []
    for number, turn in enumerate(call.turns):
        words = _Words(turn.text, masks[number] if number < len(masks) else ())
        rows.append(
            TurnRow(
                call_id=call_id,
                number=number,
                speaker=turn.speaker,
                start=turn.start,
                end=turn.end,
                confidence=turn.confidence,
                sealed=box.seal(msgspec.json.encode(words), f"{call_id}/turn/{number}"),
            )
        )
    return rows


def keep_review(
    session: Session,
    vault: Vault,
    call_id: str,
    record: Record,
    method: str = "",
    house_id: str | None = None,
) -> str:
    """Keep a review as the newest of a call, and what can be filtered on; return its id."""
    box = box_of(session, vault, call_id)
    row = session.get_one(CallRow, call_id)
    session.execute(sa.update(ReviewRow).where(ReviewRow.call_id == call_id).values(newest=False))
    for table in (CallRule, CallStep, AgreementRow):
        session.execute(sa.delete(table).where(table.call_id == call_id))
    review = ReviewRow(
        id=new_id(),
        call_id=call_id,
        made=datetime.now(UTC),
        version=record.gehoor,
        method=method,
        profile=record.profile,
        house_id=house_id,
        newest=True,
        sealed=b"",
    )
    review.sealed = box.seal(pack(record), f"{call_id}/review/{review.id}")
    session.add(review)
    _show_in_list(row, record)
    rules = {finding.rule for finding in record.findings}
    session.add_all(CallRule(call_id=call_id, rule=rule) for rule in sorted(rules))
    session.add_all(
        CallStep(call_id=call_id, step=step.step, status=step.status) for step in record.steps
    )
    session.add_all(_agreements(row, record, box))
    session.flush()
    return review.id


def _show_in_list(row: CallRow, record: Record) -> None:
    temperatures = [turn.state.temperature for turn in record.turns] or [0.0]
    row.temperature_high, row.temperature_end = max(temperatures), temperatures[-1]
    row.outcome, row.anger = record.outcome, record.anger.kind
    row.incident, row.findings = record.incident is not None, len(record.findings)


def _agreements(row: CallRow, record: Record, box: Box) -> list[AgreementRow]:
    rows = []
    for item in record.agreements:
        if item.kind == "promise":
            new = AgreementRow(
                id=new_id(),
                call_id=row.id,
                owner_id=row.owner_id,
                turn=item.turn,
                who=item.who or "organisation",
                due=date.fromisoformat(item.due) if item.due else None,
                sealed=b"",
            )
            new.sealed = box.seal(msgspec.json.encode(item), f"{row.id}/agreement/{new.id}")
            rows.append(new)
    return rows


def load(session: Session, vault: Vault, call_id: str) -> StoredCall:
    """Return a call with its turns, opened.

    Raises:
        StoreFault: it is not there any more.
    """
    box = box_of(session, vault, call_id)
    row = session.get_one(CallRow, call_id)
    turns, masks = [], []
    for item in session.scalars(
        sa.select(TurnRow).where(TurnRow.call_id == call_id).order_by(TurnRow.number)
    ):
        opened = box.open(item.sealed, f"{call_id}/turn/{item.number}")
        words = msgspec.json.decode(opened, type=_Words)
        turns.append(
            msgspec.convert(
                {
                    "speaker": item.speaker,
                    "text": words.text,
                    "start": item.start,
                    "end": item.end,
                    "confidence": item.confidence,
                },
                Turn,
            )
        )
        masks.append(words.masked)
    call = msgspec.convert(
        {
            "id": title_of(row, box),
            "turns": turns,
            "channel": row.channel,
            "language": row.language,
            "case": msgspec.json.decode(box.open(row.case, f"{call_id}/case"), type=Case),
            "date": row.held.isoformat() if row.held else None,
        },
        Call,
    )
    return StoredCall(row, call, tuple(masks))


def title_of(row: CallRow, box: Box) -> str:
    """Return the title of a call."""
    return box.open(row.title, f"{row.id}/title").decode()


def newest_review(session: Session, call_id: str) -> ReviewRow:
    """Return the newest review of a call."""
    return session.scalars(
        sa.select(ReviewRow).where(ReviewRow.call_id == call_id, ReviewRow.newest)
    ).one()


def record_in(review: ReviewRow, box: Box) -> Record:
    """Return what stands in a kept review."""
    return unpack(box.open(review.sealed, f"{review.call_id}/review/{review.id}"))


def _marks(vault: Vault, call: Call) -> set[int]:
    words = {word for turn in call.turns for word in _WORD.findall(turn.text.casefold())}
    return {word_mark(vault, word) for word in words}


def word_mark(vault: Vault, word: str) -> int:
    """Return a word as the keyed number it is searched by."""
    return int.from_bytes(vault.fingerprint(word.casefold(), "word", 3))
