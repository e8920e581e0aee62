"""The method's own rules, as far as they can judge a sentence by itself.

The sentence is heard as an answer to somebody who is upset: that is when it matters. Rules
about the course of a call (what came before it, what is missing at its end) stay out.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from gehoor.checking.remark import Remark
from gehoor.coaching import Coach, Finding, House
from gehoor.dialogue import Call, Turn
from gehoor.following import Story
from gehoor.hearing import HeardAct, HeardTurn, Listener
from gehoor.method import Method
from gehoor.method.model import Kind, Rule

BY_FUNCTION = frozenset({"EMP02", "HLP03", "TON01", "TON04", "AFS03"})
"""Rules that are a function and still can be decided on one sentence."""
SURE = 0.55
"""Probability from which an act counts here: a remark breaks into somebody's writing."""
EXCUSED = {
    "HLP01": frozenset(
        {"reason", "action", "help_offer", "alternative"}
    ),  # the text says what the question is for
    "AFS03": frozenset({"overfriendly"}),  # that is TON02
    "EMP03": frozenset({"boundary"}),  # what it does to oneself is part of a limit (B1)
    "HLP03": frozenset({"written_confirmation"}),  # what comes on paper is the agreement itself
}
"""Rules that don't count where the same text holds one of these acts."""
SHOWN = "complaint", "anger"  # what the person one speaks to has just shown
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
        self._before = _upset()

    def remarks(self, text: str, kind: Kind) -> Iterator[Remark]:
        """Yield what the rules say of a text."""
        turn = Turn("agent", text)
        turns = (*(heard.turn for heard in self._before), turn)
        story = Story(Call("", turns, "phone" if kind == "spoken" else "mail"))
        for heard in self._before:
            story.add(heard)
        heard = self._listener.hear(turn, self._before)
        sure = tuple(act for act in heard.acts if act.confidence >= SURE)
        story.add(msgspec.structs.replace(heard, acts=sure))
        for finding in self._coach.findings(story):
            mine = finding.turn == len(self._before) and finding.span is not None
            if mine and EXCUSED.get(finding.rule, _NOTHING).isdisjoint(heard.names):
                yield self._remark(finding, finding.span or (0, 0), text)

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


def _upset() -> tuple[HeardTurn, ...]:
    """Return what went before: an opening, and somebody who is upset about something."""
    opening = HeardTurn(Turn("agent", "…"))
    acts = tuple(HeardAct(name, (0, 1), 1.0, "assumed") for name in SHOWN)
    return (opening, HeardTurn(Turn("caller", "…")), opening, HeardTurn(Turn("caller", "…"), acts))
