"""The review: the contract's form, the same from crumbs as from the whole, one bad rule alone."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gehoor
from gehoor.coaching import House
from gehoor.coaching.rules import RULES
from gehoor.dialogue import Call, Case, Turn
from gehoor.hearing import HeardAct, HeardTurn
from gehoor.method import Method, load
from gehoor.reporting.json_form import as_dict, as_json
from gehoor.reviewing import Reviewer
from tests.conftest import EXAMPLES, call_of, rules_in

SAID = st.sampled_from(
    [
        "Ja.", "", "Ik bel nu al voor de vierde keer!", "Wat een sukkel ben jij.", "Dat begrijp ik.",
        "Mag ik uw postcode?", "Onze excuses.", "U krijgt morgen bericht.", "Dat kan ik niet doen.",
        "Ik ben woedend, dit is schandalig!", "ik weet waar je werkt wacht maar", "Fijne dag nog!",
        "Dag mevrouw.", "Dan beëindig ik het gesprek.", "Dank u wel.", "Heb je je nummer?",
        "Dat is onze fout, daarvoor bied ik u mijn excuses aan.", "Tot ziens.", "De monteur is niet gekomen.",
    ]
)  # fmt: skip
TIME = st.one_of(st.none(), st.floats(0, 1000))
TURN = st.builds(
    Turn,
    st.sampled_from(["agent", "caller"]),
    st.one_of(SAID, st.text(max_size=40)),
    TIME,
    TIME,
)
CALL = st.builds(
    Call,
    st.just("proef"),
    st.lists(TURN, min_size=1, max_size=10).map(tuple),
    st.sampled_from(["phone", "chat", "mail", "app", "sms"]),
    case=st.builds(
        Case,
        fault=st.sampled_from(["organisation", "caller", "none", "unknown"]),
        mandate=st.one_of(st.none(), st.floats(0, 100)),
        address_form=st.sampled_from([None, "u", "je"]),
    ),
    date=st.sampled_from([None, "2026-11-20"]),
)
REVIEWERS = {name: Reviewer(load(), House(profile=name), strict=True) for name in load().profiles}


@given(CALL, st.sampled_from(sorted(REVIEWERS)))
def test_whole_equals_crumbs_and_nothing_is_taken_back(call: Call, profile: str) -> None:
    reviewer = REVIEWERS[profile]  # type: ignore[index]
    seen: set[tuple[str, int | None]] = set()
    growing = reviewer.start(call)
    for index in range(len(call.turns)):
        growing.add(index)
        now = rules_in(growing.review())
        assert seen <= now
        seen = now
    growing.end()

    assert growing.review() == reviewer.review(call)


@given(CALL)
def test_any_call_gives_a_review_with_spans_inside_its_turns(call: Call) -> None:
    review = as_dict(REVIEWERS["evenwichtig"].review(call))

    for turn in review["turns"]:
        assert 0 <= turn["state"]["temperature"] <= 4
        for act in turn["acts"]:
            assert act["quote"] == turn["text"][slice(*act["span"])]
    for item in (*review["findings"], *review["strengths"]):
        if item["turn"] is None:
            assert item["span"] is None
        else:
            text = call.turns[item["turn"]].text
            assert item["quote"] == text[slice(*item["span"])]
            assert 0 <= item["span"][0] <= item["span"][1] <= len(text)


KEYS = {
    "gehoor", "profile", "call", "turns", "steps", "strengths", "findings", "agreements", "anger",
    "fault", "outcome", "incident",
}  # fmt: skip


def test_the_contract(reviewer: Reviewer) -> None:
    call = call_of(
        "m: Goedemorgen, u spreekt met Sanne.",
        "b: Ik bel nu al voor de derde keer, de monteur is niet gekomen. Schandalig!",
        "m: Dat begrijp ik. Mag ik uw postcode?",
        "b: 3512 AB.",
        "m: Ik bel u morgen voor twaalf uur terug.",
        date="2026-11-20",
    )

    review = json.loads(as_json(reviewer.review(call)))

    assert set(review) == KEYS
    assert set(review["call"]) == {"id", "channel", "turns", "duration"}
    assert set(review["turns"][1]) == {
        "index", "speaker", "text", "start", "end", "acts", "address", "state",
    }  # fmt: skip
    assert set(review["turns"][1]["acts"][0]) == {"act", "span", "quote", "confidence", "because"}
    assert set(review["turns"][1]["state"]["anger"]) == {"kind", "instrument_probability"}
    assert [step["step"] for step in review["steps"]] == [
        "listen", "apologise", "help", "confront", "give", "close", "no", "limits",
    ]  # fmt: skip
    assert set(review["findings"][0]) == {
        "rule", "slug", "severity", "turn", "span", "quote", "message", "advice", "say", "sources",
        "conflicts_with",
    }  # fmt: skip
    (promise,) = [a for a in review["agreements"] if a["kind"] == "promise"]
    assert promise["when"] == "morgen voor twaalf uur"
    assert promise["due"] == "2026-11-21"
    assert set(promise) == {"kind", "turn", "quote", "what", "who", "when", "due"}
    assert review["incident"] is None


def test_a_rule_that_breaks_becomes_a_finding_about_itself(
    method: Method, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(story: object, context: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setitem(RULES, "LUI01", broken)
    call = call_of("m: Dat begrijp ik.", "b: Dag.")

    found = rules_in(Reviewer(method).review(call))

    assert ("LUI01", None) in found
    assert ("EMP02", 0) in found
    with pytest.raises(ZeroDivisionError):
        Reviewer(method, strict=True).review(call)


def test_the_house_switches_rules_and_severities(method: Method) -> None:
    call = call_of("b: Dit is schandalig!", "m: Dat begrijp ik. Mag ik uw postcode?", "b: Nee!")
    house = House(rules={"EMP02": False}, severities={"LUI02": "serious"}, party_word="huurder")

    findings = Reviewer(method, house, strict=True).review(call).findings

    assert "EMP02" not in {f.rule for f in findings}
    assert {f.severity for f in findings if f.rule == "LUI02"} == {"serious"}
    assert any("huurder" in f.message for f in findings)
    assert not any("beller" in f.message for f in findings)


def test_emotion_is_no_incident_and_a_threat_is(reviewer: Reviewer) -> None:
    furious = call_of("b: Ik ben woedend! Dit is een schande, ik dien een klacht in!", "m: Ja.")
    threat = call_of("b: Ik weet waar je werkt, ik kom je opzoeken.", "m: Ja.")

    assert reviewer.review(furious).incident is None
    incident = reviewer.review(threat).incident
    assert incident is not None
    assert incident.kinds == ("threat",)


def test_the_python_door() -> None:
    path = min(EXAMPLES.glob("*.json"))

    review = gehoor.review(gehoor.read(path))

    assert review.call.id
    assert review.heard


@pytest.mark.parametrize(
    ("said", "situation"),
    [
        ("Wat ben jij een ontzettende sukkel.", "insult"),
        ("Ik weet waar je werkt, wacht maar tot je naar buiten komt.", "threat"),
        ("Of ik krijg mijn geld, of ik zet jullie morgen in de krant.", "blackmail"),
    ],
)
def test_advice_fits_the_kind_of_abuse(reviewer: Reviewer, said: str, situation: str) -> None:
    call = call_of("m: Goedemorgen, met Sanne.", "b: Mijn pakket is er niet.", f"b: {said}")

    assert reviewer.advice(call)[2].situation == situation


def test_a_barely_heard_act_accuses_nobody(method: Method) -> None:
    class Ear:
        def __init__(self, confidence: float) -> None:
            self.confidence = confidence

        def hear(self, turn: Turn, before: Sequence[HeardTurn]) -> HeardTurn:
            act = HeardAct("blame", (0, 4), self.confidence, "proef")
            return HeardTurn(turn, (act,) if turn.speaker == "agent" else ())

    call = call_of("b: Het is kapot.", "m: Had u maar eerder moeten bellen.")

    def rules(confidence: float) -> set[str]:
        return {f.rule for f in Reviewer(method, None, Ear(confidence)).review(call).findings}

    assert "CON01" in rules(0.9)
    assert "CON01" not in rules(0.2)


def test_a_calm_question_after_anger_is_not_emotional(reviewer: Reviewer) -> None:
    call = call_of(
        "m: Goedemorgen, met Sanne.",
        "b: Dit is schandalig, ik ben woedend, jullie zijn niet normaal!",
        "m: U hebt een hele dag gewacht en er kwam niemand.",
        "b: Hoe laat gaan jullie dicht?",
        "m: Mag ik uw postcode?",
    )

    findings = reviewer.review(call).findings
    assert not [f for f in findings if f.rule in ("EMP01", "LUI02") and f.turn in (3, 4)]


def test_calling_again_in_vain_shows_whose_fault_it_is(reviewer: Reviewer) -> None:
    call = call_of("m: Goedemorgen.", "b: Ik bel nu voor de derde keer hierover.")

    assert reviewer.review(call).fault == "organisation"
