"""Google CX Insights, Deepgram, AssemblyAI and Twilio: small forms, a reader each."""

from __future__ import annotations

from typing import Any

from gehoor.dialogue import Speaker
from gehoor.intake.vendors.said import Said, Transcript, items, number, text_of

_GOOGLE: dict[str, Speaker] = {
    "AGENT": "agent",
    "HUMAN_AGENT": "agent",
    "CUSTOMER": "caller",
    "END_USER": "caller",
}


def recognise_google(data: dict[str, Any]) -> bool:
    """Tell whether data are a conversation of Google CX Insights."""
    entries = data.get("entries")
    return isinstance(entries, list) and any(
        isinstance(entry, dict) and "role" in entry for entry in entries
    )


def read_google(data: dict[str, Any]) -> Transcript:
    """Return what was said (microseconds); an automated agent is nobody."""
    entries = items(data, "entries")
    starts = [number(entry.get("start_timestamp_usec"), "entries", 1e6) for entry in entries]
    known = [start for start in starts if start is not None]
    zero = min(known) if known and min(known) > 1e8 else 0.0  # later than a day: a clock's time
    said = [
        Said(
            text_of(entry, "role", f"entries[{at}]").upper(),
            text_of(entry, "text", f"entries[{at}]"),
            None if start is None else round(start - zero, 3),
        )
        for at, (entry, start) in enumerate(zip(entries, starts, strict=True))
    ]
    return Transcript(said, _GOOGLE)


def recognise_deepgram(data: dict[str, Any]) -> bool:
    """Tell whether data are a transcription of Deepgram."""
    results = data.get("results")
    return isinstance(results, dict) and ("channels" in results or "utterances" in results)


def read_deepgram(data: dict[str, Any]) -> Transcript:
    """Return what was said, by utterance where there are any, else by words (seconds)."""
    results = data["results"]
    channels = items(results, "channels", "results.")
    several = len(channels) > 1
    said = [
        _of_deepgram(part, part.get("channel", 0), several, "transcript")
        for part in items(results, "utterances", "results.")
    ]
    if not said:
        for at, channel in enumerate(channels):
            for best in items(channel, "alternatives", "results.channels.")[:1]:
                words = items(best, "words", "results.channels.alternatives.")
                said += _runs(
                    [_of_deepgram(word, at, several, "punctuated_word") for word in words]
                )
    return Transcript(said)


def _of_deepgram(part: dict[str, Any], channel: Any, several: bool, key: str) -> Said:
    voice = f"kanaal {channel}" if several else f"spreker {part.get('speaker', '')}".strip()
    return Said(
        voice,
        text_of(part, key, "results") or text_of(part, "word", "results"),
        number(part.get("start"), "results.start"),
        number(part.get("end"), "results.end"),
        number(part.get("confidence"), "results.confidence"),
    )


def _runs(words: list[Said]) -> list[Said]:
    """Return stretches of words: a new one where another speaks or after a second of silence."""
    said: list[Said] = []
    for word in words:
        near = said and (word.start or 0.0) - (said[-1].end or 0.0) < 1.0
        if near and said[-1].voice == word.voice:
            old = said.pop()
            word = old._replace(text=f"{old.text} {word.text}", end=word.end)
        said.append(word)
    return said


def recognise_assembly(data: dict[str, Any]) -> bool:
    """Tell whether data are a transcription of AssemblyAI."""
    return isinstance(data.get("utterances"), list) and "audio_duration" in data


def read_assembly(data: dict[str, Any]) -> Transcript:
    """Return what was said (milliseconds)."""
    said = [
        Said(
            text_of(part, "speaker", f"utterances[{at}]"),
            text_of(part, "text", f"utterances[{at}]"),
            number(part.get("start"), f"utterances[{at}].start", 1000),
            number(part.get("end"), f"utterances[{at}].end", 1000),
            number(part.get("confidence"), f"utterances[{at}].confidence"),
        )
        for at, part in enumerate(items(data, "utterances"))
    ]
    return Transcript([item._replace(voice=f"spreker {item.voice}") for item in said])


def recognise_twilio(data: dict[str, Any]) -> bool:
    """Tell whether data are sentences of Twilio."""
    return isinstance(data.get("sentences"), list)


def read_twilio(data: dict[str, Any]) -> Transcript:
    """Return what was said, by channel (seconds, as texts)."""
    said = [
        Said(
            f"kanaal {part.get('media_channel', '')}",
            text_of(part, "transcript", f"sentences[{at}]"),
            number(part.get("start_time"), f"sentences[{at}].start_time"),
            number(part.get("end_time"), f"sentences[{at}].end_time"),
            number(part.get("confidence"), f"sentences[{at}].confidence"),
        )
        for at, part in enumerate(items(data, "sentences"))
    ]
    return Transcript(said)
