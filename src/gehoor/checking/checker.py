"""Judging a sentence: the method's rules and the method's checks, together."""

from __future__ import annotations

from gehoor.checking.own import OwnChecks
from gehoor.checking.remark import Remark, in_order
from gehoor.checking.rules import RuleChecks
from gehoor.coaching import House
from gehoor.hearing import Listener
from gehoor.method import Method
from gehoor.method.model import Kind

LONGEST = 2000  # characters that are looked at: a sentence or a short text


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
        return in_order([*self._rules.remarks(text, kind), *self._own.remarks(text, kind)])


def check_sentence(
    text: str, method: Method, house: House, listener: Listener, kind: Kind = "spoken"
) -> tuple[Remark, ...]:
    """Return what can be said better in a text; for many texts make one `SentenceChecker`."""
    return SentenceChecker(method, house, listener).check(text, kind)
