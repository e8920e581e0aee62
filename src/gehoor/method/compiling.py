"""From the phrases of acts and cues to what the ear searches with.

Collects the faults in phrases instead of stopping at the first. Holds no file reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gehoor.dialogue import Speaker
from gehoor.method.automaton import Automaton
from gehoor.method.grammar import Phrase, PhraseFault, Words, literals, parse
from gehoor.method.model import Act, Check, Entry, HearingWords, Lexicon, When
from gehoor.method.network import compile_phrases

_NEGATIONS = frozenset(
    [
        "niet",
        "nie",
        "geen",
        "gene",
        "nooit",
        "niks",
        "niets",
        "niemand",
        "nergens",
        "nimmer",
        "geenszins",
        "allerminst",
        "evenmin",
        "nee",
    ]
)
_ALWAYS = When(phrases={})


class Said(NamedTuple):
    """A phrase as its file gives it."""

    owner: str
    because: str
    text: str
    examples: list[str]
    when: When
    exception: bool


def phrases_of(name: str, act: Act) -> Iterator[Said]:
    """Yield every phrase and exception of an act, numbered from 1 in the file's order."""
    number = 0
    for when in (When(phrases=act.phrases), *act.when):
        for text, examples in when.phrases.items():
            number += 1
            yield Said(name, f"phrase {name}/{number}", text, _list(examples), when, False)
    for text, examples in act.exceptions.items():
        yield Said(name, f"exception {name}", text, _list(examples), _ALWAYS, True)


def _list(examples: str | list[str]) -> list[str]:
    return [examples] if isinstance(examples, str) else examples


def compile_lexicon(
    speaker: Speaker,
    acts: Mapping[str, Act],
    cues: Mapping[str, Act],
    words: Words,
    faults: list[str],
) -> Lexicon:
    """Return all phrases of a speaker, compiled; faults in phrases are added to `faults`."""
    read: list[tuple[Said, Phrase]] = []
    for folder, group in (("acts", acts), ("cues", cues)):
        for name, act in group.items():
            for item in phrases_of(name, act):
                try:
                    read.append((item, parse(item.text, words)))
                except PhraseFault as fault:
                    faults.append(f"{folder}/{speaker}/{name}.toml: {fault}")
    return Lexicon(
        automaton=compile_phrases([phrase for _, phrase in read]),
        entries=[_entry(said, phrase) for said, phrase in read],
    )


def compile_checks(checks: Mapping[str, Check], words: Words, faults: list[str]) -> Lexicon:
    """Return the phrases of what is looked at in single sentences, compiled."""
    own: list[str] = []
    acts = {name: item.as_act() for name, item in checks.items()}
    lexicon = compile_lexicon("agent", acts, {}, words, own)
    faults += [fault.replace("acts/agent/", "checks/", 1) for fault in own]
    return lexicon


def compile_pseudo(hearing: HearingWords, words: Words, faults: list[str]) -> Automaton:
    """Return the automaton of what looks like a negation and is none."""
    phrases = []
    for text in hearing.pseudo_negations:
        try:
            phrases.append(parse(text, words))
        except PhraseFault as fault:
            faults.append(f"hearing.toml: pseudo_negations: {fault}")
    return compile_phrases(phrases)


def _entry(said: Said, phrase: Phrase) -> Entry:
    own_words = frozenset().union(*map(literals, phrase.segments))
    return Entry(
        owner=said.owner,
        because=said.because,
        exception=said.exception,
        at_start=phrase.at_start,
        at_end=phrase.at_end,
        mood=phrase.mood,
        negated=not own_words.isdisjoint(_NEGATIONS),
        after=said.when.after,
        place=said.when.place,
    )
