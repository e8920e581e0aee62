"""A turn's words as markup: what a finding is about marked, what was masked in a labelled box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from gehoor import privacy
from gehoor.coaching import Finding, Strength
from gehoor.store.calls import Mask

LABELS: Mapping[str, str] = {str(kind): label for kind, label in privacy.LABELS.items()}
PERSONAL = "persoonlijk gegeven"
_HEAVIEST = ("serious", "warning", "tip", "strength")


class Mark(NamedTuple):
    """Words that something is said about: `kind` is a severity or «strength»."""

    start: int
    end: int
    kind: str
    label: str


def marks_in(
    findings: Sequence[Finding], strengths: Sequence[Strength], titles: Mapping[str, str]
) -> list[Mark]:
    """Return the marks of a turn by place; where they overlap, the heaviest one's shows.

    Args:
        findings: of the turn.
        strengths: of the turn.
        titles: what a reader calls a rule.
    """
    marks = [Mark(*f.span, f.severity, titles.get(f.rule, f.rule)) for f in findings if f.span]
    marks += [Mark(*s.span, "strength", "goed") for s in strengths]
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda item: (_HEAVIEST.index(item.kind), item)):
        if mark.start < mark.end and all(_apart(mark, other) for other in kept):
            kept.append(mark)
    return sorted(kept)


def _apart(one: Mark, other: Mark) -> bool:
    return one.end <= other.start or other.end <= one.start


def shown(text: str, marks: Sequence[Mark], masks: Sequence[Mask]) -> Markup:
    """Return a turn's text as markup; everything that was said is escaped."""
    out, at = Markup(), 0
    for start, end, kind, label in marks:
        out += _with_boxes(text, at, start, masks)
        inner = _with_boxes(text, start, end, masks)
        out += Markup('<mark class="{}" title="{}">{}</mark>').format(kind, label, inner)
        at = end
    return out + _with_boxes(text, at, len(text), masks)


def _with_boxes(text: str, start: int, end: int, masks: Sequence[Mask]) -> Markup:
    """Return a part of the text, with a box around whatever of it was masked."""
    out, at = Markup(), start
    for mask in sorted(masks, key=lambda item: item.start):
        low, high = max(mask.start, at), min(mask.end, end)
        if low < high:
            out += escape(text[at:low])
            out += Markup('<span class="mask" title="{}">{}</span>').format(
                f"weggehaald: {LABELS.get(mask.kind, PERSONAL)}", text[low:high].strip("[]")
            )
            at = high
    return out + escape(text[at:end])
