"""From any recording to samples, as a stream: constant memory, however long the call.

PyAV (FFmpeg in a wheel) knows the codecs of telephony and of everyday files. What it can't
say in words a user understands is said here. Holds no judgement of what is in the sound.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from av.error import FFmpegError
from numpy.typing import NDArray

from gehoor.intake import IntakeFault
from gehoor.sound.kinds import HEAD, is_sound

Samples = NDArray[np.float32]
Source = str | Path | IO[bytes]

BLOCK: Final = 5.0  # seconds in a block; small beside memory, large beside the work per block
SHORT: Final = 0.9  # of the length the file promises; less is a file that was cut off
# Codecs without a header of their own: only their name tells what they are.
BARE: Final = {
    ".ul": "mulaw", ".ulaw": "mulaw", ".al": "alaw", ".alaw": "alaw", ".g722": "g722",
    ".gsm": "gsm", ".g729": "g729",
}  # fmt: skip
LOCKED: Final = ("drms", "enca", "aavd")  # tags of sound that only one seller's player opens
_PLAIN: Final = {"sample_rate": "8000"}  # a bare G.711 file is a telephone's
_LARGE: Final = {"max_size": "65536"}  # bytes of a packet of plain samples: fewer, larger steps


class Recording(NamedTuple):
    """What a file says of its sound: codec, channels, rate in Hz, length in seconds if it knows."""

    name: str
    codec: str
    channels: int
    rate: int
    seconds: float | None


class Opened(NamedTuple):
    """A recording that is open for reading, once; `notes` grow while it is read."""

    about: Recording
    container: InputContainer
    notes: list[str]

    def blocks(self, rate: int) -> Iterator[Samples]:
        """Yield samples (channel, time) at a rate in Hz: one or two channels, blocks of BLOCK.

        More than two channels are mixed into one. Sound that ends in the middle of the file
        keeps what could be read, and says so in `notes`.

        Raises:
            IntakeFault: nothing could be read.
        """
        wanted = round(BLOCK * rate)
        kept: list[Samples] = []
        have = total = 0
        for part in self._parts(rate):
            kept.append(part)
            have += part.shape[1]
            total += part.shape[1]
            if have >= wanted:
                yield np.concatenate(kept, axis=1)
                kept, have = [], 0
        if kept:
            yield np.concatenate(kept, axis=1)
        self._check(total / rate)

    def _parts(self, rate: int) -> Iterator[Samples]:
        layout = "stereo" if self.about.channels == 2 else "mono"
        resampler = AudioResampler(format="fltp", layout=layout, rate=rate)
        try:
            for frame in self.container.decode(audio=0):
                yield from map(_samples, resampler.resample(frame))
            yield from map(_samples, resampler.resample(None))
        except FFmpegError:
            self.notes.append("het bestand is beschadigd; wat daarna komt is niet te lezen")

    def _check(self, read: float) -> None:
        if not read:
            expected = "er is geen geluid uit te lezen; verwacht een opname van een gesprek"
            raise IntakeFault(self.about.name, "", expected)
        promised = self.about.seconds
        if promised is not None and read < promised * SHORT and not self.notes:
            self.notes.append(
                f"het bestand belooft {clock(promised)}, maar houdt op bij {clock(read)}"
            )


def _samples(frame: Any) -> Samples:
    found: Samples = frame.to_ndarray()
    return found


def clock(seconds: float) -> str:
    """Return a length or place in the sound as people say it: «3:07», «1:02:09»."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@contextmanager
def opened(source: Source, name: str) -> Iterator[Opened]:
    """Open a recording; `name` is used in messages and, for codecs without a header, to know them.

    Raises:
        IntakeFault: empty, no sound in it, locked, or of no form that can be read.
    """
    container = _container(source, name)
    try:
        yield Opened(_about(container, name), container, _notes(container))
    finally:
        container.close()


def _container(source: Source, name: str) -> InputContainer:
    place = str(source) if isinstance(source, Path) else source
    bare = BARE.get(Path(name).suffix.lower())
    try:
        form = bare if bare and not is_sound(_head(place), "") else None
        options = _LARGE | _PLAIN if form in ("mulaw", "alaw") else _LARGE
        return av.open(place, "r", form, options=options, metadata_errors="replace")
    except (FFmpegError, OSError) as error:
        raise _fault(name, error) from None


def _head(place: str | IO[bytes]) -> bytes:
    if isinstance(place, str):
        with Path(place).open("rb") as file:
            return file.read(HEAD)
    head = place.read(HEAD)
    place.seek(0)
    return head


def _fault(name: str, error: Exception) -> IntakeFault:
    if isinstance(error, FileNotFoundError):
        return IntakeFault(name, "", "bestaat niet")
    if isinstance(error, PermissionError):
        return IntakeFault(name, "", "niet te lezen: geen toegang")
    return IntakeFault(
        name, "", "geen geluid dat te lezen is; verwacht een opname als wav, mp3, ogg of m4a"
    )


def _about(container: InputContainer, name: str) -> Recording:
    if not container.streams.audio:
        video = " (wel beeld)" if container.streams.video else ""
        raise IntakeFault(name, "", f"er zit geen geluid in dit bestand{video}")
    stream = container.streams.audio[0]
    context = stream.codec_context
    if context is None or context.codec is None or context.codec_tag in LOCKED:
        raise IntakeFault(
            name, "", "het geluid is vergrendeld of van een onbekende soort; vraag een vrije kopie"
        )
    context.thread_type = "NONE"  # the work is small; threads would cost more than they bring
    seconds = _length(stream, container)
    return Recording(name, context.codec.name, context.channels, context.sample_rate, seconds)


def _length(stream: Any, container: InputContainer) -> float | None:
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return None if container.duration is None else container.duration / av.time_base


def _notes(container: InputContainer) -> list[str]:
    channels = container.streams.audio[0].codec_context.channels
    more = len(container.streams.audio) - 1
    notes = []
    if channels > 2:
        notes.append(f"{channels} kanalen; ze zijn samengevoegd tot één")
    if more:
        notes.append(f"{more + 1} geluidssporen; alleen het eerste is gelezen")
    return notes
