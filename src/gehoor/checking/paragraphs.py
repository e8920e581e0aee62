"""The parts of a letter that say something: no salutation, no sign-off, no address.

Each keeps its place in the text. Knows nothing of the method.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_ITEM: Final = re.compile(r"^[ \t]*(?:[-*•–]|\d{1,2}[.)]|[A-Z][\w -]{0,24}:)[ \t]+", re.MULTILINE)
_GREETING: Final = re.compile(
    r"\s*(?:(?:beste|geachte|dag|hallo|hoi|hey|hi|goedemorgen|goedemiddag|goedenavond|goeiedag|"
    r"dear|lieve)\b[^.!?\n]{0,60}|(?:mevrouw|meneer|heer)\b[^.!?\n]{0,40})[,!:]?\s*\n?",
    re.IGNORECASE,
)
_SIGN_OFF: Final = re.compile(
    r"^[ \t]*(?:(?:(?:met|een) )?(?:(?:vriendelijke|hartelijke|warme|beste|lieve) )?"
    r"(?:groet|groeten|groetjes)|hoogachtend|mvg|m\.v\.g\.)\b[^.!?\n]{0,40}$",
    re.IGNORECASE | re.MULTILINE,
)


class Paragraph(NamedTuple):
    """A part of a text, and where it begins; line ends within it are blanks."""

    start: int
    text: str


def paragraphs_of(text: str) -> Iterator[Paragraph]:
    """Yield the paragraphs and list items of a letter, in order."""
    end = _SIGN_OFF.search(text)
    body = text[: end.start()] if end else text
    for at, (start, stop) in enumerate(_blocks(body)):
        greeting = None if at else _GREETING.match(body, start, stop)
        yield from _items(body, greeting.end() if greeting else start, stop)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each run of lines that are not blank begins and ends."""
    start, at = None, 0
    for line in text.splitlines(keepends=True):
        blank = not line.strip()
        if blank and start is not None:
            yield start, at
        start = None if blank else at if start is None else start
        at += len(line)
    if start is not None:
        yield start, at


def _items(text: str, start: int, end: int) -> Iterator[Paragraph]:
    starts = [start, *(item.end() for item in _ITEM.finditer(text, start, end))]
    ends = [*(item.start() for item in _ITEM.finditer(text, start, end)), end]
    for begin, stop in zip(starts, ends, strict=True):
        if text[begin:stop].strip():
            yield Paragraph(begin, text[begin:stop].replace("\n", " ").replace("\r", " "))
