"""The command's table of contents, and how every command ends.

Exit status 0: done. 1: done, and a finding at or above `--fail-on`. 2: wrong input; each
fault is one line on standard error.
"""

from __future__ import annotations

import sys
from typing import NoReturn

import typer

from gehoor import __version__

app = typer.Typer(
    name="gehoor",
    help=(
        "Iedereen wil gehoord worden. Gehoor bekijkt moeilijke telefoongesprekken en laat met "
        "citaten zien wat goed ging en wat beter kan."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def fail(*lines: str) -> NoReturn:
    """End with status 2, each fault on a line of its own on standard error."""
    say(*lines)
    raise typer.Exit(2)


def say(*lines: str) -> None:
    """Print lines on standard error."""
    for line in lines:
        print(f"gehoor: {' '.join(line.split())}", file=sys.stderr)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"gehoor {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Toon de versie."
    ),
) -> None:
    pass
