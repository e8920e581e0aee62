"""All calls in progress of one process, in the hands of one thread.

One thread hears, keeps and looks, so that no two can be at the same call, and what waits together
is kept together: one write for many calls. Whoever gave words gets the view when they are kept,
never before. Another process's words come in as news. Waits for no watcher.
"""

from __future__ import annotations

import heapq
import logging
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import Final, TypeVar

import msgspec

from gehoor.dialogue import Call
from gehoor.hearing import HeardTurn
from gehoor.live import Event
from gehoor.store import StoreFault, live
from gehoor.store.live import Told
from gehoor.store.live_news import listen
from gehoor.web.live.held import Held
from gehoor.web.live.jobs import Ask, Fed, Feed, TooBusy, answer, fail
from gehoor.web.live.metrics import Figures
from gehoor.web.live.running import Running, Tell
from gehoor.web.live.shown import Shown
from gehoor.web.site import Site

T = TypeVar("T")
MOST_WAITING: Final = 5_000  # jobs; more is too busy, and is said
TOGETHER: Final = 100  # jobs that are kept in one write
SWITCH: Final = 0.001  # seconds: words pass between two threads, and Python's 0.005 is seen
TOO_BUSY: Final = "het is nu te druk; probeer het zo opnieuw"
STOPPING: Final = "Gehoor wordt gestopt; maak zo opnieuw verbinding"
_LOG = logging.getLogger("gehoor.live")


_Heard = tuple[Feed, Running, list[Told], dict[int, str]]


