"""From what somebody wants to see to SQL that stays fast, however many calls there are.

Calls are walked newest first, along an index. Which one: the person's own and shared calls, or
what fewer rows have, such as a rare rule or word. Holds nothing that opens a call.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, Literal, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from gehoor.store.access import shown_to
from gehoor.store.models import CallRow, CallRule, CallStep, CallWord, Share

Whose = Literal["all", "mine", "shared"]
APPLIES = ("done", "missed")
WEIGHED = 10_000  # rows looked at to tell which condition leaves the fewest calls


class CallFilter(msgspec.Struct, frozen=True):
    """What the calls shown must have; what is left out does not matter. Ends are included.

    `text` are words that must all be in the title or the turns; a `step` without status is one
    that applied; `temperature_from` is the highest temperature (0 to 4) at least; `held` is the
    day of the call, `added` the moment it came in.
    """

    text: str = ""
    step: str | None = None
    step_status: str | None = None
    rule: str | None = None
    temperature_from: float | None = None
    outcome: str | None = None
    anger: str | None = None
    incident: bool | None = None
    held_from: date | None = None
    held_to: date | None = None
    added_from: datetime | None = None
    added_to: datetime | None = None
    example: bool | None = None
    whose: Whose = "all"


class _Side(NamedTuple):
    """A table beside the calls, and which of its rows a call must have one of."""

    call_id: Any
    conditions: tuple[sa.ColumnElement[bool], ...]
    ordered: bool = True  # an index gives these rows in the order of the calls


class Query:
    """The calls a person may see and wants to see, newest first, by id."""

    def __init__(
        self, session: Session, person_id: str, wanted: CallFilter, marks: Collection[int]
    ) -> None:
        self._session, self._person_id, self._whose = session, person_id, wanted.whose
        self._plain = list(_on_call(wanted))
        self._sides = [*_on_words(marks), *_on_review(wanted)]
        self._streams = list(self._walks())

    def ids(self, after: str | None, limit: int) -> list[str]:
        """Return ids of calls, at most `limit`, that come after another one in the list."""
        found = []
        for key, query in self._streams:
            if after is not None:
                query = query.where(key < after)
            found.append(self._session.scalars(query.order_by(key.desc()).limit(limit)).all())
        return list(islice(heapq.merge(*found, reverse=True), limit))

    def count(self, limit: int) -> int:
        """Return how many calls there are, at most `limit`."""
        return min(limit, sum(self._count(query, limit) for _, query in self._streams))

    def _count(self, query: sa.Select[Any], limit: int) -> int:
        some = query.limit(limit).subquery()
        return self._session.scalar(sa.select(sa.func.count()).select_from(some)) or 0

    def _walks(self) -> Iterator[tuple[Any, sa.Select[Any]]]:
        theirs = list(self._seen())
        fewest = self._fewest(theirs) if self._sides else None
        if fewest is None:
            for key, query in theirs:
                yield key, query.where(*self._plain, *map(_has, self._sides))
        else:
            others = [_has(side) for side in self._sides if side is not fewest]
            query = sa.select(fewest.call_id).join(CallRow, CallRow.id == fewest.call_id)
            query = query.where(*fewest.conditions, self._may_see(), *self._plain, *others)
            yield fewest.call_id, query

    def _seen(self) -> Iterator[tuple[Any, sa.Select[Any]]]:
        mine = CallRow.owner_id == self._person_id
        if self._whose != "shared":
            yield CallRow.id, sa.select(CallRow.id).where(mine)
        if self._whose != "mine":
            shared = sa.select(Share.call_id).join(CallRow, CallRow.id == Share.call_id)
            shared = shared.where(Share.person_id == self._person_id, Share.ended.is_(None))
            yield Share.call_id, shared.where(sa.not_(mine))

    def _fewest(self, theirs: list[tuple[Any, sa.Select[Any]]]) -> _Side | None:
        """Return the side with fewer rows than the person has calls; None if there is none."""
        fewest, rows = None, min(WEIGHED, sum(self._count(q, WEIGHED) for _, q in theirs))
        for side in filter(lambda side: side.ordered, self._sides):
            number = self._count(sa.select(side.call_id).where(*side.conditions), WEIGHED)
            if number < rows:
                fewest, rows = side, number
        return fewest

    def _may_see(self) -> sa.ColumnElement[bool]:
        # An expression, so that no database walks along the owner's index after all.
        mine = sa.func.coalesce(CallRow.owner_id, "") == self._person_id
        if self._whose == "mine":
            return mine
        shown = shown_to(self._person_id)
        return sa.and_(shown, sa.not_(mine)) if self._whose == "shared" else sa.or_(mine, shown)


def _on_call(wanted: CallFilter) -> Iterator[sa.ColumnElement[bool]]:
    for key in ("outcome", "anger", "incident", "example"):
        if (value := getattr(wanted, key)) is not None:
            yield getattr(CallRow, key) == value
    if wanted.temperature_from is not None:
        yield CallRow.temperature_high >= wanted.temperature_from
    for column in (CallRow.held, CallRow.added):
        first, last = (getattr(wanted, f"{column.key}_{end}") for end in ("from", "to"))
        if first is not None:
            yield column >= first
        if last is not None:
            yield column <= last


def _on_words(marks: Collection[int]) -> Iterator[_Side]:
    for mark in sorted(marks):
        table = aliased(CallWord)
        yield _Side(table.call_id, (table.word == mark,))


def _on_review(wanted: CallFilter) -> Iterator[_Side]:
    if wanted.rule is not None:
        yield _Side(CallRule.call_id, (CallRule.rule == wanted.rule,))
    if wanted.step is not None and wanted.step_status is not None:
        yield _Side(
            CallStep.call_id, (CallStep.step == wanted.step, CallStep.status == wanted.step_status)
        )
    elif wanted.step is not None:
        applied = CallStep.status.in_(APPLIES)
        yield _Side(CallStep.call_id, (CallStep.step == wanted.step, applied), ordered=False)
    elif wanted.step_status is not None:
        yield _Side(CallStep.call_id, (CallStep.status == wanted.step_status,), ordered=False)


def _has(side: _Side) -> sa.ColumnElement[bool]:
    return sa.exists().where(side.call_id == CallRow.id, *side.conditions)
