"""Calls: putting them in, taking them out, and their newest review.

Whoever calls this has asked `access` first. Lists and search stand in `finding`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gehoor.dialogue import Call, Turn
from gehoor.dialogue.call import Case
from gehoor.reporting.record import Record, pack, unpack
from gehoor.store.fault import StoreFault
from gehoor.store.marks import marks_of_call
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
from gehoor.store.models.base import new_id, new_ordered_id, utc_now
from gehoor.store.vault import Box, Vault


class Mask(msgspec.Struct, frozen=True):
    """Where something personal was replaced: its kind, and the box's characters in the text."""

    kind: str
    start: int
    end: int


class NewCall(msgspec.Struct, frozen=True):
    """A call to keep, with its review; `masks` by turn.

    `source` is what came in, byte by byte: the same owner keeps it once. `added` is now, unless
    the call was kept somewhere else before.
    """

    owner_id: str
    call: Call
    record: Record
    source: bytes
    method: str = ""
    masks: Sequence[tuple[Mask, ...]] = ()
    masked: bool = False
    example: bool = False
    house_id: str | None = None
    added: datetime | None = None


class StoredCall(msgspec.Struct, frozen=True):
    """A call as it is kept, opened."""

    row: CallRow
    call: Call
    masks: tuple[tuple[Mask, ...], ...]


class Words(msgspec.Struct, frozen=True):
    """What was said in a turn, and what was masked in it."""

    text: str
    masked: tuple[Mask, ...] = ()


_WORDS = msgspec.json.Decoder(Words)


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
    present = sa.select(CallRow.id).where(
        CallRow.owner_id == new.owner_id, CallRow.fingerprint == mark
    )
    if found := session.scalar(present):
        return found, False
    try:
        with session.begin_nested():
            return _add(session, vault, new, mark), True
    except IntegrityError:  # another process kept it between the question and the answer
        if found := session.scalar(present):
            return found, False
        raise


def _add(session: Session, vault: Vault, new: NewCall, mark: bytes) -> str:
    added = new.added or utc_now()
    call_id, call, wrapped = new_ordered_id(added), new.call, vault.new_key()
    box = vault.box(wrapped)
    session.add(
        CallRow(
            id=call_id,
            owner_id=new.owner_id,
            title=box.seal(call.id.encode(), f"{call_id}/title"),
            case=box.seal(msgspec.json.encode(call.case), f"{call_id}/case"),
            channel=call.channel,
            language=call.language[:40],
            held=date.fromisoformat(call.date) if call.date else None,
            added=added,
            turns=len(call.turns),
            seconds=call.duration,
            masked=new.masked,
            example=new.example,
            fingerprint=mark,
        )
    )
    session.flush()
    session.add(CallKey(call_id=call_id, wrapped=wrapped))
    _keep_turns(session, call_id, new, box)
    keep_review(session, vault, call_id, new.record, new.method, new.house_id)
    _keep_marks(session, vault, call_id, call)
    return call_id


def _keep_marks(session: Session, vault: Vault, call_id: str, call: Call) -> None:
    marks = marks_of_call(vault, call)
    if marks:
        rows = [{"call_id": call_id, "word": word} for word in sorted(marks)]
        session.execute(sa.insert(CallWord), rows)


def _keep_turns(session: Session, call_id: str, new: NewCall, box: Box) -> None:
    rows = []
    for number, turn in enumerate(new.call.turns):
        words = Words(turn.text, new.masks[number] if number < len(new.masks) else ())
        sealed = box.seal(msgspec.json.encode(words), f"{call_id}/turn/{number}")
        rows.append(
            {
                "call_id": call_id,
                "number": number,
                "speaker": turn.speaker,
                "start": turn.start,
                "end": turn.end,
                "confidence": turn.confidence,
                "sealed": sealed,
            }
        )
    if rows:
        session.execute(sa.insert(TurnRow), rows)


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
    settled = _settled(session, call_id)
    for table in (CallRule, CallStep, AgreementRow):
        session.execute(sa.delete(table).where(table.call_id == call_id))
    review = ReviewRow(
        id=new_id(),
        call_id=call_id,
        made=utc_now(),
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
    session.add_all(_agreements(row, record, box, settled))
    session.flush()
    return review.id


def _show_in_list(row: CallRow, record: Record) -> None:
    temperatures = [turn.state.temperature for turn in record.turns] or [0.0]
    row.temperature_high, row.temperature_end = max(temperatures), temperatures[-1]
    row.outcome, row.anger = record.outcome, record.anger.kind
    row.incident, row.findings = record.incident is not None, len(record.findings)


Settled = dict[tuple[int, str, date | None], tuple[datetime | None, str | None]]


def _settled(session: Session, call_id: str) -> Settled:
    """Return what people said about the promises of a call: a new review must not undo it."""
    rows = session.scalars(sa.select(AgreementRow).where(AgreementRow.call_id == call_id))
    return {(row.turn, row.who, row.due): (row.done, row.outcome) for row in rows}


def _agreements(row: CallRow, record: Record, box: Box, settled: Settled) -> list[AgreementRow]:
    rows = []
    for item in record.agreements:
        if item.kind == "promise":
            due = date.fromisoformat(item.due) if item.due else None
            who = item.who or "organisation"
            done, outcome = settled.get((item.turn, who, due), (None, None))
            new = AgreementRow(
                id=new_id(),
                call_id=row.id,
                owner_id=row.owner_id,
                turn=item.turn,
                who=who,
                due=due,
                sealed=b"",
                done=done,
                outcome=outcome,
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
    rows = session.scalars(
        sa.select(TurnRow).where(TurnRow.call_id == call_id).order_by(TurnRow.number)
    )
    opened = [(item, words_in(item, box)) for item in rows]
    call = {
        "id": title_of(row, box),
        "turns": [_turn(item, words) for item, words in opened],
        "channel": row.channel,
        "language": row.language,
        "case": msgspec.json.decode(box.open(row.case, f"{call_id}/case"), type=Case),
        "date": row.held.isoformat() if row.held else None,
    }
    return StoredCall(row, msgspec.convert(call, Call), tuple(words.masked for _, words in opened))


def _turn(row: TurnRow, words: Words) -> Turn:
    turn = {
        "speaker": row.speaker,
        "text": words.text,
        "start": row.start,
        "end": row.end,
        "confidence": row.confidence,
    }
    return msgspec.convert(turn, Turn)


def words_in(row: TurnRow, box: Box) -> Words:
    """Return what was said in a turn."""
    return _WORDS.decode(box.open(row.sealed, f"{row.call_id}/turn/{row.number}"))


LONGEST_TITLE = 200  # characters


def rename(session: Session, vault: Vault, call_id: str, title: str) -> None:
    """Give a call another title, by which it can be found from now on."""
    stored, box = load(session, vault, call_id), box_of(session, vault, call_id)
    title = title[:LONGEST_TITLE]
    stored.row.title = box.seal(title.encode(), f"{call_id}/title")
    session.execute(sa.delete(CallWord).where(CallWord.call_id == call_id))
    _keep_marks(session, vault, call_id, msgspec.structs.replace(stored.call, id=title))
    session.flush()


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
