"""`gehoor score`: how well Gehoor hears and judges, against labelled calls."""

from __future__ import annotations

from pathlib import Path

import typer

from gehoor.cli.app import app, fail, say
from gehoor.cli.setup import set_up


@app.command()
def score(
    paths: list[Path] = typer.Argument(
        ..., metavar="GOUD…", help="Gelabelde gesprekken (JSON) of mappen."
    ),
    profile: str | None = typer.Option(None, "--profile", "-p", help="Profiel om mee te meten."),
    labels: bool = typer.Option(
        False,
        "--labels",
        help="Neem de gelabelde handelingen over: meet alleen de regels, niet het gehoor.",
    ),
    method: list[Path] = typer.Option([], "--method", help="Eigen map, over de methode heen."),
) -> None:
    """Meet precisie, dekking en F1 per handeling en regel op gelabelde gesprekken."""
    from rich.console import Console

    from gehoor.measuring.gold import LabelListener, read_gold
    from gehoor.measuring.gold import score as measure
    from gehoor.reporting.score_text import show_score

    gold, faults = read_gold(paths)
    say(*faults)
    if not gold:
        fail("geen gelabelde gesprekken gevonden")
    reviewer = set_up(profile, None, tuple(method)).reviewer
    if labels:
        reviewer.listener = LabelListener([label for _, label in gold], reviewer.listener)
    show_score(measure(reviewer, gold), Console(highlight=False))
    if faults:
        raise typer.Exit(2)