class Hub:
    """Holds the calls in progress; safe to use from any thread.

    Args:
        site: the site.
        clock: seconds that never run back.
    """

    def __init__(self, site: Site, clock: Callable[[], float] = time.monotonic) -> None:
        self.site, self.figures = site, Figures()
        self._clock = clock
        self._held = Held(site, clock)
        self._jobs: queue.Queue[Feed | Ask | None] = queue.Queue()
        self._due: list[tuple[float, str]] = []
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to work."""
        sys.setswitchinterval(SWITCH)
        news = (self.site.store, self._held.watched, self.heard, self._stop)
        self._threads = [
            threading.Thread(target=self._work, name="live", daemon=True),
            threading.Thread(target=listen, args=news, name="live-news", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Do what waits, and stop."""
        self._stop.set()
        self._jobs.put(None)
        for thread in self._threads:
            thread.join(10)
        self._threads = []

    # what others ask

    def feed(self, live_id: str, events: Sequence[Event]) -> Future[Fed]:
        """Take events in; the answer comes when all of them are kept."""
        answer: Future[Fed] = Future()
        self._put(Feed(live_id, tuple(events), answer, time.perf_counter()))
        return answer

    def write(self, live_id: str, kind: live.Kind, text: str) -> Future[None]:
        """Keep a note or a hint with a call."""
        return self.ask(lambda: self._write(live_id, kind, text))

    def shown(self, live_id: str) -> Future[Shown]:
        """Return what can be seen of a call now."""
        return self.ask(lambda: self._held.open(live_id, newest=True).shown())

    def watch(self, live_id: str, tell: Tell) -> Future[Shown]:
        """Tell of every change from now on; `tell` is called in another thread and may not wait."""

        def begin() -> Shown:
            running = self._held.open(live_id, newest=True)
            running.watchers.append(tell)
            self.figures.watched.inc()
            self._wake(running)
            return running.shown()

        return self.ask(begin)

    def unwatch(self, live_id: str, tell: Tell) -> None:
        """Tell no more."""

        def end() -> None:
            self.figures.watched.dec()
            running = self._held.get(live_id)
            if running and tell in running.watchers:
                running.watchers.remove(tell)

        self.ask(end)

    def heard(self, live_id: str) -> None:
        """Look what is new of a call: another process, or a page, changed something."""
        if self._held.get(live_id) is not None:
            self.ask(lambda: self._look(live_id))

    def ask(self, work: Callable[[], T]) -> Future[T]:
        """Have something done between all else."""
        answer: Future[T] = Future()
        self._put(Ask(work, answer))
        return answer

    def _put(self, job: Feed | Ask) -> None:
        if self._stop.is_set():
            job.answer.set_exception(TooBusy(STOPPING))
        elif self._jobs.qsize() >= MOST_WAITING:
            self.figures.refused.labels("too-busy").inc()
            job.answer.set_exception(TooBusy(TOO_BUSY))
        else:
            self._jobs.put(job)

    def heard_of(self, live_id: str) -> tuple[Call, tuple[HeardTurn, ...]]:
        """Return a call and what was heard in it; only in the hub's own thread, by way of `ask`."""
        session = self._held.open(live_id).session
        return session.call(), tuple(session.story.heard)

    # the one thread

    def _work(self) -> None:
        while True:
            jobs = self._next()
            feeds: list[Feed] = []
            for job in jobs:
                if isinstance(job, Feed):
                    feeds.append(job)
                    continue
                self._take(feeds)
                feeds = []
                if job is None:
                    return
                answer(job)
            self._take(feeds)
            self._fire()

    def _next(self) -> list[Feed | Ask | None]:
        """Wait for work, or until a card's time is over; what came together is done together."""
        wait = max(0.0, self._due[0][0] - self._clock()) if self._due else None
        jobs: list[Feed | Ask | None] = []
        try:
            jobs.append(self._jobs.get(timeout=wait))
            while len(jobs) < TOGETHER:
                jobs.append(self._jobs.get_nowait())
        except queue.Empty:
            pass
        self.figures.waiting.set(self._jobs.qsize())
        self.figures.calls.set(len(self._held))
        return jobs

    def _take(self, feeds: Sequence[Feed]) -> None:
        """Hear and keep, all together; then tell."""
        heard = list(self._hear(feeds))
        try:
            self._keep([item for item in heard if item[2]])
        except Exception as error:  # noqa: BLE001 - whatever it is: what is not kept is not taken
            _LOG.error("bewaren mislukte: %s", type(error).__name__)
            for feed, running, _, _ in heard:
                self._held.drop(running.id)
                fail(feed.answer, error)
        for feed, running, _, refused in heard:
            if not feed.answer.done():
                now = self._held.get(running.id) or running
                feed.answer.set_result(Fed(now.session.view(), refused))
                self.figures.seconds.observe(time.perf_counter() - feed.began)
                self._tell(now)

    def _hear(self, feeds: Sequence[Feed]) -> Iterator[_Heard]:
        for feed in feeds:
            try:
                running = self._held.open(feed.live_id)
                told, refused = running.take(feed.events)
            except Exception as error:  # noqa: BLE001 - one call must not take the others down
                self._held.drop(feed.live_id)
                fail(feed.answer, error)
                continue
            for event in feed.events:
                self.figures.events.labels(type(event).__name__.lower()).inc()
            if refused:
                self.figures.refused.labels("too-late").inc(len(refused))
            yield feed, running, told, refused

    def _keep(self, heard: Sequence[_Heard]) -> None:
        if not heard:
            return
        with self.site.store.begin() as session:
            for feed, running, told, _ in heard:
                try:
                    self._held.keep(session, running, told)
                except StoreFault as fault:  # it was finished meanwhile; the others go on
                    self._held.drop(running.id)
                    fail(feed.answer, fault)

    def _write(self, live_id: str, kind: live.Kind, text: str) -> None:
        running = self._held.open(live_id)
        told = [Told(kind, running.now(), text.encode())]
        with self.site.store.begin() as session:
            live.append(session, self.site.store.vault, live_id, told, False, self.site.now())
        self._look(live_id)

    def _look(self, live_id: str) -> None:
        running = self._held.get(live_id)
        if running is None:
            return
        try:
            self._held.catch_up(running)
        except StoreFault:  # it is finished
            self._held.drop(live_id)
            last = msgspec.structs.replace(running.shown(), gone=True)
            for tell in running.watchers:
                tell(last)
            return
        self._tell(running)

    def _tell(self, running: Running) -> None:
        try:
            self._tell_all(running)
        except Exception as error:  # noqa: BLE001 - one call must not take the others down
            _LOG.error("tonen mislukte: %s", type(error).__name__)

    def _tell_all(self, running: Running) -> None:
        if situation := running.new_card():
            self.figures.cards.labels(situation).inc()
        if running.watchers:
            shown = running.shown()
            for tell in running.watchers:
                tell(shown)
            self._wake(running)

    def _wake(self, running: Running) -> None:
        """Look again when something changes by itself."""
        seconds = running.due()
        if seconds is not None:
            heapq.heappush(self._due, (self._clock() + seconds + 0.01, running.id))

    def _fire(self) -> None:
        now = self._clock()
        woken = set()
        while self._due and self._due[0][0] <= now:
            woken.add(heapq.heappop(self._due)[1])
        for live_id in woken:
            running = self._held.get(live_id)
            if running is not None and running.watchers:
                self._tell(running)
