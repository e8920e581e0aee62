"""The report in short, for a terminal: what went well, three things to work on, the line."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from gehoor.coaching import Finding
from gehoor.method import Method
from gehoor.reporting.quoting import quoted
from gehoor.reporting.words import (
    ANGER,
    FAULT,
    FIRST,
    KIND,
    OUTCOME,
    SEVERITY,
    STATUS,
    by_weight,
    clock,
    degree,
    merged,
    missing_side,
    turns_in,
)
from gehoor.reviewing import Review

_BARS = "▁▂▄▆█"
_COLOUR = {"serious": "bold red", "warning": "yellow", "tip": "cyan", "off": "dim"}
_MARK = {"done": "[green]✓[/]", "missed": "[yellow]○[/]", "not-applicable": "[dim]–[/]"}


def show(review: Review, method: Method, console: Console) -> None:
    """Print the short report of a call."""
    console.print(Panel(Group(*_parts(review, method)), title=_title(review), title_align="left"))


def _title(review: Review) -> Text:
    return Text(f" {review.call.id} ", style="bold")


def _parts(review: Review, method: Method) -> Iterator[RenderableType]:
    yield _facts(review)
    if absent := missing_side(review):
        yield Text(absent, style="yellow")
    yield _line(review)
    if review.incident:
        yield from _incident(review)
    yield from _strengths(review)
    yield from _findings(review)
    yield from _agreements(review)
    yield _steps(review, method)


def _facts(review: Review) -> Text:
    length = clock(review.call.duration)
    parts = [
        turns_in(review),
        length,
        OUTCOME[review.outcome],
        ANGER[review.anger.kind],
        f"fout {FAULT[review.fault]}",
    ]
    return Text(" · ".join(part for part in parts if part), style="dim")


def _line(review: Review) -> Text:
    """Return the caller's temperature as a row of bars, one a caller turn."""
    degrees = [
        state.temperature
        for heard, state in zip(review.heard, review.states, strict=True)
        if heard.turn.speaker == "caller"
    ]
    text = Text("temperatuur  ")
    for value in degrees:
        level = min(4, round(value))
        text.append(_BARS[level], style=("green", "yellow", "yellow", "red", "bold red")[level])
    if degrees:
        text.append(f"  van {degree(degrees[0])} naar {degree(degrees[-1])}", style="dim")
    return text


def _incident(review: Review) -> Iterator[RenderableType]:
    assert review.incident is not None
    kinds = ", ".join(KIND[kind] for kind in review.incident.kinds)
    yield Text(f"\nGehoord: {kinds}. Een mens beoordeelt of dit een incident is.", style="bold red")
    for quote in review.incident.quotes:
        yield Padding(Text(f"«{quote}»", style="red"), (0, 0, 0, 2))


def _strengths(review: Review) -> Iterator[RenderableType]:
    if review.strengths:
        yield Text("\nWat goed ging", style="bold green")
    for strength in review.strengths[:FIRST]:
        text = Text(f"{_turn(strength.turn)}  ", style="dim")
        text.append(_quote(review, strength.turn, strength.span, "green")).append(" ")
        text.append(f"{strength.message} [{strength.source}]", style="default")
        yield Padding(text, (0, 0, 0, 2))


def _findings(review: Review) -> Iterator[RenderableType]:
    groups = by_weight(review.findings)
    yield Text("\nOm aan te werken" if groups else "\nNiets om aan te werken.", style="bold")
    for group in groups[:FIRST]:
        yield Padding(_finding(review, group), (0, 0, 0, 2))
    rest = groups[FIRST:]
    if rest:
        names = ", ".join(f"{group[0].rule} {group[0].slug}" for group in rest)
        yield Padding(Text(f"en verder: {names}", style="dim"), (0, 0, 0, 2))


def _finding(review: Review, group: list[Finding]) -> Text:
    first = group[0]
    text = Text()
    text.append(f"{SEVERITY[first.severity]}  ", style=_COLOUR[first.severity])
    text.append(f"{first.rule} ", style="bold")
    text.append(first.message)
    places = [_turn(f.turn) for f in group if f.turn is not None]
    if first.turn is not None and first.span:
        text.append(f"\n  {', '.join(places)}  ", style="dim")
        text.append(_quote(review, first.turn, first.span, "dim"))
    text.append(f"\n  → {first.advice}")
    for sentence in first.say[:2]:
        text.append(f"\n  “{sentence}”", style="italic green")
    text.append(f"\n  {_sources(first)}", style="dim")
    return text


def _quote(review: Review, turn: int, span: tuple[int, int], style: str) -> Text:
    part = quoted(review.heard[turn].turn.text, span)
    text = Text(f"«{part.before}", style=style)
    return text.append(part.words, style="bold").append(f"{part.after}»")


def _sources(finding: Finding) -> str:
    said = "bron " + ", ".join(finding.sources) if finding.sources else ""
    against = finding.conflicts_with
    return said + (f"; {', '.join(against)} ziet het anders" if against else "")


def _turn(turn: int | None) -> str:
    return "" if turn is None else f"beurt {turn + 1}"


def _agreements(review: Review) -> Iterator[RenderableType]:
    if review.agreements:
        yield Text("\nAfgesproken", style="bold")
    for kinds, item in merged(review.agreements):
        text = Text(f"{kinds}: ", style="bold")
        text.append(item.what, style="not bold")
        when = item.when or ("geen moment genoemd" if item.kind == "promise" else "")
        due = f" ({item.due})" if item.due else ""
        text.append(f"  {when}{due}" if when else "", style="cyan" if item.when else "yellow")
        yield Padding(text, (0, 0, 0, 2))


def _steps(review: Review, method: Method) -> Text:
    parts = [
        f"{_MARK[step.status]} {method.steps[step.step].title.lower()}" for step in review.steps
    ]
    legend = ", ".join(f"{_MARK[key]} {word}" for key, word in STATUS.items())
    return Text.from_markup("\n" + "  ".join(parts) + f"\n[dim]{legend}[/]", emoji=False)
