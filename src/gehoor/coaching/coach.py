"""The coach: applies the method's rules to a story, in one profile and one house style.

One rule that breaks becomes a finding about itself and takes nothing else down; `strict`
raises instead, for tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import msgspec

from gehoor.coaching.finding import ORDER, SURE, Finding, Spot, Strength, is_sure
from gehoor.coaching.kinds import KINDS
from gehoor.coaching.rules import RULES, Context
from gehoor.coaching.strengths import strengths_of
from gehoor.dialogue.call import AddressForm
from gehoor.following import Story
from gehoor.method import Method
from gehoor.method.model import Citation, ProfileName, Rule, Severity

PARTY = "beller"
_PARTY = re.compile(r"\bbeller\b")
_BROKEN = "Deze regel kon niet worden toegepast door een fout in Gehoor. De andere regels wel."
_BROKEN_ADVICE = "Meld dit aan de beheerder; noem de naam van de regel, niet het gesprek."


class House(msgspec.Struct, frozen=True):
    """An organisation's own choices.

    `rules` switches rules on or off by id, `severities` changes how heavily they weigh,
    `mandate` is in euros, `party_word` is what the other party is called.
    """

    profile: ProfileName = "evenwichtig"
    rules: dict[str, bool] = {}
    severities: dict[str, Severity] = {}
    mandate: float | None = None
    address_form: AddressForm | None = None
    party_word: str = PARTY


class _Active(NamedTuple):
    """A rule that is on: how heavily it weighs and how it looks for its places."""

    id: str
    rule: Rule
    severity: Severity
    find: Callable[[Story, Context], Iterator[Spot]]


class Coach:
    """Looks at stories through one method and one house style."""

    def __init__(self, method: Method, house: House | None = None, strict: bool = False) -> None:
        self.method, self.strict = method, strict
        self.house = house or House()
        self._profile = method.profiles[self.house.profile]
        self._rules = list(self._active())
        self._works = {
            rule_id: (tuple(rule.say), _works(rule.sources), _works(rule.against))
            for rule_id, rule in method.rules.items()
        }

    def _active(self) -> Iterator[_Active]:
        for rule_id, rule in self.method.rules.items():
            severity = self.house.severities.get(rule_id, rule.severity[self.house.profile])
            wanted = self.house.rules.get(rule_id)
            if wanted and severity == "off":
                severity = "tip"
            if severity != "off" and wanted is not False:
                yield _Active(rule_id, rule, severity, _finder(rule_id, rule))

    def findings(self, story: Story) -> tuple[Finding, ...]:
        """Return every finding until now, by turn (the whole call last), then by severity."""
        context = self._context(story)
        found: list[Finding] = []
        for active in self._rules:
            found += self._apply(active, story, context)
        found.sort(key=_place)
        return tuple(found)

    def strengths(self, story: Story) -> tuple[Strength, ...]:
        """Return what went well until now, the most telling first."""
        found = strengths_of(self.method.strengths, story)
        party = self._party(story)
        if party == PARTY:
            return found
        return tuple(msgspec.structs.replace(s, message=_named(s.message, party)) for s in found)

    def _context(self, story: Story) -> Context:
        case, house = story.case, self.house
        return Context(
            profile=self._profile,
            mandate=house.mandate if case.mandate is None else case.mandate,
            address_form=case.address_form or house.address_form,
        )

    def _party(self, story: Story) -> str:
        return story.case.party_word or self.house.party_word

    def _apply(self, active: _Active, story: Story, context: Context) -> list[Finding]:
        try:
            spots = list(active.find(story, context))
        except Exception:
            if self.strict:
                raise
            return [self._broken(active.id)]
        sure = SURE[active.severity]
        return [self._finding(active, spot, story) for spot in spots if is_sure(spot, story, sure)]

    def _finding(self, active: _Active, spot: Spot, story: Story) -> Finding:
        party = self._party(story)
        quote = None
        if spot.turn is not None and spot.span is not None:
            quote = story.heard[spot.turn].quote(spot.span)
        say, sources, against = self._works[active.id]
        return Finding(
            rule=active.id,
            slug=self.method.slugs[active.id],
            severity=active.severity,
            turn=spot.turn,
            span=spot.span,
            quote=quote,
            message=_named(active.rule.what, party),
            advice=_named(active.rule.advice, party),
            say=say,
            sources=sources,
            conflicts_with=against,
        )

    def _broken(self, rule_id: str) -> Finding:
        return Finding(
            rule=rule_id,
            slug=self.method.slugs[rule_id],
            severity="tip",
            turn=None,
            span=None,
            quote=None,
            message=_BROKEN,
            advice=_BROKEN_ADVICE,
            say=(),
            sources=(),
        )


def _finder(rule_id: str, rule: Rule) -> Callable[[Story, Context], Iterator[Spot]]:
    if rule.when.kind == "python":
        return RULES[rule_id]
    kind = KINDS[rule.when.kind]
    return lambda story, _: kind(rule.when, story)


_WHOLE_LAST = 1_000_000


def _place(finding: Finding) -> tuple[int, int, str]:
    turn = _WHOLE_LAST if finding.turn is None else finding.turn
    return (turn, ORDER[finding.severity], finding.rule)


def _works(citations: Iterable[Citation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(citation.work for citation in citations))


def _named(text: str, party: str) -> str:
    return text if party == PARTY else _PARTY.sub(party, text)
