"""The confirmation: all that was agreed, nothing that was not said, what is missing asked."""

from __future__ import annotations

import email
import email.policy
import io
import json
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gehoor
from gehoor.checking import SentenceChecker
from gehoor.house import LetterHouse
from gehoor.letters import Draft, draft_of, reread
from gehoor.letters.dates import with_date
from gehoor.letters.forms import FormFault, as_html, as_mail, as_text, as_word
from gehoor.letters.readability import readability_of, syllables
from gehoor.letters.sentences import written
from gehoor.method import load
from gehoor.reporting.record import (
    KeptAct,
    KeptAgreement,
    KeptCall,
    KeptTurn,
    KeptWholeAnger,
    Record,
    record_of,
)
from gehoor.reviewing import Reviewer
from tests.test_cli import run

HOME = Path(__file__).parents[1]
HOUSE = LetterHouse("Woonstede", "team Bewonerszaken", "Bel 0800-1234.", "U kunt bezwaar maken.")


@pytest.fixture(scope="module")
def reviewer() -> Reviewer:
    return Reviewer(load())


def a_draft(reviewer: Reviewer, example: str, **options: object) -> tuple[Record, Draft]:
    call = gehoor.read(HOME / "examples" / f"{example}.json")
    record = record_of(reviewer.review(call), {})
    return record, draft_of(record, house=HOUSE, date=call.date, **options)  # type: ignore[arg-type]


def test_a_whole_letter(reviewer: Reviewer) -> None:
    _, draft = a_draft(reviewer, "huur-geen-warm-water", name="meneer Van Rossum")
    text = as_text(draft)
    order = [
        "Beste meneer Van Rossum,",
        "vrijdag 6 februari 2026",
        "Waar het over ging",
        "zit u sinds maandag zonder warm water",
        "Wat wij doen",
        "Ik bel u vrijdag 6 februari in de middag om half vier",
        "Bel 0800-1234.",
        "Klopt er iets niet",
        "team Bewonerszaken",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "excuses" not in text
    assert "spijt" not in text


def test_what_was_said_badly_is_asked_to_be_put_otherwise(reviewer: Reviewer) -> None:
    checker = SentenceChecker(reviewer.coach.method, reviewer.coach.house, reviewer.listener)
    _, draft = a_draft(reviewer, "energie-eindafrekening")
    asked = {point.line: point.question for point in reread(draft, checker).open_points}
    [at] = [at for at, line in enumerate(draft.lines) if "gewoon de regels" in line.text]
    assert "liever niet op papier (Achter de regels)" in asked[at]
    _, fine = a_draft(reviewer, "huur-geen-warm-water")
    assert reread(fine, checker) == fine


def corpus_records(reviewer: Reviewer) -> list[Record]:
    paths = sorted((HOME / "corpus" / "calls").glob("*.json"))[::9]
    return [record_of(reviewer.review(gehoor.read(path)), {}) for path in paths]


def test_what_was_agreed_stands_there_and_nothing_else(reviewer: Reviewer) -> None:
    for record in corpus_records(reviewer):
        draft = draft_of(record)
        quotes = {line.quote for line in draft.lines}
        assert {item.quote for item in record.agreements} <= quotes
        for line in draft.lines:
            if line.quote is not None:
                assert line.turn is not None
                assert line.quote in record.turns[line.turn].text
                assert record.turns[line.turn].speaker == "agent"


def test_an_apology_on_paper_is_questioned_and_never_the_matter(reviewer: Reviewer) -> None:
    for record in corpus_records(reviewer):
        draft = draft_of(record)
        asked = {point.line for point in draft.open_points if point.kind == "apology"}
        for at, line in enumerate(draft.lines):
            if line.quote is None or line.turn is None:
                continue
            turn = record.turns[line.turn]
            start = turn.text.index(line.quote)
            sorry = any(
                act.act in ("apology", "regret")
                and start < act.span[1]
                and act.span[0] < start + len(line.quote)
                for act in turn.acts
            )
            assert (at in asked) == sorry


def a_record(*agreements: KeptAgreement) -> Record:
    turns = tuple(
        KeptTurn(at, "agent", item.quote, acts=(KeptAct(item.kind, (0, 1), "", 0.9, ""),))
        for at, item in enumerate(agreements)
    )
    return Record(
        "0", "evenwichtig", KeptCall("x"), turns, (), (), (), agreements, KeptWholeAnger()
    )


def agreed(kind: str, said: str, when: str | None = None, at: int = 0) -> KeptAgreement:
    return KeptAgreement(kind, at, said, said, "agent", when, None)


def test_a_promise_without_a_time_is_asked_never_made_up() -> None:
    draft = draft_of(a_record(agreed("promise", "Ik bel u terug.")))
    assert [(p.kind, p.line) for p in draft.open_points if p.kind == "when"] == [("when", 1)]
    assert draft.lines[1].text == "Ik bel u terug."


def test_a_no_without_a_reason_is_asked() -> None:
    without = draft_of(a_record(agreed("refusal", "Dat kan ik niet vergoeden.")))
    given_ = draft_of(a_record(agreed("refusal", "Dat kan niet, want de termijn is voorbij.")))
    assert [point.kind for point in without.open_points if point.line] == ["why"]
    assert [point.kind for point in given_.open_points if point.line] == []


def test_what_the_house_leaves_open_is_asked() -> None:
    kinds = [point.kind for point in draft_of(a_record()).open_points]
    assert kinds == ["nothing", "name", "matter", "contact"]


def test_the_term_of_an_objection_gets_no_date() -> None:
    item = agreed("alternative", "U kunt binnen zes weken bezwaar maken.", "binnen zes weken")
    draft = draft_of(a_record(item), date="2026-03-03")
    assert "U kunt binnen zes weken bezwaar maken." in [line.text for line in draft.lines]


kinds = st.sampled_from(["promise", "refusal", "alternative"])
sentences = st.text(min_size=1, max_size=120).filter(str.strip)


@given(st.lists(st.tuples(kinds, sentences), max_size=8), st.booleans())
def test_whatever_was_agreed_stands_there_with_its_words(
    items: list[tuple[str, str]], mail: bool
) -> None:
    record = a_record(*(agreed(kind, said, at=at) for at, (kind, said) in enumerate(items)))
    draft = draft_of(record, mail=mail)
    assert {said for _, said in items} == {line.quote for line in draft.lines if line.quote}
    as_text(draft), as_html(draft), as_mail(draft)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("nou dan stuur ik u dat morgen op hoor", "Dan stuur ik u dat morgen op."),
        ("Ja, mevrouw, ik bel u terug, hè!", "Ik bel u terug."),
        ("Dat kan niet, mevrouw De Vries.", "Dat kan niet."),
        ("Goed", "Goed."),
        ("Een goed gesprek helpt.", "Een goed gesprek helpt."),
        ("Allez, ge krijgt dat vrijdag.", "Ge krijgt dat vrijdag."),
    ],
)
def test_speech_becomes_a_sentence(said: str, expected: str) -> None:
    assert written(said).text == expected


