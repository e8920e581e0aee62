"""Dialogues whose truth is known: espeak-ng speaks, the test puts it on a time line.

Two voices, the telephone's band and codec, noise at a given distance, overlap.
"""

from __future__ import annotations

import subprocess
import wave
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import av
import numpy as np
from numpy.typing import NDArray

RATE = 16_000
AGENT, CALLER = "nl+f2", "nl+m3"
Samples = NDArray[Any]


class Line(NamedTuple):
    """Who (0 or 1) says what, so long after the line before has ended (below zero: overlap)."""

    who: int
    text: str
    gap: float = 0.4


class Spoken(NamedTuple):
    who: int
    text: str
    start: float
    end: float


class Dialogue(NamedTuple):
    """Samples of each speaker apart, and when who spoke."""

    channels: Samples
    truth: list[Spoken]


@cache
def say(text: str, voice: str, speed: int = 150) -> Samples:
    """Return a text spoken, at RATE, without silence before and after."""
    made = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", str(speed), "--stdout", text],
        check=True,
        capture_output=True,
    ).stdout
    with wave.open(BytesIO(made)) as sound:
        raw = np.frombuffer(made[44:], np.int16)
        rate = sound.getframerate()
    found = resampled(raw.astype(np.float32) / 32768, rate, RATE)
    loud = np.flatnonzero(np.abs(found) > 0.01)
    return found[loud[0] : loud[-1] + 1] * np.float32(0.35 / np.abs(found).max())


def resampled(samples: Samples, rate: int, wanted: int) -> Samples:
    frame = av.AudioFrame.from_ndarray(samples[None], format="fltp", layout="mono")
    frame.sample_rate = rate
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=wanted)
    parts = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([part.to_ndarray()[0] for part in parts])


def narrow(samples: Samples) -> Samples:
    """Return samples in the band of a telephone."""
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(samples.shape[-1], 1 / RATE)
    spectrum[..., (hertz < 300) | (hertz > 3400)] = 0
    found: Samples = np.fft.irfft(spectrum, samples.shape[-1]).astype(np.float32)
    return found


def dialogue(
    lines: Sequence[Line], voices: Sequence[str] = (AGENT, CALLER), lead: float = 0.5
) -> Dialogue:
    truth: list[Spoken] = []
    parts: list[tuple[int, int, Samples]] = []
    end = lead
    for who, text, gap in lines:
        sound = say(text, voices[who])
        start = max(0.0, end + gap) if truth else lead
        parts.append((who, round(start * RATE), sound))
        truth.append(Spoken(who, text, start, start + len(sound) / RATE))
        end = max(end, truth[-1].end)
    channels = np.zeros((2, round((end + 0.7) * RATE)), np.float32)
    for who, at, sound in parts:
        channels[who, at : at + len(sound)] += sound
    return Dialogue(channels, truth)


def noisy(channels: Samples, decibel: float, seed: int = 1) -> Samples:
    """Return channels with hiss so many decibels under the speech (measured where there is any)."""
    chance = np.random.default_rng(seed)
    found = channels.copy()
    for channel in found:
        speech = channel[np.abs(channel) > 0.003]
        power = np.sqrt(np.mean(speech**2)) if len(speech) else 0.05
        channel += chance.normal(0, power / 10 ** (decibel / 20), len(channel)).astype(np.float32)
    return found


def wav(path: Path, channels: Samples, *, rate: int = RATE, codec: str = "pcm_s16le") -> Path:
    """Write channels (at RATE) to a file in any codec that FFmpeg writes."""
    layouts = {1: "mono", 2: "stereo", 6: "5.1"}
    layout = layouts[len(channels)]
    with av.open(str(path), "w") as file:
        stream: Any = file.add_stream(codec, rate=rate, layout=layout)
        if codec == "wmav2":
            stream.bit_rate = 64_000
        resampler = av.AudioResampler(
            format=stream.codec_context.format, layout=layout, rate=rate,
            frame_size=stream.codec_context.frame_size or 0,
        )  # fmt: skip
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(channels), format="fltp", layout=layout
        )
        frame.sample_rate = RATE
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))
    return path


def telephone(path: Path, channels: Samples) -> Path:
    """Write channels as a telephone exchange records them: 8 kHz, its band, mu-law."""
    plain = wav(path.with_suffix(".breed.wav"), channels)
    subprocess.run(
        ["sox", str(plain), "-r", "8000", "-e", "mu-law", str(path), "sinc", "300-3400"],
        check=True,
        capture_output=True,
    )
    plain.unlink()
    return path
