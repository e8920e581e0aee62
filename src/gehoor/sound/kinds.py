"""Which files are sound: by what is in them; by name only for codecs that have no header.

Needs nothing installed, so that a folder can be looked through without `gehoor[sound]`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

# Endings by which sound is found in a folder.
SUFFIXES: Final = (
    ".wav", ".mp3", ".ogg", ".opus", ".oga", ".m4a", ".mp4", ".aac", ".flac", ".wma", ".amr",
    ".awb", ".gsm", ".ul", ".ulaw", ".al", ".alaw", ".g722", ".g729", ".aif", ".aiff", ".au",
    ".webm", ".mkv", ".mka", ".mov", ".avi", ".3gp", ".caf", ".spx",
)  # fmt: skip
_BARE: Final = (".ul", ".ulaw", ".al", ".alaw", ".g722", ".gsm", ".g729")
_AT_START: Final = (
    b"RIFF", b"RIFX", b"RF64", b"OggS", b"fLaC", b"ID3", b"#!AMR", b"FORM", b".snd", b"caff",
    b"\x1aE\xdf\xa3", b"0&\xb2u\x8ef\xcf\x11", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2",
    b"\xff\xf1", b"\xff\xf9", b"wvpk",
)  # fmt: skip
HEAD: Final = 512  # bytes that tell


def is_sound(head: bytes, name: str) -> bool:
    """Tell whether a file is sound, by its first HEAD bytes (or, for bare codecs, its name)."""
    if head.startswith(_AT_START) or head[4:8] == b"ftyp":
        return True
    return Path(name).suffix.lower() in _BARE and bool(head) and not _is_text(head)


def is_sound_file(path: Path) -> bool:
    """Tell whether a file on disk is sound. Empty or unreadable: by its name, so as to say so."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return False
    named = path.suffix.lower() in SUFFIXES
    return is_sound(head, path.name) or (named and not _is_text(head))


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16
        return True
    try:
        text = head[: HEAD - 4].decode()  # a letter at the end may be cut in two
    except UnicodeDecodeError:
        return False
    return bool(head) and all(letter.isprintable() or letter in "\t\r\n\ufeff" for letter in text)


def is_installed(library: str) -> bool:
    """Tell whether a library is here, without loading it."""
    from importlib.util import find_spec

    return find_spec(library) is not None
