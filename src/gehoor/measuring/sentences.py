"""How well single sentences are judged: faulty ones found, good ones left alone.

A folder holds `faulty.toml` (by rule or check, the words it is about between « and ») and
`good.toml`. Holds no sentences; those are data (`corpus/sentences/`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from gehoor.checking import Remark, SentenceChecker
from gehoor.coaching import House
from gehoor.dialogue.call import AddressForm
from gehoor.dialogue.form import check
from gehoor.hearing import Listener
from gehoor.measuring.examples import unmark
from gehoor.method import Method
from gehoor.method.model import Kind


class Sentences(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences of one sort; `also` may rightly be said of them too."""

    spoken: list[str] = []
    written: list[str] = []
    address_form: AddressForm | None = None
    also: list[str] = []


class SentenceCase(NamedTuple):
    """One sentence: what must be said of it (nothing: it is good), about which characters."""

    name: str
    text: str
    spans: tuple[tuple[int, int], ...]
    kind: Kind
    house: House
    also: frozenset[str]


class SentenceScore(NamedTuple):
    """How it went: found of all by name, good sentences wrongly judged, and what was beside it."""

    found: dict[str, tuple[int, int]]
    missed: list[str]
    false: list[tuple[str, str]]
    good: int
    beside: list[tuple[str, str]]

    @property
    def recall(self) -> float:
        """Return the share of faulty sentences of which the right thing was said."""
        return sum(hit for hit, _ in self.found.values()) / max(
            1, sum(every for _, every in self.found.values())
        )

    @property
    def false_rate(self) -> float:
        """Return the share of good sentences of which something was said."""
        return len({text for text, _ in self.false}) / max(1, self.good)


def read_sentences(folder: Path) -> tuple[list[SentenceCase], list[str]]:
    """Return the sentences in a folder, and a line for each fault."""
    cases: list[SentenceCase] = []
    faults: list[str] = []
    for name, data in _tables(folder, faults):
        group, wrong = check(data, Sentences, name)
        faults += [f"{folder}: {fault}" for fault in wrong]
        if group is not None:
            cases += _cases(name, group)
    return cases, faults


def _tables(folder: Path, faults: list[str]) -> Iterator[tuple[str, object]]:
    for file in ("faulty.toml", "good.toml"):
        try:
            data = tomllib.loads((folder / file).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            faults.append(f"{folder / file}: {error}")
            continue
        yield from data.items() if file == "faulty.toml" else [("", data)]


def _cases(name: str, group: Sentences) -> Iterator[SentenceCase]:
    house, also = House(address_form=group.address_form), frozenset(group.also)
    for kind, texts in (("spoken", group.spoken), ("written", group.written)):
        for text in texts:
            marked = unmark(text) if name else None
            plain, spans = (marked.text, tuple(marked.spans)) if marked else (text, ())
            yield SentenceCase(name, plain, spans, "written" if kind == "written" else "spoken",
                               house, also)  # fmt: skip


def score_sentences(method: Method, listener: Listener, cases: list[SentenceCase]) -> SentenceScore:
    """Return how well these sentences are judged."""
    checkers: dict[AddressForm | None, SentenceChecker] = {}
    score = SentenceScore({}, [], [], sum(not case.name for case in cases), [])
    for case in cases:
        form = case.house.address_form
        if form not in checkers:
            checkers[form] = SentenceChecker(method, case.house, listener)
        _add(score, case, checkers[form].check(case.text, case.kind))
    return score


def _add(score: SentenceScore, case: SentenceCase, remarks: tuple[Remark, ...]) -> None:
    if not case.name:
        score.false.extend((case.text, remark.name) for remark in remarks)
        return
    hit = any(_is_it(case, remark) for remark in remarks)
    before = score.found.get(case.name, (0, 0))
    score.found[case.name] = (before[0] + hit, before[1] + 1)
    if not hit:
        score.missed.append(f"{case.name}: {case.text}")
    score.beside.extend(
        (case.text, r.name) for r in remarks if r.name != case.name and r.name not in case.also
    )


def _is_it(case: SentenceCase, remark: Remark) -> bool:
    return remark.name == case.name and any(
        remark.span[0] < end and start < remark.span[1] for start, end in case.spans
    )
