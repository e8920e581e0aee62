"""The practice's data: all faults at once, and what somebody else wrote is checked the same."""

from __future__ import annotations

import pytest

from gehoor.method import load as load_method
from gehoor.practice import Practice, PracticeFault, read_scenario
from gehoor.practice.loader import HOME, build, read_files

FIVE_FAULTS = b"""
title = "Proef"
sector = "webwinkel"
kind = "boos"
difficulty = 9
steps = ["luisteren"]
aims = []
caller = "Iemand"
wants = "Iets"
settles = "Iets"
hides = "Niets"
voice = "fries"
temperament = "vlug"
opening = ["Ik bel over {iets}."]
inside = { temperature = 7 }
onzinsleutel = 1
[case]
text = "Een zaak."
[facts.een]
short = "dat"
say = ["Het is mis."]
"""


def test_every_sector_and_kind_is_there(practice: Practice) -> None:
    assert len(practice.scenarios) >= 16
    assert {s.sector for s in practice.scenarios.values()} >= {
        "webwinkel",
        "energie",
        "gemeente",
        "wonen",
        "zorg",
        "bank",
        "telecom",
        "school",
    }
    assert {s.kind for s in practice.scenarios.values()} == {"emotion", "grief", "instrument"}
    assert {s.voice for s in practice.scenarios.values()} == set(practice.voices)


def test_every_number_has_a_reason_and_a_source(practice: Practice) -> None:
    for move in practice.moves.values():
        assert move.change
        assert move.reason
        assert move.sources


def test_five_faults_are_all_said(practice: Practice) -> None:
    with pytest.raises(PracticeFault) as caught:
        read_scenario(FIVE_FAULTS, practice, "proef.toml")

    said = "\n".join(caught.value.faults)
    for key in ("kind", "difficulty", "aims", "inside.temperature", "onzinsleutel"):
        assert f"proef.toml: {key}" in said or key in said
    assert len(caught.value.faults) >= 5


def test_what_does_not_fit_is_said_after_the_form(practice: Practice) -> None:
    content = (
        FIVE_FAULTS.replace(b'"boos"', b'"emotion"')
        .replace(b"difficulty = 9", b"difficulty = 1")
        .replace(b"aims = []", b'aims = ["Luister."]')
        .replace(b"temperature = 7", b"temperature = 2")
        .replace(b"onzinsleutel = 1\n", b"")
    )
    with pytest.raises(PracticeFault) as caught:
        read_scenario(content, practice)

    said = "\n".join(caught.value.faults)
    assert "voice: onbekende stem «fries»" in said
    assert "steps: onbekende stap «luisteren»" in said
    assert "inside.trust: ontbreekt" in said
    assert "onbekend gat «{iets}»" in said


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a = [", b"x" * 200_001, b"[" * 5000])
def test_no_scenario_at_all_is_said_plainly(practice: Practice, content: bytes) -> None:
    with pytest.raises(PracticeFault, match=r"scenario\.toml"):
        read_scenario(content, practice)


def test_faults_of_several_files_come_at_once() -> None:
    files = read_files(HOME)
    files["moves.toml"] = (
        files["moves.toml"].replace(b'"A4"', b'"A44"').replace(b'on = ["probe"]', b'on = ["prbe"]')
    )
    files["scenarios/pakket.toml"] = files["scenarios/pakket.toml"].replace(b'"oud"', b'"oude"')
    with pytest.raises(PracticeFault) as caught:
        build(files, load_method())

    said = "\n".join(caught.value.faults)
    assert "«A44» bestaat niet" in said
    assert "«prbe» bestaat niet" in said
    assert "scenarios/pakket.toml: voice" in said
