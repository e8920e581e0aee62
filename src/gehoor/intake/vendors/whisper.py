"""Whisper and its family: the command line, faster-whisper, WhisperX (times in seconds).

Whisper itself does not say who speaks; WhisperX does after diarisation («SPEAKER_00»).
"""

from __future__ import annotations

import math
from typing import Any

from gehoor.intake.vendors.said import Said, Transcript, items, number, text_of


def recognise(data: dict[str, Any]) -> bool:
    """Tell whether data are a transcription of this family."""
    segments = data.get("segments")
    return isinstance(segments, list) and "results" not in data and "transcript" not in data


def read(data: dict[str, Any]) -> Transcript:
    """Return what was said; where a segment holds several speakers, it is cut between them."""
    said: list[Said] = []
    for at, segment in enumerate(items(data, "segments")):
        where = f"segments[{at}]"
        spoken = _by_speaker(segment, where)
        said += spoken or [
            Said(
                text_of(segment, "speaker", where),
                text_of(segment, "text", where),
                number(segment.get("start"), f"{where}.start"),
                number(segment.get("end"), f"{where}.end"),
                _sure(segment, where),
            )
        ]
    return Transcript(said)


def _by_speaker(segment: dict[str, Any], where: str) -> list[Said]:
    """Return a segment's words grouped by speaker, where its words name more than one."""
    words = items(segment, "words", f"{where}.")
    default = text_of(segment, "speaker", where)
    voices = [text_of(word, "speaker", where) or default for word in words]
    if len(set(voices)) < 2:
        return []
    said: list[Said] = []
    for voice, word in zip(voices, words, strict=True):
        new = Said(
            voice,
            text_of(word, "word", where).strip(),
            number(word.get("start"), f"{where}.words.start"),
            number(word.get("end"), f"{where}.words.end"),
        )
        if said and said[-1].voice == voice:
            old = said.pop()
            new = Said(voice, f"{old.text} {new.text}", old.start, new.end or old.end)
        said.append(new)
    start = number(segment.get("start"), f"{where}.start")
    return [item if item.start is not None else item._replace(start=start) for item in said]


def _sure(segment: dict[str, Any], where: str) -> float | None:
    """Return the mean probability of a token, from its logarithm."""
    logarithm = number(segment.get("avg_logprob"), f"{where}.avg_logprob")
    return None if logarithm is None else round(min(1.0, math.exp(logarithm)), 3)
