"""The method as something to read: what to look up in it, and its examples in pieces.

Generated from the method's own data; no rule is written down here a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from gehoor.dialogue import Speaker
from gehoor.measuring.examples import CLOSE, OPEN
from gehoor.method import Method
from gehoor.method.model import Act, Citation, Example, Step
from gehoor.web.folding import holds, stems
from gehoor.web.texts import marked

STEP_ADDRESS: dict[Step, str] = {
    "listen": "luisteren",
    "apologise": "excuses",
    "help": "helpen",
    "confront": "confronteren",
    "give": "geven",
    "close": "afsluiten",
    "no": "nee",
    "limits": "grenzen",
}
STEP_BY_ADDRESS = {address: step for step, address in STEP_ADDRESS.items()}
SPEAKER_ADDRESS: dict[Speaker, str] = {"caller": "beller", "agent": "medewerker"}
EVIDENCE = {
    "article": marked("een van de vijf artikelen"),
    "practice": marked("ervaring uit de praktijk"),
    "observation": marked("waargenomen gesprekken"),
    "experiment": marked("proeven"),
}
_ACCURACY = (
    Path(__file__).parent.parent / "docs" / "nauwkeurigheid.md",  # installed
    Path(__file__).parent.parent.parent.parent / "docs" / "nauwkeurigheid.md",  # a checkout
)
_ROW = re.compile(
    r"^\| (?P<name>[A-Z]{3}\d\d) [^|]*\| (\d+) \| ([\d.]+) \| ([\d.]+) \|", re.MULTILINE
)


class Entry(NamedTuple):
    """Something that can be looked up: what sort, where it stands, what is said of it."""

    sort: str
    href: str
    title: str
    what: str
    name: frozenset[str]
    words: frozenset[str]
    examples: frozenset[str]


class Piece(NamedTuple):
    """A part of an example: `is_marked` where the rule points at it."""

    text: str
    is_marked: bool


class Line(NamedTuple):
    """A turn of an example."""

    speaker: str
    pieces: tuple[Piece, ...]


class Accuracy(NamedTuple):
    """How well a rule is heard: times it applied, precision and recall (0 to 1)."""

    times: int
    precision: float
    recall: float


class Citing(NamedTuple):
    """A rule, step or check that leans on a source, or disagrees with it."""

    href: str
    title: str
    cited: Citation
    against: bool


def look_up(method: Method, text: str) -> list[Entry]:
    """Return what holds all words looked for, the best first."""
    wanted = stems(text[:200])
    if not wanted:
        return []
    weighed = [(_weight(entry, wanted), at, entry) for at, entry in enumerate(_entries(method))]
    return [entry for weight, _, entry in sorted(weighed, key=lambda w: (-w[0], w[1])) if weight]


def _weight(entry: Entry, wanted: frozenset[str]) -> float:
    """Return how well an entry fits; 0 where one of the words is nowhere in it."""
    total = 0.0
    for word in wanted:
        places = ((entry.name, 5.0), (entry.words, 2.0), (entry.examples, 1.0))
        weight = sum(value for words, value in places if holds(words, word))
        if not weight:
            return 0.0
        total += weight
    return total * _FIRST.get(entry.sort, 1.0)


_FIRST = {"step": 2.0, "rule": 1.5}  # what people come to read


def _entries(method: Method) -> tuple[Entry, ...]:
    known = _INDEX.get(id(method))
    if known is None or known[0] is not method:
        known = (method, tuple(_all_entries(method)))
        _INDEX.clear()
        _INDEX[id(method)] = known
    return known[1]


_INDEX: dict[int, tuple[Method, tuple[Entry, ...]]] = {}


def _all_entries(method: Method) -> Iterator[Entry]:
    for name, rule in method.rules.items():
        said = [*rule.say, *rule.avoid, *(e.dialogue for e in (*rule.bad, *rule.good))]
        cited = [c.work for c in (*rule.sources, *rule.against)]
        href, about = f"/uitleg/regels/{name}", [rule.what, rule.why, rule.advice, *cited]
        yield _entry("rule", href, rule.title, rule.what, [name, method.slugs[name]], about, said)
    for step, text in method.steps.items():
        href, about = f"/uitleg/stappen/{STEP_ADDRESS[step]}", [text.what, text.done_when]
        yield _entry("step", href, text.title, text.what, [], about, [*text.say, *text.leave])
    for speaker, acts in method.acts.items():
        for name, act in acts.items():
            href = f"/uitleg/handelingen/{SPEAKER_ADDRESS[speaker]}/{name}"
            yield _entry("act", href, act.title, act.definition, [name], [act.definition],
                         spoken(act))  # fmt: skip
    for name, check in method.checks.items():
        if not check.rule:
            words = [*check.words, *check.abbreviations]
            yield _entry("check", f"/uitleg/zinnen#{name}", check.title, check.what, [],
                         [check.what, check.why], words)  # fmt: skip
    for name, source in method.sources.items():
        about = [source.teaches, source.author, source.where]
        yield _entry("source", f"/uitleg/bronnen/{name}", f"{name} {source.title}", source.teaches,
                     [name], about, [])  # fmt: skip
    for name, profile in method.profiles.items():
        yield _entry("profile", f"/uitleg/profielen#{name}", profile.title, profile.description,
                     [name], [profile.description], [])  # fmt: skip


def _entry(
    sort: str,
    href: str,
    title: str,
    what: str,
    names: Iterable[str],
    about: Iterable[str],
    said: Iterable[str],
) -> Entry:
    texts = (stems(" ".join([title, *names])), stems(" ".join(about)), stems(" ".join(said)))
    return Entry(sort, href, title, what, *texts)


def spoken(act: Act, most: int = 0) -> list[str]:
    """Return examples of an act as people say it, marked; the first `most` where given."""
    found: dict[str, None] = {}
    for phrases in (act.phrases, *(when.phrases for when in act.when)):
        for example in phrases.values():
            first = example if isinstance(example, str) else example[0]
            found.setdefault(first)
            if most and len(found) == most:
                return list(found)
    return list(found)


def lines(example: Example) -> list[Line]:
    """Return the turns of an example, in pieces."""
    found = []
    for line in example.dialogue.strip().splitlines():
        speaker, _, said = line.strip().partition(":")
        found.append(Line(speaker, pieces(said.strip())))
    return found


def pieces(text: str) -> tuple[Piece, ...]:
    """Return a text in pieces, marked and not."""
    parts = text.replace(CLOSE, OPEN).split(OPEN)
    return tuple(Piece(part, at % 2 == 1) for at, part in enumerate(parts) if part)


def citing(method: Method, work: str) -> list[Citing]:
    """Return everything in the method that leans on a source, and what it disagrees with."""
    found = []
    for name, rule in method.rules.items():
        href, title = f"/uitleg/regels/{name}", f"{name} {rule.title}"
        found += [Citing(href, title, c, False) for c in rule.sources if c.work == work]
        found += [Citing(href, title, c, True) for c in rule.against if c.work == work]
    for step, text in method.steps.items():
        href = f"/uitleg/stappen/{STEP_ADDRESS[step]}"
        found += [Citing(href, text.title, c, False) for c in text.sources if c.work == work]
    for name, check in method.checks.items():
        href = f"/uitleg/zinnen#{name}"
        found += [Citing(href, check.title, c, False) for c in check.sources if c.work == work]
        found += [Citing(href, check.title, c, True) for c in check.against if c.work == work]
    return found


@lru_cache(maxsize=1)
def accuracies() -> dict[str, Accuracy]:
    """Return how well each rule is heard, where the page on accuracy is at hand."""
    path = next((path for path in _ACCURACY if path.is_file()), None)
    if path is None:
        return {}
    found = _ROW.finditer(path.read_text(encoding="utf-8"))
    return {m["name"]: Accuracy(int(m[2]), float(m[3]), float(m[4])) for m in found}
