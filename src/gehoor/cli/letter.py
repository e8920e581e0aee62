"""`gehoor letter`: the draft of a written confirmation, with what still must be asked.

With `--check` it judges a text that somebody else wrote; that is `letter_check`.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gehoor.cli.app import app, fail
from gehoor.cli.letter_check import check_letters
from gehoor.cli.review import FailOn
from gehoor.cli.setup import set_up

if TYPE_CHECKING:
    from gehoor.letters import Draft


class LetterForm(StrEnum):
    """The forms a letter can have."""

    text = "text"
    html = "html"
    eml = "eml"
    docx = "docx"
    json = "json"


@app.command()
def letter(
    paths: list[Path] = typer.Argument(
        ..., metavar="GESPREK", help="Het gesprek; met --check de teksten, of - voor invoer."
    ),
    check: bool = typer.Option(
        False, "--check", help="Toets teksten voor ze de deur uit gaan, in plaats van te schrijven."
    ),
    fail_on: FailOn | None = typer.Option(
        None, "--fail-on", help="Met --check: eindig met 1 vanaf deze ernst."
    ),
    form: LetterForm = typer.Option(
        LetterForm.text, "--format", "-f", help="Vorm van de brief; met --check text of json."
    ),
    name: str = typer.Option("", "--name", help="Aan wie de brief is: «mevrouw Kok»."),
    mail: bool = typer.Option(False, "--mail", help="Een e-mail in plaats van een brief."),
    template: Path | None = typer.Option(None, "--template", help="Eigen Word-sjabloon (docx)."),
    config: Path | None = typer.Option(
        None, "--config", "-c", help="Huisstijlbestand (gehoor.toml)."
    ),
    output: Path | None = typer.Option(None, "--output", "-o", help="Schrijf naar dit bestand."),
) -> None:
    """Maak een concept-bevestiging: alleen wat gezegd is, elke regel met zijn citaat."""
    if check:
        if form not in (LetterForm.text, LetterForm.json):
            fail(f"--format {form}: met --check wordt text of json verwacht")
        check_letters(paths, config, fail_on, as_json=form is LetterForm.json)
        return
    if len(paths) > 1:
        fail(f"{len(paths)} gesprekken; verwacht er één (met --check mogen het er meer zijn)")
    _write(paths[0], form, name, mail, template, config, output)


def _write(
    path: Path,
    form: LetterForm,
    name: str,
    mail: bool,
    template: Path | None,
    config: Path | None,
    output: Path | None,
) -> None:
    from gehoor.checking import SentenceChecker
    from gehoor.intake import IntakeFault, read
    from gehoor.letters import draft_of, reread
    from gehoor.letters.forms import FormFault
    from gehoor.reporting.record import record_of

    ready = set_up(None, config, ())
    try:
        call = read(path)
    except IntakeFault as fault:
        fail(*fault.lines)
    house = ready.reviewer.coach.house
    address = call.case.address_form or house.address_form or "u"
    record = record_of(ready.reviewer.review(call), {})
    draft = draft_of(record, address, ready.letter, name, call.date, mail or form is LetterForm.eml)
    draft = reread(draft, SentenceChecker(ready.method, house, ready.reviewer.listener))
    try:
        content = _content(draft, form, template)
    except FormFault as fault:
        fail(str(fault))
    _put(content, output)
    _ask(draft)


def _content(draft: Draft, form: LetterForm, template: Path | None) -> bytes:
    import msgspec

    from gehoor.letters import forms

    if form is LetterForm.docx:
        return forms.as_word(draft, template)
    if form is LetterForm.eml:
        return forms.as_mail(draft)
    if form is LetterForm.json:
        return msgspec.json.encode(draft) + b"\n"
    return (forms.as_html(draft) if form is LetterForm.html else forms.as_text(draft)).encode()


def _put(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    from gehoor.reporting.files import write_whole

    try:
        write_whole(output, content)
    except OSError as error:
        fail(f"{output}: niet te schrijven: {error.strerror}")


def _ask(draft: Draft) -> None:
    """Say what a person still has to fill in, on standard error: it is no part of the letter."""
    if draft.open_points:
        print("Nog te doen voor dit de deur uit gaat:", file=sys.stderr)
    for point in draft.open_points:
        about = f" («{draft.lines[point.line].text}»)" if point.line is not None else ""
        print(f"- {point.question}{about}", file=sys.stderr)
    level = draft.readability
    print(
        f"Leesbaarheid: {level.level} (index {level.index:.0f}; "
        f"langste zin {level.longest} woorden).",
        file=sys.stderr,
    )
