"""The figures of `gehoor score` as tables."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from gehoor.measuring.functional import Passed
from gehoor.measuring.gold import RARE, Count, Score
from gehoor.measuring.letters import LetterScore
from gehoor.measuring.sentences import SentenceScore

_ITEMS = {"anger": "soort boosheid", "fault": "fout", "outcome": "afloop", "incident": "incident"}


def show_score(score: Score, console: Console) -> None:
    """Print the figures: acts, rules, and the items of a whole call."""
    console.print(_counts("handeling", score.acts))
    console.print()
    if score.findings.cases:
        console.print(_counts("regel", score.rules))
        console.print()
    console.print(_totals(score))


def show_passed(types: Sequence[Passed], console: Console) -> None:
    """Print how each type of functional test went, the worst first within each act."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("toets", "soort", "moet"):
        table.add_column(column)
    for column in ("gevallen", "goed"):
        table.add_column(column, justify="right")
    for passed in sorted(types, key=lambda passed: (passed.act, passed.rate)):
        wanted = "wel" if passed.type.heard else "niet"
        share = f"{passed.rate:.0%}"
        table.add_row(passed.act, passed.type.title, wanted, str(passed.cases), share)
    console.print(table)


def show_sentences(name: str, score: SentenceScore, console: Console) -> None:
    """Print how well single sentences are judged, and which ones went wrong."""
    _found(score.found, "zinnen", console)
    every = sum(count for _, count in score.found.values())
    _line(f"{name}: dekking {score.recall:.0%} van {every} foute zinnen", console)
    _line(f"{name}: vals alarm {score.false_rate:.1%} van {score.good} goede zinnen", console)
    _wrong("gemist", score.missed, console)
    _wrong("vals", [f"{check}: {text}" for text, check in score.false], console)
    console.print()


def show_letters(name: str, score: LetterScore, console: Console, details: bool = True) -> None:
    """Print how well letters are judged; with details also what went wrong in them."""
    _found(score.found, "fouten", console)
    every = sum(count for _, count in score.found.values())
    _line(f"{name}: dekking {score.recall:.0%} van {every} fouten", console)
    _line(f"{name}: vals alarm in {score.false_rate:.1%} van {score.good} goede brieven", console)
    wrong = (("gemist", score.missed), ("vals", score.false), ("erbij", score.beside))
    for title, words in wrong if details else ():
        _wrong(title, [f"{check}: {quote}" for check, quote in words], console)
    console.print()


def _found(found: dict[str, tuple[int, int]], unit: str, console: Console) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("regel of toets")
    for column in (unit, "gezien"):
        table.add_column(column, justify="right")
    for check, (hit, every) in sorted(found.items()):
        table.add_row(check, str(every), f"{hit / every:.0%}")
    console.print(table)


def _line(text: str, console: Console) -> None:
    console.print(text, soft_wrap=True)


def _wrong(title: str, lines: Sequence[str], console: Console) -> None:
    for line in lines:
        console.print(f"  {title:7} {line}", markup=False, soft_wrap=True)


def _counts(title: str, counts: dict[str, Count]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(title)
    for column in ("precisie", "dekking", "F1", "goed", "vals", "gemist"):
        table.add_column(column, justify="right")
    for name, count in sorted(counts.items(), key=lambda item: (-item[1].cases, item[0])):
        table.add_row(name, *_figures(count))
    return table


def _figures(count: Count) -> list[str]:
    shares = [f"{value:.2f}" for value in (count.precision, count.recall, count.f1)]
    return [*shares, str(count.right), str(count.wrong), str(count.missed)]


def _totals(score: Score) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(f"{score.calls} gesprekken")
    for column in ("precisie", "dekking", "F1", "goed", "vals", "gemist"):
        table.add_column(column, justify="right")
    table.add_row("handelingen, micro", *_figures(score.micro))
    table.add_row(f"handelingen, macro (vanaf {RARE})", "", "", f"{score.macro:.2f}")
    table.add_row("belediging, bedreiging, chantage", *_figures(score.abuse))
    if score.findings.cases:
        table.add_row("bevindingen", *_figures(score.findings))
    else:
        table.add_row("bevindingen", "niet gelabeld")
    table.add_row("afspraken", *_figures(score.agreements))
    table.add_row("temperatuur, gemiddelde fout", "", "", f"{score.temperature_error:.2f}")
    table.add_row("temperatuur, hoogstens 1 ernaast", "", "", f"{score.temperature_within_one:.2f}")
    for key, title in _ITEMS.items():
        table.add_row(
            f"{title}, deel goed", "", "", f"{score.right[key] / max(score.calls, 1):.2f}"
        )
    return table
