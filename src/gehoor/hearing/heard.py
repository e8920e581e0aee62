"""What comes out of hearing: a turn with its acts, and the seam for other ears."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec

from gehoor.dialogue import Turn

Address = Literal["u", "je", "mixed"]


class HeardAct(msgspec.Struct, frozen=True, gc=False):
    """One act heard in a turn.

    `span` is a half-open range of characters in the turn's own text; `confidence` runs
    from 0 to 1; `because` names the phrase or the features by which it was heard.
    """

    name: str
    span: tuple[int, int]
    confidence: float
    because: str


class HeardTurn(msgspec.Struct, frozen=True, gc=False):
    """A turn, the acts and cues heard in it (by place), and how the agent addresses the caller."""

    turn: Turn
    acts: tuple[HeardAct, ...] = ()
    cues: tuple[HeardAct, ...] = ()
    address: Address | None = None

    @property
    def names(self) -> frozenset[str]:
        """Return the names of all acts and cues in this turn."""
        return frozenset([a.name for a in self.acts] + [c.name for c in self.cues])

    def quote(self, span: tuple[int, int]) -> str:
        """Return the characters of the turn's own text at a span."""
        return self.turn.text[span[0] : span[1]]


class Listener(Protocol):
    """An ear. It may look back, never ahead, so that a live call is heard like a recorded one."""

    def hear(self, turn: Turn, before: Sequence[HeardTurn]) -> HeardTurn:
        """Return what is heard in a turn, given the turns before it."""
        ...
