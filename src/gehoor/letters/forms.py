"""A draft as something to send or to edit: text, a page, an e-mail, a Word document.

What still must be asked never stands in the letter itself; `[naam]` and `[datum]` do, since
a letter with a hole should look like one. Word needs `gehoor[letters]`.
"""

from __future__ import annotations

import html
import io
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Final

from gehoor.letters.draft import HEADED, Draft, Line

SUBJECT: Final = {"u": "Bevestiging van uw gesprek", "je": "Bevestiging van je gesprek"}


class FormFault(ValueError):
    """A form that can't be made; the message says what is missing."""


def as_text(draft: Draft) -> str:
    """Return the letter as plain text."""
    parts = [draft.greeting]
    for heading, lines in _blocks(draft):
        if heading:
            items = "\n".join(f"- {line.text}" for line in lines)
            parts.append(f"{heading}\n{items}")
        else:
            parts += [line.text for line in lines]
    return "\n\n".join([*parts, "\n".join(draft.sign_off)]) + "\n"


def as_html(draft: Draft) -> str:
    """Return the letter as a page of its own: no script, nothing from elsewhere."""
    body = [f"<p>{html.escape(draft.greeting)}</p>"]
    for heading, lines in _blocks(draft):
        if heading:
            items = "".join(f"<li>{html.escape(line.text)}</li>" for line in lines)
            body.append(f"<h2>{html.escape(heading)}</h2><ul>{items}</ul>")
        else:
            body += [f"<p>{html.escape(line.text)}</p>" for line in lines]
    body.append("<p>" + "<br>".join(map(html.escape, draft.sign_off)) + "</p>")
    return _PAGE.format(title=SUBJECT[draft.form], body="\n".join(body))


def as_mail(draft: Draft, to: str = "", sender: str = "") -> bytes:
    """Return the letter as an e-mail to open and send oneself (RFC 5322, `.eml`)."""
    mail = EmailMessage()
    mail["Subject"] = SUBJECT[draft.form]
    if to:
        mail["To"] = to
    if sender:
        mail["From"] = sender
    mail["X-Unsent"] = "1"  # mail programmes open it as a draft
    mail.set_content(as_text(draft))
    mail.add_alternative(as_html(draft), subtype="html")
    return mail.as_bytes()


def as_word(draft: Draft, template: Path | None = None) -> bytes:
    """Return the letter as a Word document, in the styles of an own template if there is one.

    Raises:
        FormFault: `gehoor[letters]` is not installed, or the template is no Word document.
    """
    try:
        import docx
        from docx.opc.exceptions import PackageNotFoundError
    except ImportError:
        raise FormFault("Word vraagt python-docx: pip install 'gehoor[letters]'") from None
    try:
        document = docx.Document(str(template) if template else None)
    except (PackageNotFoundError, ValueError, KeyError, OSError):
        raise FormFault(f"{template}: geen Word-document; verwacht .docx") from None
    document.add_paragraph(draft.greeting)
    for heading, lines in _blocks(draft):
        if heading:
            document.add_heading(heading, level=2)
        for line in lines:
            document.add_paragraph(line.text, style="List Bullet" if heading else None)
    document.add_paragraph("\n".join(draft.sign_off))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _blocks(draft: Draft) -> Iterator[tuple[str, list[Line]]]:
    """Yield the lines by section, with the section's heading where it has one."""
    waiting: list[Line] = []
    for line in draft.lines:
        if waiting and line.section != waiting[-1].section:
            yield _heading(draft, waiting[-1]), waiting
            waiting = []
        waiting.append(line)
    if waiting:
        yield _heading(draft, waiting[-1]), waiting


def _heading(draft: Draft, line: Line) -> str:
    return draft.headings[line.section] if line.section in HEADED else ""


_PAGE: Final = """<!doctype html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 12pt/1.5 Georgia, serif; max-width: 38rem; margin: 2rem auto; padding: 0 1rem; }}
h2 {{ font-size: 1.1em; margin: 1.4em 0 .3em; }} ul {{ margin: 0; padding-left: 1.2em; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""
