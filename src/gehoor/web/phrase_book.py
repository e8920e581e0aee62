"""The phrase book: what the method says one can say, and people's own sentences beside it.

Every sentence has a step and, where it fits one moment of a call, a situation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gehoor.method import Method
from gehoor.method.model import STEPS, Step
from gehoor.store.models import PhraseRow
from gehoor.web.folding import holds, stems
from gehoor.web.texts import marked

SITUATIONS = {
    "upset": marked("Iemand is boos of geraakt"),
    "grief": marked("Iemand is verdrietig"),
    "repeat_contact": marked("Iemand belt hier niet voor het eerst over"),
    "fault_without_apology": marked("De fout ligt bij ons"),
    "complaint_without_help": marked("De klacht is verteld, nu de hulp"),
    "promise_without_time": marked("Je zegt iets toe"),
    "refused_without_way": marked("Je moet nee zeggen"),
    "anger_as_means": marked("Iemand blijft drukken"),
    "not_confirmed": marked("Een afspraak vastleggen"),
    "blackmail": marked("Iemand zet je onder druk"),
    "insult": marked("Iemand scheldt"),
    "threat": marked("Iemand dreigt"),
    "abuse_after_boundary": marked("Het gaat door na je grens"),
    "abuse_after_warning": marked("Het gaat door na je waarschuwing"),
}
FEW = 6  # sentences of a step that are shown while nobody asks for a step or a word
MINE, TEAM, METHOD = "mine", "team", "method"
WHOSE = {MINE: marked("van mij"), TEAM: marked("van het team"), METHOD: marked("uit de methode")}


class Sentence(NamedTuple):
    """A sentence to say. `rule` is the rule it comes with; `id` and `edition` of an own one."""

    text: str
    step: str
    situation: str
    whose: str
    rule: str = ""
    id: str = ""
    edition: int = 0
    is_mine: bool = False

    @property
    def key(self) -> str:
        """Return a short name by which a sentence of the method is found again."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:10]


class Wanted(NamedTuple):
    """What somebody looks for; empty is everything."""

    text: str = ""
    step: str = ""
    situation: str = ""
    whose: str = ""

    @property
    def is_nothing(self) -> bool:
        """Tell whether somebody just opened the book."""
        return not any(self)


def of_method(method: Method) -> tuple[Sentence, ...]:
    """Return the sentences of the method, each once."""
    found = [
        *(Sentence(text, item.step, name, METHOD)
          for name, item in method.advice.items() for text in item.say),
        *(Sentence(text, name, "", METHOD)
          for name, step in method.steps.items() for text in step.say),
        *(Sentence(text, rule.step, "", METHOD, name)
          for name, rule in method.rules.items() for text in rule.say),
    ]  # fmt: skip
    once: dict[str, Sentence] = {}
    for sentence in found:
        once.setdefault(sentence.text, sentence)
    return tuple(once.values())


def own(rows: Iterable[PhraseRow], person_id: str) -> list[Sentence]:
    """Return people's own sentences as one person sees them."""
    return [
        Sentence(
            row.text,
            row.step,
            row.situation,
            TEAM if row.team_id else MINE,
            id=row.id,
            edition=row.edition,
            is_mine=row.owner_id == person_id,
        )
        for row in rows
    ]


def looked_up(
    sentences: Sequence[Sentence], wanted: Wanted, method: Method
) -> list[tuple[Step, list[Sentence]]]:
    """Return the sentences that fit what somebody looks for, by step; own ones first."""
    words = stems(wanted.text)
    fitting = [s for s in sentences if _fits(s, wanted) and _holds_all(s, words, method)]
    order = {MINE: 0, TEAM: 1, METHOD: 2}
    fitting.sort(key=lambda sentence: order[sentence.whose])
    groups = [(step, [s for s in fitting if s.step == step]) for step in STEPS]
    return [(step, group) for step, group in groups if group]


def _fits(sentence: Sentence, wanted: Wanted) -> bool:
    return all(
        not want or want == has
        for want, has in (
            (wanted.step, sentence.step),
            (wanted.situation, sentence.situation),
            (wanted.whose, sentence.whose),
        )
    )


def _holds_all(sentence: Sentence, words: frozenset[str], method: Method) -> bool:
    if not words:
        return True
    rule = method.rules[sentence.rule].title if sentence.rule else ""
    title = method.steps[sentence.step].title if sentence.step in method.steps else ""
    around = " ".join((sentence.text, rule, title, SITUATIONS.get(sentence.situation, "")))
    has = stems(around)
    return all(holds(has, word) for word in words)
