"""The native core hears exactly what the Python one hears, on any text, and survives any text."""

import threading

import hatch_build
import msgspec
import pytest
from bench.workload import calls
from hypothesis import given
from hypothesis import strategies as st

from gehoor.dialogue import Call, Speaker, Turn
from gehoor.dialogue.words import fold_char
from gehoor.hearing import HeardAct, HeardTurn, JoinedListener, Listener, PhraseListener
from gehoor.hearing.core import BUILT, native_ear, native_matcher
from gehoor.intake import find_files, read_calls
from gehoor.method import Method, load
from gehoor.method.grammar import parse
from gehoor.method.network import compile_phrases
from gehoor.method.weights import load_weights, read_weights
from gehoor.reporting.json_form import as_json
from gehoor.reviewing import Reviewer
from tests.conftest import EXAMPLES, ROOT
from tests.test_hearing import ANY_TEXT

METHOD = load()
EARS: list[tuple[Listener, Listener]] = [
    (PhraseListener(METHOD), PhraseListener(METHOD, native=False)),
    (JoinedListener(METHOD), JoinedListener(METHOD, native=False)),
]
SPEAKER = st.sampled_from(["caller", "agent"])
ACTS = st.lists(
    st.sampled_from(["data_request", "complaint", "refusal", "apology", "hold", "zelfbedacht"]),
    max_size=3,
)
SIGNS = st.text("ab .,?!'’‘“”„\"«»:;-–…\n½ﬃéĳ\u0301\u00ad🙂", max_size=40)
PHRASES = [
    words
    for speaker in METHOD.acts
    for act in METHOD.acts[speaker].values()
    for examples in act.phrases.values()
    for words in ([examples] if isinstance(examples, str) else examples)
]


def before_of(speaker: Speaker, names: list[str], count: int) -> list[HeardTurn]:
    acts = tuple(HeardAct(name, (0, 1), 0.9, "proef") for name in names)
    return [HeardTurn(Turn(speaker, "…"), acts)] * count


def test_the_core_is_built_where_it_can_be() -> None:
    assert BUILT is (hatch_build.missing() == "")


@pytest.mark.parametrize(("native", "python"), EARS)
@given(SPEAKER, st.one_of(ANY_TEXT, SIGNS, st.sampled_from(PHRASES)), SPEAKER, ACTS,
       st.integers(0, 4))  # fmt: skip
def test_any_text_is_heard_alike(
    native: Listener,
    python: Listener,
    speaker: Speaker,
    text: str,
    other: Speaker,
    names: list[str],
    count: int,
) -> None:
    turn, before = Turn(speaker, text), before_of(other, names, count)

    assert native.hear(turn, before) == python.hear(turn, before)


@pytest.mark.parametrize(("native", "python"), EARS)
def test_the_methods_own_examples_are_heard_alike(native: Listener, python: Listener) -> None:
    for text in PHRASES[::7]:
        for speaker in METHOD.lexicons:
            turn = Turn(speaker, text.replace("«", "").replace("»", ""))

            assert native.hear(turn, ()) == python.hear(turn, ())


@pytest.mark.parametrize(("native", "python"), EARS)
def test_whole_calls_are_heard_alike(native: Listener, python: Listener) -> None:
    files = find_files(ROOT / "corpus" / "calls")[::20]
    for call in [*calls(3, seed=5), *(call for file in files for call in read_calls(str(file)))]:
        before: list[HeardTurn] = []
        for turn in call.turns:
            heard = python.hear(turn, before)
            assert native.hear(turn, before) == heard
            before.append(heard)


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.json"))[:4])
def test_a_review_is_the_same_to_the_byte(file: str) -> None:
    native = Reviewer(METHOD, listener=EARS[1][0])
    python = Reviewer(METHOD, listener=EARS[1][1])

    for call in read_calls(str(file)):
        assert as_json(native.review(call)) == as_json(python.review(call))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00",
        "'",
        "...",
        "\ud800 lone surrogates \udfff",
        "ja " * 5000,
        "niet ik zei „dat " * 2000,
        "x" * 100_000,
        "dat begrijp ik " * 300 + "niet",
        "ik wil " + "dit " * 70 + "mijn geld terug",
    ],
)
@pytest.mark.parametrize(("native", "python"), EARS)
def test_odd_and_long_turns_are_heard_alike(native: Listener, python: Listener, text: str) -> None:
    for speaker in METHOD.lexicons:
        turn = Turn(speaker, text)

        assert native.hear(turn, ()) == python.hear(turn, ())


def test_every_character_fits_the_cores_table() -> None:
    letters = range(0x30000)  # none beyond fold to anything

    assert max(len(fold_char(chr(code))) for code in letters) <= 5


def test_what_is_kept_of_words_said_before_is_let_go(method: Method) -> None:
    native, python = EARS[1]
    for number in range(0, 30_000, 50):
        text = " ".join(f"{_letters(k)}woord" for k in range(number, number + 50))
        native.hear(Turn("caller", text), ())
    turn = Turn("caller", "Dit is toch niet normaal meer, aaaawoord!")

    assert native.hear(turn, ()) == python.hear(turn, ())


def _letters(number: int) -> str:
    return "".join(chr(97 + number // 26**k % 26) for k in range(4))


def test_threads_can_share_an_ear() -> None:
    ear = EARS[1][0]
    work = list(calls(4, seed=8))
    expected = [_hear(ear, call) for call in work]
    found: dict[int, list[list[HeardTurn]]] = {}

    def run(number: int) -> None:
        found[number] = [_hear(ear, call) for call in work]

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(found[number] == expected for number in range(4))


def _hear(ear: Listener, call: Call) -> list[HeardTurn]:
    before: list[HeardTurn] = []
    for turn in call.turns:
        before.append(ear.hear(turn, before))
    return before


def test_the_weights_are_read_alike_without_numpy() -> None:
    assert read_weights() == {
        speaker: weights.stored() for speaker, weights in load_weights().items()
    }


def test_a_turn_that_is_none_is_refused() -> None:
    for ear, _ in EARS:
        with pytest.raises(AttributeError):
            ear.hear("Ja.", ())  # type: ignore[arg-type]


@pytest.mark.skipif(not BUILT, reason="only the native core takes numbers on trust")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("edges", b"\xff\xff\xff\x7f" * 4),
        ("edges", b"\x00"),
        ("first", b""),
        ("starts", b"\xff\xff\xff\x7f"),
        ("sets", b"\xf0\xff\xff\xff" * 2),
        ("set_first", b"\x00\x00\x00\x00"),
        ("words", b"ik\nik"),
    ],
)
def test_compiled_phrases_that_do_not_fit_are_refused(field: str, value: bytes) -> None:
    good = compile_phrases([parse("ik wil", {})])

    with pytest.raises(ValueError, match=r".+"):
        native_matcher(msgspec.structs.replace(good, **{field: value}))


def test_a_method_the_core_does_not_take_is_heard_in_python(method: Method) -> None:
    cues = {"caller": {"anger": method.acts["caller"]["anger"]}, "agent": {}}
    odd = msgspec.structs.replace(method, cues=cues)

    assert native_ear(odd) is None
