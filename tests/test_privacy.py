"""Personal data: what is found and what is left alone, boxes and their places, and the commands."""

from __future__ import annotations

import doctest
import json
import re
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gehoor.privacy
from gehoor.dialogue import Call, Turn
from gehoor.hearing import JoinedListener, PhraseListener
from gehoor.intake import read
from gehoor.measuring.masking import read_items, score_items, score_kept
from gehoor.method import Method
from gehoor.privacy import LABELS, find, mask_call, mask_text, muted
from gehoor.privacy.checks import is_bsn, is_card, is_iban, is_phone, is_plate, is_postcode
from gehoor.privacy.ear import STAND_INS, MaskedListener
from gehoor.privacy.spoken import digits_of, ordinal_of
from tests.conftest import EXAMPLES, ROOT, call_of
from tests.test_cli import run

ITEMS = ROOT / "corpus" / "privacy"
PAGE = ROOT / "docs" / "privacy-gemeten.md"
SAID = re.findall(
    r"\S+",
    """\
nul zes eh dubbel twaalf 06 12 5688 GT nl91abna
apenstaartje punt met mevrouw Jan de Boer van [naam] [postcode] , . ? ' - / Kerkstraat 14 a in Utrecht
geboortedatum nummer mei 1980 € 12,50 u k en dan nog mijn naam is de K van Karel + keer honderd
""",
)  # what the finders go by, in any order
TALK = st.lists(st.sampled_from(SAID), max_size=25).map(" ".join)


def masked(text: str, before: str | None = None) -> str:
    return mask_text(text, before)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("met kevin de wit ik bel over mijn pakje", "met [naam] ik bel over mijn pakje"),
        ("U spreekt met Sanne van Pakjehuis.", "U spreekt met [naam] van Pakjehuis."),
        ("Mevrouw El Amrani-Bakkali is boos.", "Mevrouw [naam] is boos."),
        ("Ik spel het: V E R H O E V E N.", "Ik spel het: [naam]."),
        ("bel nul zes twaalf drieëndertig vierenveertig vijfenvijftig", "bel [telefoonnummer]"),
        ("nul zes eh dubbel vijf twee keer nul eenentwintig 3 4 ja", "[telefoonnummer] ja"),
        ("Vanuit België: +32 475 12 34 56.", "Vanuit België: [telefoonnummer]."),
        ("mail jan punt de vries apenstaartje gmail punt com", "mail [e-mailadres]"),
        ("NL91 ABNA 0417 1643 00 graag", "[rekeningnummer] graag"),
        ("iban n l eenennegentig a b n a 0417 1643 00", "iban [rekeningnummer]"),
        ("Mijn bsn is 1112.22.333.", "Mijn bsn is [burgerservicenummer]."),
        ("Ik heb als BSN 902682672 staan.", "Ik heb als BSN [burgerservicenummer] staan."),
        ("Geboren op 12 maart 1960.", "Geboren op [geboortedatum]."),
        ("Kerkstraat 14 bis, 5688 GT Oirschot", "[adres], [postcode] [woonplaats]"),
        ("ik woon in de jan van galenstraat honderdtwaalf in amsterdam", "ik woon in de [adres] in [woonplaats]"),
        ("Het dossiernummer is WOC-2024-118734.", "Het dossiernummer is [klant- of dossiernummer]."),
        ("Kenteken GT-482-K, Belgisch 1-ABC-234.", "Kenteken [kenteken], Belgisch [kenteken]."),
        ("De kaart is 4111 1111 1111 1111.", "De kaart is [creditcardnummer]."),
    ],
)  # fmt: skip
def test_what_is_personal_becomes_a_box(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Met spoed graag, ik ben woedend.",
        "met de trein van kwart over acht",
        "U spreekt met de klantenservice.",
        "ik heb in 2023 twee keer gebeld en drie keer gemaild",
        "Dat kost 1.284,50 euro, en op 12 maart nog eens 4500 euro.",
        "De meter stond op 18432, dat was 3870 kuub.",
        "Bel gerust 0800-1234 of 112.",
        "U staat op nummer 3 in de wachtrij, kamer 214.",
        "duizend achthonderd en zestig euro voor een appartement",
        "meneer dat meent u niet",
        "Jan met de pet betaalt het weer.",
        "Tussen 18:15 en 18:45, of om 12.00 uur.",
    ],
)
def test_what_is_nobodys_is_left_alone(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        ("Wat is uw geboortedatum?", "vijf vijf negentien tachtig", "[geboortedatum]"),
        ("uw postcode en huisnummer", "drieëndertig twaalf a b zeventien", "[postcode] [adres]"),
        ("Met wie spreek ik?", "Met Wojciechowski.", "Met [naam]."),
        ("Laatste vier cijfers van uw pas?", "Nul drie zes één.", "[klant- of dossiernummer]."),
        ("ja en het nummer is [telefoonnummer]", "zes zeven acht", "[telefoonnummer]"),
        (
            "Hoeveel hebt u er besteld?",
            "vijf vijf negentien tachtig",
            "vijf vijf negentien tachtig",
        ),
    ],
)
def test_the_turn_before_tells_what_an_answer_is(before: str, text: str, expected: str) -> None:
    assert masked(text, before) == expected


