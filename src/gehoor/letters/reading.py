"""The text of a letter or e-mail that somebody wrote elsewhere: plain, HTML, e-mail or Word.

Only what a reader would see; nothing is fetched and no script is run. Judging it is
`checking`'s business.
"""

from __future__ import annotations

import email
import email.policy
import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from gehoor.intake import IntakeFault
from gehoor.intake.encoding import decode

LARGEST: Final = 20_000_000  # bytes
EXPECTED: Final = (
    "verwacht tekst (.txt, .md), een pagina (.html), een e-mail (.eml) of Word (.docx)"
)
_BREAKS: Final = frozenset(
    ["p", "br", "div", "li", "ul", "ol", "tr", "table", "blockquote", "h1", "h2", "h3", "h4", "hr"]
)
_UNSEEN: Final = frozenset({"script", "style", "head", "title", "template"})


def read_letter(data: bytes, name: str) -> str:
    """Return the text in a file, its form known by the end of its name.

    Raises:
        IntakeFault: there is no text in it, or its form can't be read here.
    """
    if len(data) > LARGEST:
        raise IntakeFault(name, "", f"{len(data)} bytes; verwacht hoogstens {LARGEST}")
    read = _READERS.get(Path(name).suffix.lower(), decode)
    if data.startswith(b"%PDF"):
        raise IntakeFault(name, "", f"een PDF; {EXPECTED}")
    text = read(data, name)
    if not text.strip():
        raise IntakeFault(name, "", f"geen tekst gevonden; {EXPECTED}")
    return text


def _page(data: bytes, name: str) -> str:
    return _seen(decode(data, name))


def _seen(page: str) -> str:
    reader = _Page()
    reader.feed(page)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(lines).strip()


class _Page(HTMLParser):
    """Collects the text that a browser would show."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BREAKS:
            self.parts.append("\n\n- " if tag == "li" else "\n" if tag == "br" else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in _BREAKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data.replace("\n", " "))


def _mail(data: bytes, name: str) -> str:
    mail = email.message_from_bytes(data, EmailMessage, policy=email.policy.default)
    body = mail.get_body(("plain", "html"))
    if body is None:
        raise IntakeFault(name, "", "een e-mail zonder tekst")
    try:
        text = str(body.get_content())
    except (LookupError, ValueError):
        raise IntakeFault(name, "", "een e-mail in een onbekende tekenset") from None
    return _seen(text) if body.get_content_type() == "text/html" else _own(text)


def _own(text: str) -> str:
    """Return a mail without the lines it quotes of an earlier one."""
    return "\n".join(line for line in text.splitlines() if not line.startswith(">"))


def _word(data: bytes, name: str) -> str:
    try:
        import docx
    except ImportError:
        raise IntakeFault(name, "", "Word vraagt gehoor[letters]") from None
    try:
        document = docx.Document(io.BytesIO(data))
    except (KeyError, ValueError, SyntaxError, zipfile.BadZipFile):  # of a broken package
        raise IntakeFault(name, "", "geen leesbaar Word-bestand (.docx)") from None
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


_READERS: Final[dict[str, Callable[[bytes, str], str]]] = {
    ".html": _page,
    ".htm": _page,
    ".eml": _mail,
    ".docx": _word,
}
