"""Where `gehoor` starts: puts the commands on the table and runs the one that was asked."""

from __future__ import annotations

import sys

from gehoor.cli import doctor, method, review, rule, score, train
from gehoor.cli.app import app

COMMANDS = (review, rule, score, method, train, doctor)
"""Each registers itself with `app` when it is imported; each loads its own needs when it runs."""


def main() -> None:
    """Run the command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()
