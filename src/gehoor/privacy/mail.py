"""Addresses of e-mail, written («jan@ziggo.nl») and said («jan apenstaartje ziggo punt nl»)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gehoor.privacy.lists import words
from gehoor.privacy.personal import Personal
from gehoor.privacy.spoken import digits_of
from gehoor.privacy.text import BOXED, MARK, WORD, Text

_WRITTEN = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?@\s?\w[\w-]{0,62}(?:\.[\w-]{1,30}){1,4}(?<![-.])"
)
_LONGEST = 12  # tokens on either side of «apenstaartje»


def mails_in(text: Text) -> Iterator[Personal]:
    """Yield the e-mail addresses of a text, in order."""
    for match in _WRITTEN.finditer(text.text):
        yield Personal("email", match.span(), "vorm van een e-mailadres")
    for at in range(len(text.tokens)):
        if _is_at(text, at):
            first, last = _local(text, at), _domain(text, at)
            if first < at < last:
                span = (text.tokens[first].start, text.tokens[last - 1].end)
                yield Personal("email", span, text.tokens[at].fold)


def _is_at(text: Text, at: int) -> bool:
    fold = text.fold(at)
    if fold == "at":
        return any(text.fold(at + k) in words("words", "dots") | {"."} for k in range(2, 5)) or (
            text.fold(at + 1) in words("words", "providers")
        )
    return fold in words("words", "at") or (
        fold == "@" and not (text.glued(at) and text.glued(at + 1))
    )


def _local(text: Text, at: int) -> int:
    """Return the token at which what stands before «apenstaartje» starts."""
    first = at
    while first > max(at - _LONGEST, 0):
        token = text.tokens[first - 1]
        if token.kind == BOXED or (token.kind == MARK and token.fold not in "._-+"):
            break
        if token.kind == WORD and token.fold in words("words", "mail_stops"):
            break
        first -= 1
    return first


def _domain(text: Text, at: int) -> int:
    """Return the token after the end of the domain, or `at` where there is none."""
    size = len(text.tokens)
    known = at + 2 if text.fold(at + 1) in words("words", "providers") else at
    for here in range(at + 2, min(at + _LONGEST, size - 1)):
        if text.kind(here) == BOXED or (digits_of(text.fold(here)) is None and text.ends(here)):
            return known
        dot = text.fold(here) in words("words", "dots") or text.fold(here) == "."
        if dot and text.fold(here + 1) in words("words", "tlds"):
            return here + 2
    return known
