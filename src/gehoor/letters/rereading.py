"""A draft read again by the same check that judges any text: what was said may need other words.

An agent who hid behind rules in a call should not do so again on paper. The line stays as it
was said; a person decides. Holds no rules of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from gehoor.checking import SentenceChecker
from gehoor.letters.draft import Draft, Line, OpenPoint, ask

ASKED_ALREADY = frozenset({"EXC03", "HLP03"})  # an apology, a promise without a time


def reread(draft: Draft, checker: SentenceChecker) -> Draft:
    """Return a draft that also asks about each line that can be said better."""
    found = [point for at, line in enumerate(draft.lines) for point in _points(at, line, checker)]
    return msgspec.structs.replace(draft, open_points=(*draft.open_points, *found))


def _points(at: int, line: Line, checker: SentenceChecker) -> Iterator[OpenPoint]:
    if line.quote is None:
        return
    for remark in checker.check_text(line.text):
        if remark.is_rule and remark.name not in ASKED_ALREADY:
            asked = ask("wording").format(title=remark.title, advice=remark.advice)
            yield OpenPoint("wording", asked, at)
