"""What can be said better in a text, for a terminal: the place, the words, why, and how else."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from gehoor.checking import Remark
from gehoor.method import Method
from gehoor.method.model import Citation
from gehoor.reporting.quoting import Quote, quoted
from gehoor.reporting.words import SEVERITY

_STYLE = {"serious": "bold red", "warning": "bold yellow", "tip": "bold cyan"}


def show_remarks(
    name: str, text: str, remarks: Sequence[Remark], method: Method, console: Console
) -> None:
    """Print the remarks on a text, from top to bottom."""
    if not remarks:
        console.print(Text(f"{name}: niets op aan te merken.", style="green"), soft_wrap=True)
        return
    many = "1 opmerking" if len(remarks) == 1 else f"{len(remarks)} opmerkingen"
    console.print(Text(f"{name}: {many}", style="bold"), soft_wrap=True)
    for remark in remarks:
        _show(text, remark, method, console)


def _show(text: str, remark: Remark, method: Method, console: Console) -> None:
    line = text.count("\n", 0, remark.span[0]) + 1
    head = Text(f"\nregel {line}  ", style="dim")
    head.append(SEVERITY[remark.severity], style=_STYLE[remark.severity])
    head.append(f"  {f'{remark.name} ' if remark.is_rule else ''}{remark.title}", style="bold")
    console.print(head)
    quote = _quote(text, remark.span)
    words = Text("«" + quote.before)
    words.append(quote.words, style="bold underline")
    words.append(quote.after + "»")
    for part in (words, Text(remark.why), Text(remark.advice), *_better(remark)):
        console.print(Padding(part, (0, 0, 0, 2)))
    for title, citations in (("Bron", remark.sources), ("Ziet het anders", remark.against)):
        for citation in citations:
            console.print(Padding(_source(title, citation, method), (0, 0, 0, 2)))


def _quote(text: str, span: tuple[int, int]) -> Quote:
    """Return the words in their sentence; a sentence ends where a paragraph does."""
    start = text.rfind("\n\n", 0, span[0]) + 1
    end = text.find("\n\n", span[1])
    paragraph = text[start : None if end < 0 else end].replace("\n", " ")
    return quoted(paragraph, (span[0] - start, span[1] - start))


def _better(remark: Remark) -> list[Text]:
    said = "Gewoner" if remark.is_word else "Bijvoorbeeld"
    return [Text(f"{said}: “{sentence}”", style="green") for sentence in remark.better[:2]]


def _source(title: str, citation: Citation, method: Method) -> Text:
    section = f", «{citation.section}»" if citation.section else ""
    name = method.sources[citation.work].title
    return Text(f"{title}: {name}{section}: {citation.supports}", style="dim")
