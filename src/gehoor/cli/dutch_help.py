"""`--help` in Dutch: the words that Typer itself puts around ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import typer

_CONTEXT = cast("Any", typer.Context.__mro__[1])  # click's own, wherever Typer keeps it
_FORMATTER: type[Any] = _CONTEXT.formatter_class
_WORDS = {
    "Usage: ": "Gebruik: ",
    "Options": "Opties",
    "Commands": "Opdrachten",
    "Arguments": "Argumenten",
    "Show this message and exit.": "Toon deze uitleg.",
    "[default: ": "[anders: ",
    "[required]": "[verplicht]",
    "[OPTIONS]": "[OPTIES]",
    "COMMAND [ARGS]...": "OPDRACHT [ARGUMENTEN]...",
}


class DutchFormatter(_FORMATTER):  # type: ignore[misc]  # its place differs between versions
    """Writes help with Dutch headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that says how a command is used."""
        super().write_usage(prog, dutch(args), dutch(prefix or "Usage: "))

    def write_heading(self, heading: str) -> None:
        """Write the heading of a list."""
        super().write_heading(dutch(heading))

    def write_dl(self, rows: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        """Write a list of names, each with its meaning."""
        super().write_dl([(name, dutch(said)) for name, said in rows], *args, **options)


def dutch(text: str) -> str:
    """Return a text with Typer's own words in Dutch."""
    for english, said in _WORDS.items():
        text = text.replace(english, said)
    return text


def speak_dutch() -> None:
    """Have every `--help` of this process use Dutch."""
    _CONTEXT.formatter_class = DutchFormatter
