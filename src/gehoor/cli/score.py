"""`gehoor score`: how well Gehoor hears and judges, against labelled calls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gehoor.cli.app import app, fail, say
from gehoor.cli.score_privacy import score_privacy
from gehoor.cli.setup import EAR_HELP, Ear, SetUp, complaints, set_up

if TYPE_CHECKING:
    from rich.console import Console


@app.command()
def score(
    paths: list[Path] = typer.Argument(
        None,
        metavar="GOUD…",
        help="Gelabelde gesprekken (JSON), functionele toetsen (TOML) of mappen daarmee.",
    ),
    profile: str | None = typer.Option(None, "--profile", "-p", help="Profiel om mee te meten."),
    labels: bool = typer.Option(
        False,
        "--labels",
        help="Neem de gelabelde handelingen over: meet alleen de regels, niet het gehoor.",
    ),
    ear: Ear = typer.Option(Ear.joined, "--ear", help=EAR_HELP),
    method: list[Path] = typer.Option([], "--method", help="Eigen map, over de methode heen."),
    privacy: bool = typer.Option(
        False,
        "--privacy",
        help="Meet het vinden van persoonsgegevens, op gemerkte teksten (anders: corpus).",
    ),
    report: Path | None = typer.Option(
        None, "--report", help="Bij --privacy: schrijf hier de pagina met cijfers (Markdown)."
    ),
    sentences: bool = typer.Option(
        False,
        "--sentences",
        help="Meet het oordeel over losse zinnen (good.toml, faulty.toml) en brieven "
        "(good.txt, faulty.txt).",
    ),
    live: bool = typer.Option(
        False,
        "--live",
        help="Meet de hulp tijdens het gesprek: onterechte waarschuwingen, rust van de kaart.",
    ),
) -> None:
    """Meet precisie, dekking en F1 per handeling en regel op gelabelde gesprekken."""
    if privacy:
        score_privacy(paths or [Path("corpus")], report, ear, tuple(method))
        return
    if not paths:
        fail("GOUD… ontbreekt; zie gehoor score --help")
    from rich.console import Console

    if sentences:
        _score_sentences(paths, set_up(profile, None, tuple(method), ear))
        return

    if live:
        _score_live(paths, set_up(profile, None, tuple(method), ear))
        return

    from gehoor.measuring.functional import read_suites, try_suites
    from gehoor.measuring.gold import LabelListener, read_gold
    from gehoor.measuring.gold import score as measure
    from gehoor.reporting.score_text import show_passed, show_score

    tests = [path for path in paths if path.suffix == ".toml" or any(path.glob("*.toml"))]
    suites, wrong = read_suites(tests)
    gold, unread = read_gold([path for path in paths if path not in tests])
    say(*unread, *wrong)
    if not gold and not suites:
        fail("geen gelabelde gesprekken of functionele toetsen gevonden")
    reviewer = set_up(profile, None, tuple(method), ear).reviewer
    console = Console(highlight=False, emoji=False)
    if suites:
        show_passed(try_suites(reviewer.listener, suites), console)
    if labels:
        reviewer.listener = LabelListener([label for _, label in gold], reviewer.listener)
    if gold:
        show_score(measure(reviewer, gold), console)
    say(*complaints(reviewer.listener))
    if unread or wrong:
        raise typer.Exit(2)


def _score_live(paths: list[Path], made: SetUp) -> None:
    from rich.console import Console

    from gehoor.measuring.gold import read_gold
    from gehoor.measuring.live import score_live
    from gehoor.reporting.live_text import show_live

    gold, unread = read_gold(paths)
    say(*unread)
    if not gold:
        fail("geen gelabelde gesprekken gevonden")
    show_live(score_live(made.reviewer, gold), Console(highlight=False))
    if unread:
        raise typer.Exit(2)


def _score_sentences(folders: list[Path], made: SetUp) -> None:
    from rich.console import Console

    from gehoor.measuring.sentences import read_sentences, score_sentences
    from gehoor.reporting.score_text import show_sentences

    wrong: list[str] = []
    console = Console(highlight=False, emoji=False)
    for folder in folders:
        if (folder / "faulty.txt").exists():
            wrong += _score_letters(folder, made, console)
            continue
        cases, faults = read_sentences(folder)
        wrong += faults
        if cases:
            score = score_sentences(made.method, made.reviewer.listener, cases)
            show_sentences(str(folder), score, console)
    say(*wrong)
    if wrong:
        raise typer.Exit(2)


def _score_letters(folder: Path, made: SetUp, console: Console) -> list[str]:
    from gehoor.measuring.letters import halves_of, read_letters, score_letters
    from gehoor.reporting.score_text import show_letters

    letters, faults = read_letters(folder)
    if letters:
        for half, apart in zip(("ontwikkeling", "toets"), halves_of(letters), strict=True):
            score = score_letters(made.method, made.reviewer.listener, apart)
            show_letters(f"{folder} ({half})", score, console, details=half == "ontwikkeling")
    return faults
