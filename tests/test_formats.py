"""The forms of other systems: each read from realistic files, recognised by what is in them.

The files hold three calls (A, B, C), as each system's public description says it writes them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.dialogue import Call
from gehoor.intake import IntakeFault, read_bytes, read_calls
from gehoor.intake.roles import find_agent

HERE = Path(__file__).parent / "formats"
CALLS: dict[str, list[list[str]]] = json.loads((HERE / "verwacht.json").read_text())
FILES = sorted(path for path in HERE.iterdir() if path.name != "verwacht.json")
CORPUS = Path(__file__).parents[1] / "corpus" / "calls"


def said(call: Call) -> list[list[str]]:
    return [[turn.speaker, turn.text] for turn in call.turns]


def lower(turns: list[list[str]]) -> list[list[str]]:
    return [[speaker, text.lower()] for speaker, text in turns]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_gives_the_whole_call(path: Path) -> None:
    for call in read_calls(path):
        assert lower(said(call)) in [lower(turns) for turns in CALLS.values()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_name_of_a_file_says_nothing(path: Path) -> None:
    data = path.read_bytes()
    plain = [said(call) for call in read_bytes(data, "x", "x", ".txt")]
    assert plain == [said(call) for call in read_calls(path)]


@pytest.mark.parametrize("name", ["genesys.json", "contact-lens.json", "transcribe.json"])
def test_times_are_in_seconds(name: str) -> None:
    call = next(iter(read_calls(HERE / name)))
    assert call.turns[0].start == 1.2
    assert call.duration == pytest.approx(92.7, abs=0.1)


def test_a_date_comes_along() -> None:
    assert next(iter(read_calls(HERE / "genesys.json"))).date == "2025-12-22"
    assert next(iter(read_calls(HERE / "vcon-wtf.vcon.json"))).date == "2026-03-10"


def test_no_score_of_feelings_comes_along() -> None:
    for path in FILES:
        for call in read_calls(path):
            assert "NEGATIVE" not in str(call)
            assert not any(turn.text.endswith(" boos") for turn in call.turns)


def test_the_agents_voice_can_be_said() -> None:
    data = json.dumps(
        {
            "segments": [
                {"start": 0, "end": 1, "text": "Hallo.", "speaker": "SPEAKER_00"},
                {"start": 1, "end": 2, "text": "Hallo.", "speaker": "SPEAKER_01"},
            ]
        }
    ).encode()
    call = next(read_bytes(data, "proef", "proef", agent="SPEAKER_01"))
    assert [turn.speaker for turn in call.turns] == ["caller", "agent"]
    with pytest.raises(IntakeFault, match="geen stem «X»; wel «SPEAKER_00», «SPEAKER_01»"):
        list(read_bytes(data, "proef", "proef", agent="X"))


WRONG: list[tuple[str, Callable[[Any], Any], str]] = [
    ("whisper-kanalen.json", lambda d: d["segments"][0].update(text=3), "segments[0].text: verwacht tekst"),
    ("whisper-kanalen.json", lambda d: d.update(segments=[]), "geen gesproken tekst"),
    ("whisper-kanalen.json", lambda d: d["segments"][2].update(start="x"), "segments[2].start: verwacht een getal"),
    ("whisper-kanalen.json", lambda d: [s.pop("speaker") for s in d["segments"]], "niet bij wie wat zegt"),
    ("whisperx.json", lambda d: d["segments"].append("tekst"), "verwacht een object"),
    ("genesys.json", lambda d: d["transcripts"][0].update(phrases="geen"), "verwacht een lijst"),
    ("genesys.json", lambda d: d.update(conversationStartTime=1e30), "milliseconden sinds 1970"),
    ("contact-lens.json", lambda d: d.update(Participants=[]), "verwacht een AGENT en een CUSTOMER"),
    ("contact-lens.json", lambda d: d["Transcript"][1].update(BeginOffsetMillis="NaN"), "verwacht een getal"),
    ("transcribe.json", lambda d: d["results"]["items"][0].update(alternatives=[]), "minstens één woord"),
    ("google.json", lambda d: d["entries"][0].update(text=None) or d["entries"].insert(0, 5), "verwacht een object"),
    ("deepgram-uitingen.json", lambda d: d["results"]["utterances"][0].update(end=[]), "verwacht een getal"),
    ("assemblyai.json", lambda d: d["utterances"][0].update(start={}), "utterances[0].start: verwacht een getal"),
    ("twilio.json", lambda d: d["sentences"][0].update(transcript=["a"]), "sentences[0].transcript: verwacht tekst"),
    ("vcon-oud-tekst.json", lambda d: d["dialog"][0].update(start="gisteren"), "verwacht een moment"),
    ("vcon-base64.json", lambda d: d["analysis"][0].update(body="*"), "analysis[0].body: geen geldige"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "spoil", "says"), WRONG)
def test_what_is_wrong_is_said_with_its_place(
    name: str, spoil: Callable[[Any], Any], says: str
) -> None:
    data = json.loads((HERE / name).read_text())
    spoil(data)
    with pytest.raises(IntakeFault) as fault:
        list(read_bytes(json.dumps(data).encode(), name, "x"))
    assert says in str(fault.value)
    assert str(fault.value).startswith(name)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"payload": "e30", "signatures": []}, "ondertekende vCon"),
        ({"ciphertext": "x", "recipients": []}, "versleutelde vCon"),
    ],
)
def test_a_sealed_vcon_is_said_so(data: dict[str, Any], says: str) -> None:
    with pytest.raises(IntakeFault, match=says):
        list(read_bytes(json.dumps(data).encode(), "x.vcon", "x"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("spreker,tekst,begin\nklant,hallo,straks\n", "regel 2: tijd: verwacht een getal"),
        ("spreker;tekst\n", "geen regels onder de kop"),
        ("SPEAKER opname 1 0.0 1.0 <NA> <NA> a <NA> <NA>\n", "RTTM zonder woorden"),
        ("LEXEME opname 1 0,x 1.0 ja lex a 0.9 <NA>\n", "regel 1: begin"),
    ],
)
def test_a_wrong_table_is_said_so(text: str, says: str) -> None:
    with pytest.raises(IntakeFault, match=says):
        list(read_bytes(text.encode(), "tabel", "x"))


def test_who_is_the_agent_follows_from_the_words() -> None:
    right, wrong, unknown = 0, [], 0
    for path in sorted(CORPUS.glob("*.json")):
        turns = json.loads(path.read_text())["turns"]
        found = find_agent([(turn["speaker"], turn["text"]) for turn in turns])
        right += found == "agent"
        unknown += found is None
        wrong += [path.name] if found == "caller" else []
    assert wrong == []
    assert right / (right + unknown) > 0.95


json_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["segments", "text", "start", "end", "speaker", "words", "word", "conversationId",
             "transcripts", "phrases", "Participants", "Transcript", "Content", "results", "items",
             "alternatives", "content", "entries", "role", "channels", "utterances", "sentences",
             "audio_duration", "parties", "dialog", "analysis", "type", "body", "encoding", "turns"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@given(json_data)
def test_whatever_stands_in_a_form_gives_a_call_or_a_sentence(data: Any) -> None:
    try:
        calls = list(read_bytes(json.dumps(data).encode(), "x", "x"))
    except IntakeFault as fault:
        assert str(fault)
    else:
        assert all(call.turns for call in calls)
