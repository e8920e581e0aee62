"""Hearing: what words mean in their sentence, and spans that always fit the turn."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.dialogue import Turn
from gehoor.hearing import HeardTurn, PhraseListener
from gehoor.method import Method, load
from tests.conftest import Hear

LISTENER = PhraseListener(load())
ANY_TEXT = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            [
                "ik",
                "u",
                "je",
                "ga",
                "niet",
                "geen",
                "bedreigen",
                "sorry",
                "dat",
                "vervelend",
                ",",
                ".",
                "?",
                "!",
                "’t",
                "“",
                "”",
                "zei",
                ":",
                "wat",
                "een",
                "schande",
                "excuses",
                "bied",
                "mijn",
                "boos",
                "nooit",
                "hij",
                "ben",
                "terug",
                "bel",
                "morgen",
                "\x00",
                "é",
                "12",
            ]
        ),
        max_size=30,
    ).map(" ".join),
)


@given(st.sampled_from(["agent", "caller"]), ANY_TEXT)
def test_spans_lie_inside_the_turn_and_each_act_has_a_because(speaker: str, text: str) -> None:
    turn = Turn("agent" if speaker == "agent" else "caller", text)

    heard = LISTENER.hear(turn, ())

    for act in (*heard.acts, *heard.cues):
        start, end = act.span
        assert 0 <= start < end <= len(text)
        assert heard.quote(act.span) == text[start:end]
        assert act.because.startswith(f"phrase {act.name}/")


@given(ANY_TEXT)
def test_acts_of_one_name_do_not_overlap(text: str) -> None:
    heard = LISTENER.hear(Turn("agent", text), ())

    for name in heard.names:
        spans = sorted(a.span for a in (*heard.acts, *heard.cues) if a.name == name)
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("speaker", "text", "heard", "not_heard"),
    [
        ("m", "Ik bied u mijn excuses aan.", "apology", ""),
        ("m", "Ik bied u geen excuses aan.", "", "apology"),
        ("m", "Sorry?", "", "apology"),
        ("m", "Dat begrijp ik.", "empathy_hollow", ""),
        ("m", "Dat begrijp ik niet.", "", "empathy_hollow"),
        ("b", "Ik ga u niet bedreigen hoor.", "", "threat"),
        ("b", "Uw collega zei: jij bent een sukkel.", "", "insult"),
        ("b", "Jij bent echt een sukkel.", "insult", ""),
        ("b", "Nou, hartelijk bedankt hoor.", "", "thanks"),
        ("b", "Dank u wel voor de moeite.", "thanks", ""),
    ],
)
def test_words_are_understood_in_their_sentence(
    hear: Hear, speaker: str, text: str, heard: str, not_heard: str
) -> None:
    names = hear(speaker, text)

    assert not heard or heard in names
    assert not_heard not in names


def test_a_stock_phrase_with_what_it_does_is_no_stock_phrase(method: Method, hear: Hear) -> None:
    assert "empathy_named" in method.acts["agent"]["empathy_hollow"].yields_to
    names = hear("m", "Wat vervelend, u zit nu al drie dagen zonder verwarming.")

    assert "empathy_named" in names
    assert "empathy_hollow" not in names


def test_recognised_speech_is_heard_without_capitals_or_punctuation(hear: Hear) -> None:
    written = hear("m", "Daarvoor bied ik u mijn excuses aan.")
    spoken = hear("m", "daarvoor bied ik u mijn excuses aan")

    assert {"apology"} <= written & spoken


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Mag ik uw postcode?", "u"),
        ("Heb je je klantnummer bij de hand?", "je"),
        ("Kunt u even kijken? Heb je je nummer bij de hand?", "mixed"),
        ("Momentje hoor.", None),
    ],
)
def test_address(listener: PhraseListener, text: str, address: str | None) -> None:
    assert listener.hear(Turn("agent", text), ()).address == address


def test_an_answer_counts_only_after_its_question(listener: PhraseListener) -> None:
    asked = listener.hear(Turn("agent", "Mag ik uw postcode en huisnummer?"), ())
    assert "data_request" in asked.names

    answer = Turn("caller", "3512 AB, nummer 14.")

    assert "information" in listener.hear(answer, (asked,)).names
    assert isinstance(asked, HeardTurn)
