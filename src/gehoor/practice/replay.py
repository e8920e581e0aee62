"""A moment of a reviewed call as a scenario: from there on it can be done differently.

The caller starts where the real one stood, knows what the real one told later, and speaks in the
general voice; what the real one would have said nobody knows. Keeps nothing.
"""

from __future__ import annotations

from gehoor.dialogue import Fault, Turn
from gehoor.practice.forms import CaseFile, Fact, Gauge, Kind, Scenario
from gehoor.reviewing import Review

_TELLS = frozenset({"complaint", "worry", "repeat_contact", "sadness", "powerless"})
MOST_FACTS, LONGEST = 6, 400
_RECOGNISED = 0.6  # of being heard, for each turn that recognised the feeling
_OFFERED = 0.6  # of hope, for each turn that offered something
_START = 1.2  # trust and face that are left when somebody calls


def moments(review: Review) -> list[int]:
    """Return the caller's turns from which a call can be done differently."""
    return [at for at, heard in enumerate(review.heard) if heard.turn.speaker == "caller"]


def before(review: Review, turn: int) -> tuple[Turn, ...]:
    """Return what was said up to and with a turn."""
    return review.call.turns[: turn + 1]


def scenario_from(review: Review, turn: int) -> Scenario:
    """Return the scenario that starts after a caller's turn of a reviewed call."""
    call, advice = review.call, [f.advice for f in review.findings if f.turn == turn + 1]
    said = call.turns[turn].text[:LONGEST]
    return Scenario(
        title=f"{call.id[:200]}, vanaf beurt {turn + 1}",
        sector="eigen gesprek",
        kind=_kind(review),
        difficulty=2,
        steps=[],
        aims=[*dict.fromkeys(line[:LONGEST] for line in advice)][:3] or ["Probeer het anders."],
        caller="De beller uit je eigen gesprek, nagespeeld.",
        wants="Wat de beller in het echte gesprek wilde.",
        settles="Gehoord zijn, en weten hoe het verdergaat.",
        hides="Dat weten we niet: dit is je eigen gesprek.",
        voice="gewoon",
        temperament="gelijkmatig",
        inside=_inside(review, turn),
        case=CaseFile(
            text="Je eigen gesprek. Wat ervoor gezegd is, staat hieronder.",
            fault=_fault(review),
            mandate=call.case.mandate,
            contacts=call.case.contacts,
        ),
        opening=[said if len(said) > 1 else "Ja, hallo."],
        facts=_facts(review, turn),
    )


def _kind(review: Review) -> Kind:
    if review.anger.kind == "instrument":
        return "instrument"
    sad = sum("sadness" in heard.names for heard in review.heard)
    angry = sum("anger" in heard.names for heard in review.heard)
    return "grief" if sad > angry else "emotion"


def _fault(review: Review) -> Fault:
    known: dict[str, Fault] = {"organisation": "organisation", "caller": "caller"}
    return known.get(review.fault, "none")


def _inside(review: Review, turn: int) -> dict[Gauge, float]:
    state = review.states[turn]
    heard = min(4.0, state.recognised * _RECOGNISED)
    return {
        "temperature": min(4.0, state.temperature),
        "trust": min(4.0, _START + heard / 4),
        "heard": heard,
        "hope": min(4.0, state.offered * _OFFERED),
        "face": _START,
    }


def _facts(review: Review, turn: int) -> dict[str, Fact]:
    """Return what the caller told after this moment: it may come up again."""
    later = [
        heard.turn.text
        for heard in review.heard[turn + 1 :]
        if heard.turn.speaker == "caller" and not _TELLS.isdisjoint(heard.names)
    ]
    told = [text for text in later if 1 < len(text) <= LONGEST and "{" not in text]
    facts = {
        f"beurt-{at}": Fact([_plain(text)], "wat er gebeurd is")
        for at, text in enumerate(told[:MOST_FACTS])
    }
    return facts or {"verder": Fact(["Meer is er niet gebeurd, dit is het."], "wat er gebeurd is")}


def _plain(text: str) -> str:
    """Return a text without the marks of the grammar of lines."""
    return text.translate(str.maketrans("()[]|", "     "))
