"""How well this Gehoor hears, as measured: the figures of the page that `gehoor train` writes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_PACKAGE = Path(__file__).parent.parent
_NAME = "nauwkeurigheid.md"
_PLACES = (_PACKAGE / "docs" / _NAME, _PACKAGE.parent.parent / "docs" / _NAME)


class Figures(NamedTuple):
    """The measured figures in short; `weights` names what was measured."""

    said: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    weights: str


def figures() -> Figures | None:
    """Return the figures; None where this installation came without them."""
    path = next((path for path in _PLACES if path.is_file()), None)
    if path is None:
        return None
    before, _, rest = path.read_text(encoding="utf-8").partition("## In het kort")
    table = [line for line in rest.partition("\n## ")[0].splitlines() if line.startswith("|")]
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in table]
    weights = re.search(r"Gewichten: `(\w+)`", before)
    said = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", before.partition("\n\n")[2])
    said = re.sub(r"^#.*$", "", said, flags=re.MULTILINE).replace("`", "").strip()
    return Figures(said, rows[0], tuple(rows[2:]), weights[1] if weights else "") if rows else None
