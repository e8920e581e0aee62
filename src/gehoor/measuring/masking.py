"""How well personal data is found: against texts in which people marked it.

A mark is found when every letter and digit of it is hidden, whatever the label; half a number
hidden is a number told. A false alarm touches no mark. Also measured: how much of what the ear
hears in calls it still hears when they are masked. Holds no texts; those are data.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from gehoor.dialogue import Call, Turn
from gehoor.dialogue.form import check
from gehoor.hearing import HeardTurn, Listener
from gehoor.privacy import LABELS, Kind, Personal, find, mask_call
from gehoor.privacy.ear import MaskedListener

_MARK = re.compile(r"«([a-z_]+):([^«»]*)»")


class Before(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text that answers the turn before it."""

    text: str
    before: str


class Voice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file: who talks, and what they say, with the marks «kind:words»."""

    voice: str
    items: list[str | Before]


class Item(msgspec.Struct, frozen=True):
    """A text without its marks, what was marked in it, and the turn before."""

    text: str
    marks: tuple[Personal, ...]
    before: str | None = None


class Found(msgspec.Struct):
    """The figures of one kind: marks, those found, of those under another label; false alarms."""

    marks: int = 0
    found: int = 0
    other: int = 0
    false: int = 0

    @property
    def recall(self) -> float:
        """Return the share of the marks that is found (0 where there are none)."""
        return self.found / self.marks if self.marks else 0.0


class MaskingScore(msgspec.Struct):
    """The figures over items; characters are letters and digits, spaces do not count."""

    kinds: dict[Kind, Found]
    items: int = 0
    traps: int = 0
    trapped: int = 0
    personal: int = 0
    covered: int = 0
    plain: int = 0
    hidden: int = 0

    @property
    def total(self) -> Found:
        """Return all kinds counted together."""
        total = Found()
        for one in self.kinds.values():
            total.marks += one.marks
            total.found += one.found
            total.other += one.other
            total.false += one.false
        return total


class Kept(msgspec.Struct):
    """What the ear hears in masked calls: turns, those with boxes, those heard the same; acts."""

    calls: int = 0
    turns: int = 0
    boxed: int = 0
    same: int = 0
    acts: int = 0
    kept: int = 0
    added: int = 0


def read_items(folder: Path) -> tuple[dict[str, list[Item]], list[str]]:
    """Return the items below a folder by the name of their own folder, and a line a fault."""
    parts: dict[str, list[Item]] = {}
    faults: list[str] = []
    for file in sorted(folder.rglob("*.toml")):
        try:
            voice, wrong = check(tomllib.loads(file.read_text(encoding="utf-8")), Voice)
            items = [_item(item) for item in voice.items] if voice else []
        except (OSError, ValueError) as error:
            voice, wrong, items = None, [str(error)], []
        faults += [f"{file}: {fault}" for fault in wrong]
        if items:
            parts.setdefault(file.parent.name, []).extend(items)
    return parts, faults


def _item(said: str | Before) -> Item:
    marked, before = (said, None) if isinstance(said, str) else (said.text, said.before)
    kinds: dict[str, Kind] = {kind: kind for kind in LABELS}
    text, at, marks = "", 0, []
    for match in _MARK.finditer(marked):
        if match[1] not in kinds:
            raise ValueError(f"onbekend soort «{match[1]}»; verwacht {', '.join(kinds)}")
        text += marked[at : match.start()]
        marks.append(Personal(kinds[match[1]], (len(text), len(text) + len(match[2])), "gemerkt"))
        text, at = text + match[2], match.end()
    text += marked[at:]
    if "«" in text or "»" in text:
        raise ValueError(f"verwacht «soort:woorden», gevonden: {marked}")
    return Item(text, tuple(marks), before)


def score_items(items: Iterable[Item]) -> MaskingScore:
    """Return the figures over items."""
    score = MaskingScore({kind: Found() for kind in LABELS})
    for item in items:
        _add(score, item, find(item.text, item.before))
    return score


def _add(score: MaskingScore, item: Item, found: Sequence[Personal]) -> None:
    hidden, marked = _letters(item.text, found), _letters(item.text, item.marks)
    score.items += 1
    score.traps += not item.marks
    score.trapped += bool(found) and not item.marks
    score.personal += len(marked)
    score.covered += len(marked & hidden)
    score.plain += sum(map(str.isalnum, item.text)) - len(marked)
    score.hidden += len(hidden - marked)
    for mark in item.marks:
        one = score.kinds[mark.kind]
        one.marks += 1
        if _letters(item.text, [mark]) <= hidden:
            one.found += 1
            one.other += not any(_touch(mark, p) and p.kind == mark.kind for p in found)
    for personal in found:
        touches = any(_touch(mark, personal) for mark in item.marks)
        score.kinds[personal.kind].false += not touches


def _letters(text: str, spans: Sequence[Personal]) -> set[int]:
    return {at for p in spans for at in range(*p.span) if text[at].isalnum()}


def _touch(one: Personal, other: Personal) -> bool:
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]


def score_kept(listener: Listener, calls: Iterable[Call]) -> Kept:
    """Return how much of what a listener hears in calls it hears when they are masked."""
    kept = Kept()
    for call in calls:
        masked = mask_call(call)
        plain = _heard(listener, call.turns)
        boxed = _heard(MaskedListener(listener), masked.call.turns)
        kept.calls += 1
        kept.turns += len(plain)
        kept.boxed += sum(map(bool, masked.spans))
        for one, other in zip(plain, boxed, strict=True):
            before, after = {act.name for act in one.acts}, {act.name for act in other.acts}
            kept.same += before == after
            kept.acts += len(before)
            kept.kept += len(before & after)
            kept.added += len(after - before)
    return kept


def _heard(listener: Listener, turns: Sequence[Turn]) -> list[HeardTurn]:
    heard: list[HeardTurn] = []
    for turn in turns:
        heard.append(listener.hear(turn, heard))
    return heard
