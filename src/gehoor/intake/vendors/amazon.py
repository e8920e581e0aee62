"""Amazon: Contact Lens (milliseconds, with roles) and Transcribe (seconds, as texts)."""

from __future__ import annotations

from typing import Any

from gehoor.dialogue import Speaker
from gehoor.intake.vendors.said import Said, Transcript, Wrong, items, number, text_of

_ROLES: dict[str, Speaker] = {"AGENT": "agent", "SUPERVISOR": "agent", "CUSTOMER": "caller"}


def recognise_lens(data: dict[str, Any]) -> bool:
    """Tell whether data are an analysis of Contact Lens."""
    return isinstance(data.get("Transcript"), list) and "Participants" in data


def read_lens(data: dict[str, Any]) -> Transcript:
    """Return what was said; its scores of feeling and loudness stay behind."""
    roles = {
        text_of(person, "ParticipantId", "Participants"): _ROLES[role]
        for person in items(data, "Participants")
        if (role := text_of(person, "ParticipantRole", "Participants").upper()) in _ROLES
    }
    said = [
        Said(
            text_of(part, "ParticipantId", f"Transcript[{at}]"),
            text_of(part, "Content", f"Transcript[{at}]"),
            number(part.get("BeginOffsetMillis"), f"Transcript[{at}].BeginOffsetMillis", 1000),
            number(part.get("EndOffsetMillis"), f"Transcript[{at}].EndOffsetMillis", 1000),
        )
        for at, part in enumerate(items(data, "Transcript"))
    ]
    if said and not roles:
        raise Wrong("Participants: verwacht een AGENT en een CUSTOMER")
    channel = "chat" if text_of(data, "Channel", "").upper() == "CHAT" else "phone"
    return Transcript(said, roles, channel="chat" if channel == "chat" else "phone")


def recognise_transcribe(data: dict[str, Any]) -> bool:
    """Tell whether data are a result of Transcribe."""
    results = data.get("results")
    return isinstance(results, dict) and isinstance(results.get("items"), list)


def read_transcribe(data: dict[str, Any]) -> Transcript:
    """Return what was said, cut where another speaker or channel begins."""
    results = data["results"]
    by_place = _voices(results)
    said: list[Said] = []
    for at, item in enumerate(items(results, "items", "results.")):
        where = f"results.items[{at}]"
        start = number(item.get("start_time"), f"{where}.start_time")
        word = _word(item, where)
        voice = text_of(item, "speaker_label", where) or text_of(item, "channel_label", where)
        voice = voice or by_place.get(str(item.get("start_time")), "")
        if item.get("type") == "punctuation" and said:
            said[-1] = said[-1]._replace(text=said[-1].text + word[0])
        elif said and said[-1].voice == voice:
            end = number(item.get("end_time"), f"{where}.end_time")
            said[-1] = said[-1]._replace(text=f"{said[-1].text} {word[0]}", end=end)
        else:
            end = number(item.get("end_time"), f"{where}.end_time")
            said.append(Said(voice, word[0], start, end, word[1]))
    name = text_of(data, "jobName", "")
    return Transcript(_all_timed(said), id=name or None)


def _word(item: dict[str, Any], where: str) -> tuple[str, float | None]:
    best = items(item, "alternatives", f"{where}.")
    if not best:
        raise Wrong(f"{where}.alternatives: verwacht minstens één woord")
    sure = number(best[0].get("confidence"), f"{where}.alternatives.confidence")
    return text_of(best[0], "content", where), sure


def _voices(results: dict[str, Any]) -> dict[str, str]:
    """Return the speaker at each start time, for files that keep speakers in a list apart."""
    labels = results.get("speaker_labels") or {}
    channels = results.get("channel_labels") or {}
    found = {
        str(item.get("start_time")): text_of(segment, "speaker_label", "speaker_labels")
        for segment in items(labels, "segments", "results.speaker_labels.")
        for item in items(segment, "items", "results.speaker_labels.segments.")
    }
    for channel in items(channels, "channels", "results.channel_labels."):
        for item in items(channel, "items", "results.channel_labels.channels."):
            found[str(item.get("start_time"))] = text_of(channel, "channel_label", "channels")
    return found


def _all_timed(said: list[Said]) -> list[Said]:
    return [item for item in said if item.text]
