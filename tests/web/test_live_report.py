"""The report of a live call: what was heard, at its place in the masked text."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import gehoor
from gehoor.method import load
from gehoor.privacy import mask_call
from gehoor.reviewing import Reviewer
from gehoor.web.live.report import _record, moved
from tests.conftest import EXAMPLES, ROOT, call_of

FILES = sorted([*EXAMPLES.glob("*.json"), *(ROOT / "corpus" / "calls").glob("*.json")])
REVIEWER = Reviewer(load(), strict=True)


@settings(max_examples=20)
@given(st.sampled_from(FILES))
def test_the_masked_report_finds_what_was_found_live(path: Path) -> None:
    call = gehoor.read(path)
    found, live = mask_call(call), REVIEWER.review(call)
    turns = zip(live.heard, found.call.turns, found.spans, strict=True)
    record = _record(REVIEWER, found.call, [moved(*turn) for turn in turns])

    assert [(f.rule, f.turn) for f in record.findings] == [(f.rule, f.turn) for f in live.findings]
    assert [turn.text for turn in record.turns] == [turn.text for turn in found.call.turns]


def test_words_beside_a_box_stay_the_same_words() -> None:
    call = call_of("b: Mijn nummer is 06 12345678 en ik ben woedend, wat een sukkel ben jij.")
    found, live = mask_call(call), REVIEWER.review(call)
    heard = live.heard[0]
    masked = moved(heard, found.call.turns[0], found.spans[0])

    assert "12345678" not in masked.turn.text
    (box,) = found.spans[0]
    beside = 0
    for before, after in zip(heard.acts, masked.acts, strict=True):
        assert 0 <= after.span[0] < after.span[1] <= len(masked.turn.text)
        if before.span[0] >= box.span[1] or before.span[1] <= box.span[0]:
            assert heard.quote(before.span) == masked.quote(after.span)
            beside += 1
    assert beside
