"""Whole texts before they go out: what a later paragraph does to an earlier one counts too."""

from __future__ import annotations

import io
import json
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.checking import Remark, SentenceChecker
from gehoor.checking.paragraphs import paragraphs_of
from gehoor.coaching import House
from gehoor.hearing import JoinedListener
from gehoor.intake import IntakeFault
from gehoor.letters.reading import read_letter
from gehoor.measuring.letters import halves_of, read_letters, score_letters
from gehoor.method import Method
from tests.conftest import ROOT
from tests.test_cli import run

LETTER = """\
Geachte mevrouw Jansen,

Onze excuses voor het ongemak. We nemen zo spoedig mogelijk contact met u op.

Helaas kunnen wij uw aanvraag niet toekennen. Dat is nu eenmaal ons beleid.
U had dit zelf eerder moeten melden.

- De monteur komt maandag 3 maart tussen 8 en 10 uur.
- Je krijgt het bedrag terug.

Een superfijne dag nog!

Met vriendelijke groet,
Sorry hoor
"""


@pytest.fixture(scope="module")
def checker(method: Method) -> SentenceChecker:
    return SentenceChecker(method, House(), JoinedListener(method))


def said(remarks: tuple[Remark, ...]) -> dict[str, str]:
    """Return by rule the first words it is about."""
    return {remark.name: remark.quote for remark in reversed(remarks)}


def test_a_letter_is_judged_as_a_whole(checker):
    found = said(checker.check_text(LETTER))

    assert found["EXC03"] == "Onze excuses"
    assert "zo spoedig mogelijk" in found["HLP03"]
    assert found["NEE02"] == "Dat is nu eenmaal ons beleid"
    assert found["CON01"].startswith("U had dit zelf")
    assert found["TON01"] == "Je"  # the paragraph before it says «u»
    assert "superfijne" in found["AFS03"]  # after a refusal


def test_the_same_close_is_fine_where_nothing_was_refused(checker):
    found = said(checker.check_text("Dag meneer Bol,\n\nUw bril ligt klaar.\n\nFijne dag!\n"))
    assert "AFS03" not in found


def test_remarks_stand_from_top_to_bottom_at_their_words(checker):
    remarks = checker.check_text(LETTER)
    assert [r.span for r in remarks] == sorted(r.span for r in remarks)
    assert all(LETTER[slice(*remark.span)] == remark.quote for remark in remarks)


def test_salutation_and_sign_off_are_left_alone(checker):
    assert checker.check_text("Beste sorry,\n\nMet vriendelijke groet,\nonze excuses\n") == ()


@pytest.mark.parametrize(
    ("half", "recall", "false"), [(0, 0.95, 0.02), (1, 0.58, 0.06)], ids=["looked at", "apart"]
)
def test_planted_faults_are_found_and_good_letters_left_alone(method, half, recall, false):
    letters, faults = read_letters(ROOT / "corpus" / "letters")
    score = score_letters(method, JoinedListener(method), halves_of(letters)[half])

    assert faults == []
    assert score.recall >= recall
    assert score.false_rate <= false


def test_a_promise_needs_its_own_moment(checker):
    start = "Dag mevrouw Bol,\n\nUw lamp is stuk. "
    end = "\n\nGroet,\nAnna\n"

    assert "HLP03" in said(checker.check_text(f"{start}Wij vergoeden uw lamp.{end}"))
    late = f"{start}Wij vergoeden uw lamp. Ik bel u op 3 mei over de trap.{end}"
    assert "HLP03" in said(checker.check_text(late))
    dated = f"{start}Wij vergoeden uw lamp. Het geld hebt u op 3 mei.{end}"
    assert "HLP03" not in said(checker.check_text(dated))