def test_checks_know_right_from_wrong() -> None:
    assert (is_iban("nl91abna0417164300"), is_iban("nl92abna0417164300")) == (True, False)
    assert (is_bsn("111222333"), is_bsn("111222334")) == (True, False)
    assert (is_card("4111111111111111"), is_card("4111111111111112")) == (True, False)
    assert (is_phone("0612345678"), is_phone("08001234"), is_phone("12345")) == (True, False, False)
    assert (is_plate("gt482k"), is_plate("gt4822")) == (True, True)
    assert (is_plate("g48t2k"), is_postcode("5688gt"), is_postcode("0688gt")) == (False, True, False)  # fmt: skip


def test_number_words() -> None:
    said = ("nul", "drieendertig", "honderdtwaalf", "tweeduizend", "negentienvierenzestig", "brood")
    assert [digits_of(word) for word in said] == ["0", "33", "112", "2000", "1964", None]
    assert [ordinal_of(word) for word in ("derde", "twintigste", "14e", "einde")] == [3, 20, 14, None]  # fmt: skip


def test_a_call_is_masked_with_its_places_kept() -> None:
    call = call_of(
        "m: Met wie spreek ik?", "b: Overduin.", "m: En dan?", "b: Overduin is boos op 06 28441903!"
    )

    done = mask_call(call)

    assert [turn.text for turn in done.call.turns] == [
        "Met wie spreek ik?", "[naam].", "En dan?", "[naam] is boos op [telefoonnummer]!",
    ]  # fmt: skip
    for turn, hidden, boxes in zip(call.turns, done.call.turns, done.spans, strict=True):
        for box in boxes:
            assert hidden.text[slice(*box.box)] == f"[{LABELS[box.kind]}]"
            assert box.because
        plain = [turn.text[slice(*box.span)] for box in boxes]
        assert all(word not in hidden.text for word in plain)
    back = [
        msgspec.structs.replace(h, text=t.text)
        for h, t in zip(done.call.turns, call.turns, strict=True)
    ]
    assert msgspec.structs.replace(done.call, turns=tuple(back)) == call


@given(st.one_of(st.text(), TALK), st.one_of(st.none(), TALK))
def test_any_text_has_spans_inside_and_in_order(text: str, before: str | None) -> None:
    hidden, boxes = mask_text(text, before)

    rebuilt, at = "", 0
    for box in boxes:
        assert at <= box.span[0] < box.span[1] <= len(text)
        rebuilt, at = rebuilt + text[at : box.span[0]] + f"[{LABELS[box.kind]}]", box.span[1]
    assert rebuilt + text[at:] == hidden
    assert mask_text(hidden, before) == (hidden, ())


@given(st.lists(TALK, max_size=8))
def test_masking_a_masked_call_changes_nothing(texts: list[str]) -> None:
    call = Call("x", tuple(Turn("caller", text) for text in texts))
    once = mask_call(call)

    assert mask_call(once.call).call == once.call


@pytest.mark.parametrize(
    "word", ["nul", "met", "mevrouw", "a", "-", "?", "dubbel", "Jan van", "Kerkstraat 14", "at"]
)
def test_work_grows_with_the_text_and_no_faster(word: str) -> None:
    find(word)
    short, long = (_calls_made(" ".join([word] * size)) for size in (250, 2000))

    assert long < short * 8 * 1.5  # eight times the text; a square would take 64 times the work


