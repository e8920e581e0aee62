"""The calls in progress that a process has in memory: made of what is kept, and kept up to date.

Only the hub's one thread comes here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy.orm import Session

from gehoor.store import live, people
from gehoor.store.live import Told
from gehoor.store.live_news import Known
from gehoor.store.models import LiveCall
from gehoor.web.house_style import in_force
from gehoor.web.live.running import Facts, Running, Tell
from gehoor.web.site import Site

MOST_KNOWN: Final = 1_000  # calls in memory; the rest is made again of what is kept


class Held:
    """The calls of one process, by id."""

    def __init__(self, site: Site, clock: Callable[[], float]) -> None:
        self._site, self._clock = site, clock
        self._calls: dict[str, Running] = {}

    def __len__(self) -> int:
        return len(self._calls)

    def get(self, live_id: str) -> Running | None:
        """Return a call if it is in memory, up to date or not."""
        return self._calls.get(live_id)

    def drop(self, live_id: str) -> None:
        """Let go of a call; who watched it is told by whoever drops it."""
        self._calls.pop(live_id, None)

    def open(self, live_id: str, newest: bool = False) -> Running:
        """Return a call, made of what is kept where it is not in memory.

        Args:
            live_id: the call.
            newest: look whether another process kept more.

        Raises:
            StoreFault: it is not in progress.
        """
        running = self._calls.get(live_id)
        if running is None:
            with self._site.store.read() as session:
                running = self._made(session, live_id, [])
            self._calls[live_id] = running
            self._forget()
        elif newest:
            self.catch_up(running)
        return running

    def catch_up(self, running: Running) -> None:
        """Take in what other processes kept; raises StoreFault where the call is gone."""
        vault = self._site.store.vault
        with self._site.store.read() as session:
            row = live.row_of(session, running.id)
            running.facts = _facts(session, row)
            if row.events != running.number:
                running.take_kept(live.since(session, vault, row, running.number))

    def keep(self, session: Session, running: Running, told: Sequence[Told]) -> None:
        """Keep what a call heard; where another process was first, hear it in the kept order."""
        now, vault = self._site.now(), self._site.store.vault
        last = live.append(session, vault, running.id, told, running.session.threat, now)
        if last == running.number + len(told):
            running.number = last
            running.note_change(last, now)
        else:
            self._calls[running.id] = self._made(session, running.id, running.watchers)

    def watched(self) -> Known:
        """Return what is known of the calls that somebody looks at."""
        return {
            item.id: (item.number, item.facts.changed)
            for item in list(self._calls.values())
            if item.watchers
        }

    def _made(self, session: Session, live_id: str, watchers: list[Tell]) -> Running:
        vault = self._site.store.vault
        row = live.row_of(session, live_id)
        age = (self._site.now() - row.made).total_seconds()
        opening, reviewer = live.opening_of(vault, row), in_force(self._site).reviewer
        running = Running(live_id, opening, reviewer, _facts(session, row), self._clock, age)
        running.watchers = watchers
        running.take_kept(live.since(session, vault, row, 0))
        return running

    def _forget(self) -> None:
        """Let go of calls that nobody looks at, the longest known first."""
        for live_id in list(self._calls)[: max(0, len(self._calls) - MOST_KNOWN)]:
            if not self._calls[live_id].watchers:
                del self._calls[live_id]


def _facts(session: Any, row: LiveCall) -> Facts:
    wanted = {row.owner_id, *([row.helper_id] if row.helper_id else [])}
    names = people.names(session, wanted)
    return Facts(
        owner_id=row.owner_id,
        owner=names.get(row.owner_id, ""),
        made=row.made,
        changed=row.changed,
        events=row.events,
        example=row.example,
        asked=row.asked is not None,
        helper_id=row.helper_id,
        helper=names.get(row.helper_id or "", ""),
        joined=row.joined,
    )
