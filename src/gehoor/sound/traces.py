"""What one pass through a recording leaves behind: a few numbers per frame of 32 ms, no sound.

How likely speech is, how much sound there is, how tonal it is (music) and, for one channel
with two voices, the shape of the spectrum by which they are told apart. All of it serves one
question: who speaks when. None of it is kept, shown or told: how somebody sounds is nobody's
business (see `caller` for the one exception, which is off).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gehoor.sound.activity import FRAME, RATE, STEP, Activity
from gehoor.sound.decoding import Samples

Numbers = NDArray[np.float32]

COEFFICIENTS: Final = 19  # of the cepstrum, as speaker recognition takes them
TONAL_FRAMES: Final = 16  # half a second: in so long noise is even and a chord is not
SAME: Final = 0.9  # how alike two channels must be to be one sound recorded twice
_BANDS: Final = 26
_LOW, _HIGH = 10, 109  # bins of 31 Hz: 300 to 3,400 Hz, what a telephone lets through
_FLOOR: Final = 1e-10  # power; -100 dB, below anything recorded
_WINDOW: Final = np.hanning(FRAME).astype(np.float32)


class Traces(NamedTuple):
    """What is left of a recording. The first axis is the channel, the second the frame.

    `level` in dB under full scale, `flat` from 0 (a tone) to 1 (hiss) in parts of
    TONAL_FRAMES, `shape` only where all is on one channel: (frame, coefficient).
    `alike` is how much two channels are the same sound, from 0 to 1.
    """

    likely: Numbers
    level: Numbers
    flat: Numbers
    shape: Numbers | None
    alike: float
    seconds: float


def traces_of(blocks: Iterable[Samples]) -> Traces:
    """Return what a pass through samples at `activity.RATE` leaves."""
    gathered: _Gathered | None = None
    seconds = 0.0
    for block, samples in _aligned(blocks):
        gathered = gathered or _Gathered(len(block))
        gathered.take(block)
        seconds += samples / RATE
    if gathered is None:
        return Traces(*(np.zeros((1, 0), np.float32),) * 3, None, 0.0, 0.0)
    return gathered.finish(seconds)


def _aligned(blocks: Iterable[Samples]) -> Iterator[tuple[Samples, int]]:
    """Yield blocks of a whole number of half seconds, and how many samples in them are real."""
    whole = FRAME * TONAL_FRAMES
    rest: Samples | None = None
    for block in blocks:
        joined = block if rest is None else np.concatenate([rest, block], axis=1)
        cut = joined.shape[1] - joined.shape[1] % whole
        rest = joined[:, cut:]
        if cut:
            yield joined[:, :cut], cut
    if rest is not None and rest.shape[1]:
        yield np.pad(rest, ((0, 0), (0, whole - rest.shape[1]))), rest.shape[1]


class _Gathered:
    def __init__(self, channels: int) -> None:
        self.activity = Activity(channels)
        self.level: list[Numbers] = []
        self.flat: list[Numbers] = []
        self.shape: list[Numbers] = []
        self.power = np.zeros((2, 2))

    def take(self, block: Samples) -> None:
        self.activity.take(block)
        frames = block.reshape(len(block), -1, FRAME)
        self.level.append(_decibel(np.mean(frames**2, axis=2)))
        power = np.abs(np.fft.rfft(frames * _WINDOW, axis=2)).astype(np.float32) ** 2
        self.flat.append(_flatness(power))
        if len(block) == 2:
            self.power += block.astype(np.float64) @ block.T
        if len(block) == 1 or _alike(self.power) >= SAME:
            self.shape.append(_cepstrum(power[0]))
        else:
            self.shape.clear()

    def finish(self, seconds: float) -> Traces:
        likely = self.activity.finish()
        return Traces(
            likely,
            np.concatenate(self.level, axis=1),
            np.concatenate(self.flat, axis=1),
            self._shape(likely.shape[1]),
            _alike(self.power),
            seconds,
        )

    def _shape(self, frames: int) -> Numbers | None:
        """Return the shape of every frame, if it was gathered from start to end."""
        if not self.shape or sum(map(len, self.shape)) < frames:
            return None
        return np.concatenate(self.shape)


def _decibel(power: Numbers) -> Numbers:
    found: Numbers = (10 * np.log10(power + _FLOOR)).astype(np.float32)
    return found


def _flatness(power: Numbers) -> Numbers:
    """Return how even the spectrum of each half second is: its geometric mean by its mean."""
    parts = power[:, :, _LOW:_HIGH].reshape(len(power), -1, TONAL_FRAMES, _HIGH - _LOW)
    mean = parts.mean(axis=2) + _FLOOR
    found: Numbers = np.exp(np.log(mean).mean(axis=2)) / mean.mean(axis=2)
    return found


def _alike(power: NDArray[np.float64]) -> float:
    size = np.sqrt(power[0, 0] * power[1, 1])
    return float(abs(power[0, 1]) / size) if size else 0.0


def _bands() -> Numbers:
    """Return the weight of each bin in each band of the mel scale."""
    low, high = (float(np.log10(1 + edge / 700)) for edge in (150, 3800))
    edges = 700 * (10 ** np.linspace(low, high, _BANDS + 2) - 1)
    bins = np.arange(FRAME // 2 + 1) / STEP
    up = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    down = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    found: Numbers = np.maximum(0, np.minimum(up, down)).astype(np.float32)
    return found


def _cosines() -> Numbers:
    order = np.arange(1, COEFFICIENTS + 1)[:, None]
    found: Numbers = np.cos(np.pi * order * (np.arange(_BANDS) + 0.5) / _BANDS).astype(np.float32)
    return found


_BAND_WEIGHTS: Final = _bands()
_COSINES: Final = _cosines()


def _cepstrum(power: Numbers) -> Numbers:
    found: Numbers = np.log(power @ _BAND_WEIGHTS.T + 1e-6) @ _COSINES.T
    return found.astype(np.float32)
