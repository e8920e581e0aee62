"""What people said about a call, as its page shows it: beside a turn, or about the whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import msgspec


class Remark(msgspec.Struct, frozen=True):
    """A comment; with `due` it is a coaching agreement."""

    id: str
    author: str
    mine: bool
    turn: int | None
    text: str
    made: datetime
    edited: datetime | None
    edition: int
    due: date | None
    done: datetime | None


class Doubt(msgspec.Struct, frozen=True):
    """«Klopt niet»: who contests which judgement, and why."""

    id: str
    author: str
    mine: bool
    kind: str
    name: str
    turn: int | None
    reason: str
    made: datetime


class Shown(msgspec.Struct, frozen=True):
    """Somebody the call is shared with."""

    id: str
    name: str
    since: datetime


class Look(msgspec.Struct, frozen=True):
    """Somebody who opened the call."""

    name: str
    at: datetime
    action: str


class Talk(msgspec.Struct, frozen=True):
    """All that was said about a call."""

    remarks: Sequence[Remark] = ()
    doubts: Sequence[Doubt] = ()

    def beside(self, turn: int | None) -> list[Remark]:
        """Return the comments beside a turn; None gives those about the whole call."""
        return [item for item in self.remarks if item.turn == turn and item.due is None]

    @property
    def agreed(self) -> list[Remark]:
        """Return the coaching agreements: the open ones first, by date."""
        found = [item for item in self.remarks if item.due is not None]
        return sorted(found, key=lambda item: (item.done is not None, item.due))

    def against(self, kind: str, name: str, turn: int | None) -> list[Doubt]:
        """Return the objections to one judgement."""
        return [d for d in self.doubts if (d.kind, d.name, d.turn) == (kind, name, turn)]
