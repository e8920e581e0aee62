"""Changing the main key: every key in the store is wrapped anew with the newest.

After that the older main keys can be destroyed, and with them every backup from before.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from gehoor.store.database import Store
from gehoor.store.models import CallKey, LiveCall, StoreKey, UploadItem

BATCH = 500
_HOLDERS: tuple[Any, ...] = (StoreKey, CallKey, UploadItem, LiveCall)


def rekey(store: Store) -> int:
    """Wrap all keys with the newest main key, batch by batch; return how many were changed.

    Safe to stop half-way and to do again: both main keys open the store until it is done.

    Raises:
        KeyFault: a key was wrapped with a main key that is not here; what was done stays.
    """
    changed = 0
    for table in _HOLDERS:
        while some := _some(store, table):
            changed += some
    store.scrub()
    return changed


def waiting(store: Store) -> int:
    """Return how many keys are not yet wrapped with the newest main key."""
    with store.read() as session:
        numbers = (
            session.scalar(
                sa.select(sa.func.count()).select_from(table).where(_older(store, table))
            )
            for table in _HOLDERS
        )
        return sum(number or 0 for number in numbers)


def _some(store: Store, table: Any) -> int:
    with store.begin() as session:
        query = sa.select(table).where(_older(store, table)).limit(BATCH)
        rows = session.scalars(query.with_for_update()).all()
        for row in rows:
            row.wrapped = store.vault.rewrap(row.wrapped)
        return len(rows)


def _older(store: Store, table: Any) -> sa.ColumnElement[bool]:
    name = sa.func.substr(table.wrapped, 1, 8, type_=sa.LargeBinary)
    return name != store.vault.newest.encode()
