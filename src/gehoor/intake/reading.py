"""One door for all forms: which form a file has, and the call in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from gehoor.dialogue import Call
from gehoor.intake.encoding import decode
from gehoor.intake.fault import IntakeFault
from gehoor.intake.own import parse_json
from gehoor.intake.subtitles import parse_subtitles
from gehoor.intake.text import parse_text

SUFFIXES = (".json", ".jsonl", ".txt", ".vtt", ".srt")
LARGEST = 256 * 1024 * 1024  # bytes; a call of a day is a few megabytes
_SRT = re.compile(r"\s*\d+\s*\n\s*\d+:\d\d:\d\d[,.]\d+\s*-->")


def read(path: str | Path) -> Call:
    """Return the call in a file.

    Raises:
        IntakeFault: in one sentence: which file, where, and what was expected.
    """
    return next(iter(read_calls(path)))


def read_calls(path: str | Path) -> Iterator[Call]:
    """Yield the calls in a file: one, or one a line for JSON Lines."""
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST:
            raise IntakeFault(str(path), "", f"groter dan {LARGEST // 1024**2} MB")
        data = path.read_bytes()
    except FileNotFoundError:
        raise IntakeFault(str(path), "", "bestaat niet") from None
    except OSError as error:
        raise IntakeFault(str(path), "", f"niet te lezen: {error.strerror}") from None
    yield from read_bytes(data, str(path), path.stem, path.suffix.lower())


def read_bytes(data: bytes, name: str, default_id: str, suffix: str = "") -> Iterator[Call]:
    """Yield the calls in the bytes of a file; `name` is used in messages."""
    text = decode(data, name)
    if not text.strip():
        raise IntakeFault(name, "", "leeg; verwacht een gesprek als JSON, tekst, WebVTT of SRT")
    form = _form(text, suffix)
    if form == "jsonl":
        yield from _lines(text, name, default_id)
    elif form == "json":
        yield parse_json(text, name, default_id)
    elif form == "vtt":
        yield parse_subtitles(text, name, default_id, "vtt")
    elif form == "srt":
        yield parse_subtitles(text, name, default_id, "srt")
    else:
        yield parse_text(text, name, default_id)


def _form(text: str, suffix: str) -> str:
    if suffix in SUFFIXES:
        return suffix[1:]
    head = text.lstrip()
    if head.startswith("{"):
        return "json"
    if head.startswith("WEBVTT"):
        return "vtt"
    return "srt" if _SRT.match(head) else "txt"


def _lines(text: str, name: str, default_id: str) -> Iterator[Call]:
    """Yield the calls of all lines that hold one; only then raise for those that do not."""
    faults: list[IntakeFault] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield parse_json(line, f"{name}: regel {number}", f"{default_id}-{number}")
            except IntakeFault as fault:
                faults.append(fault)
    if faults:
        first = faults[0]
        raise IntakeFault(first.name, first.place, first.expected, faults[1:])


def find_files(folder: Path) -> list[Path]:
    """Return the files with calls in a folder and the folders below it, by name.

    Raises:
        IntakeFault: there are none.
    """
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES and path.is_file() and not path.name.startswith(".")
    )
    if not found:
        raise IntakeFault(
            str(folder), "", f"geen gesprekken; verwacht bestanden op {', '.join(SUFFIXES)}"
        )
    return found
