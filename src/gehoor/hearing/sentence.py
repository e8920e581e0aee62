"""The sentence around a hit: is it asked or stated, negated, or someone else's words?

Works on words and their places; knows nothing of acts. The little words it goes by stand
in the method (`hearing.toml`).
"""

from __future__ import annotations

import re

from gehoor.dialogue.words import ASK, ENDS, flat_of, offsets_of, words_in
from gehoor.hearing.matcher import Matcher
from gehoor.method.automaton import Automaton
from gehoor.method.model import HearingWords

NEAR = 3  # words before a phrase in which a «niet» still belongs to it
LOOSE = 12  # words that reported speech is taken to last where no punctuation ends it
_QUOTED = re.compile('[“„"«]([^“”„"«»]*)[”“"»]|‘([^‘’]*)’(?![a-z])')
_MARKS = re.compile('[“„"«‘]').search
_BREAK = re.compile("[,;:–—(]|\\.\\.\\.|…| - ")


class Grammar:
    """The method's little words, as sets to look things up in."""

    def __init__(self, hearing: HearingWords, pseudo: Automaton) -> None:
        self.negations = frozenset(hearing.negations)
        self.pseudo = Matcher(pseudo)
        sets = hearing.sets
        self.adverbs = frozenset(sets.adverbs)
        self.openers = frozenset(sets.openers)
        self.leads = frozenset(sets.leads)
        self.hesitations = self.leads - frozenset(sets.inverting)
        self.tails = frozenset(sets.tails)
        self.askers = frozenset(sets.askers)
        self.verbs = frozenset(sets.verbs)
        self.subjects = frozenset(sets.subjects)
        self.reporters = frozenset(sets.reporters)
        self.self_reporters = frozenset(sets.self_reporters)
        self.turning = self.negations | self.reporters


class Reading:
    """One turn while it is being understood; works out each thing at most once."""

    _offsets: list[tuple[int, int]] | None = None
    _plain: bool | None = None
    _negations: list[int] | None = None
    _reported: list[tuple[int, int]] | None = None

    def __init__(self, text: str, grammar: Grammar) -> None:
        self.text, self.grammar = text, grammar
        self._flat = flat_of(text)
        self.words = words_in(self._flat, text)

    @property
    def offsets(self) -> list[tuple[int, int]]:
        """The character span of each word."""
        if self._offsets is None:
            self._offsets = offsets_of(self.text, self._flat, self.words)
        return self._offsets

    def is_plain(self) -> bool:
        """Tell whether nothing in the turn negates, quotes or reports."""
        if self._plain is None:
            self._plain = self.grammar.turning.isdisjoint(self.words) and not _MARKS(self.text)
        return self._plain

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters from the first word up to (not including) word `end`."""
        return (self.offsets[start][0], self.offsets[end - 1][1])

    def closes(self, end: int) -> bool:
        """Tell whether a sentence ends here, apart from «hoor», «mevrouw» and the like."""
        at, count = end, len(self.words)
        while at < count and self.words[at] in self.grammar.tails:
            at += 1
        return at == count or self.words[at] in ENDS

    def mood(self, start: int) -> str:
        """Return «?» where the sentence asks, «.» where it states, «» where nobody can tell."""
        words, at = self.words, start
        while at < len(words) and words[at] not in ENDS:
            at += 1
        if at < len(words) and words[at] == ASK:
            return ASK
        if at == len(words) and ENDS.isdisjoint(words):
            return ""
        return ASK if self._asks(self._begin(start)) else "."

    def may_ask(self, start: int) -> bool:
        """Tell whether a question can begin here in a turn without any punctuation."""
        return start == 0 or self.words[start - 1] in self.grammar.leads

    def _begin(self, start: int) -> int:
        at = start
        while at > 0 and self.words[at - 1] not in ENDS:
            at -= 1
        while at < len(self.words) - 1 and self.words[at] in self.grammar.hesitations:
            at += 1
        return at

    def _asks(self, at: int) -> bool:
        first, second = self.words[at], self.words[at + 1 : at + 2]
        if first in self.grammar.askers:
            return True
        return first in self.grammar.verbs and bool(second) and second[0] in self.grammar.subjects

    @property
    def negations(self) -> list[int]:
        """The places of words that negate, without «niet te geloven» and the like."""
        if self._negations is None:
            self._negations = self._find_negations()
        return self._negations

    def _find_negations(self) -> list[int]:
        places = [at for at, word in enumerate(self.words) if word in self.grammar.negations]
        if not places:
            return places
        false = {
            at for _, start, end in self.grammar.pseudo.find(self.words) for at in range(start, end)
        }
        return [at for at in places if at not in false]

    def negated(self, start: int, end: int) -> bool:
        """Tell whether a «niet» stands close before, inside or right after these words."""
        return any(self._negates(at, start, end) for at in self.negations)

    def _negates(self, at: int, start: int, end: int) -> bool:
        if start <= at < end:
            return True
        if at < start:
            return start - at <= NEAR and self._reaches(at, start)
        between = self.words[end:at]
        return (
            len(between) <= NEAR
            and self.grammar.adverbs.issuperset(between)
            and (not self._broken(end - 1, at))
        )

    def _reaches(self, at: int, start: int) -> bool:
        between = self.words[at + 1 : start + 1]
        if self.words[at + 1] == "dat" and len(between) > 1:
            between = between[2:]
        return self.grammar.openers.isdisjoint(between) and not self._broken(at, start)

    def _broken(self, first: int, last: int) -> bool:
        """Tell whether a comma, a dash or a sentence's end stands between two words."""
        if not ENDS.isdisjoint(self.words[first:last]):
            return True
        return bool(_BREAK.search(self.text[self.offsets[first][1] : self.offsets[last][0]]))

    @property
    def reported(self) -> list[tuple[int, int]]:
        """The ranges of words that the speaker ascribes to somebody else."""
        if self._reported is None:
            self._reported = self._find_reported()
        return self._reported

    def _find_reported(self) -> list[tuple[int, int]]:
        ranges = self._quotations()
        if not self.grammar.reporters.isdisjoint(self.words):
            ranges += [
                self._reach_of_report(at)
                for at, word in enumerate(self.words)
                if word in self.grammar.reporters and not self._own(at)
            ]
        return ranges

    def _quotations(self) -> list[tuple[int, int]]:
        matches = _QUOTED.finditer(self.text)
        return [self._words_between(*match.span()) for match in matches]

    def _words_between(self, start: int, end: int) -> tuple[int, int]:
        inside = [at for at, span in enumerate(self.offsets) if start <= span[0] < end]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def _own(self, at: int) -> bool:
        near = self.words[max(0, at - 3) : at + 2]
        return not self.grammar.self_reporters.isdisjoint(near)

    def _reach_of_report(self, at: int) -> tuple[int, int]:
        start = at + 1
        colon = self._next_end(start)
        if colon - start <= 3 and self._is_colon(colon):
            start = colon + 1
        end = self._next_end(start)
        return (start, min(end, start + LOOSE) if ENDS.isdisjoint(self.words) else end)

    def _next_end(self, at: int) -> int:
        while at < len(self.words) and self.words[at] not in ENDS:
            at += 1
        return at

    def _is_colon(self, at: int) -> bool:
        return at < len(self.words) and self.text[self.offsets[at][0]] == ":"

    def in_report(self, start: int) -> bool:
        """Tell whether a word is somebody else's, as the speaker tells it."""
        return any(first <= start < last for first, last in self.reported)
