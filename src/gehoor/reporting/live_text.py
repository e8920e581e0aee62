"""The figures of the help during calls, in the terminal."""

from __future__ import annotations

from typing import Final

from rich.console import Console

from gehoor.measuring.live import LiveScore

ASKED: Final = 0.05  # share of calls without an incident that may be warned for
KINDS: Final = {
    "none": "rustig",
    "emotion": "boos of verdrietig",
    "instrument": "boosheid als middel",
}


def show_live(score: LiveScore, console: Console) -> None:
    """Print how often the help warned for nothing, and how calm the card was."""
    console.print(f"Hulp tijdens het gesprek, nagespeeld: {score.calls} gesprekken")
    share = score.warned / score.quiet if score.quiet else 0.0
    console.print(
        f"  gewaarschuwd zonder incident   {score.warned} van {score.quiet} ({share:.1%}; "
        f"gevraagd: minder dan {ASKED:.0%})"
    )
    for kind, count in score.kinds.items():
        console.print(f"    {KINDS.get(kind, kind):<26} {score.warned_kinds[kind]} van {count}")
    for name, count in score.wrong.most_common():
        console.print(f"    kaart {name:<20} {count}")
    console.print(f"  incident gezien                {score.seen} van {score.incidents}")
    console.print(f"  live gelijk aan het verslag    {score.equal} van {score.calls}")
    per_minute = score.cards / score.minutes if score.minutes else 0.0
    stood = score.standing / score.cards if score.cards else 0.0
    console.print(
        f"  kaarten                        {per_minute:.1f} per minuut, elk {stood:.0f} s; "
        f"te kort zichtbaar: {score.flickers}"
    )
