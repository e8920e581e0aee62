"""A rule explained in the terminal, from its own file: nothing here is written twice."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from gehoor.method import Method
from gehoor.method.model import Citation, Example, Rule
from gehoor.reporting.words import SEVERITY

_SEVERITY = {**SEVERITY, "off": "uit"}


def show_list(method: Method, console: Console) -> None:
    """Print all rules in a table, by step."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("regel", "naam", "stap", "ernst", "waar het om gaat"):
        table.add_column(column, no_wrap=column in ("regel", "ernst"))
    for rule_id, rule in method.rules.items():
        severity = _SEVERITY[rule.severity["evenwichtig"]]
        step = method.steps[rule.step].title
        table.add_row(rule_id, method.slugs[rule_id], step, severity, rule.title)
    console.print(table)


def show_rule(method: Method, rule_id: str, console: Console) -> None:
    """Print what a rule is, why, how it sounds wrong and right, and who says so."""
    rule = method.rules[rule_id]
    console.print(Text(f"{rule_id} {rule.title}", style="bold"))
    console.print(
        Text(f"{method.slugs[rule_id]} · stap «{method.steps[rule.step].title}»", style="dim")
    )
    console.print(_severities(rule))
    _part(console, "Wat", rule.what)
    _part(console, "Waarom", " ".join(rule.why.split()))
    _part(console, "Wat je doet", rule.advice)
    _part(console, "Zeg bijvoorbeeld", *(f"“{sentence}”" for sentence in rule.say))
    if rule.avoid:
        _part(console, "Laat liever", *(f"“{sentence}”" for sentence in rule.avoid))
    for title, examples in (("Zo niet", rule.bad), ("Zo wel", rule.good)):
        for example in examples:
            _dialogue(console, title, example)
    _sources(console, method, "Bronnen", rule.sources)
    _sources(console, method, "Ziet het anders", rule.against)


def _severities(rule: Rule) -> Text:
    parts = [f"{profile}: {_SEVERITY[severity]}" for profile, severity in rule.severity.items()]
    return Text(" · ".join(parts), style="dim")


def _part(console: Console, title: str, *lines: str) -> None:
    console.print(Text(f"\n{title}", style="bold"))
    for line in lines:
        console.print(Padding(Text(line), (0, 0, 0, 2)))


def _dialogue(console: Console, title: str, example: Example) -> None:
    style = "yellow" if title == "Zo niet" else "green"
    text = Text()
    for line in example.dialogue.strip().splitlines():
        speaker, _, said = line.strip().partition(":")
        text.append(f"{speaker}:", style="dim")
        text.append_text(_marked(said, style))
        text.append("\n")
    console.print(Text(f"\n{title}", style=f"bold {style}"))
    console.print(Padding(text, (0, 0, 0, 2)), end="")
    if example.because:
        console.print(Padding(Text(example.because, style="dim"), (0, 0, 0, 2)))


def _marked(said: str, style: str) -> Text:
    text = Text()
    for at, part in enumerate(said.replace("»", "«").split("«")):
        text.append(part, style=f"bold {style}" if at % 2 else "")
    return text


def _sources(console: Console, method: Method, title: str, citations: list[Citation]) -> None:
    if not citations:
        return
    lines = []
    for cited in citations:
        source = method.sources[cited.work]
        section = f", «{cited.section}»" if cited.section else ""
        lines.append(f"{cited.work}  {source.title}{section}: {cited.supports}")
    _part(console, title, *lines)
