"""The rules' own dialogues, proved through the front door.

A bad dialogue must yield a finding of its rule on exactly the marked words; a good one none.
And what a rule advises to say may break no rule itself.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from gehoor.coaching import Finding, House
from gehoor.dialogue import Call, Speaker, Turn
from gehoor.hearing import PhraseListener
from gehoor.measuring.examples import unmark
from gehoor.method import Method
from gehoor.method.model import Example, ProfileName, Rule
from gehoor.reviewing import Reviewer

_SPEAKERS: dict[str, Speaker] = {"beller": "caller", "medewerker": "agent"}
_DEPENDS = frozenset(
    {"HLP01", "HLP03", "CON03", "TON01", "TON04", "NEE01", "EXC01", "EXC03", "GRE02", "GRE04"}
)
"""Rules about a sentence's surroundings, which a sentence alone has not."""


class Script(msgspec.Struct, frozen=True):
    """A dialogue as a call, with the marked spans as (turn, span)."""

    call: Call
    marks: frozenset[tuple[int, tuple[int, int]]]


def read_script(example: Example) -> Script:
    """Return a dialogue of a rule file as a call.

    Raises:
        ValueError: a line has no known speaker, marks do not pair, or times do not fit.
    """
    turns, marks = [], set()
    lines = [line.strip() for line in example.dialogue.strip().splitlines() if line.strip()]
    if example.times and len(example.times) != len(lines):
        raise ValueError(f"{len(lines)} beurten, maar {len(example.times)} tijden")
    for at, line in enumerate(lines):
        speaker, colon, text = line.partition(":")
        if speaker.strip() not in _SPEAKERS or not colon:
            raise ValueError(f"verwacht «beller: …» of «medewerker: …», gevonden: {line}")
        marked = unmark(text.strip())
        start, end = example.times[at] if example.times else (None, None)
        turns.append(Turn(_SPEAKERS[speaker.strip()], marked.text, start, end))
        marks |= {(at, span) for span in marked.spans}
    call = Call("voorbeeld", tuple(turns), example.channel, case=example.case)
    return Script(call, frozenset(marks))


def prove_rules(method: Method) -> Iterator[str]:
    """Yield one line for each dialogue or advice of a rule that does not hold.

    They are held to the phrases alone: a method proves itself, whatever a classifier learnt.
    """
    ear = PhraseListener(method)
    reviewers = {
        name: Reviewer(method, House(profile=name, address_form=None), ear, strict=True)
        for name in method.profiles
    }
    for rule_id, rule in method.rules.items():
        where = f"rules/{rule_id}-{method.slugs[rule_id]}.toml"
        for faults in (_bad(rule_id, rule, reviewers), _good(rule_id, rule, reviewers)):
            yield from (f"{where}: {fault}" for fault in faults)
        yield from (f"{where}: {fault}" for fault in _advice(rule, reviewers["evenwichtig"]))


Reviewers = dict[ProfileName, Reviewer]


def _findings(rule_id: str, example: Example, call: Call, reviewers: Reviewers) -> list[Finding]:
    conversation = reviewers[example.profile].listen(call)
    conversation.story.ended = example.ended
    return [found for found in conversation.review().findings if found.rule == rule_id]


def _bad(rule_id: str, rule: Rule, reviewers: Reviewers) -> Iterator[str]:
    for number, example in enumerate(rule.bad, 1):
        try:
            script = read_script(example)
        except ValueError as error:
            yield f"bad {number}: {error}"
            continue
        found = _findings(rule_id, example, script.call, reviewers)
        points = {(f.turn, f.span) for f in found if f.turn is not None and f.span is not None}
        if not script.marks and not any(f.turn is None for f in found):
            heard = _heard(script, reviewers)
            yield f"bad {number}: geen bevinding over het gesprek als geheel{heard}"
        if points != script.marks:
            shown = [_shown(script.call, turn, span) for turn, span in sorted(points)]
            marked = [_shown(script.call, turn, span) for turn, span in sorted(script.marks)]
            yield f"bad {number}: gemerkt {marked}, gevonden {shown}{_heard(script, reviewers)}"


def _shown(call: Call, turn: int, span: tuple[int, int]) -> str:
    return f"beurt {turn}: «{call.turns[turn].text[slice(*span)]}»"


def _heard(script: Script, reviewers: Reviewers) -> str:
    """Return what was heard, for the writer who wonders why."""
    conversation = reviewers["evenwichtig"].listen(script.call)
    lines = [
        f"      {at} {heard.turn.speaker[:1]} t={state.temperature} "
        + ", ".join(f"{a.name} «{heard.quote(a.span)}»" for a in (*heard.acts, *heard.cues))
        for at, (heard, state) in enumerate(
            zip(conversation.story.heard, conversation.story.states, strict=True)
        )
    ]
    return "\n" + "\n".join(lines)


def _good(rule_id: str, rule: Rule, reviewers: Reviewers) -> Iterator[str]:
    for number, example in enumerate(rule.good, 1):
        try:
            script = read_script(example)
        except ValueError as error:
            yield f"good {number}: {error}"
            continue
        if not example.because:
            yield f"good {number}: because ontbreekt"
        for finding in _findings(rule_id, example, script.call, reviewers):
            place = "het hele gesprek" if finding.turn is None else f"beurt {finding.turn}"
            heard = _heard(script, reviewers)
            yield f"good {number}: toch een bevinding: {place} «{finding.quote}»{heard}"


def _advice(rule: Rule, reviewer: Reviewer) -> Iterator[str]:
    for sentence in rule.say:
        call = Call("advies", (Turn("agent", sentence),))
        conversation = reviewer.listen(call)
        conversation.story.ended = False
        for finding in conversation.review().findings:
            if finding.rule not in _DEPENDS:
                yield f"say: «{sentence}» breekt zelf regel {finding.rule} («{finding.quote}»)"
