"""The phrase language: reading «dat is [heel|erg] vervelend» into its parts.

A phrase is a row of segments with gaps between them; a segment is words, options and
alternatives. `docs/methode-bestanden.md` describes the language for its writers.
Holds no matching: `automaton` makes something that can be searched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from gehoor.dialogue.words import ENDS, words_of

GAP = 4  # words that «..» may swallow
MAX_GAP = 12

Words = Mapping[str, tuple[str, ...]]
"""The word lists: name → entries, each of one or more words."""


class PhraseFault(ValueError):
    """A phrase that cannot be read; the message says where and what was expected."""


@dataclass(frozen=True, slots=True)
class Word:
    """One literal, already folded word."""

    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """Parts that follow each other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several rows, or none of them where `optional`.

    A word list has its `name`, and its `entries` as words, so that they are read once.
    """

    options: tuple[Row, ...]
    optional: bool
    name: str = ""
    entries: tuple[tuple[str, ...], ...] = ()
    words: frozenset[str] = frozenset()


Part = Word | Row | Choice


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as it was written, with `len(gaps) == len(segments) - 1`.

    `mood` is «?» (only where the sentence asks), «.» (only where it states) or «».
    """

    text: str
    segments: tuple[Row, ...]
    gaps: tuple[int, ...]
    at_start: bool
    at_end: bool
    mood: str


_TOKEN = re.compile(r"\s*(\.\.\d*|[()\[\]|^$?.]|<[^<>\s]*>|[^\s()\[\]|<>^$?.]+)")


def parse(text: str, words: Words) -> Phrase:
    """Return the parts of a phrase.

    Raises:
        PhraseFault: the phrase breaks the language; says what and at which character.
    """
    return _Reader(text, words).phrase()


class _Reader:
    def __init__(self, text: str, words: Words) -> None:
        self.text, self.words = text, words
        self.tokens = self._split()
        self.at = 0

    def _split(self) -> list[tuple[str, int]]:
        tokens, at, end = [], 0, len(self.text.rstrip())
        while at < end:
            match = _TOKEN.match(self.text, at)
            if match is None:
                raise self._fault(f"onverwacht teken «{self.text[at:].strip()[:1]}»", at)
            tokens.append((match[1], match.start(1)))
            at = match.end()
        return tokens

    def _fault(self, what: str, at: int | None = None) -> PhraseFault:
        if at is None:
            at = self.tokens[self.at][1] if self.at < len(self.tokens) else len(self.text)
        return PhraseFault(f"zin «{self.text}», teken {at + 1}: {what}")

    def _peek(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        self.at += 1
        return token

    def phrase(self) -> Phrase:
        at_start = self._peek() == "^"
        self.at += at_start
        segments, gaps = [self._row()], []
        while self._peek().startswith(".."):
            gaps.append(self._gap())
            segments.append(self._row())
        at_end, mood = self._tail()
        phrase = Phrase(self.text, tuple(segments), tuple(gaps), at_start, at_end, mood)
        self._check(phrase)
        return phrase

    def _gap(self) -> int:
        width = self._take()[2:]
        if not width:
            return GAP
        if not 1 <= int(width) <= MAX_GAP:
            raise self._fault(f"een gat is 1 tot {MAX_GAP} woorden breed")
        return int(width)

    def _tail(self) -> tuple[bool, str]:
        at_end = self._peek() == "$"
        self.at += at_end
        mood = self._take() if self._peek() in ("?", ".") else ""
        if self._peek():
            raise self._fault(f"«{self._peek()}» hoort hier niet")
        return at_end, mood

    def _check(self, phrase: Phrase) -> None:
        for segment in phrase.segments:
            if can_be_empty(segment):
                raise self._fault("er moet minstens één vast woord staan, ook tussen twee gaten", 0)

    def _row(self) -> Row:
        parts: list[Part] = []
        while (token := self._peek()) and token not in "|)]$?^." and not token.startswith(".."):
            parts.append(self._part())
        return Row(tuple(parts))

    def _part(self) -> Part:
        token = self._take()
        if token in "([":
            return self._choice(token)
        if token.startswith("<"):
            return self._list(token[1:-1])
        return self._word(token)

    def _choice(self, opening: str) -> Choice:
        closing = ")" if opening == "(" else "]"
        options = [self._row()]
        while self._peek() == "|":
            self._take()
            options.append(self._row())
        if self._peek() != closing:
            raise self._fault(f"verwacht «{closing}»; een gat mag niet tussen haakjes")
        self._take()
        return Choice(tuple(options), optional=opening == "[")

    def _list(self, name: str) -> Choice:
        entries = self.words.get(name)
        if entries is None:
            raise self._fault(f"er is geen woordenlijst «{name}» in words/", None)
        return _word_list(name, entries)

    def _word(self, token: str) -> Part:
        if "+" in token.strip("+"):
            halves = _literal(token.replace("+", " "))
            return Choice((_literal(token.replace("+", "")), halves), optional=False)
        row = _literal(token)
        if not row.parts:
            raise self._fault(f"«{token}» heeft geen letters")
        return row


@lru_cache(maxsize=1024)
def _word_list(name: str, entries: tuple[str, ...]) -> Choice:
    rows = tuple(dict.fromkeys(_literal(entry) for entry in entries))
    words = tuple(tuple(w.text for w in row.parts if isinstance(w, Word)) for row in rows)
    return Choice(rows, False, name, words, frozenset(word for row in words for word in row))


def _literal(text: str) -> Row:
    return Row(tuple(Word(word) for word in words_of(text) if word not in ENDS))


def can_be_empty(part: Part) -> bool:
    """Tell whether a part can match no words at all."""
    if isinstance(part, Word):
        return False
    if isinstance(part, Row):
        return all(can_be_empty(p) for p in part.parts)
    return part.optional or any(can_be_empty(option) for option in part.options)


def literals(part: Part) -> frozenset[str]:
    """Return every word that stands somewhere in a part."""
    if isinstance(part, Word):
        return frozenset({part.text})
    if isinstance(part, Choice) and part.name:
        return part.words
    parts = part.parts if isinstance(part, Row) else part.options
    return frozenset().union(*(literals(p) for p in parts))
