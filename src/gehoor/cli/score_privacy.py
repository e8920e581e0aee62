"""`gehoor score --privacy`: how well personal data is found, and what is still heard after."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gehoor.cli.app import fail, say
from gehoor.cli.setup import Ear, set_up

if TYPE_CHECKING:
    from gehoor.measuring.masking import Item, Kept


def score_privacy(
    folders: list[Path], report: Path | None, ear: Ear, method: tuple[Path, ...]
) -> None:
    """Print the figures of folders with marked texts, and write the page if one is asked for.

    A folder with `privacy/` and `calls/` in it, as the corpus is, has both measured.
    """
    from rich.console import Console

    from gehoor.measuring.masking import score_items
    from gehoor.reporting.files import write_whole
    from gehoor.reporting.masking_text import masking_page, show_masking

    parts, faults = _items(folders)
    say(*faults)
    if not parts:
        fail("geen gemerkte teksten gevonden; verwacht een map met .toml-bestanden")
    scores = {name: score_items(items) for name, items in sorted(parts.items())}
    kept = _kept(folders, ear, method)
    show_masking(scores, kept, Console(highlight=False, emoji=False))
    if report is not None:
        try:
            write_whole(report, masking_page(scores, kept).encode())
        except OSError as error:
            fail(f"{report}: niet te schrijven: {error.strerror}")
    if faults:
        raise typer.Exit(2)


def _items(folders: list[Path]) -> tuple[dict[str, list[Item]], list[str]]:
    from gehoor.measuring.masking import read_items

    parts: dict[str, list[Item]] = {}
    faults: list[str] = []
    for folder in folders:
        inside = folder / "privacy"
        found, wrong = read_items(inside if inside.is_dir() else folder)
        faults += wrong
        for name, items in found.items():
            parts.setdefault(name, []).extend(items)
    return parts, faults


def _kept(folders: list[Path], ear: Ear, method: tuple[Path, ...]) -> Kept | None:
    from gehoor.intake import find_files, read_calls
    from gehoor.measuring.masking import score_kept

    inside = [folder / "calls" for folder in folders if (folder / "calls").is_dir()]
    if not inside:
        return None
    reviewer = set_up(None, None, method, ear).reviewer
    files = (file for folder in inside for file in find_files(folder))
    return score_kept(reviewer.listener, (call for file in files for call in read_calls(file)))
