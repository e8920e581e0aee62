"""What people said about a call, as its page shows it: beside a turn, or about the whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from gehoor.store.objections import Objected
from gehoor.store.talk import Said


class Talk(msgspec.Struct, frozen=True):
    """All that was said about a call, to one reader; `doubts` are about the review shown."""

    reader_id: str
    owner_id: str
    said: Sequence[Said] = ()
    doubts: Sequence[Objected] = ()

    def beside(self, turn: int | None) -> list[Said]:
        """Return the comments beside a turn; None gives those about the whole call."""
        return [item for item in self.said if item.turn == turn and item.due is None]

    @property
    def agreed(self) -> list[Said]:
        """Return the coaching agreements: the open ones first, by day."""
        found = [item for item in self.said if item.due is not None]
        return sorted(found, key=lambda item: (item.done is not None, item.due or date.max))

    def may_change(self, item: Said) -> bool:
        """Tell whether the reader may change a comment: their own, or an agreement about them."""
        mine = item.author_id == self.reader_id
        return mine or (item.due is not None and self.reader_id == self.owner_id)

    def against(self, kind: str, name: str, turn: int | None) -> list[Objected]:
        """Return the objections to one judgement."""
        return [d for d in self.doubts if (d.kind, d.name, d.turn) == (kind, name, turn)]
