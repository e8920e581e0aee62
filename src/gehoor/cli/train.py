"""`gehoor train`: make the classifier's weights from a labelled corpus."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gehoor.cli.app import app, fail

if TYPE_CHECKING:
    from gehoor.dialogue import Speaker
    from gehoor.method.weights import Weights
    from gehoor.training.accuracy import Accuracy

    Made = tuple[dict[Speaker, Weights], Accuracy | None]


@app.command()
def train(
    corpus: Path = typer.Argument(..., metavar="CORPUS", help="Map met calls/ en utterances/."),
    output: Path | None = typer.Option(
        None, "--output", "-o", help="Waar de gewichten komen (anders: bij de methode)."
    ),
    report: Path | None = typer.Option(
        None, "--report", help="Schrijf hier de pagina over de nauwkeurigheid (Markdown)."
    ),
) -> None:
    """Maak de gewichten van het gehoor opnieuw, uit gelabelde zinnen en gesprekken."""
    try:
        import num2words  # noqa: F401
        import scipy  # noqa: F401
    except ImportError:
        fail("trainen vraagt SciPy en num2words: pip install 'gehoor[train]'")
    from rich.console import Console

    from gehoor.method import load
    from gehoor.method.weights import WEIGHTS, digest, save_weights
    from gehoor.reporting.accuracy_page import accuracy_page

    console = Console(stderr=True, highlight=False)
    target = output or WEIGHTS
    with console.status("corpus lezen") as status:
        weights, figures = _trained(corpus, report is not None, status.update)
    _write(target, lambda path: save_weights(path, weights))
    console.print(f"{target} ({target.stat().st_size // 1024} kB, {digest(target)})")
    if report is not None and figures is not None:
        page = accuracy_page(load(), figures, digest(target))
        _write(report, lambda path: path.write_text(page, encoding="utf-8"))
        console.print(str(report))


def _trained(corpus: Path, measured: bool, progress: Callable[[str], None]) -> Made:
    from gehoor.method import load
    from gehoor.training.accuracy import measure
    from gehoor.training.corpus import CorpusFault, read_corpus
    from gehoor.training.fit import Trainer

    method = load()
    try:
        examples = read_corpus(corpus, method)
    except CorpusFault as fault:
        fail(*fault.faults)
    trainer = Trainer(method, examples, progress)
    fitted = trainer.fit()
    weights = {speaker: part.weights for speaker, part in fitted.items()}
    if not measured:
        return weights, None
    return weights, measure(method, trainer, fitted, corpus, progress)


def _write(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
    os.close(handle)
    try:
        write(Path(name))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
