"""The figures of `gehoor score --privacy`: as tables in the terminal, and as a page of the docs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.table import Table

from gehoor.measuring.masking import Found, Kept, MaskingScore
from gehoor.privacy import LABELS

_COLUMNS = ("gemerkt", "gevonden", "dekking", "ander etiket", "loos alarm")
_PARTS = {"test": "apart gehouden helft (test)", "tune": "helft om bij te stellen (tune)"}
_INTRO = """\
500 teksten in 20 stemmen, bedacht voor dit doel voordat er code was, met wat verborgen hoort
gemerkt (zie [het corpus](../corpus/privacy/README.md)). De missers van de ene helft zijn bekeken
bij het maken; die van de andere pas na afloop. Toen waren er daar 161 van de 165 gevonden; twee
fouten zijn daarna nog hersteld. Beide helften zijn van dezelfde schrijver, die de soorten vooraf
kende: op echte gesprekken zal het slechter gaan. Kijk dus altijd zelf na wat u deelt.

Gevonden is een gegeven als elke letter en elk cijfer ervan verborgen is. «Ander etiket» telt wat
verborgen is onder een andere naam, «loos alarm» wat verborgen is en niets raakt wat gemerkt was."""
_KEPT = """\
Gemeten met de handelingen die het oor hoort in de gesprekken van het corpus, heel en afgeschermd.
Op diezelfde gesprekken is het oor getraind, namen en al; een deel van het verschil komt daarvan."""


def show_masking(parts: Mapping[str, MaskingScore], kept: Kept | None, console: Console) -> None:
    """Print a table for each part of the items, and what is still heard in masked calls."""
    for name, score in parts.items():
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column(_PARTS.get(name, name))
        for column in _COLUMNS:
            table.add_column(column, justify="right")
        for row in _rows(score):
            table.add_row(*row)
        console.print(table)
        console.print(_characters(score))
        console.print()
    if kept is not None:
        console.print(_still_heard(kept))


def masking_page(parts: Mapping[str, MaskingScore], kept: Kept | None) -> str:
    """Return the page as Markdown."""
    blocks = [
        "<!-- Gemaakt door `gehoor score --privacy corpus --report docs/privacy-gemeten.md`. -->",
        "# Hoe goed worden persoonsgegevens gevonden?",
        _INTRO,
    ]
    for name, score in parts.items():
        head = f"| gegeven | {' | '.join(_COLUMNS)} |\n|{' --- |' * (len(_COLUMNS) + 1)}"
        rows = [f"| {' | '.join(row)} |" for row in _rows(score)]
        title = _PARTS.get(name, name)
        blocks += [f"## {title[:1].upper()}{title[1:]}", "\n".join([head, *rows])]
        blocks.append(_characters(score))
    if kept is not None:
        blocks += ["## Wat er nog gehoord wordt", _KEPT, _still_heard(kept)]
    return "\n\n".join(blocks) + "\n"


def _rows(score: MaskingScore) -> Iterator[tuple[str, ...]]:
    for kind, found in score.kinds.items():
        yield LABELS[kind], *_figures(found)
    yield "samen", *_figures(score.total)


def _figures(found: Found) -> tuple[str, ...]:
    recall = f"{found.recall:.2f}" if found.marks else "-"
    return str(found.marks), str(found.found), recall, str(found.other), str(found.false)


def _characters(score: MaskingScore) -> str:
    covered = score.covered / max(score.personal, 1)
    hidden = score.hidden / max(score.plain, 1)
    return (
        f"{score.items} teksten, waarvan {score.traps} zonder persoonsgegevens; in {score.trapped} "
        f"daarvan toch iets verborgen. Van de tekens die verborgen horen is {covered:.1%} "
        f"verborgen, van de andere {hidden:.2%}."
    )


def _still_heard(kept: Kept) -> str:
    same, acts = kept.same / max(kept.turns, 1), kept.kept / max(kept.acts, 1)
    return (
        f"{kept.calls} gesprekken, {kept.turns} beurten, waarvan {kept.boxed} met iets verborgen: "
        f"in {same:.1%} van de beurten worden dezelfde handelingen gehoord. Van de {kept.acts} "
        f"handelingen blijft {acts:.1%} over; er komen er {kept.added} bij."
    )
