"""`python -m bench.live`: how fast the card comes, with many calls at once.

A real server in a process of its own; a load generator in this one holds a WebSocket a call and
tells the calls of the corpus at the pace of speech, partial words between. Measured is the time
from the last word of a turn to the acknowledgement with the view, when the turn is kept. Beside it
stand pings over the same connections, which the server answers without any work: on a busy machine
they say how busy.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
import uvicorn
from websockets.asyncio.client import ClientConnection, connect

from gehoor.dialogue import Call
from gehoor.intake import find_files, read_calls
from gehoor.store import Keyring, Store, entry, open_store
from gehoor.store.models import Person, PersonRole
from gehoor.web.app import create_app
from gehoor.web.security.scopes import SCOPES
from gehoor.web.site import Site

CORPUS = Path(__file__).parent.parent / "corpus" / "calls"
P50, P99 = 20.0, 80.0  # milliseconds asked
PACE = 2.6  # words a second
PARTIAL = 1.0  # seconds between partial words
PING = 1.0  # seconds between two pings of one connection in ten


def opened(folder: Path, url: str) -> Store:
    """Open the store of the bench."""
    return open_store(url or f"sqlite:///{folder}/bench.db", Keyring({"bench---": bytes(32)}))


def serve(folder: Path, url: str) -> None:
    """Run the server until killed; its port stands in a file."""
    site = Site(opened(folder, url))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(2048)
        (folder / "port").write_text(str(listening.getsockname()[1]))
        uvicorn.Server(uvicorn.Config(create_app(site), log_level="error")).run([listening])


def tokens(folder: Path, url: str, count: int) -> list[str]:
    """Make people with a token each."""
    store, made = opened(folder, url), []
    with store.begin() as session:
        for number in range(count):
            email = f"b{number}-{random.randrange(10**9)}@voorbeeld.nl"
            person = Person(name=f"Bench {number}", email=email, created=datetime.now(UTC))
            person.roles = [PersonRole(role="employee")]
            session.add(person)
            session.flush()
            made.append(entry.make_token(session, person.id, "bench", tuple(SCOPES))[0])
    store.close()
    return made


class Load:
    """What the calls measured; times in milliseconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.until, self.began = seconds, 0.0, 0.0
        self.spent = self.lasted = 0.0
        self.turns: list[float] = []
        self.partials: list[float] = []
        self.pings: list[float] = []

    def start(self) -> None:
        """Begin to measure."""
        self.began = time.monotonic()
        self.until = self.began + self.seconds

    def over(self) -> bool:
        """Tell whether enough was measured."""
        return time.monotonic() > self.until


async def tell(stream: ClientConnection, number: int, event: dict[str, object]) -> float:
    """Tell an event and wait until it is acknowledged; return the milliseconds."""
    began = time.perf_counter()
    await stream.send(json.dumps({"n": number, "event": event}))
    while True:
        said = await stream.recv()
        if f'"n":{number},' in said[:40]:
            return (time.perf_counter() - began) * 1000


async def speak(load: Load, stream: ClientConnection, call: Call, chance: random.Random) -> None:
    """Tell a call again and again at the pace of speech, from a moment of its own."""
    await asyncio.sleep(chance.uniform(0, 4))
    numbers = itertools.count(1)
    for turn_number, turn in enumerate(itertools.cycle(call.turns)):
        words = turn.text.split()
        event = {"type": "words", "turn": f"t{turn_number}", "speaker": turn.speaker}
        lasts = max(0.4, len(words) / PACE)
        for part in range(1, int(lasts / PARTIAL) + 1):
            await asyncio.sleep(PARTIAL)
            text = " ".join(words[: int(part * PARTIAL * PACE)])
            partial = {**event, "text": text, "final": False}
            load.partials.append(await tell(stream, next(numbers), partial))
        await asyncio.sleep(lasts % PARTIAL)
        load.turns.append(await tell(stream, next(numbers), {**event, "text": turn.text}))
        if load.over():
            return


async def ping(load: Load, stream: ClientConnection) -> None:
    """Measure what a connection takes by itself."""
    while not load.over():
        began = time.perf_counter()
        await (await stream.ping())
        load.pings.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(PING)


async def one(load: Load, address: str, token: str, live_id: str) -> ClientConnection:
    """Connect for one call."""
    url = f"{address.replace('http', 'ws', 1)}/api/live/{live_id}/stream"
    headers = {"authorization": f"Bearer {token}"}
    return await connect(
        url, additional_headers=headers, proxy=None, open_timeout=120, compression=None
    )


async def run(
    load: Load,
    address: str,
    given: list[str],
    calls: list[Call],
    server: subprocess.Popen[bytes],
) -> None:
    """Begin all calls, and then hold them all at once."""
    streams = []
    async with httpx.AsyncClient(base_url=address, timeout=120) as client:
        for token in given:
            headers = {"authorization": f"Bearer {token}"}
            live_id = (await client.post("/api/live", json={}, headers=headers)).json()["id"]
            streams.append(await one(load, address, token, live_id))
    load.start()
    before = processor(server)
    pings = [asyncio.create_task(ping(load, stream)) for stream in streams[::10]]
    async with asyncio.TaskGroup() as tasks:
        for number, (stream, call) in enumerate(zip(streams, itertools.cycle(calls), strict=False)):
            tasks.create_task(speak(load, stream, call, random.Random(number)))
    load.spent, load.lasted = processor(server) - before, time.monotonic() - load.began
    for task in pings:
        task.cancel()
    await asyncio.gather(*(stream.close() for stream in streams))


def show(name: str, spent: list[float]) -> tuple[float, float]:
    """Print and return the median and the 99th percentile."""
    if len(spent) < 2:
        return 0.0, 0.0
    p50, p99 = statistics.median(spent), statistics.quantiles(spent, n=100)[-1]
    print(f"  {name:28} {len(spent):6}   p50 {p50:7.1f} ms   p99 {p99:7.1f} ms")
    return p50, p99


def processor(process: subprocess.Popen[bytes]) -> float:
    """Return the seconds of processor time that a process took."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def main() -> int:
    """Serve and measure; status 1 where a target is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=200)
    options.add_argument("--seconds", type=float, default=30)
    options.add_argument("--database", default="", help="address; otherwise SQLite in a new folder")
    options.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    args = options.parse_args()
    if args.serve:
        serve(args.serve, args.database)
        return 0
    calls = [call for path in find_files(CORPUS) for call in read_calls(path)]
    with tempfile.TemporaryDirectory() as name:
        return measure(Path(name), args.database, args.calls, args.seconds, calls)


def measure(folder: Path, url: str, count: int, seconds: float, calls: list[Call]) -> int:
    """Run the server and the load; print the figures."""
    given = tokens(folder, url, count)
    command = [sys.executable, "-m", "bench.live", "--serve", str(folder), "--database", url]
    server = subprocess.Popen(command)
    try:
        while not (port := folder / "port").exists() or not port.read_text():
            time.sleep(0.1)
        load = Load(seconds)
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(run(load, f"http://127.0.0.1:{port.read_text()}", given, calls, server))
    finally:
        server.kill()
        server.wait()
    used = load.spent / load.lasted
    print(f"{count} calls at once, {load.lasted:.0f} s; the server took {used:.0%} of a processor")
    p50, p99 = show("turn to card, kept", load.turns)
    show("partial words", load.partials)
    show("ping of the same connections", load.pings)
    missed = p50 > P50 or p99 > P99
    if missed:
        print(f"TARGET MISSED: p50 {P50:.0f} ms, p99 {P99:.0f} ms", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
