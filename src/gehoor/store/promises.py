"""Promises of a call that fall due, and what became of them; found by the review."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, get_args

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from gehoor.reporting.record import KeptAgreement
from gehoor.store.calls import box_of
from gehoor.store.fault import Faulty, Refused
from gehoor.store.models import AgreementRow
from gehoor.store.models.base import utc_now
from gehoor.store.vault import Vault

Outcome = Literal["kept", "broken", "dropped"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


class Promised(msgspec.Struct, frozen=True):
    """A promise of a call, opened; `outcome` is None as long as it is open."""

    id: str
    call_id: str
    turn: int
    who: str
    due: date | None
    what: KeptAgreement
    done: datetime | None
    outcome: str | None


def promises_in(session: Session, vault: Vault, call_id: str) -> tuple[Promised, ...]:
    """Return the promises of a call, in the order they were made."""
    query = sa.select(AgreementRow).where(AgreementRow.call_id == call_id)
    rows = session.scalars(query.order_by(AgreementRow.turn, AgreementRow.id))
    return tuple(_opened(session, vault, row) for row in rows)


def falling_due(session: Session, vault: Vault, owner_id: str, until: date) -> tuple[Promised, ...]:
    """Return the open promises in somebody's own calls that are due by a day, by day."""
    query = (
        sa.select(AgreementRow)
        .where(AgreementRow.owner_id == owner_id, AgreementRow.due <= until)
        .where(AgreementRow.outcome.is_(None))
        .order_by(AgreementRow.due, AgreementRow.id)
    )
    return tuple(_opened(session, vault, row) for row in session.scalars(query))


def settle(
    session: Session,
    promise_id: str,
    owner_id: str,
    outcome: Outcome | None,
    now: datetime | None = None,
) -> None:
    """Say what became of a promise in one's own call; None opens it again.

    Raises:
        Refused: it is not there, or in somebody else's call.
        Faulty: there is no such outcome.
    """
    row = session.get(AgreementRow, promise_id)
    if row is None or row.owner_id != owner_id:
        raise Refused("deze afspraak is er niet, of ze hoort bij een gesprek van iemand anders")
    if outcome is not None and outcome not in OUTCOMES:
        raise Faulty(f"afloop: onbekend «{outcome}»; verwacht {', '.join(OUTCOMES)}")
    row.outcome, row.done = outcome, (now or utc_now()) if outcome else None
    session.flush()


def _opened(session: Session, vault: Vault, row: AgreementRow) -> Promised:
    data = box_of(session, vault, row.call_id).open(row.sealed, f"{row.call_id}/agreement/{row.id}")
    what = msgspec.json.decode(data, type=KeptAgreement)
    return Promised(row.id, row.call_id, row.turn, row.who, row.due, what, row.done, row.outcome)
