"""The list of calls: what somebody may see, newest first, filtered and searched, page by page.

Pages go on from the last call shown, so that page 2,000 costs what page 1 costs. Titles are
opened for the page only. A text is sought by marks (`marks`), and what they find is confirmed
by opening those calls: a mark may stand for two words.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from gehoor.store.calls import title_of, words_in
from gehoor.store.conditions import CallFilter, Query
from gehoor.store.marks import marks_of, sought, words_in_call
from gehoor.store.models import CallKey, CallRow, TurnRow
from gehoor.store.vault import Box, Vault

__all__ = ["COUNTED", "PAGE", "CallFilter", "Count", "Listed", "Page", "count", "find"]

PAGE = 50
COUNTED = 1000  # calls that are counted exactly


class Listed(msgspec.Struct, frozen=True):
    """A call in the list, with its title opened."""

    row: CallRow
    title: str
    mine: bool


class Page(msgspec.Struct, frozen=True):
    """Some calls, newest first; `next` tells where the page after this one begins, if any."""

    calls: tuple[Listed, ...]
    next: str | None


class Count(msgspec.Struct, frozen=True):
    """How many calls there are; `more`: at least one more than the number."""

    number: int
    more: bool


def find(
    session: Session,
    vault: Vault,
    person_id: str,
    wanted: CallFilter | None = None,
    after: str | None = None,
    size: int = PAGE,
) -> Page:
    """Return a page of the calls that a person may see.

    Args:
        session: a session of the store.
        vault: opens titles, and texts where one is sought.
        person_id: who looks.
        wanted: what the calls must have.
        after: `next` of the page before; None for the first page.
        size: how many calls at most.
    """
    wanted = wanted or CallFilter()
    words, listed = sought(wanted.text), list[Listed]()
    query = Query(session, person_id, wanted, marks_of(vault, words))
    while True:
        missing = size + 1 - len(listed)
        ids = query.ids(after, missing)
        listed += _opened(session, vault, person_id, ids, words)
        if len(ids) < missing or len(listed) > size:
            break
        after = ids[-1]
    page = tuple(listed[:size])
    return Page(page, page[-1].row.id if len(listed) > size else None)


def count(
    session: Session, vault: Vault, person_id: str, wanted: CallFilter | None = None
) -> Count:
    """Return how many calls a person may see, exactly up to `COUNTED`.

    A text is counted by its marks alone, which a few calls in a million share by chance.
    """
    wanted = wanted or CallFilter()
    marks = marks_of(vault, sought(wanted.text))
    number = Query(session, person_id, wanted, marks).count(COUNTED + 1)
    return Count(min(number, COUNTED), number > COUNTED)


def _opened(
    session: Session, vault: Vault, person_id: str, ids: Collection[str], words: Collection[str]
) -> list[Listed]:
    found = session.execute(
        sa.select(CallRow, CallKey.wrapped)
        .join(CallKey, CallKey.call_id == CallRow.id)
        .where(CallRow.id.in_(ids))
        .order_by(CallRow.id.desc())
    ).all()
    boxes = {row.id: vault.box(wrapped) for row, wrapped in found}
    titles = {row.id: title_of(row, boxes[row.id]) for row, _ in found}
    if words:
        titles = _holding(session, boxes, titles, set(words))
    return [
        Listed(row, titles[row.id], row.owner_id == person_id)
        for row, _ in found
        if row.id in titles
    ]


def _holding(
    session: Session, boxes: dict[str, Box], titles: dict[str, str], words: set[str]
) -> dict[str, str]:
    """Return the titles of the calls that really hold all words."""
    texts: dict[str, list[str]] = {call_id: [] for call_id in boxes}
    for row in session.scalars(sa.select(TurnRow).where(TurnRow.call_id.in_(boxes))):
        texts[row.call_id].append(words_in(row, boxes[row.call_id]).text)
    return {
        call_id: title
        for call_id, title in titles.items()
        if words <= words_in_call(title, texts[call_id])
    }
