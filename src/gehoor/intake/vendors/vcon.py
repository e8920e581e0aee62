"""vCon, the IETF's form for conversations (draft-ietf-vcon-vcon-core), older names too.

What was said stands in a transcript under `analysis` (the WTF form, or a plain list of
texts), or in the dialogs themselves where they are of type `text`. Signed and encrypted
vCons are said so: this programme checks no signatures and has no keys.
"""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime
from typing import Any

from gehoor.dialogue import Speaker
from gehoor.intake.vendors.said import Said, Transcript, Wrong, items, number, text_of

_ROLES: dict[str, Speaker] = {
    "agent": "agent",
    "supervisor": "agent",
    "customer": "caller",
    "caller": "caller",
}


def recognise(data: dict[str, Any]) -> bool:
    """Tell whether data are a vCon: open, signed or encrypted."""
    is_open = "parties" in data and ("dialog" in data or "analysis" in data)
    return is_open or _is_signed(data) or _is_encrypted(data)


def read(data: dict[str, Any]) -> Transcript:
    """Return what was said."""
    if _is_signed(data):
        raise Wrong("een ondertekende vCon (JWS); haal de ondertekening er eerst af")
    if _is_encrypted(data):
        raise Wrong("een versleutelde vCon (JWE); ontsleutel hem eerst")
    roles = _roles(items(data, "parties"))
    said = _of_transcripts(data) or _of_texts(data)
    known = roles if {item.voice for item in said} <= set(roles) else {}
    dialogs = items(data, "dialog")
    started = text_of(dialogs[0], "start", "dialog[0]") if dialogs else ""
    channel = "phone" if any(item.get("type") == "recording" for item in dialogs) else "chat"
    return Transcript(
        said,
        known,
        started[:10] or None,
        "phone" if channel == "phone" or _of_transcripts(data) else "chat",
        text_of(data, "subject", "") or text_of(data, "uuid", "") or None,
    )


def _is_signed(data: dict[str, Any]) -> bool:
    return "payload" in data and "signatures" in data


def _is_encrypted(data: dict[str, Any]) -> bool:
    return "ciphertext" in data and "recipients" in data


def _roles(parties: list[dict[str, Any]]) -> dict[str, Speaker]:
    found: dict[str, Speaker] = {}
    for at, party in enumerate(parties):
        role = text_of(party, "role", f"parties[{at}]").lower()
        if role in _ROLES:
            found[str(at)] = _ROLES[role]
    return found


def _of_transcripts(data: dict[str, Any]) -> list[Said]:
    """Return what the transcripts under `analysis` hold."""
    said: list[Said] = []
    for at, part in enumerate(items(data, "analysis")):
        if text_of(part, "type", f"analysis[{at}]") not in ("wtf_transcription", "transcript"):
            continue
        body = _body(part, f"analysis[{at}]")
        if isinstance(body, dict):
            said += _segments(body, data, f"analysis[{at}].body")
        elif isinstance(body, list):
            said += _list(body, f"analysis[{at}].body")
    return said


def _segments(body: dict[str, Any], data: dict[str, Any], where: str) -> list[Said]:
    parties = items(data, "parties")
    names = {text_of(party, "name", "parties"): str(at) for at, party in enumerate(parties)}
    said = []
    for at, part in enumerate(items(body, "segments", f"{where}.")):
        place = f"{where}.segments[{at}]"
        voice = str(part.get("speaker", ""))
        said.append(
            Said(
                names.get(voice, voice),
                text_of(part, "text", place),
                number(part.get("start"), f"{place}.start"),
                number(part.get("end"), f"{place}.end"),
                number(part.get("confidence"), f"{place}.confidence"),
            )
        )
    return said


def _list(body: list[Any], where: str) -> list[Said]:
    """Return a plain list of texts: `{parties, start (a moment), duration, text}`."""
    zero: datetime | None = None
    said = []
    for at, part in enumerate(items({"body": body}, "body")):
        place = f"{where}[{at}]"
        moment = _moment(text_of(part, "start", place), place)
        zero = zero or moment
        start = (moment - zero).total_seconds() if moment and zero else None
        lasted = number(part.get("duration"), f"{place}.duration")
        end = None if start is None or lasted is None else start + lasted
        said.append(Said(_party(part.get("parties")), text_of(part, "text", place), start, end))
    return said


def _of_texts(data: dict[str, Any]) -> list[Said]:
    """Return the dialogs that are texts themselves, such as those of a chat."""
    said: list[Said] = []
    zero: datetime | None = None
    for at, part in enumerate(items(data, "dialog")):
        where = f"dialog[{at}]"
        if text_of(part, "type", where) != "text":
            continue
        moment = _moment(text_of(part, "start", where), where)
        zero = zero or moment
        start = (moment - zero).total_seconds() if moment and zero else None
        lasted = number(part.get("duration"), f"{where}.duration")
        end = None if start is None or lasted is None else start + lasted
        body = _body(part, where)
        voice = _party(part.get("originator", part.get("parties")))
        said.append(Said(voice, body if isinstance(body, str) else "", start, end))
    return said


def _party(value: Any) -> str:
    first = value[0] if isinstance(value, list) and value else value
    return "" if first is None else str(first)


def _body(part: dict[str, Any], where: str) -> Any:
    """Return the content of a part: a text, or what its JSON holds."""
    body, encoding = part.get("body"), part.get("encoding", "none")
    if body is None:
        return None
    if encoding == "base64url":
        body = _decoded(body, where)
    if isinstance(body, str) and (encoding == "json" or "json" in str(part.get("mediatype", ""))):
        try:
            return json.loads(body)
        except ValueError:
            raise Wrong(f"{where}.body: geen geldige JSON") from None
    return body


def _decoded(body: Any, where: str) -> str:
    try:
        text = str(body)
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        raise Wrong(f"{where}.body: geen geldige base64url") from None


def _moment(text: str, where: str) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Wrong(f"{where}.start: verwacht een moment als 2026-03-10T09:00:00Z") from None
    return found if found.tzinfo else found.astimezone()
