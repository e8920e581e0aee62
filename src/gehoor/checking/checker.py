"""Judging a sentence or a letter: the method's rules and the method's checks, together."""

from __future__ import annotations

import msgspec

from gehoor.checking.own import OwnChecks
from gehoor.checking.paragraphs import Paragraph, paragraphs_of
from gehoor.checking.remark import Remark, in_order
from gehoor.checking.rules import RuleChecks
from gehoor.coaching import House
from gehoor.hearing import Listener
from gehoor.method import Method
from gehoor.method.model import Kind

LONGEST = 2000  # characters that are looked at: a sentence or a short text
LONGEST_TEXT = 50_000  # characters of a letter


class SentenceChecker:
    """Judges sentences with one method, one house style and one ear; safe to share."""

    def __init__(self, method: Method, house: House, listener: Listener) -> None:
        self._rules = RuleChecks(method, house, listener)
        self._own = OwnChecks(method, house)

    def check(self, text: str, kind: Kind = "spoken") -> tuple[Remark, ...]:
        """Return what can be said better in a text, the heaviest first; nothing where it is fine.

        Args:
            text: a sentence or a few; what comes after 2,000 characters is not looked at.
            kind: whether it will be said, or sent (then no apologies: A4).
        """
        text = text[:LONGEST]
        if not text.strip():
            return ()
        by_rule = [remark for _, remark in self._rules.remarks([text], kind)]
        return in_order([*by_rule, *self._own.remarks(text, kind)])

    def check_text(self, text: str, kind: Kind = "written") -> tuple[Remark, ...]:
        """Return what can be said better in a letter or an e-mail, from top to bottom.

        Paragraphs are judged together: a cheerful close under bad news, «u» and «je» in one
        text. Salutation, sign-off and address are left alone, and so is what comes after
        50,000 characters. Spans are ranges of characters in the whole text.
        """
        parts = list(paragraphs_of(text[:LONGEST_TEXT]))
        found: list[Remark] = []
        for at, remark in self._rules.remarks([part.text for part in parts], kind, True):
            if remark.name != "TON01":  # a letter's form of address is judged as a whole
                found.append(_placed(remark, parts[at], text))
        found += self._own.address(_only(parts, len(text)))
        for at, remark in self._own.letter([part.text for part in parts], kind):
            found.append(_placed(remark, parts[at], text))
        return tuple(sorted(in_order(found), key=lambda remark: remark.span))


def check_sentence(
    text: str, method: Method, house: House, listener: Listener, kind: Kind = "spoken"
) -> tuple[Remark, ...]:
    """Return what can be said better in a text; for many texts make one `SentenceChecker`."""
    return SentenceChecker(method, house, listener).check(text, kind)


def _only(parts: list[Paragraph], length: int) -> str:
    """Return a letter in which all but its paragraphs is blank, each at its own place."""
    text = ""
    for part in parts:
        text = text.ljust(part.start) + part.text
    return text.ljust(length)


def _placed(remark: Remark, part: Paragraph, text: str) -> Remark:
    start, end = (part.start + at for at in remark.span)
    return msgspec.structs.replace(remark, span=(start, end), quote=text[start:end])
