"""Who speaks when in a recording, and what else is in it: silence, hold music, overlap.

Puts decoding, voice activity and the separation of voices together. What is said is for
`recognition`; who is the agent follows from the words (`recordings`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gehoor.sound.activity import OFF, RATE, STEP, Stretch, joined, stretches
from gehoor.sound.decoding import Recording, Source, opened
from gehoor.sound.traces import SAME, TONAL_FRAMES, Numbers, Traces, traces_of
from gehoor.sound.voices import Voiced, separate

QUIET: Final = -55.0  # dB; under this nothing is playing
TONAL: Final = 0.25  # flatness under which a sound is music or speech, not hiss
HOLD: Final = 4.0  # seconds; shorter music is a ring tone
_BRIDGE: Final = 1.6  # seconds that music may seem to stop
_CROSSED: Final = 6.0  # dB that the other channel must be louder to be what is heard here
_UNDER: Final = 9.0  # dB under one's own speech, as crosstalk is
_FAINT: Final = 30.0  # dB under one's own speech: hiss that resembles speech
_AROUND: Final = 4  # frames on either side by which levels of channels are compared
_CLEAR: Final = 20.0  # dB of speech above the background where levels tell where speech ends
_EDGE: Final = 0.25  # of the way from background to speech
_ROOM: Final = 5  # frames before the model's start in which speech may have begun
_EARLY: Final = 0.08  # seconds the model is late in noise
_LATE: Final = 0.04  # seconds it then goes on after speech has stopped


class Heard(NamedTuple):
    """Who speaks when. `parts` in order of time; voices are channels where there are two.

    `hold` is music or tones while nobody speaks. `notes` are for the user, in Dutch.
    """

    about: Recording
    seconds: float
    apart: bool
    parts: list[Voiced]
    hold: list[Stretch]
    notes: list[str]

    def of(self, voice: int) -> list[Stretch]:
        """Return when a voice speaks."""
        return [Stretch(part.start, part.end) for part in self.parts if part.voice == voice]

    @property
    def overlap(self) -> list[Stretch]:
        """Return where both speak at once; empty on one channel, where it can't be heard."""
        return common(self.of(0), self.of(1))


def hear(source: Source, name: str) -> Heard:
    """Return who speaks when in a recording; reads it once, in constant memory.

    Raises:
        IntakeFault: no sound in it that can be read.
    """
    with opened(source, name) as recording:
        traces = traces_of(recording.blocks(RATE))
        return heard_of(traces, recording.about, recording.notes)


def heard_of(traces: Traces, about: Recording, notes: Sequence[str] = ()) -> Heard:
    """Return who speaks when, from the traces of a recording."""
    notes = list(notes)
    hold = _hold(traces)
    speech = [_speech(traces, channel, hold) for channel in range(len(traces.likely))]
    apart = len(speech) == 2 and traces.alike < SAME
    if apart:
        parts = [Voiced(v, *part) for v, found in enumerate(speech) for part in found]
    else:
        parts = _told_apart(traces, speech, notes)
    if not parts:
        notes.append("er wordt niets gezegd in deze opname")
    return Heard(about, traces.seconds, apart, sorted(parts, key=lambda p: p.start), hold, notes)


def _told_apart(traces: Traces, speech: list[list[Stretch]], notes: list[str]) -> list[Voiced]:
    if len(speech) == 2:
        notes.append("op beide kanalen staat hetzelfde geluid")
    if traces.shape is None:
        return [Voiced(0, *part, 0.5) for part in speech[0]]
    found = separate(traces.shape, speech[0])
    if len({part.voice for part in found.parts}) == 2:
        right = sum(p.sure * (p.end - p.start) for p in found.parts)
        total = sum(p.end - p.start for p in found.parts)
        notes.append(
            "één kanaal: twee stemmen uit elkaar gehaald, naar schatting "
            f"{right / total:.0%} van de spreektijd bij de juiste; door elkaar praten is dan niet "
            "te horen"
        )
    elif found.parts:
        notes.append("één kanaal en één stem, of twee die te veel op elkaar lijken")
    return found.parts


