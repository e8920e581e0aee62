"""A practice call in a terminal: who calls, what they say, how they are, and how it went.

Holds no reading of what is typed: that is the command.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from gehoor.coaching import Advice
from gehoor.method import Method
from gehoor.practice import Exchange, Practice, Reply, Scenario
from gehoor.practice.agents import DryRun
from gehoor.practice.ending import Difference, Thing, changes, course, told
from gehoor.practice.inside import Moved
from gehoor.reporting.words import degree

_BARS = "▁▂▄▆█"


def show_list(practice: Practice, method: Method, console: Console) -> None:
    """Print the scenarios, with the steps one practises in each."""
    table = Table("naam", "waarover", "sector", "moeite", "stappen", box=None, header_style="bold")
    for name, item in practice.scenarios.items():
        steps = ", ".join(
            text.title.lower() for step, text in method.steps.items() if step in item.steps
        )
        table.add_row(name, item.title, item.sector, "●" * item.difficulty, steps)
    console.print(table)


def show_dry_run(practice: Practice, found: DryRun, console: Console) -> None:
    """Print how every played agent did in a scenario."""
    table = Table("medewerker", "beller aan het eind", "beurten", box=None, header_style="bold")
    for name, text in practice.agents.items():
        table.add_row(text.title, _number(found.temperature[name]), f"{found.turns[name]:.0f}")
    console.print(table)
    if not found.faults:
        console.print("in orde")


def show_start(scenario: Scenario, console: Console) -> None:
    """Print the case file as an agent sees it before the call."""
    lines: list[RenderableType] = [Text(scenario.caller), Text(f"\n{scenario.case.text}")]
    rules = [*scenario.case.house_rules]
    if scenario.case.mandate:
        rules.append(f"Je mandaat: tot {scenario.case.mandate:g} euro.")
    lines += [Text(f"· {line}") for line in rules]
    lines.append(Text("\nWaar je op oefent", style="bold"))
    lines += [Text(f"· {aim}") for aim in scenario.aims]
    console.print(Panel(Group(*lines), title=scenario.title, title_align="left"))
    console.print(
        "Je oefent met een machine die een beller naspeelt. Typ wat je zegt; een lege regel is "
        "stilte.\n[dim]/hint: wat past nu · /terug: probeer het anders · /stop: naar het verslag[/]"
    )


def show_reply(reply: Reply, console: Console, ending: str) -> None:
    """Print what the caller says."""
    console.print(Text("beller  ", style="bold").append(reply.text, style="not bold"))
    if reply.ended:
        console.print(Text(ending, style="dim"))


def show_card(advice: Advice | None, reply: Reply | None, console: Console) -> None:
    """Print the live card: how the caller is, what moved them, what fits now."""
    if reply is not None:
        console.print(Text(f"        {_line(reply)}", style="dim"))
    show_hint(advice, console)


def show_hint(advice: Advice | None, console: Console) -> None:
    """Print what fits now."""
    if advice is None:
        console.print(Text("        Geen bijzonder advies: ga rustig verder.", style="cyan"))
        return
    console.print(Text(f"        {advice.why}", style="cyan"))
    for sentence in advice.say[:2]:
        console.print(Text(f"        “{sentence}”", style="italic green"))


def show_difference(practice: Practice, found: Difference, console: Console) -> None:
    """Print how the second try of a moment differs from the first."""
    if found.cooler > 0:
        head = f"Deze keer is de beller {_number(found.cooler)} graad koeler."
    elif found.cooler < 0:
        head = f"Deze keer is de beller {_number(-found.cooler)} graad heter."
    else:
        head = "Deze keer is de beller even warm."
    console.print(Text(f"        {head}", style="bold"))
    for label, moved in (("eerst", found.first), ("nu", found.second)):
        titles = "; ".join(title for title, _, _ in told(practice, moved)) or "niets"
        console.print(Text(f"        {label}: {titles}", style="dim"))


def show_course(exchange: Exchange, things: list[Thing], after: str, console: Console) -> None:
    """Print the caller's inside over time, what to try next, and the next scenario."""
    console.print(
        Panel(Group(*_course(exchange)), title="De beller van binnen", title_align="left")
    )
    if things:
        console.print(Text("Drie dingen om te proberen", style="bold"))
    for thing in things:
        place = "" if thing.turn is None else f" (beurt {thing.turn + 1})"
        console.print(Padding(Text(f"· {thing.what}{place}\n  {thing.how}"), (0, 0, 0, 2)))
    secret = exchange.scenario
    console.print(
        Text(f"\nWat de beller wilde: {secret.wants} Genoeg was geweest: {secret.settles}")
    )
    console.print(Text(f"Wat er achter zat: {secret.hides}"))
    if after:
        console.print(Text(f"\nHierna past: gehoor practice {after}", style="bold"))


def _course(exchange: Exchange) -> Iterator[RenderableType]:
    practice, points = exchange.practice, course(exchange)
    for name, text in practice.gauges.items():
        values = [inside.gauges[name] for _, inside in points]  # type: ignore[index]
        line = "".join(_BARS[min(4, round(value))] for value in values)
        ends = f"van {_number(values[0])} naar {_number(values[-1])}"
        yield Text(f"{text.title:16} {line}  {ends}")
    for turn, inside in points[1:]:
        for item in inside.moved:
            yield _moved(practice, turn, item)


def _moved(practice: Practice, turn: int, item: Moved) -> Text:
    text = Text(f"beurt {turn:2}  ", style="dim")
    text.append(practice.moves[item.move].title, style="not dim")
    if item.quote:
        text.append(f" «{item.quote}»", style="green")
    return text.append(f"  {changes(practice, item.change)}", style="dim")


def _line(reply: Reply) -> str:
    return f"{degree(reply.inside.temperature)} ({_number(reply.inside.temperature)} van 4)"


def _number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
