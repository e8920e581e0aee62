"""The calm: which card stands when, and which step.

One card at a time; a new one only when the last had its time, safety first; gone when its time is
over or it was done; no card comes back for the same words. All changes fall at moments that
follow from the events alone, so that it does not matter how often anybody looks.
"""

from __future__ import annotations

from collections.abc import Sequence

from gehoor.live.view import Card
from gehoor.live.wanted import Wanted
from gehoor.method.live import LiveText
from gehoor.method.model import Step

Key = tuple[str, int]


class Pacer:
    """Settles what is wanted into what is shown."""

    def __init__(self, text: LiveText) -> None:
        self._text = text
        self.card: Card | None = None
        self.step: Step = "listen"
        self.changes_at: float | None = None
        self._wanted: tuple[Wanted, ...] = ()
        self._step_wanted: Step | None = None
        self._changed = self._stepped = float("-inf")
        self._last_safety = False
        self._gone: dict[str, float] = {}
        self._spent: set[Key] = set()

    def want(self, wanted: Sequence[Wanted], step: Step | None, at: float) -> None:
        """Take in what the call asks for after a turn."""
        self._wanted, self._step_wanted = tuple(wanted), step
        self._settle(at)

    def advance(self, at: float) -> None:
        """Let the time pass: everything that falls due changes at its own moment."""
        while self.changes_at is not None and self.changes_at <= at:
            self._settle(self.changes_at)

    def _settle(self, at: float) -> None:
        due = [self._drop(at), self._show(at), self._walk(at)]
        later = [moment for moment in due if moment is not None]
        self.changes_at = min(later) if later else None

    def _drop(self, at: float) -> float | None:
        """Take away a card whose time is over, or whose matter is done; return when."""
        card = self.card
        if card is None:
            return None
        ends = card.until
        if (card.situation, card.turn) not in {item.key for item in self._wanted}:
            ends = min(ends, card.since + self._text.seconds("shortest"))
        if at < ends:
            return ends
        self._leave(card, at)
        self.card = None
        return None

    def _leave(self, card: Card, at: float) -> None:
        self._spent.add((card.situation, card.turn))
        self._gone[card.situation] = at

    def _show(self, at: float) -> float | None:
        """Put up the most urgent card, if it is its turn; return when it will be."""
        best = next((item for item in self._wanted if self._may_come(item, at)), None)
        if best is None:
            return self._returns(at)
        if self.card is not None and not self._outranks(best):
            return None
        moment = self._changed + self._text.seconds("between")
        if at < moment and (self._last_safety or not best.pace.safety):
            return moment
        if self.card is not None:
            self._leave(self.card, at)
        self.card, self._changed, self._last_safety = _card(best, at), at, best.pace.safety
        return self.card.until

    def _may_come(self, item: Wanted, at: float) -> bool:
        shown = self.card is not None and (self.card.situation, self.card.turn) == item.key
        if shown or item.key in self._spent:
            return False
        return item.pace.safety or at >= self._rested(item)

    def _rested(self, item: Wanted) -> float:
        gone = self._gone.get(item.advice.situation)
        return float("-inf") if gone is None else gone + self._text.seconds("again")

    def _returns(self, at: float) -> float | None:
        """Return when the first card that must rest may come."""
        moments = [
            self._rested(item)
            for item in self._wanted
            if item.key not in self._spent and self._rested(item) > at
        ]
        return min(moments) if moments else None

    def _outranks(self, best: Wanted) -> bool:
        """Tell whether a card may take the place of the one that stands.

        It stands until its time is over or its matter done: only safety goes before it, and a
        later word of the same safety.
        """
        assert self.card is not None
        if (self.card.situation, self.card.turn) not in {item.key for item in self._wanted}:
            return best.pace.safety or not self.card.safety
        return best.pace.safety

    def _walk(self, at: float) -> float | None:
        """Go to the step of the card, or to the one the call asks for; return when."""
        if self.card is not None:
            if self.step != self.card.step:
                self.step, self._stepped = self.card.step, at
            return None
        wanted = self._step_wanted
        if wanted is None or wanted == self.step:
            return None
        moment = self._stepped + self._text.seconds("step")
        if at < moment:
            return moment
        self.step, self._stepped = wanted, at
        return None


def _card(item: Wanted, at: float) -> Card:
    advice = item.advice
    return Card(
        situation=advice.situation,
        step=advice.step,
        why=advice.why,
        say=advice.say,
        leave=advice.avoid,
        turn=item.turn,
        since=at,
        until=at + item.pace.lifetime,
        safety=item.pace.safety,
        stage=item.pace.stage,
    )
