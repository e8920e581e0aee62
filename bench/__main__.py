"""`python -m bench`: how fast Gehoor hears and reviews, beside other ways, in one run.

Read the ratios, not the absolute speeds: they hold on any machine. Speeds count the processor's
time of this process, so that what else runs on a shared machine weighs less; a turn in a running
call and the start count time as it passes.
"""

from __future__ import annotations

import argparse
import gc
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from bench import peers
from bench.workload import CALLS, TURNS, calls
from gehoor.dialogue import Call, Turn
from gehoor.dialogue.words import words_of
from gehoor.hearing import HeardTurn, JoinedListener, Listener, PhraseListener
from gehoor.hearing.core import BUILT
from gehoor.intake import find_files, read_calls
from gehoor.method import Method, load
from gehoor.reviewing import Conversation, Reviewer

TARGETS = {"phrases": 100_000, "classifier": 40_000, "review": 25_000}
LIVE_P99 = 2.0  # milliseconds
START_UP = 0.6  # seconds
STARTS = 7
CORPUS = Path(__file__).parent.parent / "corpus" / "calls"
PART = 1000  # calls made, timed and let go at a time: memory must not grow with the workload


def main() -> int:
    """Measure and print; status 1 where a target of the project is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--calls", type=int, default=CALLS)
    options.add_argument("--sample", type=int, default=1500, help="turns for the slow peers")
    options.add_argument(
        "--oracle",
        action="store_true",
        help="hold every distinct turn of the workload to the oracle",
    )
    args = options.parse_args()
    method = load()
    if args.oracle:
        return 1 if agree(method, args.calls) else 0
    print(f"{args.calls} calls of {TURNS} turns, one core; {'native' if BUILT else 'Python'} core")
    speeds = measure_all(method, args.calls)
    show(speeds)
    first_time(method)
    missed = [name for name, target in TARGETS.items() if speeds[name] < target]
    missed += thrice(method)
    missed += live(method) + start_up()
    compare_with_peers(method, args.sample)
    agree(method, min(args.calls, 40))
    for name in missed:
        print(f"TARGET MISSED: {name}", file=sys.stderr)
    return 1 if missed else 0


def measure_all(method: Method, count: int) -> dict[str, float]:
    """Return turns a second of the JSON reading, both ears and the whole review."""
    ears: dict[str, Listener] = {
        "phrases": PhraseListener(method),
        "classifier": JoinedListener(method),
        "phrases, Python": PhraseListener(method, native=False),
        "classifier, Python": JoinedListener(method, native=False),
    }
    counted = dict.fromkeys(("json", *ears, "review"), 0)
    reviewer = Reviewer(method)
    for call in calls(50, seed=3):  # what is made when first needed is made before the clock runs
        reviewer.review(call)
        for ear in ears.values():
            _hear(ear, call)
    seconds = dict.fromkeys(("json", *ears, "review"), 0.0)
    acts = heard = done = 0
    memory = []
    for part in parts(calls(count)):
        lines = [msgspec.json.encode(call) for call in part]
        runs: dict[str, Callable[[], object]] = {"json": partial(_read, lines)}
        runs |= {name: partial(_each, partial(_hear, ear), part) for name, ear in ears.items()}
        runs["review"] = partial(_each, reviewer.review, part)
        for name, run in runs.items():
            if "Python" not in name or counted[name] == 0:  # the slow ones once
                seconds[name] += timed(run)
                counted[name] += sum(len(call.turns) for call in part)
        for call in part:
            turns = _hear(ears["classifier"], call)
            heard += sum(bool(turn.acts) for turn in turns)
            acts += sum(len(turn.acts) for turn in turns)
            done += len(turns)
        memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    print(f"{done} turns, {heard / done:.0%} with an act, {acts / done:.2f} acts a turn")
    print(f"memory after the first part {memory[0]} MB, at the end {memory[-1]} MB")
    return {name: counted[name] / spent for name, spent in seconds.items()}


def _hear(ear: Listener, call: Call) -> list[HeardTurn]:
    before: list[HeardTurn] = []
    for turn in call.turns:
        before.append(ear.hear(turn, before))
    return before


def _read(lines: Sequence[bytes]) -> None:
    for line in lines:
        msgspec.json.decode(line, type=Call)


def _each(run: Callable[[Any], object], items: Sequence[Any]) -> None:
    for item in items:
        run(item)


def parts(source: Iterable[Call]) -> Iterable[list[Call]]:
    """Yield the calls in parts, so that only one part is in memory."""
    part: list[Call] = []
    for call in source:
        part.append(call)
        if len(part) == PART:
            yield part
            part = []
    if part:
        yield part


def timed(run: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Return the seconds a run takes."""
    gc.collect()
    started = clock()
    run()
    return clock() - started


