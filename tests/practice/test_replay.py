"""A moment of a reviewed call, done over from there on."""

from __future__ import annotations

import msgspec
import pytest

from gehoor.dialogue import Call, Turn
from gehoor.practice import Exchange, Practice, Scenario
from gehoor.practice.replay import before, moments, scenario_from
from gehoor.reviewing import Reviewer

CALL = Call(
    "ketel",
    (
        Turn("agent", "Goedemiddag, met Sanne."),
        Turn("caller", "De monteur is weer niet gekomen, ik ben woedend!"),
        Turn("agent", "Rustig maar, zo erg is het toch niet?"),
        Turn("caller", "Niet zo erg? Ik zit hier met een baby in de kou!"),
        Turn("agent", "Dan had u eerder moeten bellen."),
        Turn("caller", "Belachelijk! Ik hang op (hoor) {zeg}."),
    ),
)


@pytest.mark.parametrize("turn", [1, 3, 5])
def test_call_goes_on_from_a_moment(practice: Practice, reviewer: Reviewer, turn: int) -> None:
    review = reviewer.review(CALL)
    scenario = scenario_from(review, turn)
    exchange = Exchange(practice, scenario, reviewer, 1, before=before(review, turn))
    exchange.say("U zit daar met een kind in de kou, en er kwam weer niemand.")

    assert msgspec.json.decode(msgspec.json.encode(scenario), type=Scenario) == scenario
    assert turn in moments(review)
    assert exchange.turns[: turn + 1] == CALL.turns[: turn + 1]
    assert exchange.replies[0].turn == turn + 2
    assert exchange.replies[0].intent != "open"
    assert exchange.inside.temperature < scenario.inside["temperature"]
    assert exchange.back().turns == CALL.turns[: turn + 1]


def test_what_went_wrong_becomes_the_aim(practice: Practice, reviewer: Reviewer) -> None:
    scenario = scenario_from(reviewer.review(CALL), 1)

    assert scenario.aims[0] != "Probeer het anders."
    assert any("baby" in fact.say[0] for fact in scenario.facts.values())
