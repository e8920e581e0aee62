"""`gehoor mask`: a call with boxes over what is personal."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gehoor.cli.app import app, fail, say

if TYPE_CHECKING:
    from gehoor.dialogue import Call


class Form(StrEnum):
    """The forms a masked call can have."""

    text = "text"
    json = "json"


@app.command()
def mask(
    paths: list[str] = typer.Argument(
        ...,
        metavar="BESTAND…",
        help="Gesprekken (JSON, tekst, WebVTT, SRT), mappen, of - voor standaardinvoer.",
    ),
    form: Form = typer.Option(
        Form.text, "--format", "-f", help="Tekst, of JSON met een gesprek per regel."
    ),
    output: Path | None = typer.Option(
        None, "--output", "-o", help="Schrijf naar dit bestand in plaats van naar het scherm."
    ),
) -> None:
    """Scherm persoonsgegevens af: namen, adressen, nummers en geboortedatums worden een vakje."""
    from gehoor.privacy import mask_call
    from gehoor.reporting.call_forms import call_json, call_text

    calls, faults = _read(paths)
    if form is Form.text and len(calls) > 1:
        fail("tekst van meer gesprekken: gebruik --format json, een gesprek per regel")
    masked = [mask_call(call).call for call in calls]
    if form is Form.json:
        content = b"".join(map(call_json, masked))
    else:
        content = "".join(map(call_text, masked)).encode()
    if masked:
        _put(output, content)
    if faults:
        raise typer.Exit(2)


def _read(paths: list[str]) -> tuple[list[Call], int]:
    """Return the calls in all files that can be read, and the number of those that can't."""
    from gehoor.cli.files import calls_in, files_in
    from gehoor.intake import IntakeFault

    calls: list[Call] = []
    files, faults = files_in(paths)
    for name in files:
        try:
            calls += calls_in(name)
        except IntakeFault as fault:
            say(*fault.lines)
            faults += 1
    return calls, faults


def _put(output: Path | None, content: bytes) -> None:
    from gehoor.reporting.files import write_whole

    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    try:
        write_whole(output, content)
    except OSError as error:
        fail(f"{output}: niet te schrijven: {error.strerror}")
