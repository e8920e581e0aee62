"""Where `gehoor` starts: puts the commands on the table and runs the one that was asked."""

from __future__ import annotations

import sys

import typer

from gehoor.cli import (
    doctor,
    letter,
    mask,
    method,
    practice,
    review,
    rule,
    score,
    serve,
    store,
    train,
)
from gehoor.cli.app import app, say
from gehoor.cli.dutch_help import speak_dutch
from gehoor.cli.usage import USAGE_ERROR, said

COMMANDS = (review, practice, letter, mask, serve, rule, score, method, train, store, doctor)
"""Each registers itself with `app` when it is imported; each loads its own needs when it runs."""


def main() -> None:
    """Run the command."""
    speak_dutch()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        status = app(standalone_mode=False)
    except USAGE_ERROR as error:
        say(said(error))
        status = 2
    except typer.Abort:
        status = 130  # as a shell has it for an interrupted command
    sys.exit(status or 0)
