"""`gehoor review`: calls in, reports out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gehoor.cli.app import app, fail, say
from gehoor.cli.files import calls_in, files_in
from gehoor.cli.setup import EAR_HELP, Ear, SetUp, complaints, set_up

if TYPE_CHECKING:
    from gehoor.cli.output import Output
    from gehoor.dialogue import Call

SHOW_PROGRESS_FROM = 4  # files; fewer are done before a bar is drawn


class Format(StrEnum):
    """The forms a report can have."""

    terminal = "terminal"
    json = "json"
    html = "html"
    csv = "csv"


class FailOn(StrEnum):
    """From which severity on a finding makes the exit status 1."""

    serious = "serious"
    warning = "warning"
    tip = "tip"


@app.command()
def review(
    paths: list[str] = typer.Argument(
        ...,
        metavar="BESTAND…",
        help="Gesprekken (JSON, tekst, WebVTT, SRT, CSV, vCon, uitvoer van andere systemen), "
        "opnamen (wav, mp3, ogg, m4a…), mappen, of - voor standaardinvoer.",
    ),
    form: Format = typer.Option(Format.terminal, "--format", "-f", help="Vorm van het verslag."),
    profile: str | None = typer.Option(
        None, "--profile", "-p", help="evenwichtig, terughoudend of ruimhartig."
    ),
    config: Path | None = typer.Option(
        None, "--config", "-c", help="Huisstijlbestand (gehoor.toml)."
    ),
    method: list[Path] = typer.Option(
        [], "--method", help="Eigen map met regels en zinnen, over de methode heen."
    ),
    ear: Ear = typer.Option(Ear.joined, "--ear", help=EAR_HELP),
    agent: str | None = typer.Option(
        None,
        "--agent",
        metavar="STEM",
        help="Welke stem de medewerker is (SPEAKER_00, kanaal 1), waar de woorden het niet zeggen.",
    ),
    model: str | None = typer.Option(
        None,
        "--model",
        metavar="NAAM",
        help="Spraakmodel voor opnamen; zie gehoor doctor --models.",
    ),
    fail_on: FailOn | None = typer.Option(
        None, "--fail-on", help="Eindig met status 1 bij een bevinding van deze ernst of zwaarder."
    ),
    output: Path | None = typer.Option(
        None,
        "--output",
        "-o",
        help="Schrijf naar dit bestand (html van meer gesprekken: naar deze map).",
    ),
    mask: bool = typer.Option(
        False, "--mask", help="Scherm eerst persoonsgegevens af; ook in het verslag staan ze niet."
    ),
) -> None:
    """Bekijk gesprekken: wat ging goed, wat kan beter, wat is afgesproken."""
    ready = set_up(profile, config, tuple(method), ear)
    from gehoor.cli.output import make_output

    sink = make_output(form, output, ready.method, several=_several(paths))
    if mask:
        from gehoor.privacy.ear import MaskedListener

        ready.reviewer.listener = MaskedListener(ready.reviewer.listener)
    worst, faults = _run(paths, ready, sink, mask, agent, model)
    try:
        sink.finish()
    except OSError as error:
        fail(f"{output}: niet te schrijven: {error.strerror}")
    say(*complaints(ready.reviewer.listener))
    if faults:
        raise typer.Exit(2)
    if fail_on is not None and worst <= _weight(fail_on):
        raise typer.Exit(1)


def _weight(fail_on: FailOn) -> int:
    from gehoor.coaching.finding import ORDER

    return ORDER[fail_on.value]


def _several(paths: list[str]) -> bool:
    return len(paths) > 1 or any(path != "-" and Path(path).is_dir() for path in paths)


def _run(
    paths: list[str],
    ready: SetUp,
    sink: Output,
    masked: bool,
    agent: str | None,
    model: str | None,
) -> tuple[int, int]:
    """Review every call that can be read; return the heaviest severity and the faults."""
    from gehoor.coaching.finding import ORDER
    from gehoor.intake import IntakeFault

    worst = ORDER["off"]
    files, faults = files_in(paths)
    for name in _with_progress(files):
        try:
            found_calls = calls_in(name, agent, model)
            for call in map(_masked, found_calls) if masked else found_calls:
                found = ready.reviewer.review(call)
                sink.take(found, ready.reviewer)
                worst = min([worst, *(ORDER[f.severity] for f in found.findings)])
        except IntakeFault as fault:
            say(*fault.lines)
            faults += 1
    return worst, faults


def _masked(call: Call) -> Call:
    from gehoor.privacy import mask_call

    return mask_call(call).call


def _with_progress(files: list[str]) -> Iterator[str]:
    if len(files) < SHOW_PROGRESS_FROM or not sys.stderr.isatty():
        yield from files
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(files, "Gesprekken bekijken…", console=Console(stderr=True), transient=True)
