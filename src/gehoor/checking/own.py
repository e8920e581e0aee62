"""The checks that only a sentence has: who does it, hard words, length.

What they look for stands in the method (`checks/`); here is how a hit counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from gehoor.checking.address import mixed_address
from gehoor.checking.excuses import excused
from gehoor.checking.remark import Remark
from gehoor.coaching import House
from gehoor.dialogue import Turn
from gehoor.dialogue.words import ENDS, words_of
from gehoor.following.agreements import sentence_span
from gehoor.hearing import PhraseListener
from gehoor.method import Method
from gehoor.method.model import Check, Kind, Severity

_BREATH = re.compile(r";|[.!?][\"”’»]\s")  # a semicolon, and the end of what somebody else said


class OwnChecks:
    """The method's checks of sentences in a house's style."""

    def __init__(self, method: Method, house: House) -> None:
        self.method, self._house = method, house
        self._listener = PhraseListener(as_method(method))
        self._plain = {
            f"phrase {name}/{len(check.phrases) + at}": plain
            for name, check in method.checks.items()
            for at, plain in enumerate(check.words.values(), 1)
        }

    def letter(self, parts: Sequence[str], kind: Kind) -> Iterator[tuple[int, Remark]]:
        """Yield what the checks say of a letter in parts, with the part each is about."""
        before: set[str] = set()
        for at, part in enumerate(parts):
            for remark in self.remarks(part, kind, letter=True, before=before):
                yield at, remark

    def address(self, text: str) -> Iterator[Remark]:
        """Yield what a letter's form of address asks for: one form, from top to bottom."""
        span = mixed_address(text)
        if span is not None:
            yield from self._remark("TON01", Check(rule="TON01"), span, text)

    def remarks(
        self, text: str, kind: Kind, letter: bool = False, before: set[str] | None = None
    ) -> Iterator[Remark]:
        """Yield what the checks say of a text, or of a paragraph of a letter.

        `before` are the names of what was heard earlier in the letter; this text's are added.
        """
        earlier = set() if before is None else before
        for act in self._listener.hear(Turn("agent", text), []).acts:
            check = self.method.checks[act.name]
            out_of_place = check.only_after and earlier.isdisjoint(check.only_after)
            earlier.add(act.name)
            if out_of_place or not _asks(check, kind, letter):
                continue
            if not excused(check, text, act.span, letter):
                plain = self._plain.get(act.because, "")
                yield from self._remark(act.name, check, act.span, text, plain)
        for name, check in self.method.checks.items():
            if kind in check.longest:
                for span in _sentences(text):
                    if _length(text[slice(*span)]) > check.longest[kind]:
                        yield from self._remark(name, check, span, text)
            if check.abbreviations and _asks(check, kind, letter):
                for found in _any_of(check.abbreviations).finditer(text):
                    plain = check.abbreviations[found[0].replace(".", "").lower()]
                    yield from self._remark(name, check, found.span(), text, plain)

    def _remark(
        self, name: str, check: Check, span: tuple[int, int], text: str, plain: str = ""
    ) -> Iterator[Remark]:
        severity = self._severity(check)
        if severity == "off":
            return
        rule = self.method.rules[check.rule] if check.rule else None
        yield Remark(
            name=check.rule or name,
            is_rule=bool(rule),
            severity=severity,
            span=span,
            quote=text[slice(*span)],
            title=check.title or (rule.title if rule else ""),
            message=check.what or (rule.what if rule else ""),
            why=" ".join((check.why or (rule.why if rule else "")).split()),
            advice=check.advice or (rule.advice if rule else ""),
            better=(plain,) if plain else tuple(check.say or (rule.say if rule else ())),
            sources=tuple(check.sources or (rule.sources if rule else ())),
            against=tuple(check.against or (rule.against if rule else ())),
            is_word=bool(plain),
        )

    def _severity(self, check: Check) -> Severity:
        """Return how heavily a check weighs; one that belongs to a rule follows that rule."""
        if not check.rule:
            return check.severity
        wanted = self._house.rules.get(check.rule)
        if wanted is False:
            return "off"
        given = self.method.rules[check.rule].severity[self._house.profile]
        severity = self._house.severities.get(check.rule, given)
        return "tip" if wanted and severity == "off" else severity


def as_method(method: Method) -> Method:
    """Return a method whose agent «acts» are the checks: for the ear, and to prove them."""
    acts = {name: check.as_act() for name, check in method.checks.items()}
    lexicon = method.check_lexicon
    return msgspec.structs.replace(
        method,
        acts={"agent": acts},
        cues={"agent": {}},
        lexicons={"agent": lexicon} if lexicon else {},
    )


def _asks(check: Check, kind: Kind, letter: bool) -> bool:
    return kind in check.kinds and (check.letters or not letter)


@lru_cache(maxsize=8)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    spelled = ["\\.?".join(name) for name in sorted(names, key=len, reverse=True)]
    return re.compile(rf"(?<![\w.])(?:{'|'.join(spelled)})(?:\.|(?!\w))", re.IGNORECASE)


def _any_of(abbreviations: dict[str, str]) -> re.Pattern[str]:
    """Return what finds any of these abbreviations, with dots or without."""
    return _pattern(tuple(abbreviations))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends."""
    start = 0
    while start < len(text):
        span = sentence_span(text, (start, start + 1))
        if span[1] <= start:
            return
        yield span
        start = span[1]
        while start < len(text) and not text[start].isalnum():
            start += 1


def _length(sentence: str) -> int:
    parts = _BREATH.split(sentence)
    return max(sum(word not in ENDS for word in words_of(part)) for part in parts)
