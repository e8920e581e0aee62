"""Reading calls: every form, every encoding, and one clear sentence for what cannot be read."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.dialogue import Call
from gehoor.intake import IntakeFault, find_files, read, read_bytes

TEXT = "Medewerker: Goedemorgen, met Sanne.\nKlant: Dag, mijn pakket is er niet.\nAl een week.\n"


def one(data: bytes | str, suffix: str = "") -> Call:
    raw = data.encode() if isinstance(data, str) else data
    return next(iter(read_bytes(raw, "proef", "proef", suffix)))


def as_json(**more: object) -> str:
    turn = {"speaker": "agent", "text": "Dag", **more}
    return json.dumps({"turns": [turn, {"speaker": "caller", "text": "Dag"}]})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_plain_text_in_any_encoding_and_line_end(encoding: str, ends: str) -> None:
    text = TEXT.replace("week", "week, privé").replace("\n", ends)

    call = one(text.encode(encoding))

    assert [turn.speaker for turn in call.turns] == ["agent", "caller"]
    assert call.turns[1].text == "Dag, mijn pakket is er niet. Al een week, privé."


def test_times_in_plain_text_end_where_the_next_turn_starts() -> None:
    call = one("[00:01] Medewerker: Dag\n[01:05] Beller: Om 12:30 uur kwam er niemand\n")

    assert (call.turns[0].start, call.turns[0].end, call.turns[1].start) == (1.0, 65.0, 65.0)
    assert call.turns[1].text == "Om 12:30 uur kwam er niemand"


@pytest.mark.parametrize(
    "word", ["Klant", "BELLER", "patiënt", "Huurder", "inwoner", "K", "[Cliënt]"]
)
def test_the_usual_words_for_the_other_party(word: str) -> None:
    assert one(f"Medewerker: dag\n{word}: dag\n", ".txt").turns[1].speaker == "caller"


def test_a_colon_in_a_sentence_is_no_label() -> None:
    call = one("Medewerker: dag\nMaar goed: ik kijk even.\nKlant: ja\n", ".txt")

    assert call.turns[0].text == "dag Maar goed: ik kijk even."


def test_webvtt_with_voices_by_name() -> None:
    vtt = (
        "WEBVTT\n\n00:01.000 --> 00:03.500\n<v Sanne>Goedemorgen, u spreekt met Sanne &amp; co</v>\n\n"
        "00:03.500 --> 00:05.000\n<v Karel>Dag.</v>\n\n00:05.000 --> 00:06.000\n<v Karel>Hallo?</v>\n"
    )

    call = one(vtt)

    assert [(t.speaker, t.start, t.end) for t in call.turns] == [
        ("agent", 1.0, 3.5),
        ("caller", 3.5, 6.0),
    ]
    assert call.turns[0].text.endswith("& co")
    assert call.turns[1].text == "Dag. Hallo?"


def test_srt_with_labels() -> None:
    srt = "1\n00:00:01,000 --> 00:00:03,500\nMedewerker: Dag\n\n2\n00:00:03,500 --> 00:00:05,000\nKlant: Dag\n"

    assert [t.speaker for t in one(srt).turns] == ["agent", "caller"]


def test_labels_of_a_labelled_call_are_ignored() -> None:
    data = json.loads(as_json(acts=["greeting"], temperature=2))
    data |= {
        "sector": "x",
        "anger_kind": "none",
        "fault": "none",
        "outcome": "open",
        "findings": [],
    }

    assert one(json.dumps(data)).turns[0].text == "Dag"


def test_json_lines_hold_a_call_each() -> None:
    calls = list(read_bytes(f"{as_json()}\n\n{as_json()}\n".encode(), "p", "p", ".jsonl"))

    assert [call.id for call in calls] == ["p-1", "p-3"]


def test_a_faulty_line_does_not_take_the_next_ones_down() -> None:
    lines = f"{as_json()}\n{{\n{as_json()}\n[]\n"
    calls = read_bytes(lines.encode(), "p", "p", ".jsonl")

    assert [next(calls).id, next(calls).id] == ["p-1", "p-3"]
    with pytest.raises(IntakeFault) as raised:
        next(calls)
    assert [line[:11] for line in raised.value.lines] == ["p: regel 2:", "p: regel 4:"]


def test_times_of_a_clock_count_from_the_first_word() -> None:
    call = one("[10:00:00] Medewerker: goedemorgen\n[10:00:05] Klant: hallo\n")

    assert [turn.start for turn in call.turns] == [0.0, 5.0]


@pytest.mark.parametrize(
    ("data", "suffix", "says"),
    [
        (b"", "", "leeg"),
        (b"  \n ", ".json", "leeg"),
        (b"\x00\x01\x02\x03PK", "", "geen tekst"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "", "geen tekst"),
        ("Piet: dag\nJan: hallo\n", "", "regel 1: onbekende spreker «Piet»"),
        ("zomaar wat tekst", "", "regel 1: verwacht «Medewerker:»"),
        ("{", "", "geen geldige JSON"),
        ('{"turns": []}', "", "minstens één beurt"),
        (
            '{"turns": [{"speaker": "agent", "text": "x", "start": NaN}]}',
            "",
            "turns[0].start: verwacht seconden vanaf 0, gevonden nan",
        ),
        (as_json(start=5, end=1), "", "turns[0]: end (1.0) ligt vóór start (5.0)"),
        (as_json(start=-1), "", "turns[0].start: verwacht seconden vanaf 0"),
        (as_json(text=["greeting"]), "", "turns[0].text: verwacht tekst, gevonden een lijst"),
        (as_json(speaker="agnet"), "", "verwacht agent of caller"),
        ('{"turns": [{"speaker": "agent", "text": "x \\ud800"}]}', "", "een half teken"),
        (
            '{"turns": [{"speaker": "agent", "text": "x"}], "n": ' + "9" * 5000 + "}",
            "",
            "een getal is te lang",
        ),
        (as_json(confidence=7), "", "turns[0].confidence: verwacht een getal van 0 tot 1"),
        (
            '{"turns": [{"speaker": "agent", "text": "x"}], "language": "nederlands!"}',
            "",
            "language: verwacht een taalcode",
        ),
        (
            '{"turns": [{"speaker": "agent", "text": "x"}], "case": {"mandate": -1}}',
            "",
            "case.mandate: verwacht een bedrag",
        ),
        (
            '{"turns": [{"speaker": "agent", "text": "x"}], "case": {"contacts": -1}}',
            "",
            "case.contacts: verwacht een aantal",
        ),
        (as_json(txt="x"), "", "onbekende sleutel «txt»; bedoel je «text»?"),
        ('{"turns": [{"speaker": "agent"}]}', "", "turns[0].text: ontbreekt"),
        ('{"turns": [1]}', "", "turns[0]: verwacht een tabel"),
        ('{"turns": [{"speaker": "agent", "text": "x"}], "channel": "fax"}', "", "channel"),
        (
            '{"turns": [{"speaker": "agent", "text": "x"}], "date": "morgen"}',
            "",
            "date: verwacht een datum",
        ),
        ('{"turns": [{"speaker": "agent", "text": "x"}], "foo": 1}', "", "onbekende sleutel «foo»"),
        ("[1, 2]", ".json", "verwacht een tabel"),
        ("WEBVTT\n\n", "", "geen ondertitels"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nzomaar\n", "", "ondertitel 1: geen spreker"),
        ("geen vtt", ".vtt", "geen geldige VTT; verwacht «WEBVTT» op de eerste regel"),
        (
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Klant>a\n\n00:xx.000 --> 00:04.000\n<v Klant>b\n",
            "",
            "regel 6: onleesbare tijd; verwacht bijvoorbeeld 00:00:03.000 --> 00:00:05.500",
        ),
        (
            "1\n00:00:03 --> 00:00:05,000\nKlant: woedend\n",
            ".srt",
            "regel 2: onleesbare tijd",
        ),
        ("[1:99] Klant: hallo\n", "", "regel 1: deze tijd bestaat niet"),
        ("{\n  1}", "", "regel 2, teken 3: geen geldige JSON"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(
    data: bytes | str, suffix: str, says: str
) -> None:
    with pytest.raises(IntakeFault) as fault:
        one(data, suffix)

    assert says in str(fault.value)
    assert str(fault.value).startswith("proef")
    assert "\n" not in str(fault.value)


def test_all_faults_of_a_file_are_said_at_once() -> None:
    data = '{"foo": 1, "turns": [{"speaker": "x", "text": 3}, {"text": "y", "start": "z"}]}'

    with pytest.raises(IntakeFault) as fault:
        one(data)

    for place in ("foo", "turns[0].speaker", "turns[0].text", "turns[1].speaker", "turns[1].start"):
        assert place in str(fault.value)


def test_a_line_of_fifty_megabytes_is_refused_with_its_length() -> None:
    with pytest.raises(IntakeFault, match=r"52428800 tekens; verwacht hoogstens"):
        one(b"Klant: " + b"a" * (50 * 1024 * 1024), ".txt")


def test_a_missing_file_and_a_folder_without_calls(tmp_path: Path) -> None:
    with pytest.raises(IntakeFault, match="bestaat niet"):
        read(tmp_path / "weg.json")
    (tmp_path / "foto.png").write_bytes(b"x")
    with pytest.raises(IntakeFault, match="geen gesprekken"):
        find_files(tmp_path)


def test_an_empty_turn_and_a_call_of_one_party_can_be_read() -> None:
    assert one('{"turns": [{"speaker": "agent", "text": ""}]}').turns[0].text == ""


@given(st.binary(max_size=300), st.sampled_from(["", ".json", ".txt", ".vtt", ".srt", ".jsonl"]))
def test_any_bytes_are_read_or_refused(data: bytes, suffix: str) -> None:
    try:
        calls = list(read_bytes(data, "proef", "proef", suffix))
    except IntakeFault as fault:
        assert "\n" not in str(fault)
    else:
        assert all(call.turns for call in calls)


PIECES = st.sampled_from(
    ["Medewerker:", "Klant:", "[00:01]", "(1:2:3)", "00:01.000 --> 00:02.000", "WEBVTT", "<v A>", "\n", " ", "1",
     "{", '"turns"', ":", "é", "’", "\ufeff", "-->", "NOTE"]
)  # fmt: skip


@given(
    st.lists(PIECES, max_size=20).map("".join),
    st.sampled_from(["", ".txt", ".vtt", ".srt", ".json"]),
)
def test_any_text_is_read_or_refused(text: str, suffix: str) -> None:
    try:
        list(read_bytes(text.encode(), "proef", "proef", suffix))
    except IntakeFault as fault:
        assert str(fault).startswith("proef")


def test_a_fault_names_all_that_is_wrong_one_by_one() -> None:
    with pytest.raises(IntakeFault) as caught:
        one('{"turns": [' + '{"speaker": "agent"},' * 8 + '{"text": 3}]}')

    assert caught.value.faults[:2] == ("turns[0].text: ontbreekt", "turns[1].text: ontbreekt")
    assert len(caught.value.faults) == 10


def test_faults_beyond_counting_stay_bounded() -> None:
    with pytest.raises(IntakeFault) as caught:
        one('{"turns": [' + "{}," * 50_000 + "{}]}")

    assert len(caught.value.faults) == 1_000
