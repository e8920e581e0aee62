"""Other ways to find the same phrases, for comparison: `re`, spaCy's Matcher, the oracle."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any

from bench.oracle import Oracle, expression
from gehoor.dialogue import Speaker, Turn
from gehoor.dialogue.words import words_of
from gehoor.hearing.core import BUILT, native_matcher
from gehoor.hearing.matcher import Matcher
from gehoor.method import Method
from gehoor.method.compiling import phrases_of
from gehoor.method.grammar import Choice, Phrase, Row, Word, parse
from gehoor.method.loader import HOME, build, read_files, word_lists

Run = Callable[[Turn], object]
SPACY_PHRASES = 500  # with all of them it takes minutes and gigabytes to make
MOST_SPELLINGS = 200  # per segment for spaCy, whose patterns know no alternatives of many words


def parsed(method: Method, speaker: Speaker) -> list[tuple[str, Phrase]]:
    """Return (owner, phrase) of all phrases of a speaker, in the order they are compiled in."""
    lists = word_lists(read_files((HOME,)))
    said = [
        item
        for group in (method.acts[speaker], method.cues[speaker])
        for name, act in group.items()
        for item in phrases_of(name, act)
    ]
    return [(item.owner, parse(item.text, lists)) for item in said]


def thrice(method: Method) -> Method:
    """Return the method with every phrase twice more, in words that are never said."""
    files = dict(read_files((HOME,)))
    for path in [path for path in files if path.startswith(("acts/", "cues/"))]:
        text = files[path].decode()
        for copy in ("tweede", "derde"):
            folder, _, name = path.rpartition("/")
            files[f"{folder}/{copy}_{name}"] = _renamed(text, copy).encode()
    return build(files)


_KEY = re.compile(r'^"([^"]*)" = ', re.MULTILINE)
_LONG = re.compile(r"(?<![\w<+])([a-z]{4,})(?![\w>+])")


def _renamed(text: str, copy: str) -> str:
    """Give each phrase a long word that is never said, so that it stays as hard to find."""
    return _KEY.sub(lambda key: f'"{_LONG.sub(_with(copy), key[1], count=1)}" = ', text)


def _with(copy: str) -> Callable[[re.Match[str]], str]:
    return lambda word: word[1] + copy


def one_expression_an_act(method: Method) -> Run:
    """Return `re` with one alternation an act."""
    compiled: dict[Speaker, list[re.Pattern[str]]] = {}
    for speaker in method.lexicons:
        acts: dict[str, list[str]] = {}
        for owner, phrase in parsed(method, speaker):
            acts.setdefault(owner, []).append(expression(phrase))
        compiled[speaker] = [re.compile("|".join(parts)) for parts in acts.values()]

    def run(turn: Turn) -> object:
        text = " ".join(words_of(turn.text)) + " "
        return [found.span() for act in compiled[turn.speaker] for found in act.finditer(text)]

    return run


def spacy_matcher(method: Method) -> Run | None:
    """Return spaCy's Matcher with the same phrases, None where spaCy is not installed."""
    try:
        import spacy
        from spacy.matcher import Matcher as SpacyMatcher
    except ImportError:
        return None
    language = spacy.blank("nl")
    matchers: dict[Speaker, Any] = {}
    for speaker in method.lexicons:
        matchers[speaker] = SpacyMatcher(language.vocab)
        phrases = parsed(method, speaker)
        step = max(1, len(phrases) // SPACY_PHRASES)
        for number, (owner, phrase) in enumerate(phrases[::step]):
            matchers[speaker].add(f"{owner}/{number}", list(_patterns(phrase)))

    def run(turn: Turn) -> object:
        document = spacy.tokens.Doc(language.vocab, words=words_of(turn.text))
        return matchers[turn.speaker](document)

    return run


def _patterns(phrase: Phrase) -> Iterator[list[dict[str, Any]]]:
    """Yield spaCy patterns: one per combination of the segments' skeletons."""
    options = [list(_skeletons(segment))[:MOST_SPELLINGS] for segment in phrase.segments]
    for choice in product(*options):
        pattern: list[dict[str, Any]] = []
        for at, segment in enumerate(choice):
            if at:
                pattern += [{"ORTH": {"NOT_IN": [".", "?"]}, "OP": "?"}] * phrase.gaps[at - 1]
            pattern += segment
        if pattern:
            yield pattern
        if len(options) > 1:
            break


def _skeletons(row: Row) -> Iterator[list[dict[str, Any]]]:
    """Yield a segment as token patterns; alternatives of one word become one IN."""
    slots = [_slot(part) for part in row.parts]
    for choice in product(*slots):
        yield [token for tokens in choice for token in tokens]


def _slot(part: Word | Row | Choice) -> list[list[dict[str, Any]]]:
    if isinstance(part, Word):
        return [[{"ORTH": part.text}]]
    if isinstance(part, Row):
        return list(_skeletons(part))
    single = [
        o.parts[0].text for o in part.options if len(o.parts) == 1 and isinstance(o.parts[0], Word)
    ]
    slots: list[list[dict[str, Any]]] = [[{"ORTH": {"IN": single}}]] if single else []
    for option in part.options:
        if len(option.parts) != 1 or not isinstance(option.parts[0], Word):
            slots += list(_skeletons(option))
    return [[], *slots] if part.optional else slots


PEERS: dict[str, Callable[[Method], Run | None]] = {
    "re, one alternation an act": one_expression_an_act,
    f"spaCy Matcher, with only {SPACY_PHRASES} of a speaker's phrases": spacy_matcher,
}


def disagreements(method: Method, turns: Sequence[Turn]) -> int:
    """Return how many turns the matcher and the oracle see differently."""
    wrong = 0
    for speaker, lexicon in method.lexicons.items():
        matcher = Matcher(lexicon.automaton)
        native = native_matcher(lexicon.automaton) if BUILT else matcher
        oracle = Oracle([phrase for _, phrase in parsed(method, speaker)])
        for turn in turns:
            if turn.speaker == speaker:
                words = words_of(turn.text)
                found = native.find(words)
                wrong += found != matcher.find(words) or set(found) != oracle.find(words)
    return wrong
