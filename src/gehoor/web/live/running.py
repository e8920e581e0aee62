"""One call in progress as this process knows it: made of what is kept, and of what comes in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import msgspec

from gehoor.dialogue import Call
from gehoor.live import Event, Hold, LiveFault, Resume, Session
from gehoor.live.events import DAY
from gehoor.reviewing import Reviewer
from gehoor.store.live import Kept, Told
from gehoor.web.live.shown import Help, Line, Shown

_EVENT: Final = msgspec.json.Decoder(Event)
Tell = Callable[[Shown], None]


class Facts(msgspec.Struct, frozen=True):
    """What stands open beside a call's events: whose it is, and who helps."""

    owner_id: str
    owner: str
    made: datetime
    changed: datetime
    events: int
    example: bool
    asked: bool
    helper_id: str | None
    helper: str
    joined: bool

    @property
    def help(self) -> Help:
        """Return how it stands with help."""
        if self.helper_id is not None:
            return "joined" if self.joined else "offered"
        return "asked" if self.asked else "no"


class Running:
    """A call in progress.

    Args:
        live_id: its id.
        opening: the call without its turns.
        reviewer: who will make the report.
        facts: what stands open beside its events.
        clock: seconds that never run back; the wall clock may jump.
        age: seconds since the call began, by the wall clock.
    """

    def __init__(
        self,
        live_id: str,
        opening: Call,
        reviewer: Reviewer,
        facts: Facts,
        clock: Callable[[], float],
        age: float,
    ) -> None:
        self.id, self.opening, self.facts = live_id, opening, facts
        self.session = Session(reviewer, opening)
        self.number = 0
        self.notes: list[Line] = []
        self.hints: list[Line] = []
        self.watchers: list[Tell] = []
        self._card = -1.0
        self._clock, self._age, self._since = clock, max(0.0, min(age, DAY)), clock()

    def now(self) -> float:
        """Return the seconds since the call began."""
        return min(self._age + self._clock() - self._since, DAY)

    def due(self) -> float | None:
        """Return in how many seconds something changes by itself."""
        moment = self.session.changes_at
        return None if moment is None else max(0.0, moment - self.now())

    def note_change(self, events: int, changed: datetime) -> None:
        """Remember what this process itself kept, so that it is no news."""
        self.facts = msgspec.structs.replace(self.facts, events=events, changed=changed)

    def new_card(self) -> str | None:
        """Return the situation of a card that was not there when this was last asked."""
        card = self.session.card
        if card is None or card.since == self._card:
            return None
        self._card = card.since
        return card.situation

    def take_kept(self, kept: Sequence[Kept]) -> None:
        """Take in what was kept before, or by another process."""
        for item in kept:
            if item.kind == "event":
                self._replay(item)
            else:
                lines = self.notes if item.kind == "note" else self.hints
                lines.append(Line(item.at, item.data.decode()))
            self.number = item.number
        if kept:  # a call that stood still while the programme was away goes on where it was
            self._age = max(self._age, kept[-1].at - (self._clock() - self._since))

    def _replay(self, item: Kept) -> None:
        try:
            self.session.feed(_EVENT.decode(item.data), item.at)
        except (LiveFault, msgspec.DecodeError):
            return  # it was refused, or is of a newer programme: nothing to hear

    def take(self, events: Sequence[Event]) -> tuple[list[Told], dict[int, str]]:
        """Take in events as they come; return what must be kept, and what was refused and why.

        Partial words are not kept, nor is anything said on hold.
        """
        told: list[Told] = []
        refused: dict[int, str] = {}
        at = self.now()
        for place, event in enumerate(events):
            silent = self.session.on_hold and not isinstance(event, Resume)
            try:
                self.session.feed(event, at)
            except LiveFault as fault:
                refused[place] = str(fault)
                continue
            if not silent and (isinstance(event, Hold | Resume) or event.final):
                told.append(Told("event", at, msgspec.json.encode(event)))
        return told, refused

    def shown(self) -> Shown:
        """Return what can be seen now."""
        facts = self.facts
        return Shown(
            id=self.id,
            owner_id=facts.owner_id,
            owner=facts.owner,
            title=self.opening.id,
            made=facts.made,
            example=facts.example,
            number=self.number,
            view=self.session.view(self.now()),
            turns=self.session.call().turns,
            notes=tuple(self.notes),
            hints=tuple(self.hints),
            help=facts.help,
            helper_id=facts.helper_id,
            helper=facts.helper,
        )
