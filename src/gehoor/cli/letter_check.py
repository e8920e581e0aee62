"""`gehoor letter --check`: what can be said better in a text, before it goes out.

Reads the files and prints; the judging is `checking`'s.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from gehoor.cli.app import say
from gehoor.cli.setup import set_up

if TYPE_CHECKING:
    from gehoor.checking import Remark
    from gehoor.cli.review import FailOn


def check_letters(
    paths: list[Path], config: Path | None, fail_on: FailOn | None, as_json: bool
) -> None:
    """Judge texts and print what can be said better; exit status 1 from `fail_on`, 2 on faults."""
    from gehoor.checking import SentenceChecker
    from gehoor.coaching.finding import ORDER
    from gehoor.intake import IntakeFault

    ready = set_up(None, config, ())
    coach = ready.reviewer.coach
    checker = SentenceChecker(ready.method, coach.house, ready.reviewer.listener)
    heaviest, broken = ORDER["off"], False
    for path in paths:
        try:
            name, text = _read(path)
        except IntakeFault as fault:
            say(*fault.lines)
            broken = True
            continue
        remarks = checker.check_text(text)
        heaviest = min([heaviest, *(ORDER[remark.severity] for remark in remarks)])
        if as_json:
            _print_json(name, text, remarks)
        else:
            _print_text(name, text, remarks, ready.method)
    if broken:
        raise typer.Exit(2)
    if fail_on is not None and heaviest <= ORDER[fail_on.value]:
        raise typer.Exit(1)


def _read(path: Path) -> tuple[str, str]:
    from gehoor.intake import IntakeFault
    from gehoor.letters.reading import read_letter

    if str(path) == "-":
        return "invoer", read_letter(sys.stdin.buffer.read(), "invoer.txt")
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise IntakeFault(str(path), "", "bestaat niet") from None
    except OSError as error:
        raise IntakeFault(str(path), "", f"niet te lezen: {error.strerror}") from None
    return str(path), read_letter(data, str(path))


def _print_json(name: str, text: str, remarks: tuple[Remark, ...]) -> None:
    import msgspec

    from gehoor.letters.readability import readability_of

    found: dict[str, Any] = {
        "text": name,
        "remarks": remarks,
        "readability": readability_of(text),
    }
    sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")
    sys.stdout.buffer.flush()


def _print_text(name: str, text: str, remarks: tuple[Remark, ...], method: Any) -> None:
    from rich.console import Console

    from gehoor.letters.readability import readability_of
    from gehoor.reporting.remarks_text import show_remarks

    show_remarks(name, text, remarks, method, Console(highlight=False, emoji=False))
    level = readability_of(text)
    print(f"\nLeesbaarheid: {level.level} (index {level.index:.0f}, "
          f"langste zin {level.longest} woorden).")  # fmt: skip
