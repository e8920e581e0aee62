"""Findings as CSV: a row a finding, for a spreadsheet.

Turns count from one, as in every report for people. A cell never starts with a character that
a spreadsheet would run as a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from gehoor.coaching import Finding
from gehoor.reviewing import Review

COLUMNS = (
    "gesprek", "beurt", "seconde", "spreker", "regel", "naam", "ernst", "woorden", "melding",
    "advies", "bronnen", "ziet_het_anders",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(reviews: Iterable[Review], header: bool = True) -> str:
    """Return the findings of reviews as CSV with a header, in the form of RFC 4180."""
    out = io.StringIO()
    writer = csv.writer(out)
    if header:
        writer.writerow(COLUMNS)
    for review in reviews:
        for finding in review.findings:
            writer.writerow([_safe(cell) for cell in _row(review, finding)])
    return out.getvalue()


def _row(review: Review, finding: Finding) -> list[object]:
    turn = None if finding.turn is None else review.call.turns[finding.turn]
    return [
        review.call.id,
        None if finding.turn is None else finding.turn + 1,
        turn.start if turn else None,
        turn.speaker if turn else None,
        finding.rule,
        finding.slug,
        finding.severity,
        finding.quote,
        finding.message,
        finding.advice,
        " ".join(finding.sources),
        " ".join(finding.conflicts_with),
    ]


def _safe(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return "'" + text if text.startswith(_FORMULA) else text
