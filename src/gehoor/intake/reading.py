"""One door for all forms: which form a file has, and the call in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gehoor.dialogue import Call
from gehoor.intake.encoding import decode
from gehoor.intake.fault import IntakeFault
from gehoor.intake.own import call_of as own_call
from gehoor.intake.own import decoded
from gehoor.intake.subtitles import parse_subtitles
from gehoor.intake.table import is_rttm, is_table, parse_rttm, parse_table
from gehoor.intake.text import parse_text

SUFFIXES = (".json", ".jsonl", ".vcon", ".txt", ".vtt", ".srt", ".csv", ".tsv", ".rttm")
LARGEST = 256 * 1024 * 1024  # bytes; a call of a day is a few megabytes
_BY_NAME = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".vcon": "json",
    ".vtt": "vtt",
    ".srt": "srt",
}
_JSON = re.compile(r"\{|\[\s*\{")
_SRT = re.compile(r"\s*\d+\s*\n\s*\d+:\d\d:\d\d[,.]\d+\s*-->")


def read(path: str | Path, agent: str | None = None) -> Call:
    """Return the call in a file; `agent` names the agent's voice where the words don't tell.

    Raises:
        IntakeFault: in one sentence: which file, where, and what was expected.
    """
    return next(iter(read_calls(path, agent)))


def read_calls(path: str | Path, agent: str | None = None) -> Iterator[Call]:
    """Yield the calls in a file: one, or one a line for JSON Lines, or several of a table."""
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST:
            raise IntakeFault(str(path), "", f"groter dan {LARGEST // 1024**2} MB")
        data = path.read_bytes()
    except FileNotFoundError:
        raise IntakeFault(str(path), "", "bestaat niet") from None
    except OSError as error:
        raise IntakeFault(str(path), "", f"niet te lezen: {error.strerror}") from None
    yield from read_bytes(data, str(path), path.stem, path.suffix.lower(), agent)


def read_bytes(
    data: bytes, name: str, default_id: str, suffix: str = "", agent: str | None = None
) -> Iterator[Call]:
    """Yield the calls in the bytes of a file; `name` is used in messages."""
    text = decode(data, name)
    if not text.strip():
        raise IntakeFault(name, "", "leeg; verwacht een gesprek als JSON, tekst, WebVTT of SRT")
    form = _form(text, suffix)
    if form == "jsonl":
        yield from _lines(text, name, default_id, agent)
    elif form == "json":
        yield _of_json(text, name, default_id, agent)
    elif form == "vtt":
        yield parse_subtitles(text, name, default_id, "vtt", agent)
    elif form == "srt":
        yield parse_subtitles(text, name, default_id, "srt", agent)
    elif form == "table":
        yield from parse_table(text, name, default_id, agent)
    elif form == "rttm":
        yield parse_rttm(text, name, default_id, agent)
    else:
        yield parse_text(text, name, default_id, agent)


def _form(text: str, suffix: str) -> str:
    """Return the form of a text by what is in it; the name decides only between the like."""
    head = text.lstrip("\ufeff \t\r\n")
    if _JSON.match(head):
        return "jsonl" if suffix == ".jsonl" else "json"
    if head.startswith("WEBVTT"):
        return "vtt"
    if _SRT.match(head):
        return "srt"
    if is_rttm(head):
        return "rttm"
    if is_table(head):
        return "table"
    return _BY_NAME.get(suffix, "txt")


def _of_json(text: str, name: str, default_id: str, agent: str | None) -> Call:
    data = decoded(text, name)
    if isinstance(data, dict) and "turns" in data:
        return own_call(data, name, default_id)
    from gehoor.intake.vendors import form_of
    from gehoor.intake.vendors.said import Wrong, call_of

    form = form_of(_object(data))
    if form is None:
        return own_call(data, name, default_id)
    try:
        return call_of(form.read(_object(data)), name, default_id, agent)
    except Wrong as wrong:
        raise IntakeFault(name, form.name, str(wrong)) from None


def _object(data: Any) -> Any:
    """Return a bare list of segments as an object that holds them."""
    if isinstance(data, list) and data and isinstance(data[0], dict) and "text" in data[0]:
        return {"segments": data}
    return data


def _lines(text: str, name: str, default_id: str, agent: str | None) -> Iterator[Call]:
    """Yield the calls of all lines that hold one; only then raise for those that do not."""
    faults: list[IntakeFault] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield _of_json(line, f"{name}: regel {number}", f"{default_id}-{number}", agent)
            except IntakeFault as fault:
                faults.append(fault)
    if faults:
        first = faults[0]
        raise IntakeFault(first.name, first.place, first.expected, faults[1:])


def find_files(folder: Path, also: tuple[str, ...] = ()) -> list[Path]:
    """Return the files with calls in a folder and the folders below it, by name.

    Args:
        folder: to look in.
        also: endings of files that somebody else reads.

    Raises:
        IntakeFault: there are none.
    """
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in (*SUFFIXES, *also)
        and path.is_file()
        and not path.name.startswith(".")
    )
    if not found:
        raise IntakeFault(
            str(folder), "", f"geen gesprekken; verwacht bestanden op {', '.join(SUFFIXES)}"
        )
    return found
