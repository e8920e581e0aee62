"""The method's own rules, as far as they can judge a sentence or a text by itself.

It is heard as an answer to somebody who is upset: that is when it matters. A text of several
paragraphs is heard as as many turns, so that what a later one does to an earlier one counts.
Rules about the course of a call (what came before it, what is missing at its end) stay out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from gehoor.checking.remark import Remark
from gehoor.coaching import Coach, Finding, House
from gehoor.dialogue import Call, Turn
from gehoor.dialogue.words import words_of
from gehoor.following import Story
from gehoor.following.agreements import sentence_span
from gehoor.hearing import HeardAct, HeardTurn, Listener
from gehoor.method import Method
from gehoor.method.model import Kind, Rule

BY_FUNCTION = frozenset({"EMP02", "HLP03", "TON01", "TON04", "AFS03"})
"""Rules that are a function and still can be decided on one sentence."""
SURE = 0.55
"""Probability from which an act counts here: a remark breaks into somebody's writing."""
SURE_IN_LETTERS = 0.8
"""The same in a letter: the ear was trained on speech, and the checks know how people write."""
EXCUSED = {
    "HLP01": frozenset(
        {"reason", "action", "help_offer", "alternative"}
    ),  # the text says what the question is for
    "AFS03": frozenset({"overfriendly"}),  # that is TON02
    "EMP03": frozenset({"boundary"}),  # what it does to oneself is part of a limit (B1)
    "HLP03": frozenset({"written_confirmation"}),  # what comes on paper is the agreement itself
}
"""Rules that don't count where the same text holds one of these acts."""
LASTING = frozenset({"tot", "totdat", "zolang"})
"""Words by which a promise says itself when it ends: «tot het geld bij u binnen is»."""
SHOWN = "complaint", "anger"  # what the person one speaks to has just shown
WROTE = ("complaint",)  # and the person one writes to: of their anger nothing is known
_NOTHING: frozenset[str] = frozenset()


def judges_sentences(name: str, rule: Rule) -> bool:
    """Tell whether a rule can be decided on a sentence alone."""
    return name in BY_FUNCTION or (rule.when.kind == "heard" and not rule.when.after)


class RuleChecks:
    """The rules of a method in a house's style, for sentences."""

    def __init__(self, method: Method, house: House, listener: Listener) -> None:
        self.method, self._listener = method, listener
        off = {k: False for k, rule in method.rules.items() if not judges_sentences(k, rule)}
        own = msgspec.structs.replace(house, rules={**house.rules, **off})
        self._coach = Coach(method, own)
        self._upset, self._calm = _before(SHOWN), _before(WROTE)

    def remarks(
        self, parts: Sequence[str], kind: Kind, letter: bool = False
    ) -> Iterator[tuple[int, Remark]]:
        """Yield what the rules say of a text in parts, with the part that each is about.

        One part is an answer to somebody who is upset; several are a letter.
        """
        before = self._upset if len(parts) == 1 else self._calm
        sure = SURE_IN_LETTERS if letter else SURE
        heard = [self._listener.hear(Turn("agent", part), before) for part in parts]
        for finding in self._coach.findings(_story(before, heard, kind, sure)):
            if finding.turn is None or finding.turn < len(before) or finding.span is None:
                continue
            part = finding.turn - len(before)
            excused = not EXCUSED.get(finding.rule, _NOTHING).isdisjoint(heard[part].names)
            if not excused and not _lasts(finding.rule, parts[part], finding.span):
                yield part, self._remark(finding, finding.span, parts[part])

    def _remark(self, finding: Finding, span: tuple[int, int], text: str) -> Remark:
        rule = self.method.rules[finding.rule]
        return Remark(
            name=finding.rule,
            is_rule=True,
            severity=finding.severity,
            span=span,
            quote=text[slice(*span)],
            title=rule.title,
            message=finding.message,
            why=" ".join(rule.why.split()),
            advice=finding.advice,
            better=finding.say,
            sources=tuple(rule.sources),
            against=tuple(rule.against),
        )


def _lasts(rule: str, text: str, span: tuple[int, int]) -> bool:
    """Tell whether a promise without a time says itself how long it holds."""
    sentence = text[slice(*sentence_span(text, span))]
    return rule == "HLP03" and not LASTING.isdisjoint(words_of(sentence))


def _story(before: Sequence[HeardTurn], own: Sequence[HeardTurn], kind: Kind, sure: float) -> Story:
    turns = tuple(heard.turn for heard in (*before, *own))
    story = Story(Call("", turns, "phone" if kind == "spoken" else "mail"))
    for heard in before:
        story.add(heard)
    for heard in own:
        acts = tuple(act for act in heard.acts if act.confidence >= sure)
        story.add(msgspec.structs.replace(heard, acts=acts))
    return story


def _before(shown: Sequence[str]) -> tuple[HeardTurn, ...]:
    """Return what went before: an opening, and somebody who has something to say."""
    opening = HeardTurn(Turn("agent", "…"))
    acts = tuple(HeardAct(name, (0, 1), 1.0, "assumed") for name in shown)
    return (opening, HeardTurn(Turn("caller", "…")), opening, HeardTurn(Turn("caller", "…"), acts))
