"""`python -m bench.sound`: how fast a recording is decoded and looked through, and how well.

Makes its own recordings (espeak-ng, sox). Read the ratios: times real time of one core's
processor time, and of the decoding alone. Exits with 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.sound.measures import TALK, boundaries, overlap, rightly_told
from tests.sound.synth import dialogue, noisy, telephone

from gehoor.sound.activity import RATE, Activity, stretches
from gehoor.sound.decoding import opened
from gehoor.sound.heard import hear

TIMES_REAL = 200.0  # asked of decoding and voice activity together
MEGABYTES = 300  # asked for three hours
VOICES = (("nl+f2", "nl+m3"), ("nl", "nl+f3"), ("nl+m2", "nl+f5"), ("nl+m1", "nl+m7"))


def main() -> int:
    """Measure and print; status 1 where a target is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=int, default=180, help="length of the long recording")
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        missed = quality(Path(folder)) + speed(Path(folder), args.minutes)
    print("; ".join(missed) or "alles gehaald")
    return 1 if missed else 0


def speed(folder: Path, minutes: int) -> list[str]:
    """Time a long recording of two channels, and one of one channel."""
    missed = []
    channels = noisy(dialogue(TALK).channels, 20)
    for name, sound in (("twee kanalen", channels), ("één kanaal", channels[:1])):
        path = _long(telephone(folder / f"{len(sound)}.wav", sound), minutes)
        with opened(path, name) as recording:
            seconds = recording.about.seconds or 0.0
        decoding = _timed(partial(_decoded, path, look=False))
        activity = _timed(partial(_decoded, path, look=True))
        whole = _timed(partial(hear, path, name))
        print(
            f"{name}, {seconds / 60:.0f} min mu-law: decoderen {seconds / decoding:.0f}x, met "
            f"spraakherkenning aan/uit {seconds / activity:.0f}x, alles {seconds / whole:.0f}x"
        )
        if seconds / activity < TIMES_REAL:
            missed.append(f"{name}: onder {TIMES_REAL:.0f}x")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"geheugen hoogstens {used:.0f} MB")
    return missed + ([f"meer dan {MEGABYTES} MB"] if used > MEGABYTES else [])


def _long(path: Path, minutes: int) -> Path:
    with opened(path, path.name) as recording:
        times = round(minutes * 60 / (recording.about.seconds or 1.0))
    long = path.with_name(f"lang-{path.name}")
    subprocess.run(["sox", str(path), str(long), "repeat", str(max(0, times - 1))], check=True)
    return long


def _decoded(path: Path, *, look: bool) -> None:
    with opened(path, path.name) as recording:
        activity = Activity(recording.about.channels)
        for block in recording.blocks(RATE):
            if look:
                activity.take(block)
        if look:
            for likely in activity.finish():
                stretches(likely)


def _timed(run: Callable[[], object]) -> float:
    before = time.process_time()
    run()
    return time.process_time() - before


def quality(folder: Path) -> list[str]:
    """Hold what is heard against the truth of synthesised dialogues."""
    missed = []
    known = dialogue(TALK)
    for decibel, least in ((20, 0.9), (5, 0.8)):
        heard = hear(telephone(folder / "q.wav", noisy(known.channels, decibel)), "q.wav")
        edges, both = boundaries(heard, known.truth), overlap(heard, known.truth)
        print(f"{decibel} dB: grenzen binnen 0,2 s F1 {edges:.3f}, door elkaar F1 {both:.3f}")
        if min(edges, both) < least:
            missed.append(f"{decibel} dB: onder {least}")
    for voices in VOICES:
        one = dialogue([line._replace(gap=max(line.gap, 0.1)) for line in TALK], voices)
        mixed = noisy(one.channels.sum(0, keepdims=True), 20)
        heard = hear(telephone(folder / "m.wav", mixed), "m.wav")
        share = rightly_told(heard, one.truth)
        print(f"één kanaal, {' en '.join(voices)}: {share:.1%} bij de juiste stem")
        if share < 0.9:
            missed.append(f"{voices}: onder 90 %")
    return missed


if __name__ == "__main__":
    sys.exit(main())