def test_the_form_of_address_used_least_is_the_slip(checker):
    quoted = 'Dag meneer Bol,\n\nU schreef: "Je komt toch?" Uw bril ligt klaar om 18 u.\n'
    assert "TON01" not in said(checker.check_text(quoted))
    mixed = "Dag Bo,\n\nJe bril ligt klaar.\n\nJe lens ook. Neemt u de bon mee?\n"
    assert said(checker.check_text(mixed))["TON01"] == "u"


@given(st.text(alphabet="- \n\r\t.aBsorry1,Met groetBeste", max_size=200) | st.text(max_size=60))
def test_paragraphs_are_parts_of_the_text_in_order(text):
    at = 0
    for part in paragraphs_of(text):
        assert part.start >= at
        at = part.start + len(part.text)
        raw = text[part.start : at]
        assert raw.replace("\n", " ").replace("\r", " ") == part.text
        assert part.text.strip()
    assert at <= len(text)


def mail(**parts: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Uw klacht"
    message.set_content(parts.get("plain", ""))
    if "html" in parts:
        message.clear_content()
        message.set_content(parts["html"], subtype="html")
    return message.as_bytes()


def word(*paragraphs: str) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "Wij bellen u terug.".encode("cp1252")),
        ("a.md", "\ufeffWij bellen u terug.".encode()),
        ("a.html", b"<title>Sorry</title><script>sorry</script><p>Wij bellen\n u terug.</p>"),
        ("a.eml", mail(plain="Wij bellen u terug.\n\n> Sorry, schreef ik.")),
        ("a.eml", mail(html="<p>Wij bellen u&nbsp;terug.</p>")),
        ("a.docx", word("Wij bellen u terug.")),
    ],
)
def test_the_text_of_a_letter_comes_out_of_every_form(name, data):
    assert " ".join(read_letter(data, name).split()) == "Wij bellen u terug."


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"  \n", "geen tekst gevonden"),
        ("a.pdf", b"%PDF-1.7 ...", "een PDF; verwacht tekst"),
        ("a.docx", b"PK\x03\x04rommel", "geen leesbaar Word-bestand"),
        ("a.eml", b"Subject: x\nContent-Type: image/png\n\nabc", "een e-mail zonder tekst"),
        ("a.txt", bytes(range(32)), "geen tekst"),
    ],
)
def test_what_is_no_letter_is_said_so(name, data, says):
    with pytest.raises(IntakeFault, match=says):
        read_letter(data, name)


def test_the_command_explains_and_can_stop_a_mail(tmp_path: Path):
    letter, fine = tmp_path / "brief.txt", tmp_path / "goed.txt"
    letter.write_text(LETTER, encoding="utf-8")
    fine.write_text("Beste Noor,\n\nIk bel je morgen om tien uur.\n", encoding="utf-8")

    shown = run("letter", "--check", letter)
    text = " ".join(shown.stdout.decode().split())
    assert shown.returncode == 0
    assert "ernstig EXC03 Schriftelijk excuus «Onze excuses voor het ongemak.»" in text
    assert "Bron:" in text
    assert "Leesbaarheid:" in text
    assert run("letter", "--check", letter, "--fail-on", "warning").returncode == 1
    assert "niets op aan te merken" in run("letter", "--check", fine).stdout.decode()


def test_one_unreadable_text_stops_no_other(tmp_path: Path):
    letter = tmp_path / "brief.txt"
    letter.write_text(LETTER, encoding="utf-8")

    shown = run("letter", "--check", tmp_path / "weg.txt", letter, "-f", "json")

    assert shown.returncode == 2
    assert "weg.txt: bestaat niet" in shown.stderr.decode()
    assert "EXC03" in {remark["name"] for remark in json.loads(shown.stdout)["remarks"]}


@pytest.mark.parametrize(
    ("args", "says"),
    [(["--check", "-f", "docx", "x"], "text of json"), (["a.json", "b.json"], "verwacht er één")],
)
def test_what_does_not_fit_together_is_said_so(args, says):
    shown = run("letter", *args)
    assert shown.returncode == 2
    assert says in shown.stderr.decode()
