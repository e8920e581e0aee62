"""`gehoor method`: check method files, the method's own or an organisation's."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from gehoor.cli.app import app, fail


@app.command()
def method(
    names: list[str] = typer.Argument(
        None, metavar="[BESTAND…]", help="Toon alleen deze bestanden."
    ),
    folder: list[Path] = typer.Option([], "--method", help="Eigen map, over de methode heen."),
    hear: str | None = typer.Option(
        None,
        "--hear",
        metavar="caller|agent",
        help="Lees zinnen van standaardinvoer en toon wat erin gehoord wordt.",
    ),
) -> None:
    """Controleer de bestanden van de methode: elk voorbeeld wordt nagedraaid."""
    from gehoor.hearing import PhraseListener
    from gehoor.measuring.dialogues import prove_rules
    from gehoor.measuring.examples import prove_acts, prove_checks
    from gehoor.method.loader import HOME, MethodFault, build_what_can, read_files

    try:
        made, faults = build_what_can(read_files((HOME, *folder)))
    except MethodFault as fault:
        fail(*fault.faults)
    if made is None:
        fail(*faults)
    listener = PhraseListener(made)
    if hear:
        _hear(hear, listener)
        return
    found = [*faults, *prove_acts(made, listener), *prove_checks(made), *prove_rules(made)]
    shown = [
        line for line in found if not names or any(name in line.split(":")[0] for name in names)
    ]
    if shown:
        for line in shown:
            print(line, file=sys.stderr)
        raise typer.Exit(2)
    print("in orde")


def _hear(speaker: str, listener: object) -> None:
    from gehoor.dialogue import Turn
    from gehoor.hearing import PhraseListener

    assert isinstance(listener, PhraseListener)
    if speaker not in ("caller", "agent"):
        fail(f"--hear: onbekende spreker «{speaker}»; verwacht caller of agent")
    for line in filter(None, map(str.strip, sys.stdin)):
        heard = listener.hear(Turn("agent" if speaker == "agent" else "caller", line), [])
        print(line)
        for act in (*heard.acts, *heard.cues):
            print(f"    {act.name:16} «{heard.quote(act.span)}»  {act.because}")