def show(speeds: dict[str, float]) -> None:
    """Print the speeds and their ratio to the JSON reading."""
    for name, speed in speeds.items():
        print(f"{name:20}{speed:12,.0f} turns/s   {speed / speeds['json']:.4f} of the JSON reading")


def first_time(method: Method) -> None:
    """Time ears that have heard nothing yet on calls of which no two are alike, twice."""
    calls_ = [call for file in find_files(CORPUS) for call in read_calls(str(file))]
    turns = sum(len(call.turns) for call in calls_)
    words = sum(len(turn.text.split()) for call in calls_ for turn in call.turns)
    print(f"the corpus: {len(calls_)} calls, {turns} turns of {words / turns:.0f} words")
    for name, ear in (("phrases", PhraseListener(method)), ("classifier", JoinedListener(method))):
        run = partial(_each, partial(_hear, ear), calls_)
        first, again = turns / timed(run), turns / timed(run)
        print(f"  {name}: {first:,.0f} turns/s the first time, {again:,.0f} again")


def thrice(method: Method) -> list[str]:
    """Time the hearing with thrice the phrases, which may cost half the speed at most."""
    listener = PhraseListener(peers.thrice(method))
    turns = [turn for call in calls(2000, seed=7) for turn in call.turns]
    spent = timed(lambda: [listener.hear(turn, ()) for turn in turns])
    plain = PhraseListener(method)
    base = len(turns) / timed(lambda: [plain.hear(turn, ()) for turn in turns])
    speed = len(turns) / spent
    print(f"thrice the phrases: {speed:,.0f} turns/s, {speed / base:.2f} of the speed with once")
    return ["half the speed with thrice the phrases"] if speed < base / 2 else []


def live(method: Method) -> list[str]:
    """Time each turn of a running call: hearing, following, findings and advice."""
    reviewer = Reviewer(method)
    for call in calls(50, seed=3):
        reviewer.review(call)
    spent = []
    for call in calls(50, seed=11):
        conversation = Conversation(call, reviewer.listener, reviewer.coach)
        for index in range(len(call.turns)):
            started = time.perf_counter()
            conversation.add(index)
            conversation.advice()
            conversation.findings()
            spent.append((time.perf_counter() - started) * 1000)
    worst = max(spent)
    p50, p99 = statistics.median(spent), statistics.quantiles(spent, n=100)[98]
    print(f"a turn in a running call: p50 {p50:.3f} ms, p99 {p99:.3f} ms, at most {worst:.1f}")
    return ["live p99"] if p99 > LIVE_P99 else []


def start_up() -> list[str]:
    """Time `gehoor review` on one small call, from start to end, in a process of its own."""
    call = Path(__file__).parent.parent / "examples" / "huur-geen-warm-water.json"
    command = [str(Path(sys.executable).parent / "gehoor"), "review", str(call)]
    run = partial(subprocess.run, command, check=True, capture_output=True)
    spent = sorted(timed(run, time.perf_counter) for _ in range(STARTS))
    print(f"start-up: fastest {spent[0]:.2f} s, median {statistics.median(spent):.2f} s")
    return ["start-up"] if spent[0] > START_UP else []


def compare_with_peers(method: Method, sample: int) -> None:
    """Print how much faster hearing is than others with the same phrases and the same turns."""
    turns = [turn for call in calls(max(1, sample // TURNS), seed=13) for turn in call.turns]
    listener = PhraseListener(method)
    for call in calls(50, seed=3):
        _each(partial(listener.hear, before=()), call.turns)
    ours = len(turns) / timed(lambda: [listener.hear(turn, ()) for turn in turns])
    print(f"on {len(turns)} turns, hearing {ours:,.0f} turns/s")
    for name, make in peers.PEERS.items():
        run = make(method)
        if run is None:
            print(f"  {name}: not installed (make bench installs it)")
            continue
        speed = len(turns) / timed(partial(_each, run, turns))
        print(f"  {name}: {speed:,.0f} turns/s, hearing is {ours / speed:,.0f} times as fast")


def agree(method: Method, count: int) -> int:
    """Hold every hit on the workload's distinct turns to the oracle; return the differences."""
    distinct: dict[tuple[str, str], Turn] = {}
    for call in calls(count):
        for turn in call.turns:
            distinct.setdefault((turn.speaker, " ".join(words_of(turn.text))), turn)
    wrong = peers.disagreements(method, list(distinct.values()))
    print(f"oracle: {len(distinct)} distinct turns, {wrong} differences")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