def _speech(traces: Traces, channel: int, hold: list[Stretch]) -> list[Stretch]:
    likely = traces.likely[channel]
    if len(traces.likely) == 2:
        likely = np.where(_crossed(traces, channel), 0, likely)
    level = traces.level[channel]
    spoken = level[: len(likely)][likely >= OFF]
    usual = float(np.percentile(spoken, 75)) if len(spoken) else 0.0
    found = [
        _trimmed(part, level, likely)
        for part in stretches(likely)
        if _loudness(level, part) > usual - _FAINT
    ]
    return [part for part in found if not _inside(part, hold)]


def _loudness(level: Numbers, part: Stretch) -> float:
    return float(np.percentile(level[round(part.start / STEP) : round(part.end / STEP)], 75))


def _crossed(traces: Traces, channel: int) -> NDArray[np.bool_]:
    """Return the frames in which what is heard on a channel is the other channel's speech."""
    frames = traces.likely.shape[1]
    own, other = (_smooth(traces.level[at][:frames]) for at in (channel, 1 - channel))
    speaking = traces.likely[channel] >= OFF
    if not speaking.any() or traces.alike >= SAME:
        return np.zeros(frames, np.bool_)
    usual = float(np.percentile(own[speaking], 75))
    crossed = (other - own > _CROSSED) & (own < usual - _UNDER)
    found: NDArray[np.bool_] = crossed & (traces.likely[1 - channel] >= OFF)
    return found


def _smooth(level: Numbers) -> Numbers:
    """Return the loudest of the frames around each: sounds within a word differ too much."""
    if not len(level):
        return level
    around = np.lib.stride_tricks.sliding_window_view(
        np.pad(level, _AROUND, "edge"), 2 * _AROUND + 1
    )
    found: Numbers = around.max(1)
    return found


def _trimmed(part: Stretch, level: Numbers, likely: Numbers) -> Stretch:
    """Return a stretch that begins and ends where its sound does, as far as levels tell."""
    first, last = round(part.start / STEP), round(part.end / STEP)
    background = float(np.percentile(level[: len(likely)], 10))
    speech = _loudness(level, part)
    if speech - background < _CLEAR:
        return Stretch(max(0.0, part.start - _EARLY), max(part.start + STEP, part.end - _LATE))
    first, last = max(0, first - _ROOM), min(len(likely), last + 1)
    loud = np.flatnonzero(level[first:last] > background + _EDGE * (speech - background))
    return Stretch((first + int(loud[0])) * STEP, (first + int(loud[-1]) + 1) * STEP)


def _inside(part: Stretch, hold: Iterable[Stretch]) -> bool:
    return any(part.start >= music.start and part.end <= music.end for music in hold)


def _hold(traces: Traces) -> list[Stretch]:
    """Return where music or tones play on any channel for a while, with no speech in it."""
    step = TONAL_FRAMES * STEP
    found: list[Stretch] = []
    for channel in range(len(traces.flat)):
        flat = traces.flat[channel]
        level = traces.level[channel].reshape(-1, TONAL_FRAMES).mean(1)
        likely = np.pad(traces.likely[channel], (0, len(flat) * TONAL_FRAMES))
        speech = likely[: len(flat) * TONAL_FRAMES].reshape(-1, TONAL_FRAMES).mean(1)
        plays = (flat < TONAL) & (level > QUIET) & (speech < OFF)
        parts = (Stretch(at * step, (at + 1) * step) for at in np.flatnonzero(plays).tolist())
        found += joined(parts, _BRIDGE, HOLD)
    return joined(sorted(found), 0.0)


def common(one: Iterable[Stretch], other: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches that two lists have in common; each list is in order."""
    ones, others = list(one), list(other)
    found: list[Stretch] = []
    at = to = 0
    while at < len(ones) and to < len(others):
        start = max(ones[at].start, others[to].start)
        end = min(ones[at].end, others[to].end)
        if end > start:
            found.append(Stretch(start, end))
        if ones[at].end < others[to].end:
            at += 1
        else:
            to += 1
    return found
