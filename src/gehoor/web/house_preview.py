"""What a change of the house style would alter: on an example call, and in people's sentences.

The example calls are made for this (`house_examples.toml`): much in them hangs on a choice.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from gehoor.coaching import Finding
from gehoor.dialogue import Call, Turn
from gehoor.web.house_style import InForce

_FILE = Path(__file__).parent / "house_examples.toml"
LONGEST_LIST = 200  # sentences that are compared


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A short call, to try choices on."""

    title: str
    dialogue: str

    def call(self) -> Call:
        """Return it as a call."""
        turns = []
        for line in self.dialogue.strip().splitlines():
            who, _, text = line.partition(": ")
            turns.append(Turn("caller" if who == "beller" else "agent", text))
        return Call(self.title, tuple(turns))


class Reweighed(NamedTuple):
    """A finding that stays, with another severity or in other words."""

    finding: Finding
    before: Finding


class SentenceChange(NamedTuple):
    """A sentence of somebody's own of which something else would be said: titles of remarks."""

    text: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


class Preview(NamedTuple):
    """What a house style would alter."""

    example: Example
    before: int
    after: int
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    reweighed: tuple[Reweighed, ...]
    reworded: tuple[Reweighed, ...]
    sentences: tuple[SentenceChange, ...]

    @property
    def nothing(self) -> bool:
        """Tell whether nothing would change."""
        return not (self.new or self.gone or self.reweighed or self.reworded or self.sentences)


@lru_cache(maxsize=1)
def examples() -> dict[str, Example]:
    """Return the example calls by name."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {name: msgspec.convert(table, Example) for name, table in data.items()}


def compare(before: InForce, after: InForce, name: str, sentences: Iterable[str]) -> Preview:
    """Return what changes on an example call and in these sentences."""
    example = examples().get(name) or next(iter(examples().values()))
    call = example.call()
    old = {_key(f): f for f in before.reviewer.review(call).findings}
    new = {_key(f): f for f in after.reviewer.review(call).findings}
    stayed = [Reweighed(new[key], old[key]) for key in new if key in old]
    return Preview(
        example=example,
        before=len(old),
        after=len(new),
        new=tuple(f for key, f in new.items() if key not in old),
        gone=tuple(f for key, f in old.items() if key not in new),
        reweighed=tuple(s for s in stayed if s.finding.severity != s.before.severity),
        reworded=tuple(s for s in stayed if s.finding.message != s.before.message),
        sentences=tuple(_sentences(before, after, sentences)),
    )


def _key(finding: Finding) -> tuple[str, int | None, tuple[int, int] | None]:
    return (finding.rule, finding.turn, finding.span)


def _sentences(
    before: InForce, after: InForce, sentences: Iterable[str]
) -> Iterable[SentenceChange]:
    for text in list(sentences)[:LONGEST_LIST]:
        old = {remark.title for remark in before.checker.check(text)}
        new = {remark.title for remark in after.checker.check(text)}
        if old != new:
            yield SentenceChange(text, tuple(sorted(old - new)), tuple(sorted(new - old)))
