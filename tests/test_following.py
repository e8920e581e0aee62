"""Following: temperature, kind of anger, fault, outcome, agreements and steps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.dialogue import Case
from gehoor.following.temperature import HEAT, temperature_after
from gehoor.method import Method
from gehoor.reviewing import Reviewer
from tests.conftest import call_of

NAMES = st.frozensets(st.sampled_from([*HEAT, "relief", "thanks", "acceptance", "question"]))


@given(NAMES, st.floats(0, 4), st.booleans())
def test_temperature_stays_between_calm_and_abusive(
    names: frozenset[str], before: float, soothed: bool
) -> None:
    after = temperature_after(names, before, soothed)

    assert 0 <= after <= 4
    if names & {"insult", "threat"}:
        assert after == 4
    if "blackmail" in names:
        assert after >= 3
    if not names & set(HEAT):
        assert after <= before


def test_recognition_and_help_cool_and_relief_settles(reviewer: Reviewer) -> None:
    review = reviewer.review(
        call_of(
            "b: Ik ben woedend, dit is schandalig! Ik bel nu al voor de derde keer.",
            "m: U hebt drie keer gebeld en u zit nog steeds zonder verwarming.",
            "b: Ja, precies.",
            "m: Ik bel u morgen voor twaalf uur terug.",
            "b: Fijn dat er eindelijk iemand luistert, dank u wel.",
        )
    )

    first, _, second, _, last = (state.temperature for state in review.states)
    assert first >= 2 > second >= last
    assert last < 1
    assert review.anger.kind == "emotion"


def test_anger_that_goes_on_after_help_becomes_a_means_and_says_why(reviewer: Reviewer) -> None:
    review = reviewer.review(
        call_of(
            "b: Jullie zijn oplichters! Ik wil mijn geld terug.",
            "m: Dus u hebt twee keer betaald. Wat ik wel kan doen, is het bedrag in drie delen splitsen.",
            "b: Wat ben jij een sukkel. Of ik krijg mijn geld, of ik zet dit morgen in de krant.",
            "m: Ik wil u graag helpen, maar niet als u mij uitscheldt.",
            "b: Ik weet waar je werkt, wacht maar.",
        )
    )

    assert review.anger.kind == "instrument"
    assert {item.act for item in review.evidence} >= {"insult", "threat"}
    assert all(item.turn in (0, 2, 4) for item in review.evidence)


def test_a_guarantee_that_is_not_given_is_no_refusal(reviewer: Reviewer) -> None:
    review = reviewer.review(
        call_of(
            "b: Mijn pakket is niet aangekomen, ik ben boos.",
            "m: Ik stuur u morgen een nieuw pakket. Ik kan u niet garanderen dat het voor tien uur is.",
            "b: Oké, zo doen we het dan. Bedankt voor de moeite.",
            "m: Tot ziens.",
        )
    )

    assert review.outcome == "solved"


def test_vague_hope_as_the_last_word_leaves_a_call_open(reviewer: Reviewer) -> None:
    review = reviewer.review(
        call_of(
            "b: De verwarming doet het niet.",
            "m: Wij kunnen dat helaas niet vergoeden.",
            "b: Dit is toch niet normaal!",
            "m: Misschien dat ze er nog naar kijken.",
            "b: Ik ben er helemaal klaar mee.",
        )
    )

    assert review.outcome == "open"


@pytest.mark.parametrize(
    ("known", "said", "fault"),
    [
        ("unknown", "Ik kijk het voor u na.", "none"),
        ("unknown", "Dat is onze fout.", "organisation"),
        ("organisation", "Ik kijk het voor u na.", "organisation"),
        ("caller", "Ik kijk het voor u na.", "caller"),
    ],
)
def test_fault_as_the_case_or_the_call_shows_it(
    reviewer: Reviewer, known: str, said: str, fault: str
) -> None:
    call = call_of("b: Dag.", f"m: {said}", case=Case(fault=known))  # type: ignore[arg-type]

    assert reviewer.review(call).fault == fault


@pytest.mark.parametrize(
    ("lines", "outcome"),
    [
        (["b: Kan de boete eraf?", "m: Dat kan ik niet voor u doen.", "b: Jammer.", "m: Tot ziens."], "refused"),
        (["b: Dag.", "m: Ik bel u morgen terug.", "b: Fijn, dank u wel.", "m: Tot ziens."], "solved"),
        (["b: Dag.", "m: Ik verbind u door met mijn collega."], "transferred"),
        (["b: Wat ben jij een sukkel!", "m: Als u zo doorgaat, beëindig ik het gesprek.", "b: Sukkel!",
          "m: Ik beëindig nu het gesprek. Goedemiddag."], "ended"),
        (["b: Dag.", "m: Momentje."], "open"),
    ],
)  # fmt: skip
def test_outcome(reviewer: Reviewer, lines: list[str], outcome: str) -> None:
    assert reviewer.review(call_of(*lines)).outcome == outcome


def test_an_agreement_keeps_its_words_and_its_moment(reviewer: Reviewer) -> None:
    call = call_of(
        "b: Dag.", "m: Goed. Ik bel u over twee weken terug, mevrouw.", date="2026-11-20"
    )

    (promise,) = reviewer.review(call).agreements

    assert promise.quote == "Ik bel u over twee weken terug, mevrouw."
    assert (promise.kind, promise.who, promise.turn) == ("promise", "agent", 1)
    assert (promise.when, promise.due) == ("over twee weken", "2026-12-04")


def test_steps_nobody_asked_for_are_not_missed(reviewer: Reviewer, method: Method) -> None:
    review = reviewer.review(call_of("b: Hoe laat gaan jullie open?", "m: Om negen uur."))

    status = {step.step: step.status for step in review.steps}
    assert status["limits"] == status["no"] == status["give"] == "not-applicable"
    assert set(status) == set(method.steps)
