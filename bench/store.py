"""`python -m bench.store`: how fast a list of calls is, in a store of 100,000 calls.

Every figure stands beside fetching 50 calls by their keys in the same run: read the ratios.
Made-up calls with as many words, rules and steps as real ones; two turns each.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from gehoor.store import Keyring, Store, calls, finding, open_store
from gehoor.store.calls import Words
from gehoor.store.finding import CallFilter
from gehoor.store.marks import mark
from gehoor.store.models import (
    CallKey,
    CallRow,
    CallRule,
    CallStep,
    CallWord,
    Person,
    Share,
    TurnRow,
)
from gehoor.store.models.base import new_id, new_ordered_id

CALLS, WORDS, PART = 100_000, 60, 2_000
RUNS = 15
START = datetime(2025, 1, 1, tzinfo=UTC)
RULES = [(f"RUL{at:02}", 0.4 / (at + 1) ** 1.5) for at in range(40)]
VOCABULARY = 20_000


class Maker:
    """Makes calls: 60 % of one person, 40 % of forty others, half of which a coach may see."""

    def __init__(self, store: Store) -> None:
        self.store, self.chance = store, random.Random(7)
        self.marks = [mark(store.vault, f"woord{at}") for at in range(VOCABULARY)]
        self.weights = [1 / (at + 20) for at in range(VOCABULARY)]
        self.big, self.coach = new_id(), new_id()
        self.others = [new_id() for _ in range(40)]
        with store.begin() as session:
            for at, person_id in enumerate((self.big, self.coach, *self.others)):
                name = f"persoon{at}"
                session.add(Person(id=person_id, name=name, email=name, created=START))

    def fill(self, number: int) -> None:
        """Put calls into the store, a part at a time."""
        for first in range(0, number, PART):
            rows: dict[Any, list[dict[str, Any]]] = {}
            for at in range(first, min(first + PART, number)):
                for table, row in self._call(at, number):
                    rows.setdefault(table, []).append(row)
            with self.store.begin() as session:
                for table, some in rows.items():
                    session.execute(sa.insert(table), some)

    def _call(self, at: int, number: int) -> Iterator[tuple[Any, dict[str, Any]]]:
        pick, vault = self.chance.random, self.store.vault
        added = START + timedelta(seconds=at * 600)
        call_id, wrapped = new_ordered_id(added), vault.new_key()
        box = vault.box(wrapped)
        owner = self.big if pick() < 0.6 else self.chance.choice(self.others)
        words = set(self.chance.choices(range(VOCABULARY), self.weights, k=WORDS))
        yield (
            CallRow,
            {
                "id": call_id,
                "owner_id": owner,
                "title": box.seal(f"gesprek {at}".encode(), f"{call_id}/title"),
                "case": box.seal(b"{}", f"{call_id}/case"),
                "channel": "phone",
                "language": "nl",
                "held": added.date(),
                "added": added,
                "turns": 2,
                "masked": True,
                "fingerprint": at.to_bytes(16),
                "temperature_high": round(pick() * 4, 1),
                "temperature_end": 1.0,
                "outcome": self.chance.choices(
                    ("open", "solved", "refused", "ended"), (5, 4, 2, 0.02)
                )[0],
                "anger": self.chance.choice(("none", "emotion")),
                "incident": pick() < 0.01,
                "findings": 3,
            },
        )
        yield CallKey, {"call_id": call_id, "wrapped": wrapped}
        text = " ".join(f"woord{word}" for word in words)
        for turn, said in enumerate((text, "ja dag")):
            sealed = box.seal(msgspec.json.encode(Words(said)), f"{call_id}/turn/{turn}")
            row = {"call_id": call_id, "number": turn, "speaker": "caller", "sealed": sealed}
            yield TurnRow, row
        for rule, share in RULES:
            if pick() < share:
                yield CallRule, {"call_id": call_id, "rule": rule}
        if at % (number // 20) == 0:
            yield CallRule, {"call_id": call_id, "rule": "RARE"}
        for step in range(8):
            status = self.chance.choice(("done", "missed", "not-applicable"))
            yield CallStep, {"call_id": call_id, "step": f"step{step}", "status": status}
        for word in {self.marks[word] for word in words}:
            yield CallWord, {"call_id": call_id, "word": word}
        if owner != self.big and pick() < 0.5:
            share = {"call_id": call_id, "person_id": self.coach, "since": added}
            yield Share, {"id": new_id(), **share}


def questions(maker: Maker) -> dict[str, tuple[str, CallFilter]]:
    """Return what people ask of the list, by name."""
    big, coach = maker.big, maker.coach
    day = (START + timedelta(days=30)).date()
    return {
        "own calls": (big, CallFilter()),
        "a coach's, 20,000 shared": (coach, CallFilter()),
        "an agent's, 1,000 calls": (maker.others[0], CallFilter()),
        "a common rule": (big, CallFilter(rule="RUL00")),
        "a rare rule (20 calls)": (big, CallFilter(rule="RARE")),
        "a common rule, coach": (coach, CallFilter(rule="RUL00")),
        "a missed step, hot, refused": (
            big,
            CallFilter(step="step3", step_status="missed", temperature_from=3.5, outcome="refused"),
        ),
        "a rare outcome": (big, CallFilter(outcome="ended")),
        "incidents in January": (big, CallFilter(incident=True, held_to=day)),
        "a common word": (big, CallFilter(text="woord3")),
        "a rare word": (big, CallFilter(text="woord19990")),
        "three words": (big, CallFilter(text="woord3 woord40 woord300")),
        "a word and a rule, coach": (coach, CallFilter(text="woord100", rule="RUL01")),
        "nothing fits": (big, CallFilter(rule="NONE", text="bestaatniet")),
    }


def by_key(session: Session, store: Store, ids: list[str]) -> None:
    """Fetch 50 calls by their keys and open their titles: what a list can't do without."""
    rows = session.execute(
        sa.select(CallRow, CallKey.wrapped).join(CallKey).where(CallRow.id.in_(ids))
    )
    for row, wrapped in rows:
        calls.title_of(row, store.vault.box(wrapped))


