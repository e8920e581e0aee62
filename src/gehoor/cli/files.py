"""Which files a command was given, and the calls in them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gehoor.cli.app import say
from gehoor.sound.kinds import SUFFIXES, is_sound_file

if TYPE_CHECKING:
    from gehoor.dialogue import Call


def files_in(paths: list[str]) -> tuple[list[str], int]:
    """Return the files that paths name, folders opened, and the number of faults that were said."""
    from gehoor.intake import IntakeFault, find_files

    files: list[str] = []
    faults = 0
    for path in paths:
        try:
            folder = path != "-" and Path(path).is_dir()
            files += map(str, find_files(Path(path), SUFFIXES)) if folder else [path]
        except IntakeFault as fault:
            say(*fault.lines)
            faults += 1
    return files, faults


def calls_in(name: str, agent: str | None = None, model: str | None = None) -> Iterator[Call]:
    """Yield the calls of a file, or of standard input for «-»; raises IntakeFault.

    Args:
        name: of the file; a transcript or a recording.
        agent: which voice is the agent, where the words don't tell.
        model: the speech model for recordings; without one, the first that is installed.
    """
    from gehoor.intake import read_bytes, read_calls

    if name == "-":
        data = sys.stdin.buffer.read()
        yield from read_bytes(data, "standaardinvoer", "standaardinvoer", agent=agent)
    elif is_sound_file(Path(name)):
        yield _recorded(Path(name), agent, model)
    else:
        yield from read_calls(name, agent)


def _recorded(path: Path, agent: str | None, model: str | None) -> Call:
    """Return the call in a recording, and say on standard error what to keep in mind."""
    from gehoor.intake import IntakeFault

    try:
        from gehoor.sound.models import recogniser
        from gehoor.sound.recordings import read_recording
    except ImportError:
        expected = "voor een opname is meer nodig: pip install 'gehoor[speech]'"
        raise IntakeFault(str(path), "", expected) from None
    found = read_recording(path, str(path), path.stem, partial(recogniser, model), agent)
    say(*(f"{path}: {note}" for note in found.notes))
    return found.call