def _calls_made(text: str) -> int:
    """Count the calls that finding makes: time itself is too noisy to judge by."""
    count = 0

    def one_more(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(one_more)
    try:
        find(text)
    finally:
        sys.setprofile(None)
    return count


def test_sound_is_muted_rather_too_wide() -> None:
    turn = Turn("caller", "a" * 100, 10.0, 20.0)

    ((start, end),) = muted(turn, [(50, 60)])

    assert 10 <= start < 15
    assert 16 < end <= 20
    assert muted(turn, [(0, 10), (12, 20), (90, 100)])[0][0] == 10
    assert len(muted(turn, [(0, 5), (6, 10), (90, 100)])) == 2
    assert muted(Turn("caller", "hallo"), [(0, 2)]) == ()


def test_what_is_heard_in_masked_calls_is_what_was_heard(method: Method) -> None:
    calls = [read(path) for path in sorted((ROOT / "corpus/calls").glob("*.json"))[::5]]

    kept = score_kept(JoinedListener(method), calls)

    assert kept.boxed > 100
    assert kept.same / kept.turns > 0.95
    assert kept.kept / kept.acts > 0.98


def test_spans_of_a_masked_turn_lie_in_the_masked_text(method: Method) -> None:
    turn = Turn("caller", "Met [naam], bel [telefoonnummer]! Ik ben woedend op jullie!")

    heard = MaskedListener(PhraseListener(method)).hear(turn, [])

    assert heard.turn == turn
    anger = next(act for act in heard.acts if act.name == "anger")
    assert "woedend" in heard.quote(anger.span)
    assert STAND_INS.keys() == LABELS.keys()


def test_the_items_keep_their_figures() -> None:
    parts, faults = read_items(ITEMS)
    scores = {name: score_items(items) for name, items in parts.items()}

    assert faults == []
    assert sum(score.items for score in scores.values()) == 500
    assert sum(score.traps for score in scores.values()) >= 150
    for score in scores.values():
        assert score.total.recall > 0.85
        assert score.trapped / score.traps < 0.05
    assert scores["tune"].total.recall > 0.98


def test_the_page_has_the_figures_of_today() -> None:
    from gehoor.reporting.masking_text import masking_page

    parts, _ = read_items(ITEMS)
    page = masking_page({name: score_items(items) for name, items in sorted(parts.items())}, None)

    assert PAGE.read_text(encoding="utf-8").startswith(page.rstrip("\n"))


def test_marked_texts_that_are_wrong_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('voice = "x"\nitems = ["«naam:Jan»"]\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text("voice = 3\nitem = []\n", encoding="utf-8")

    _, faults = read_items(tmp_path)

    assert any("onbekend soort «naam»" in fault for fault in faults)
    assert any("voice: verwacht tekst" in fault for fault in faults)
    assert any("«item»; bedoel je «items»" in fault for fault in faults)


def test_the_example_of_the_package_runs() -> None:
    assert doctest.testmod(gehoor.privacy).failed == 0


@pytest.fixture
def told(tmp_path: Path) -> Path:
    path = tmp_path / "gesprek.txt"
    path.write_text(
        "[00:01] Medewerker: Goedemorgen, met Sanne.\n"
        "[00:03] Klant: Met Anouk Veldhuis, 06 12345678. Dit is schandalig, ik ben woedend!\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("form", ["terminal", "json", "html", "csv"])
def test_review_masks_first(told: Path, form: str) -> None:
    done = run("review", told, "--mask", "-f", form)

    said = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert all(word not in said for word in ("Anouk", "Veldhuis", "12345678", "Sanne"))
    assert "Veldhuis" in run("review", told, "-f", "json").stdout.decode()


def test_mask_writes_a_call_that_can_be_read_again(told: Path, tmp_path: Path) -> None:
    for form, name in (("text", "uit.txt"), ("json", "uit.json")):
        assert run("mask", told, "-f", form, "-o", tmp_path / name).returncode == 0
        call = read(tmp_path / name)
        assert call.turns[1].text.startswith("Met [naam], [telefoonnummer]. Dit is schandalig")
        assert [turn.start for turn in call.turns] == [1, 3]


def test_mask_of_several_calls(told: Path) -> None:
    done = run("mask", told, EXAMPLES, "-f", "json")

    assert len([json.loads(line) for line in done.stdout.decode().splitlines()]) == 9
    refused = run("mask", told, told)
    assert refused.returncode == 2
    assert "--format json" in refused.stderr.decode()


def test_mask_names_what_it_cannot_read(told: Path, tmp_path: Path) -> None:
    done = run("mask", told, tmp_path / "weg.txt")

    assert done.returncode == 2
    assert "weg.txt: bestaat niet" in done.stderr.decode()
    assert "[telefoonnummer]" in done.stdout.decode()
    assert "Met [naam]" in run("mask", "-", stdin=told.read_bytes()).stdout.decode()


def test_score_privacy_prints_a_row_a_kind(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        'voice = "x"\nitems = ["bel «phone:06 12345678»", "ik ben boos"]\n', encoding="utf-8"
    )

    done = run("score", "--privacy", tmp_path, "--report", tmp_path / "uit.md")

    row = next(line for line in done.stdout.decode().splitlines() if line.startswith("telefoon"))
    assert row.split() == ["telefoonnummer", "1", "1", "1.00", "0", "0"]
    assert "| telefoonnummer | 1 | 1 | 1.00 | 0 | 0 |" in (tmp_path / "uit.md").read_text("utf-8")
    assert run("score", "--privacy", tmp_path / "weg").returncode == 2
    assert "GOUD… ontbreekt" in run("score").stderr.decode()
