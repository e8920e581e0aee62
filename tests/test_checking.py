"""One sentence: what can be said better in it, found; and what is fine, left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.checking import Remark, SentenceChecker, check_sentence
from gehoor.coaching import House
from gehoor.hearing import JoinedListener
from gehoor.measuring.examples import prove_checks
from gehoor.measuring.sentences import read_sentences, score_sentences
from gehoor.method import Method
from gehoor.method.loader import HOME, MethodFault, build, read_files
from tests.conftest import ROOT
from tests.test_cli import run

SENTENCES = ROOT / "corpus" / "sentences"
Check = Callable[..., tuple[Remark, ...]]


@pytest.fixture(scope="module")
def joined(method: Method) -> JoinedListener:
    return JoinedListener(method)


@pytest.fixture(scope="module")
def check(method: Method, joined: JoinedListener) -> Check:
    def judge(text: str, kind: str = "spoken", **house: object) -> tuple[Remark, ...]:
        return check_sentence(text, method, House(**house), joined, kind)  # type: ignore[arg-type]

    return judge


def names(remarks: tuple[Remark, ...]) -> list[str]:
    return [remark.name for remark in remarks]


@pytest.mark.parametrize("profile", ["evenwichtig", "terughoudend", "ruimhartig"])
def test_what_the_method_advises_passes(method, joined, profile) -> None:
    checker = SentenceChecker(method, House(profile=profile), joined)
    texts = [*method.rules.values(), *method.advice.values(), *method.steps.values()]
    said = [s for text in [*texts, *method.checks.values()] for s in text.say]
    said += [s for card in method.live.card.values() for s in card.means_say]
    ending = method.live.ending
    said += [*ending.not_warned, *ending.warned, *ending.calm]

    assert len(said) > 130
    assert {s: names(checker.check(s)) for s in said if checker.check(s)} == {}


@pytest.mark.parametrize(
    ("folder", "recall", "false"), [(SENTENCES, 0.95, 0.01), (SENTENCES / "unseen", 0.75, 0.03)]
)
def test_faulty_sentences_are_found_and_good_ones_left_alone(method, joined, folder, recall, false):
    cases, faults = read_sentences(folder)
    score = score_sentences(method, joined, cases)

    assert faults == []
    assert score.recall >= recall, score.missed
    assert score.false_rate <= false, score.false


def test_there_are_sentences_enough():
    cases, _ = read_sentences(SENTENCES)
    assert sum(not case.name for case in cases) >= 150
    assert sum(bool(case.name) for case in cases) >= 150


def test_every_example_of_every_check_holds(method: Method) -> None:
    assert list(prove_checks(method)) == []


def test_a_remark_says_which_words_why_and_who_says_otherwise(check: Check) -> None:
    (remark,) = check("Onze excuses voor de vergissing.")

    assert remark.name == "EXC04"
    assert "Onze excuses" in remark.quote
    assert remark.why
    assert remark.advice
    assert len(remark.better) >= 2
    assert [cited.work for cited in remark.sources] == ["A4", "B4"]
    assert [cited.work for cited in remark.against] == ["A3"]


def test_an_apology_may_be_said_and_not_written(check: Check) -> None:
    text = "Dat is onze fout. Daarvoor bied ik u mijn excuses aan."

    assert check(text) == ()
    assert names(check(text, "written")) == ["EXC03"]


def test_a_hard_word_comes_with_a_plain_one(check: Check) -> None:
    (remark,) = check("Conform uw wens bel ik u morgen om tien uur.")

    assert (remark.quote, remark.better, remark.is_rule) == ("Conform", ("zoals, volgens",), False)


@pytest.mark.parametrize("text", ["m.b.t.", "mbt", "M.B.T."])
def test_an_abbreviation_is_found_however_it_is_written(check: Check, text: str) -> None:
    (remark,) = check(f"Ik bel u morgen om tien uur {text} de huur.", "written")

    assert remark.quote == text
    assert check(f"Ik bel u morgen om tien uur {text} de huur.") == ()


def test_the_house_decides(check: Check) -> None:
    assert names(check("Onze excuses voor de vergissing.", rules={"EXC04": False})) == []
    (remark,) = check("Onze excuses voor de vergissing.", severities={"EXC04": "serious"})
    assert remark.severity == "serious"
    assert names(check("Wat vervelend voor u.", profile="ruimhartig")) == []
    assert names(check("Ik duim voor u.", rules={"NEE03": False})) == []
    assert names(check("Wat kan ik voor je doen?", address_form="u")) == ["TON04"]
    assert names(check("Wat kan ik voor je doen?", address_form="je")) == []


def test_nothing_is_said_of_nothing(check: Check) -> None:
    assert check("") == check("   \n ") == check("?!") == ()


@given(st.text(max_size=120))
def test_any_text_has_remarks_with_words_of_its_own(check: Check, text: str) -> None:
    for remark in check(text, "written"):
        assert text[slice(*remark.span)] == remark.quote != ""


def test_a_check_without_reason_is_a_fault() -> None:
    files = read_files([HOME])
    files["checks/half.toml"] = b'title = "Half"\n[phrases]\n"men" = "\xc2\xabMen\xc2\xbb."\n'
    files["checks/vreemd.toml"] = b'rule = "XXX99"\n'

    with pytest.raises(MethodFault) as caught:
        build(files)
    assert caught.value.faults == [
        "checks/half: verwacht rule, of title, why en sources",
        "checks/vreemd: rule: onbekende regel «XXX99»",
    ]


def test_the_figures_are_printed(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text('spoken = ["Wat is er gebeurd?"]\n', "utf-8")
    faulty = '[EMP02]\nspoken = ["Wat «vervelend» voor u."]\n'
    (tmp_path / "faulty.toml").write_text(faulty, "utf-8")

    done = run("score", "--sentences", tmp_path)

    assert done.returncode == 0, done.stderr.decode()
    assert "dekking 100% van 1 foute zinnen" in done.stdout.decode()
    assert "vals alarm 0.0% van 1 goede" in done.stdout.decode()


def test_a_folder_without_sentences_is_a_fault(tmp_path: Path) -> None:
    done = run("score", "--sentences", tmp_path)

    assert done.returncode == 2
    assert b"good.toml" in done.stderr
    assert b"faulty.toml" in done.stderr
