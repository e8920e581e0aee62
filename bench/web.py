"""`python -m bench.web`: how fast the pages of calls are, over a store of 100,000 calls.

A real server in a process of its own, asked over the loopback by a few people at once, each page
in turns with a static file: read the ratios. The call has sixty turns of the example calls.
"""

from __future__ import annotations

import argparse
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import msgspec
import uvicorn

from bench.store import CALLS, Maker
from gehoor import intake
from gehoor.dialogue import Turn
from gehoor.reporting.record import record_of
from gehoor.store import Keyring, Store, calls, open_store
from gehoor.store.calls import NewCall
from gehoor.store.models import Person, PersonRole, WebSession
from gehoor.web.app import create_app
from gehoor.web.paper import asset
from gehoor.web.security.visitors import COOKIE, hash_of
from gehoor.web.site import Site

TARGET = 150.0  # milliseconds at the median
TURNS, ASKED, PEOPLE = 60, 60, (1, 4)
ADDRESS = "http://127.0.0.1"
PLACES = Path(__file__).parent.parent / "examples"
EXAMPLES = ("huur-geen-warm-water", "operatie-zonder-machtiging", "overleden-man-abonnement")


def opened(folder: Path) -> Store:
    """Open the store of the bench."""
    return open_store(f"sqlite:///{folder}/bench.db", Keyring({"bench---": bytes(32)}))


def long_call(site: Site, owner_id: str) -> str:
    """Keep a call of sixty turns; return its id."""
    turns: list[Turn] = []
    while len(turns) < TURNS:
        for name in EXAMPLES:
            turns += intake.read(PLACES / f"{name}.json").turns
    call = intake.read(PLACES / f"{EXAMPLES[0]}.json")
    call = msgspec.structs.replace(call, turns=tuple(turns[:TURNS]))
    record = record_of(site.reviewer.review(call), site.reviewer.advice(call))
    with site.store.begin() as session:
        new = NewCall(owner_id, call, record, b"bench")
        return calls.add(session, site.store.vault, new)[0]


def logged_in(store: Store, person_id: str) -> str:
    """Log somebody in; return what their browser sends."""
    secret, now = secrets.token_urlsafe(32), datetime.now(UTC)
    with store.begin() as session:
        session.get_one(Person, person_id).roles = [PersonRole(role="employee")]
        ends = now + timedelta(hours=8)
        known = {"person_id": person_id, "created": now, "seen": now, "ends": ends}
        session.add(WebSession(hash=hash_of(secret), stage="in", csrf="bench", **known))
    return secret


def serve(folder: Path) -> None:
    """Run the server until killed; its port stands in a file."""
    site = Site(opened(folder))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        (folder / "port").write_text(str(listening.getsockname()[1]))
        uvicorn.Server(uvicorn.Config(create_app(site), log_level="error")).run([listening])


def ask(address: str, cookie: str, paths: list[str], spent: dict[str, list[float]]) -> None:
    """Ask each page in turns, as one person does."""
    headers = {"cookie": f"{COOKIE}={cookie}", "sec-fetch-site": "same-origin"}  # gets it packed
    with httpx.Client(base_url=address, headers=headers) as client:
        for at in range(ASKED):
            for path in paths:
                started = time.perf_counter()
                answer = client.get(path)
                took = (time.perf_counter() - started) * 1000
                if answer.status_code != 200:
                    raise RuntimeError(f"{path}: {answer.status_code}")
                if at:  # the first is for warming up
                    spent[path].append(took)


def measure(address: str, cookie: str, paths: dict[str, str], people: int) -> list[str]:
    """Print the median of each page beside the static file's; return what missed the target."""
    spent: dict[str, list[float]] = {path: [] for path in paths.values()}
    each = [
        threading.Thread(target=ask, args=(address, cookie, list(paths.values()), spent))
        for _ in range(people)
    ]
    for person in each:
        person.start()
    for person in each:
        person.join()
    medians = {name: statistics.median(spent[path]) for name, path in paths.items()}
    base = medians["a static file"]
    print(f"{people} at once")
    for name, median in medians.items():
        slow = statistics.quantiles(spent[paths[name]], n=20)[-1]
        print(f"  {name:28} p50 {median:7.1f} ms ({median / base:5.1f} x)   p95 {slow:7.1f} ms")
    return [name for name, median in medians.items() if people == 1 and median > TARGET]


def main() -> int:
    """Fill a store, serve it and measure; status 1 where a page misses its target."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=CALLS)
    options.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    args = options.parse_args()
    if args.serve:
        serve(args.serve)
        return 0
    with tempfile.TemporaryDirectory() as name:
        return run(Path(name), args.calls)


def run(folder: Path, number: int) -> int:
    """Measure over a store in a folder."""
    store = opened(folder)
    maker = Maker(store)
    maker.fill(number)
    call_id, cookie = long_call(Site(store), maker.big), logged_in(store, maker.big)
    paths = {
        "a static file": asset("gehoor.css"),
        "a call of 60 turns": f"/gesprekken/{call_id}",
        "the list": "/gesprekken",
        "the list, a common rule": "/gesprekken?regel=EMP01",
        "the list, two words": "/gesprekken?zoek=woord3+woord40",
        "Start": "/",
    }
    server = subprocess.Popen([sys.executable, "-m", "bench.web", "--serve", str(folder)])
    try:
        while not (folder / "port").exists():
            time.sleep(0.05)
        address = f"{ADDRESS}:{(folder / 'port').read_text()}"
        missed = [m for people in PEOPLE for m in measure(address, cookie, paths, people)]
    finally:
        server.kill()
        server.wait()
    for name in missed:
        print(f"TARGET MISSED: {name}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
