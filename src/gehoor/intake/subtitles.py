"""WebVTT and SRT, as meeting and telephone systems export them.

The speaker stands in `<v Name>` or before a colon. Cues of one speaker that follow each
other are one turn.
"""

from __future__ import annotations

import html
import io
import re
from typing import Any, Literal, NamedTuple

from gehoor.dialogue import Call, Turn
from gehoor.intake.fault import IntakeFault
from gehoor.intake.own import checked
from gehoor.intake.speakers import EXPECTED, by_words, speaker_of

_PREFIX = re.compile(r"^\s*[\[(<]?([^\W\d_][\w .'-]{0,30}?)[\])>]?\s*[:\]]\s+(.*)$", re.DOTALL)

_STAMP = r"(?:\d{1,3}:)?[0-5]?\d:[0-5]\d[.,]\d{3}"
_TIMES = re.compile(rf"\s*{_STAMP}\s*-->\s*{_STAMP}(?:\s|$)")
_TIME_FORM = "verwacht bijvoorbeeld 00:00:03.000 --> 00:00:05.500"
_EXPECTED = {
    "vtt": f"verwacht «WEBVTT» op de eerste regel en ondertitels; {_TIME_FORM}",
    "srt": f"verwacht een nummer, een tijd en de tekst; {_TIME_FORM.replace('.', ',')}",
}


class Cue(NamedTuple):
    """One caption: who, what, and when in seconds."""

    name: str
    text: str
    start: float
    end: float


def parse_subtitles(
    text: str, name: str, default_id: str, form: Literal["vtt", "srt"], agent: str | None = None
) -> Call:
    """Return the call that captions describe.

    Raises:
        IntakeFault: no captions, or a caption without a known speaker.
    """
    cues = _cues(text, name, form)
    roles = by_words([(cue.name, cue.text) for cue in cues], agent)
    turns: list[Turn] = []
    for number, cue in enumerate(cues, 1):
        speaker = speaker_of(cue.name) or roles.get(cue.name)
        if speaker is None:
            found = f"onbekende spreker «{cue.name}»; " if cue.name else "geen spreker; "
            raise IntakeFault(name, f"ondertitel {number}", found + EXPECTED)
        turn = Turn(speaker, cue.text, cue.start, cue.end)
        if turns and turns[-1].speaker == speaker:
            turn = _joined(turns.pop(), turn)
        turns.append(turn)
    return checked(Call(default_id, tuple(turns)), name)


def _joined(one: Turn, other: Turn) -> Turn:
    return Turn(one.speaker, f"{one.text} {other.text}".strip(), one.start, other.end)


def _cues(text: str, name: str, form: Literal["vtt", "srt"]) -> list[Cue]:
    import webvtt

    _check_times(text, name)
    try:
        captions: list[Any] = webvtt.from_buffer(io.StringIO(text), format=form).captions
    except (
        webvtt.errors.MalformedFileError,
        webvtt.errors.MalformedCaptionError,
        ValueError,
    ):
        raise IntakeFault(name, "", f"geen geldige {form.upper()}; {_EXPECTED[form]}") from None
    if not captions:
        raise IntakeFault(name, "", f"geen ondertitels gevonden; verwacht {form.upper()}")
    cues, voice = [], ""
    for caption in captions:
        said = " ".join(html.unescape(caption.text).split())
        match = None if caption.voice else _PREFIX.match(said)
        voice = caption.voice or (match[1] if match else voice)
        cues.append(
            Cue(voice, match[2] if match else said, _seconds(caption.start), _seconds(caption.end))
        )
    return cues


def _check_times(text: str, name: str) -> None:
    """Raise where a time cannot be read: the library would leave out what is said there."""
    wrong = [
        number
        for number, line in enumerate(text.split("\n"), 1)
        if "-->" in line and not _TIMES.match(line)
    ]
    if wrong:
        raise IntakeFault(name, f"regel {wrong[0]}", f"onleesbare tijd; {_TIME_FORM}")


def _seconds(stamp: str) -> float:
    seconds = 0.0
    for part in stamp.replace(",", ".").split(":"):
        seconds = seconds * 60 + float(part)
    return round(seconds, 3)
