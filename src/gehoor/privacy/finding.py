"""Finding what is personal in one text: look, put boxes over it, look again until nothing is left.

Looking again is what finds the place behind an address; and since it ends only when a masked
text shows nothing more, masking a masked text changes nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from gehoor.privacy.addresses import house_numbers_in, places_in, streets_in
from gehoor.privacy.dates import dates_in
from gehoor.privacy.mail import mails_in
from gehoor.privacy.names import names_in
from gehoor.privacy.numbers import numbers_in
from gehoor.privacy.personal import BOX, Box, Personal, Span, boxed
from gehoor.privacy.runs import runs_in
from gehoor.privacy.text import text_of

_LOOKS = 50  # at most; two or three do for anything that anybody ever said


def find(
    text: str, before: str | None = None, known: frozenset[str] = frozenset()
) -> tuple[Personal, ...]:
    """Return the personal data in a text, in order; no two overlap.

    `before` is the text of the turn before, masked or not: «uw geboortedatum?» tells what the
    digits of the answer are. `known` holds folded names that were heard elsewhere in the call.
    """
    return tuple(
        Personal(box.kind, box.span, box.because) for box in mask_text(text, before, known)[1]
    )


def mask_text(
    text: str, before: str | None = None, known: frozenset[str] = frozenset()
) -> tuple[str, tuple[Box, ...]]:
    """Return a text with boxes over what is personal, and where they are; see `find`."""
    return cover(text, cover(before)[0] if before else "", known)


def cover(
    text: str, context: str = "", known: frozenset[str] = frozenset()
) -> tuple[str, tuple[Box, ...]]:
    """Do what `mask_text` does, with a turn before that is masked already."""
    masked, boxes = text, list[Box]()
    for _ in range(_LOOKS):
        found = _look(masked, context, known)
        if not found:
            break
        masked, boxes = _covered(masked, boxes, found)
    return masked, tuple(boxes)


def _look(masked: str, context: str, known: frozenset[str]) -> list[Personal]:
    text = text_of(masked, context)
    runs = list(runs_in(text))
    ranked = (
        mails_in(text),
        dates_in(text),
        streets_in(text),
        numbers_in(text, runs),
        house_numbers_in(text),
        places_in(text),
        names_in(text, runs, known),
    )
    found = list[Personal]()
    for group in ranked:
        found = _joined(found, list(group))
    taken = [match.span() for match in BOX.finditer(masked)]
    return [item for item in found if item.span[0] < item.span[1] and _free(item.span, taken)]


def _joined(found: Sequence[Personal], more: Sequence[Personal]) -> list[Personal]:
    """Return both in order, without those that overlap what was found earlier."""
    if not more:
        return list(found)
    ordered = sorted(
        [(item.span, 0, item) for item in found] + [(item.span, 1, item) for item in more],
        key=lambda entry: (entry[0][0], entry[1], -entry[0][1]),
    )
    kept = list[tuple[int, Personal]]()
    for _, rank, item in ordered:
        while kept and kept[-1][1].span[1] > item.span[0] and rank < kept[-1][0]:
            kept.pop()
        if not kept or kept[-1][1].span[1] <= item.span[0]:
            kept.append((rank, item))
    return [item for _, item in kept]


def _free(span: Span, taken: Sequence[Span]) -> bool:
    """Tell whether a span touches none of these, which are in order."""
    after = bisect_left(taken, (span[1], 0))
    return after == 0 or taken[after - 1][1] <= span[0]


def _covered(masked: str, boxes: Sequence[Box], found: Sequence[Personal]) -> tuple[str, list[Box]]:
    """Put boxes over what was found; places of all boxes are counted in both texts."""
    parts, done, at, size, shift = list[str](), list[Box](), 0, 0, 0
    standing = {box.box: box for box in boxes}
    for item in sorted([*_fixed(boxes), *found], key=lambda item: item.span):
        start, end = item.span
        label, old = boxed(item.kind), standing.get(item.span)
        source = old.span if old else (start + shift, end + shift)
        shift = source[1] - end
        parts += [masked[at:start], label]
        size += start - at
        done.append(Box(item.kind, source, (size, size + len(label)), item.because))
        size, at = size + len(label), end
    return "".join(parts) + masked[at:], done


def _fixed(boxes: Sequence[Box]) -> Iterator[Personal]:
    for box in boxes:
        yield Personal(box.kind, box.box, box.because)
