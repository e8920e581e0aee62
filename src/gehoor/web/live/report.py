"""The report of a call that was heard live: judged as it was heard, kept masked.

What stands in a box can't be heard again, so the call is not heard again: each act moves to its
place in the masked text, and the same rules look at the same acts. So the report finds what the
help found during the call.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from gehoor.coaching import Advice
from gehoor.dialogue import Call, Turn
from gehoor.following.temperature import EMOTIONAL
from gehoor.hearing import HeardAct, HeardTurn
from gehoor.method.weights import digest
from gehoor.privacy import mask_call, mask_text
from gehoor.reporting.record import Record, record_of
from gehoor.reviewing import Reviewer
from gehoor.store.calls import Mask, NewCall
from gehoor.web.house_style import InForce
from gehoor.web.reading import LONGEST_TITLE

Span = tuple[int, int]


class Placed(Protocol):
    """A box: where it stands in the text as it was (`span`), and in the masked text (`box`)."""

    @property
    def span(self) -> Span:
        """Return the place in the text as it was."""
        ...

    @property
    def box(self) -> Span:
        """Return the place in the masked text."""
        ...


def kept_as(owner_id: str, call: Call, heard: Sequence[HeardTurn], style: InForce) -> NewCall:
    """Return a call as its owner will keep it: masked, with the report of what was heard."""
    found = mask_call(call)
    title, _ = mask_text(call.id, "", frozenset())
    kept = msgspec.structs.replace(found.call, id=title[:LONGEST_TITLE])
    moved_turns = [
        moved(item, turn, boxes)
        for item, turn, boxes in zip(heard, kept.turns, found.spans, strict=True)
    ]
    return NewCall(
        owner_id=owner_id,
        call=kept,
        record=_record(style.reviewer, kept, moved_turns),
        source=msgspec.json.encode((call.turns, call.date, call.channel)),
        masks=tuple(tuple(Mask(box.kind, *box.box) for box in boxes) for boxes in found.spans),
        masked=True,
        method=digest(),
        house_id=style.version_id,
    )


def _record(reviewer: Reviewer, call: Call, heard: Sequence[HeardTurn]) -> Record:
    conversation = reviewer.start(msgspec.structs.replace(call, turns=()))
    fitting: dict[int, Advice] = {}
    for index, item in enumerate(heard):
        conversation.say_again(item)
        advice = conversation.advice() if item.turn.speaker == "caller" else None
        if advice and conversation.story.temperature(index) >= EMOTIONAL:
            fitting[index] = advice
    conversation.end()
    return record_of(conversation.review(), fitting)


def moved(heard: HeardTurn, turn: Turn, boxes: Sequence[Placed]) -> HeardTurn:
    """Return what was heard in a turn, at its places in the masked turn."""
    if not boxes:
        return msgspec.structs.replace(heard, turn=turn)

    def place(act: HeardAct) -> HeardAct:
        start, end = (
            _moved(at, boxes, ends) for at, ends in zip(act.span, (False, True), strict=True)
        )
        return msgspec.structs.replace(act, span=(start, end))

    acts, cues = (tuple(map(place, items)) for items in (heard.acts, heard.cues))
    return msgspec.structs.replace(heard, turn=turn, acts=acts, cues=cues)


def _moved(at: int, boxes: Sequence[Placed], ends: bool) -> int:
    """Return where a place in the text is in the masked text; within a box: the box's edge."""
    shift = 0
    for item in boxes:
        (start, end), (left, right) = item.span, item.box
        if at <= start:
            break
        if at < end:
            return right if ends else left
        shift = right - end
    return at + shift
