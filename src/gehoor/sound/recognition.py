"""From a piece of speech to words with their times: one seam, two libraries behind it.

A `Recogniser` gets up to PIECE seconds of one voice. Which model it is and where its files
are is for `models`; what a turn is, for `recordings`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

from gehoor.sound.decoding import Samples

RATE: Final = 16_000  # Hz, what all these models were trained on
PIECE: Final = 20.0  # seconds; the models take no more than 20 to 30 at a time


class Word(NamedTuple):
    """A word as it was heard: times in seconds, confidence from 0 to 1 where the model has one."""

    text: str
    start: float
    end: float
    confidence: float | None = None


class Recogniser(Protocol):
    """What turns speech into words."""

    def words(self, samples: Samples) -> list[Word]:
        """Return the words in samples (time) at RATE, times from the first sample."""


class OnnxRecogniser:
    """Parakeet, Canary and their kind, through onnx-asr."""

    def __init__(self, kind: str, folder: Path, quantization: str | None = None) -> None:
        """Load the model of a kind («nemo-conformer-tdt») from its folder; offline."""
        import onnx_asr
        import onnxruntime

        library: Any = onnxruntime  # its types name nothing
        options = library.SessionOptions()
        # Threads that wait by spinning take the machine from whoever else works on it.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        model: Any = onnx_asr.load_model(
            kind, folder, quantization=quantization, sess_options=options
        )
        self._model = model.with_timestamps()
        self._options = {"language": "nl"} if "canary" in kind or kind.endswith("aed") else {}

    def words(self, samples: Samples) -> list[Word]:
        """Return the words in samples; spread evenly where the model gives no times."""
        heard = self._model.recognize(samples, sample_rate=RATE, **self._options)
        seconds = len(samples) / RATE
        if not heard.timestamps or not heard.tokens:
            return spread(heard.text.split(), seconds)
        sure = heard.logprobs or [None] * len(heard.tokens)
        return list(_of_tokens(heard.tokens, heard.timestamps, sure, seconds))


class WhisperRecogniser:
    """Whisper, through faster-whisper."""

    def __init__(self, folder: Path) -> None:
        """Load the model from its folder; offline."""
        from faster_whisper import WhisperModel

        self._model = WhisperModel(
            str(folder), device="cpu", compute_type="int8", local_files_only=True
        )

    def words(self, samples: Samples) -> list[Word]:
        """Return the words in samples."""
        segments, _ = self._model.transcribe(
            samples,
            language="nl",
            word_timestamps=True,
            condition_on_previous_text=False,  # one slip must not colour the rest of the call
        )
        return [
            Word(word.word.strip(), float(word.start), float(word.end), round(word.probability, 3))
            for segment in segments
            for word in segment.words or ()
            if word.word.strip()
        ]


def spread(words: Sequence[str], seconds: float) -> list[Word]:
    """Return words over a stretch of time, each by its length."""
    letters = sum(len(word) + 1 for word in words)
    found: list[Word] = []
    at = 0.0
    for word in words:
        end = at + seconds * (len(word) + 1) / letters
        found.append(Word(word, at, end))
        at = end
    return found


def _of_tokens(
    tokens: Sequence[str], times: Sequence[float], sure: Sequence[float | None], seconds: float
) -> Iterator[Word]:
    """Yield words of pieces of words; one that starts with a space starts a word."""
    starts = [at for at, token in enumerate(tokens) if token.startswith(" ") or not at]
    for first, after in zip(starts, [*starts[1:], len(tokens)], strict=True):
        text = "".join(tokens[first:after]).strip()
        next_start = times[after] if after < len(tokens) else seconds
        if text:
            end = min(next_start, times[after - 1] + _LONGEST)
            yield Word(text, times[first], max(end, times[first]), _mean(sure[first:after]))


_LONGEST: Final = 0.6  # seconds that the last piece of a word may take


def _mean(logarithms: Sequence[float | None]) -> float | None:
    known = [value for value in logarithms if value is not None]
    return round(min(1.0, math.exp(sum(known) / len(known))), 3) if known else None
