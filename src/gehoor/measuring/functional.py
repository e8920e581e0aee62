"""Functional tests of the ear: one kind of language at a time, in the manner of HateCheck.

A file tests one act: each type says which acts must be heard in its cases and which must not
(negated, quoted, asked, about a thing, in dialect…). The pass rate per type shows what the ear
can and cannot do, which no average shows (Röttger et al., HateCheck, ACL 2021). Holds no
cases; those are data.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from gehoor.dialogue import Speaker, Turn
from gehoor.dialogue.form import check
from gehoor.hearing import HeardAct, HeardTurn, Listener

OTHER: dict[Speaker, Speaker] = {"caller": "agent", "agent": "caller"}
EARLIER = 3  # turns taken to have gone before, so that no case counts as the opening of a call


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said, where it matters after what the other said."""

    text: str
    before: str = ""
    before_acts: list[str] = []


class Type(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of language: acts that must be `heard` in every case and those that must not."""

    name: str
    title: str
    why: str
    heard: list[str]
    silent: list[str]
    cases: list[str | Case]


class Suite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The functional tests of one act."""

    act: str
    speaker: Speaker
    type: list[Type]


class Passed(NamedTuple):
    """How a type went: cases passed of all, and the texts that failed."""

    act: str
    type: Type
    cases: int
    failed: list[str]

    @property
    def rate(self) -> float:
        """Return the share of cases passed."""
        return 1 - len(self.failed) / self.cases


def read_suites(paths: Iterable[Path]) -> tuple[list[Suite], list[str]]:
    """Return the suites in files and folders, and a line for each fault in them."""
    suites, faults = [], []
    files = [
        f for path in paths for f in (sorted(path.glob("*.toml")) if path.is_dir() else [path])
    ]
    for file in files:
        try:
            content = tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            faults.append(f"{file}: {error}")
            continue
        suite, wrong = check(content, Suite)
        faults += [f"{file}: {fault}" for fault in wrong]
        if suite is not None:
            suites.append(suite)
    return suites, faults


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        yield from sorted(path.glob("*.toml")) if path.is_dir() else [path]


def try_suites(listener: Listener, suites: Sequence[Suite]) -> list[Passed]:
    """Return how each type of each suite went, in order."""
    return [_try(listener, suite, kind) for suite in suites for kind in suite.type]


def _try(listener: Listener, suite: Suite, kind: Type) -> Passed:
    cases = [Case(case) if isinstance(case, str) else case for case in kind.cases]
    failed = []
    for case in cases:
        heard = listener.hear(Turn(suite.speaker, case.text), _before(suite.speaker, case))
        names = {act.name for act in heard.acts}
        if not names.issuperset(kind.heard) or not names.isdisjoint(kind.silent):
            failed.append(case.text)
    return Passed(suite.act, kind, len(cases), failed)


def _before(speaker: Speaker, case: Case) -> list[HeardTurn]:
    acts = tuple(HeardAct(name, (0, 1), 1.0, "case") for name in case.before_acts)
    other = Turn(OTHER[speaker], case.before or "…")
    return [HeardTurn(Turn("agent", "…"))] * EARLIER + [HeardTurn(other, acts)]
