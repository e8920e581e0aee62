"""How well whole letters are judged: planted faults found, good letters left alone.

A folder holds `faulty.txt` (letters between lines of `=====`, each fault as «words»{RULE}) and
`good.txt`. Holds no letters; those are data (`corpus/letters/`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from gehoor.checking import Remark, SentenceChecker
from gehoor.coaching import House
from gehoor.hearing import Listener
from gehoor.method import Method

_BETWEEN = re.compile(r"^=====[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"^#[^\n]*\n", re.MULTILINE)
_FAULT = re.compile(r"«([^»]*)»\{([\w-]+)\}")


class Planted(NamedTuple):
    """A fault in a letter: what must be said, about which characters."""

    name: str
    span: tuple[int, int]


class Letter(NamedTuple):
    """A letter as it would go out, and the faults that were put in it."""

    text: str
    planted: tuple[Planted, ...]


class LetterScore(NamedTuple):
    """How it went: found of all by name, what was missed, and what was wrongly said.

    `false` are remarks on good letters, `beside` those on faulty letters where nothing was
    planted; each with the words it was about.
    """

    found: dict[str, tuple[int, int]]
    missed: list[tuple[str, str]]
    false: list[tuple[str, str]]
    blamed: int
    good: int
    beside: list[tuple[str, str]]

    @property
    def recall(self) -> float:
        """Return the share of planted faults of which the right thing was said."""
        return sum(hit for hit, _ in self.found.values()) / max(
            1, sum(every for _, every in self.found.values())
        )

    @property
    def false_rate(self) -> float:
        """Return the share of good letters of which anything was said."""
        return self.blamed / max(1, self.good)


def read_letters(folder: Path) -> tuple[list[Letter], list[str]]:
    """Return the letters in a folder, and a line for each fault."""
    letters: list[Letter] = []
    faults: list[str] = []
    for name in ("faulty.txt", "good.txt"):
        try:
            text = (folder / name).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            faults.append(f"{folder / name}: {error}")
            continue
        found = [_letter(part) for part in _BETWEEN.split(text) if part.strip()]
        letters += found
        for letter in found:
            if bool(letter.planted) != (name == "faulty.txt") or "«" in letter.text:
                begin = " ".join(letter.text.split()[:6])
                faults.append(f"{folder / name}: «{begin} …»: fouten verkeerd gemerkt")
    return letters, faults


def halves_of(letters: list[Letter]) -> tuple[list[Letter], list[Letter]]:
    """Return the half that may be looked at, and the half kept apart for the test.

    Of the faulty and of the good letters, each in the order of its file, those with an even
    number (from nought) are for development; nobody tunes anything on the others.
    """
    faulty = [letter for letter in letters if letter.planted]
    good = [letter for letter in letters if not letter.planted]
    return faulty[::2] + good[::2], faulty[1::2] + good[1::2]


def _letter(part: str) -> Letter:
    marked = _COMMENT.sub("", part).strip()
    text, planted, at = "", [], 0
    for match in _FAULT.finditer(marked):
        text += marked[at : match.start()]
        planted.append(Planted(match[2], (len(text), len(text) + len(match[1]))))
        text += match[1]
        at = match.end()
    return Letter(text + marked[at:], tuple(planted))


def score_letters(method: Method, listener: Listener, letters: list[Letter]) -> LetterScore:
    """Return how well these letters are judged."""
    checker = SentenceChecker(method, House(), listener)
    found: dict[str, tuple[int, int]] = {}
    missed: list[tuple[str, str]] = []
    false: list[tuple[str, str]] = []
    beside: list[tuple[str, str]] = []
    blamed = 0
    for letter in letters:
        remarks = checker.check_text(letter.text)
        for fault in letter.planted:
            hit = any(_meets(remark, fault) for remark in remarks)
            before = found.get(fault.name, (0, 0))
            found[fault.name] = (before[0] + hit, before[1] + 1)
            if not hit:
                missed.append((fault.name, letter.text[slice(*fault.span)]))
        wrong = list(_unplanted(letter, remarks))
        (beside if letter.planted else false).extend(wrong)
        blamed += bool(wrong) and not letter.planted
    good = sum(not letter.planted for letter in letters)
    return LetterScore(found, missed, false, blamed, good, beside)


def _meets(remark: Remark, fault: Planted) -> bool:
    return remark.name == fault.name and _touches(remark, fault)


def _touches(remark: Remark, fault: Planted) -> bool:
    return remark.span[0] < fault.span[1] and fault.span[0] < remark.span[1]


def _unplanted(letter: Letter, remarks: tuple[Remark, ...]) -> Iterator[tuple[str, str]]:
    for remark in remarks:
        if not any(_touches(remark, fault) for fault in letter.planted):
            yield remark.name, remark.quote
