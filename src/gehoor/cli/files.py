"""Which files a command was given, and the calls in them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gehoor.cli.app import say

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
            files += map(str, find_files(Path(path))) if folder else [path]
        except IntakeFault as fault:
            say(*fault.lines)
            faults += 1
    return files, faults


def calls_in(name: str, agent: str | None = None) -> Iterator[Call]:
    """Yield the calls of a file, or of standard input for «-»; raises IntakeFault."""
    from gehoor.intake import read_bytes, read_calls

    if name == "-":
        data = sys.stdin.buffer.read()
        yield from read_bytes(data, "standaardinvoer", "standaardinvoer", agent=agent)
    else:
        yield from read_calls(name, agent)
