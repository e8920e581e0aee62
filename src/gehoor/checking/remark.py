"""What checking gives: a remark with its words, its reason and who says so."""

from __future__ import annotations

import msgspec

from gehoor.coaching.finding import ORDER
from gehoor.method.model import Citation, Severity


class Remark(msgspec.Struct, frozen=True):
    """Something in a text that can be said better; never more than advice.

    `name` is the id of a rule or the name of a check, `is_rule` says which. `span` is a
    half-open range of characters in the text, `quote` those characters. `better` are sentences
    to use instead; with `is_word` the remark is about one word, and they are plain words.
    `sources` say so; `against` see it otherwise.
    """

    name: str
    is_rule: bool
    severity: Severity
    span: tuple[int, int]
    quote: str
    title: str
    message: str
    why: str
    advice: str
    better: tuple[str, ...]
    sources: tuple[Citation, ...]
    against: tuple[Citation, ...]
    is_word: bool = False


def in_order(remarks: list[Remark]) -> tuple[Remark, ...]:
    """Return remarks by severity, then by place, each thing said once.

    Of one name on overlapping words, and of several on the same words, the heaviest stays;
    what only a check says gives way to what a rule says of those words.
    """
    kept: list[Remark] = []
    for remark in sorted(remarks, key=lambda r: (ORDER[r.severity], not r.is_rule, r.span)):
        if not any(_said(remark, other) for other in kept):
            kept.append(remark)
    return tuple(sorted(kept, key=lambda r: (ORDER[r.severity], r.span)))


def _said(one: Remark, other: Remark) -> bool:
    overlap = one.span[0] < other.span[1] and other.span[0] < one.span[1]
    same = one.name == other.name or one.span == other.span
    return overlap and (same or (other.is_rule and not one.is_rule and not one.is_word))
