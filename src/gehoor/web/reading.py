"""From a file that somebody brought to calls with their reviews: read, mask, review.

Used by the worker and the API; holds no queue (that is `store.uploads`) and no pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Final, NamedTuple

import msgspec

from gehoor.dialogue import Call
from gehoor.intake import IntakeFault, read_bytes
from gehoor.method.weights import digest
from gehoor.privacy import mask_call, mask_text
from gehoor.reporting.record import record_of
from gehoor.store.calls import Mask, NewCall
from gehoor.store.uploads import Claimed
from gehoor.web.house_style import InForce

MEGABYTE: Final = 1024 * 1024
LONGEST_TITLE: Final = 200

_KNOWN: Final[tuple[tuple[bytes, str], ...]] = (
    (b"PK", "dit is een zip- of Word-bestand; pak het uit of bewaar het als tekst (.txt)"),
    (b"\x1f\x8b", "dit is een ingepakt bestand; pak het eerst uit"),
    (b"7z\xbc\xaf", "dit is een ingepakt bestand; pak het eerst uit"),
    (b"Rar!", "dit is een ingepakt bestand; pak het eerst uit"),
    (b"%PDF", "dit is een PDF; kopieer de tekst en plak haar, of bewaar het als tekst (.txt)"),
    (b"\xd0\xcf\x11\xe0", "dit is een oud Word- of Excel-bestand; bewaar het als tekst (.txt)"),
    (b"RIFF", "dit is een geluidsopname; Gehoor leest hier uitgeschreven gesprekken"),
    (b"ID3", "dit is een geluidsopname; Gehoor leest hier uitgeschreven gesprekken"),
    (b"OggS", "dit is een geluidsopname; Gehoor leest hier uitgeschreven gesprekken"),
    (b"\x89PNG", "dit is een plaatje; Gehoor leest uitgeschreven gesprekken"),
    (b"\xff\xd8\xff", "dit is een plaatje; Gehoor leest uitgeschreven gesprekken"),
)


class Text(NamedTuple):
    """A call's words as they are kept, with what was masked in them."""

    call: Call
    masks: tuple[tuple[Mask, ...], ...]


def reader(style: Callable[[], InForce], largest: int) -> Callable[[Claimed], list[NewCall]]:
    """Return what reads one file: all its calls, masked and reviewed, or what is wrong with it.

    Args:
        style: gives the reviewer in the house style of that moment.
        largest: bytes of a file.
    """

    def read(claimed: Claimed) -> list[NewCall]:
        return [
            to_keep(claimed.owner_id, call, claimed.mask, style())
            for call in calls_in(claimed, largest)
        ]

    return read


def calls_in(claimed: Claimed, largest: int) -> Iterator[Call]:
    """Yield the calls in a file.

    Raises:
        IntakeFault: too large, no text, or not readable as a call; says what was expected.
    """
    if len(claimed.data) > largest:
        raise IntakeFault(claimed.name, "", f"groter dan {largest // MEGABYTE} MB")
    for start, sentence in _KNOWN:
        if claimed.data.startswith(start):
            raise IntakeFault(claimed.name, "", sentence)
    path = PurePosixPath(claimed.name)
    yield from read_bytes(claimed.data, claimed.name, path.stem, path.suffix.lower())


def to_keep(owner_id: str, call: Call, mask: bool, style: InForce) -> NewCall:
    """Return a call as its owner will keep it: masked where that is asked, with its review."""
    text = masked(call) if mask else Text(call, ())
    title = text.call.id[:LONGEST_TITLE]
    kept = msgspec.structs.replace(text.call, id=title)
    reviewer = style.reviewer
    return NewCall(
        owner_id=owner_id,
        call=kept,
        record=record_of(reviewer.review(kept), reviewer.advice(kept)),
        source=msgspec.json.encode((call.turns, call.date, call.channel)),
        masks=text.masks,
        masked=mask,
        method=digest(),
        house_id=style.version_id,
    )


def masked(call: Call) -> Text:
    """Return a call with boxes for what is personal, in its title too."""
    found = mask_call(call)
    title, _ = mask_text(call.id, "", frozenset())
    return Text(
        msgspec.structs.replace(found.call, id=title),
        tuple(tuple(Mask(box.kind, *box.box) for box in boxes) for boxes in found.spans),
    )
