"""Functional tests of the ear: what they ask of the data, and how a type is judged."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from gehoor.dialogue import Turn
from gehoor.hearing import HeardAct, HeardTurn, JoinedListener
from gehoor.measuring.functional import read_suites, try_suites
from gehoor.method import Method
from tests.conftest import ROOT
from tests.test_cli import run

SUITES = ROOT / "corpus" / "functional"
RISKY = [
    "accusation",
    "apology",
    "blackmail",
    "boundary",
    "empathy",
    "insult",
    "promise",
    "refusal",
    "threat",
]
FALSE_ALARMS = 0.01
SMALL = """
act = "insult"
speaker = "caller"
[[type]]
name = "plat"
title = "Plat"
why = "Wie het zegt, zegt het."
heard = ["insult"]
silent = ["threat"]
cases = ["sukkel", "eikel", {before = "Nee.", before_acts = ["refusal"], text = "sukkel dan"}]
[[type]]
name = "ding"
title = "Over een ding"
why = "Een ding wordt niet beledigd."
heard = []
silent = ["insult"]
cases = ["wat een sukkelding", "rotapparaat"]
"""


class Parrot:
    """An ear that hears an insult in every «sukkel»."""

    def hear(self, turn: Turn, before: Sequence[HeardTurn]) -> HeardTurn:
        assert before
        assert before[-1].turn.speaker == "agent"
        heard = "sukkel" in turn.text
        return HeardTurn(turn, (HeardAct("insult", (0, 1), 1.0, "proef"),) * heard)


def test_a_type_is_judged_case_by_case(tmp_path: Path) -> None:
    file = tmp_path / "insult.toml"
    file.write_text(SMALL, encoding="utf-8")

    suites, faults = read_suites([tmp_path])
    first, second = try_suites(Parrot(), suites)

    assert faults == []
    assert (first.cases, first.failed) == (3, ["eikel"])
    assert (second.rate, second.failed) == (0.5, ["wat een sukkelding"])


def test_faults_name_file_and_place(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("act = ", encoding="utf-8")
    (tmp_path / "b.toml").write_text(SMALL.replace("silent", "stil", 1), encoding="utf-8")

    done = run("score", tmp_path)

    assert done.returncode == 2
    said = done.stderr.decode()
    assert "a.toml" in said
    assert "b.toml" in said
    assert "stil" in said


def test_there_are_tests_of_every_risky_act() -> None:
    suites, faults = read_suites([SUITES])

    assert faults == []
    types = {suite.act: suite.type for suite in suites}
    for act in RISKY:
        assert len(types[act]) >= 20, act
        assert all(len(kind.cases) >= 10 for kind in types[act]), act


def test_emotion_is_not_aggression(method: Method) -> None:
    suites = [suite for suite in read_suites([SUITES])[0] if suite.act == "emotion"]

    passed = try_suites(JoinedListener(method), suites)

    cases, failed = sum(p.cases for p in passed), [text for p in passed for text in p.failed]
    assert cases >= 300
    assert len(failed) <= FALSE_ALARMS * cases, failed


@pytest.mark.parametrize("act", RISKY)
def test_what_must_not_be_heard_is_seldom_heard(method: Method, act: str) -> None:
    suites = [suite for suite in read_suites([SUITES])[0] if suite.act == act]

    passed = [p for p in try_suites(JoinedListener(method), suites) if not p.type.heard]

    failed = [text for p in passed for text in p.failed]
    assert len(failed) <= 0.2 * sum(p.cases for p in passed), failed


def test_the_command_prints_how_each_type_went() -> None:
    done = run("score", SUITES / "threat.toml")

    assert done.returncode == 0
    lines = done.stdout.decode().splitlines()
    assert any("%" in line and "niet" in line for line in lines)