@pytest.mark.parametrize(
    ("said", "when", "due", "expected"),
    [
        ("Ik bel u morgen voor vier uur.", "morgen voor vier uur", "2026-03-11", "Ik bel u woensdag 11 maart voor vier uur."),
        ("Vandaag nog.", "vandaag nog", "2026-03-10", "Dinsdag 10 maart."),
        ("U hebt het vrijdag.", "vrijdag", "2026-03-13", "U hebt het vrijdag 13 maart."),
        ("U hoort het vrijdag 13 maart.", "vrijdag 13 maart", "2026-03-13", "U hoort het vrijdag 13 maart."),
        ("Het staat er binnen vijf dagen op.", "binnen vijf dagen", "2026-03-17", "Het staat er binnen vijf dagen (uiterlijk dinsdag 17 maart) op."),
        ("Dat komt straks.", None, None, "Dat komt straks."),
        ("Vanaf morgen stopt het, u krijgt dinsdagochtend bericht.", "dinsdagochtend", "2026-03-17", "Vanaf woensdag 11 maart stopt het, u krijgt dinsdag 17 maart in de ochtend bericht."),
    ],
)  # fmt: skip
def test_morgen_means_nothing_a_week_later(
    said: str, when: str | None, due: str | None, expected: str
) -> None:
    assert with_date(said, when, due, "2026-03-10") == expected
    assert with_date(said, when, due, None) == said


def test_hard_texts_are_told_from_easy_ones() -> None:
    easy = readability_of("Ik bel u morgen. Dan hoort u hoe het zit. U hoeft niets te doen.")
    hard = readability_of(
        "Ingevolge de vigerende verordening geschiedt de beoordeling van uw bezwaarschrift "
        "overeenkomstig de dienaangaande vastgestelde procedurevoorschriften van het bestuursorgaan."
    )
    assert easy.level == "makkelijk"
    assert hard.level == "moeilijk"
    assert hard.longest == 18
    assert [syllables(word) for word in ("nee", "aanvraag", "bezwaar", "mooie")] == [1, 2, 2, 2]


def test_the_forms_hold_the_same_letter(reviewer: Reviewer, tmp_path: Path) -> None:
    _, draft = a_draft(reviewer, "vergunning-dakkapel-geweigerd", name="<b>Hendriks</b>")
    lines = [line.text for line in draft.lines]
    page = as_html(draft)
    assert "<b>Hendriks" not in page
    assert "&lt;b&gt;Hendriks" in page
    mail = email.message_from_bytes(as_mail(draft), policy=email.policy.default)
    body = mail.get_body(("plain",))
    assert body is not None
    assert all(line in body.get_content().replace("\r\n", "\n") for line in lines)
    word = docx.Document(io.BytesIO(as_word(draft)))
    assert [p.text for p in word.paragraphs if p.text in lines] == lines


def test_a_template_that_is_none_is_said_so(reviewer: Reviewer, tmp_path: Path) -> None:
    wrong = tmp_path / "sjabloon.docx"
    wrong.write_text("geen Word")
    _, draft = a_draft(reviewer, "chat-bank-zoek-in-tuin")
    with pytest.raises(FormFault, match=r"geen Word-document; verwacht \.docx"):
        as_word(draft, wrong)


def test_the_command_writes_the_letter_and_asks_apart(tmp_path: Path) -> None:
    call = HOME / "examples" / "huur-geen-warm-water.json"
    shown = run("letter", str(call))
    assert shown.returncode == 0
    assert shown.stdout.decode().startswith("Beste [naam],")
    asked = shown.stderr.decode()
    assert "Aan wie is deze brief?" in asked
    assert "Leesbaarheid: makkelijk" in asked
    out = tmp_path / "brief.json"
    assert run("letter", str(call), "-f", "json", "-o", str(out)).returncode == 0
    assert json.loads(out.read_bytes())["form"] == "u"


def test_a_call_that_is_not_there_is_said_so() -> None:
    shown = run("letter", "er-niet.json")
    assert shown.returncode == 2
    assert b"er-niet.json: bestaat niet" in shown.stderr
