"""A call in the list: what stands out, in words and never as a mark out of ten."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import msgspec

from gehoor.method import Method
from gehoor.reporting import words
from gehoor.store.finding import Listed
from gehoor.web.texts import marked

Say = Callable[..., str]


class Row(msgspec.Struct, frozen=True):
    """A row: `facts` in short sentences, `flags` as (kind, text)."""

    id: str
    title: str
    held: date | None
    added: date
    owner: str
    facts: Sequence[str]
    flags: Sequence[tuple[str, str]]
    new: bool


def row_of(listed: Listed, owner: str, new: bool, missed: Sequence[str], say: Say) -> Row:
    """Return the row of a call.

    Args:
        listed: the call.
        owner: the name of whose it is; empty where it is the reader's own.
        new: the reader has not looked at it yet.
        missed: titles of steps that were missed.
        say: puts a sentence in the reader's language.
    """
    row = listed.row
    flags = [("serious", say(marked("mogelijk incident")))] if row.incident else []
    if row.example:
        flags.append(("", say(marked("voorbeeld"))))
    return Row(
        id=row.id,
        title=listed.title,
        held=row.held,
        added=row.added.astimezone().date(),
        owner=owner,
        facts=[_course(listed, say), *_outcome(listed, say), *_to_see(listed, missed, say)],
        flags=flags,
        new=new,
    )


def _course(listed: Listed, say: Say) -> str:
    high, end = words.degree(listed.row.temperature_high), words.degree(listed.row.temperature_end)
    if high == end:
        return say(marked("bleef %(high)s")) % {"high": say(high)}
    return say(marked("liep op tot %(high)s, eindigde %(end)s")) % {
        "high": say(high),
        "end": say(end),
    }


def _outcome(listed: Listed, say: Say) -> list[str]:
    known = words.OUTCOME.get(listed.row.outcome)
    return [say(known)] if known and listed.row.outcome != "open" else []


def _to_see(listed: Listed, missed: Sequence[str], say: Say) -> list[str]:
    if missed:
        return [say(marked("te winnen bij: %(steps)s")) % {"steps": ", ".join(missed[:2])}]
    return [] if listed.row.findings else [say(marked("volgt de methode"))]


def step_titles(missed: Mapping[str, Sequence[str]], method: Method) -> dict[str, list[str]]:
    """Return the titles of the missed steps of each call, in the method's order."""
    return {
        call_id: [text.title.lower() for name, text in method.steps.items() if name in steps]
        for call_id, steps in missed.items()
    }
