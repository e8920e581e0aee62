"""`gehoor models`: get a speech model, from its makers or from a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gehoor.cli.app import app, fail

if TYPE_CHECKING:
    from typing import Self

    from rich.progress import TaskID

models = typer.Typer(
    help="Spraakmodellen: wat opnamen uitschrijft.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(models, name="models")


@models.command("get")
def get(
    name: str = typer.Argument(..., metavar="NAAM", help="parakeet, canary of whisper-turbo."),
    folder: Path | None = typer.Option(
        None, "--from", metavar="MAP", help="Neem de bestanden uit deze map: zonder internet."
    ),
    force: bool = typer.Option(False, "--force", help="Ook als het model er al is."),
) -> None:
    """Haal een spraakmodel en kijk elk bestand na op grootte en controlesom."""
    from gehoor.intake import IntakeFault

    try:
        from gehoor.sound.models import faults, installed, known

        known(name)
        if not force and name in installed() and not list(faults(name, thorough=True)):
            print(f"{name}: is er al, en heel")
            return
        place = _got(name, folder)
    except ImportError:
        fail("voor spraakmodellen is meer nodig: pip install 'gehoor[speech]'")
    except IntakeFault as fault:
        fail(*fault.lines)
    except OSError as error:
        fail(f"{name}: niet te schrijven: {error.strerror}")
    print(f"{name}: staat in {place}")


def _got(name: str, folder: Path | None) -> Path:
    from gehoor.sound.fetching import copy, fetch

    with _Progress() as progress:
        return copy(name, folder, progress.show) if folder else fetch(name, progress.show)


class _Progress:
    """A bar per file on a terminal; elsewhere a line when a file is done."""

    def __enter__(self) -> Self:
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
        )
        self._tasks: dict[str, TaskID] = {}
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def show(self, file: str, done: int, total: int) -> None:
        """Show how far a file is."""
        if file not in self._tasks:
            self._tasks[file] = self._bars.add_task(file, total=total)
        self._bars.update(self._tasks[file], completed=done)
        if done == total and self._bars.disable:
            print(f"gehoor: {file}: {total} bytes", file=sys.stderr)


def state_of(name: str) -> tuple[bool, str]:
    """Return whether a model is in order (not being there is), and what to say of it."""
    from gehoor.intake import IntakeFault
    from gehoor.sound.models import KNOWN, faults, installed

    about = KNOWN[name].about
    if name not in installed():
        return True, f"niet gehaald · {about} · gehoor models get {name}"
    try:
        wrong = list(faults(name, thorough=True))
    except IntakeFault as fault:
        wrong = [fault.expected]
    return not wrong, "; ".join(wrong) or f"er, en heel · {about}"
