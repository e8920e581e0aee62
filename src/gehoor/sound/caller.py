"""How the caller sounds, in loudness and pitch: off unless the organisation turns it on.

European law forbids inferring feelings of people at work from their voice, so this module is
given one channel, the caller's, and nothing else: the agent's samples never come in here. On
one channel with both voices it refuses, since it would measure the agent too. It gives
figures, no feelings: what they mean is for a person to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec
import numpy as np

from gehoor.intake import IntakeFault
from gehoor.sound.activity import RATE, Stretch
from gehoor.sound.decoding import Samples, Source, opened
from gehoor.sound.heard import Heard

EXPLANATION: Final = (
    "Meet hoe hard en hoe hoog de beller spreekt. Alleen op een eigen kanaal van de beller, nooit "
    "bij de medewerker. Wie dit aanzet, moet bellers vooraf laten weten dat het gebeurt."
)
LOWEST, HIGHEST = 60.0, 400.0  # Hz, the pitch of people's voices
_WINDOW: Final = RATE // 20  # samples: 50 ms, three periods of the lowest voice
_VOICED: Final = 0.5  # how much a window must repeat itself to have a pitch
_FLOOR: Final = 1e-10


class Sounding(msgspec.Struct, frozen=True):
    """How the caller sounded in a stretch: seconds, dB under full scale, Hz (None: no pitch)."""

    start: float
    end: float
    loudness: float
    pitch: float | None


def sounding(
    source: Source, name: str, heard: Heard, caller: int, allowed: bool = False
) -> list[Sounding]:
    """Return how the caller sounded, stretch by stretch.

    Args:
        source: the recording.
        name: of the file, for messages.
        heard: who speaks when in it.
        caller: the caller's channel, from zero.
        allowed: whether the organisation turned this on.

    Raises:
        IntakeFault: it is off, or the caller has no channel of their own.
    """
    if not allowed:
        raise IntakeFault(name, "", "hoe de beller klinkt, wordt niet gemeten: het staat uit")
    if not heard.apart:
        raise IntakeFault(
            name, "", "hoe de beller klinkt, kan alleen op een eigen kanaal van de beller"
        )
    with opened(source, name) as recording:
        own = (block[caller] for block in recording.blocks(RATE))
        return list(measured(own, heard.of(caller)))


def measured(blocks: Iterable[Samples], speech: Sequence[Stretch]) -> Iterator[Sounding]:
    """Yield how one channel (samples in time, at RATE) sounds in stretches of speech."""
    waiting = list(speech)
    kept = np.zeros(0, np.float32)
    begin = 0
    for block in blocks:
        kept = np.concatenate([kept, block])
        while waiting and waiting[0].end * RATE <= begin + len(kept):
            part = waiting.pop(0)
            yield _of(kept[max(0, round(part.start * RATE) - begin) :], part)
        need = round(waiting[0].start * RATE) if waiting else begin + len(kept)
        drop = min(max(0, need - begin), len(kept))
        kept, begin = kept[drop:], begin + drop
    for part in waiting:
        yield _of(kept[max(0, round(part.start * RATE) - begin) :], part)


def _of(samples: Samples, part: Stretch) -> Sounding:
    samples = samples[: max(1, round(part.length * RATE))]
    loudness = 10 * np.log10(float(np.mean(samples**2)) + _FLOOR)
    pitch = _pitch(samples)
    return Sounding(part.start, part.end, round(float(loudness), 1), pitch)


def _pitch(samples: Samples) -> float | None:
    """Return the middle pitch of the windows that repeat themselves."""
    count = len(samples) // _WINDOW
    if not count:
        return None
    windows = samples[: count * _WINDOW].reshape(count, _WINDOW)
    windows = windows - windows.mean(1, keepdims=True)
    power = np.abs(np.fft.rfft(windows, 2 * _WINDOW)) ** 2
    alike = np.fft.irfft(power)[:, :_WINDOW]
    alike /= alike[:, :1] + _FLOOR
    low, high = round(RATE / HIGHEST), round(RATE / LOWEST)
    inside = alike[:, low:high] / (1 - np.arange(low, high) / _WINDOW)
    voiced = inside.max(1) > _VOICED
    if not voiced.any():
        return None
    return round(float(np.median(RATE / (low + inside[voiced].argmax(1)))), 1)
