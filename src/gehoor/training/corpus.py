"""The labelled corpus: voices (`utterances/*.jsonl`) and whole calls (`calls/*.json`).

Every labelled turn becomes an example with the turn before it. Examples of one voice or one
call stay together (`group`), so that nothing is ever tested on a voice it was trained on.
Faults are collected, not raised one by one. Holds no learning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from gehoor.dialogue import Speaker
from gehoor.dialogue.words import words_of
from gehoor.measuring.gold import read_gold
from gehoor.method import Method

OTHER: dict[Speaker, Speaker] = {"caller": "agent", "agent": "caller"}
ALIKE = 0.7  # share of word triples two utterances may have in common
SHORT = 9  # words; shorter ones are said the same way by many people
COMMON = 12  # a triple in more utterances than this tells nothing about copying


class Example(msgspec.Struct, frozen=True):
    """One labelled turn. `place` counts from 0 in its call, -1 where that is not known.

    `known` names the acts that the labels tell of, where they don't tell of all.
    """

    speaker: Speaker
    text: str
    acts: tuple[str, ...]
    group: str
    kind: Literal["call", "voice", "before", "method"]
    before: Example | None = None
    place: int = -1
    temperature: float | None = None
    known: tuple[str, ...] = ()


class Voice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line of a file of utterances: whose they are and how that person talks."""

    voice: str
    speaker: Speaker
    about: str


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One utterance, with what the other said just before."""

    before: str | None
    before_acts: list[str]
    text: str
    acts: list[str]
    temperature: float | None = None


class CorpusFault(ValueError):
    """The corpus cannot be used; `faults` says where and why, a line each."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def read_corpus(folder: Path, method: Method) -> list[Example]:
    """Return all examples in a corpus folder, calls first, each file in order of name.

    Raises:
        CorpusFault: with every fault of every file, copies among them.
    """
    faults: list[str] = []
    examples = list(_calls(folder / "calls", faults))
    for file in sorted((folder / "utterances").glob("*.jsonl")):
        examples += _voice(file, faults)
    if not examples and not faults:
        faults.append(f"{folder}: geen calls/*.json of utterances/*.jsonl gevonden")
    faults += _unknown_acts(examples, method)
    faults += copies(examples)
    if faults:
        raise CorpusFault(faults)
    return examples


def _calls(folder: Path, faults: list[str]) -> Iterator[Example]:
    gold, unread = read_gold([folder] if folder.is_dir() else [])
    faults += unread
    for call, labels in gold:
        before = None
        for place, (turn, label) in enumerate(zip(call.turns, labels.turns, strict=True)):
            yield (
                example := Example(
                    turn.speaker,
                    turn.text,
                    tuple(label.acts),
                    f"call {call.id}",
                    "call",
                    before,
                    place,
                    label.temperature,
                )
            )
            before = msgspec.structs.replace(example, before=None)


def _voice(file: Path, faults: list[str]) -> Iterator[Example]:
    lines = file.read_bytes().splitlines()
    try:
        voice = msgspec.json.decode(lines[0], type=Voice)
    except (msgspec.DecodeError, IndexError) as error:
        faults.append(f"{file}: regel 1: geen stem ({error})")
        return
    for number, content in enumerate(lines[1:], start=2):
        try:
            line = msgspec.json.decode(content, type=Line)
        except msgspec.DecodeError as error:
            faults.append(f"{file}: regel {number}: {error}")
            continue
        yield from _examples(line, voice)


def _examples(line: Line, voice: Voice) -> Iterator[Example]:
    group = f"voice {voice.voice}"
    before = None
    if line.before:
        acts = tuple(line.before_acts)
        before = Example(OTHER[voice.speaker], line.before, acts, group, "before")
        yield before
    yield Example(
        voice.speaker,
        line.text,
        tuple(line.acts),
        group,
        "voice",
        before,
        temperature=line.temperature,
    )


def _unknown_acts(examples: Iterable[Example], method: Method) -> Iterator[str]:
    for example in examples:
        for act in example.acts:
            if act not in method.acts[example.speaker]:
                yield f"{example.group}: «{act}» is geen handeling van {example.speaker}"


def copies(examples: Iterable[Example]) -> list[str]:
    """Return a line for each utterance that nearly repeats an earlier one in other words' frame."""
    by_triple: dict[tuple[str, ...], list[int]] = defaultdict(list)
    triples: list[frozenset[tuple[str, ...]]] = []
    texts = [example for example in examples if example.kind != "before"]
    faults = []
    for number, example in enumerate(texts):
        words = words_of(example.text)
        own = frozenset(zip(words, words[1:], words[2:], strict=False))
        triples.append(own)
        if len(words) < SHORT:
            continue
        seen = {k for triple in own if len(by_triple[triple]) <= COMMON for k in by_triple[triple]}
        faults += [
            f"{example.group}: lijkt te veel op {texts[k].group}: {example.text}"
            for k in sorted(seen)
            if len(own & triples[k]) > ALIKE * len(own | triples[k])
        ]
        for triple in own:
            by_triple[triple].append(number)
    return faults