def median(run: Callable[[Session], object], store: Store) -> float:
    """Return the median of the milliseconds a run takes, each in a session of its own."""
    spent = []
    for _ in range(RUNS):
        with store.read() as session:
            started = time.perf_counter()
            run(session)
            spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent)


def measure(store: Store, maker: Maker) -> None:
    """Print every question, its page and its count, beside fetching by key."""
    with store.read() as session:
        ids = list(session.scalars(sa.select(CallRow.id).limit(40_000)))[::800]
        middle = ids[len(ids) // 2]
    base = median(lambda session: by_key(session, store, ids), store)
    print(f"{len(ids)} calls by key: {base:.1f} ms")
    for name, (who, wanted) in questions(maker).items():
        page = median(lambda s, w=who, f=wanted: finding.find(s, store.vault, w, f), store)  # type: ignore[misc]
        total = median(lambda s, w=who, f=wanted: finding.count(s, store.vault, w, f), store)  # type: ignore[misc]
        show(name, base, page, total)
    deep = median(lambda s: finding.find(s, store.vault, maker.big, after=middle), store)
    show("own calls, in the middle", base, deep, 0.0)


def show(name: str, base: float, page: float, total: float) -> None:
    """Print one line."""
    print(
        f"{name:30} page {page:7.1f} ms ({page / base:5.1f} x)   "
        f"count {total:7.1f} ms ({total / base:5.1f} x)"
    )


def main() -> None:
    """Fill a store and measure its lists."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=CALLS)
    options.add_argument("--database", help="an empty PostgreSQL instead of SQLite")
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        store = open_store(args.database or f"sqlite:///{path}", Keyring({"bench---": bytes(32)}))
        maker = Maker(store)
        started = time.perf_counter()
        maker.fill(args.calls)
        size = path.stat().st_size // 1024**2 if path.exists() else 0
        print(f"{args.calls} calls in {time.perf_counter() - started:.0f} s, {size} MB")
        if store.engine.dialect.name == "postgresql":
            with store.engine.connect().execution_options(
                isolation_level="AUTOCOMMIT"
            ) as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
        measure(store, maker)
        store.close()


if __name__ == "__main__":
    main()
