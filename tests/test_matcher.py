"""The matcher finds what a plain regular expression finds, and nothing else."""

import contextlib

import pytest
from bench.oracle import Oracle
from bench.peers import parsed
from bench.workload import calls
from hypothesis import given
from hypothesis import strategies as st

from gehoor.dialogue import Speaker
from gehoor.dialogue.words import words_of
from gehoor.hearing.core import BUILT, native_matcher
from gehoor.hearing.matcher import Matcher
from gehoor.method import Method
from gehoor.method.grammar import PhraseFault, parse
from gehoor.method.network import compile_phrases

WORD = st.sampled_from(["ik", "wil", "dat", "niet", "u"])
ROW = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
PIECE = st.one_of(
    WORD,
    st.lists(ROW, min_size=1, max_size=3).map(lambda rows: f"({'|'.join(rows)})"),
    st.lists(ROW, min_size=1, max_size=2).map(lambda rows: f"[{'|'.join(rows)}]"),
    st.just("<lijst>"),
)
SEGMENT = st.lists(PIECE, min_size=1, max_size=3).map(" ".join)
PHRASE = st.tuples(
    st.lists(SEGMENT, min_size=1, max_size=3), st.sampled_from(["..", "..1", "..6"])
).map(lambda parts: f" {parts[1]} ".join(parts[0]))
TEXT = st.lists(st.sampled_from(["ik", "wil", "dat", "niet", "u", "x", ".", "?"]), max_size=14)


@given(st.lists(PHRASE, min_size=1, max_size=6), TEXT)
def test_it_agrees_with_the_oracle(texts: list[str], words: list[str]) -> None:
    phrases = []
    for text in texts:
        try:
            phrases.append(parse(text, {"lijst": ("wil dat", "u")}))
        except PhraseFault:
            continue  # a phrase without a fixed word is refused, see test_grammar

    automaton = compile_phrases(phrases)
    found = Matcher(automaton).find(words)

    assert len(found) == len(set(found))
    assert set(found) == Oracle(phrases).find(words)
    assert not BUILT or native_matcher(automaton).find(words) == found


@given(
    st.lists(PHRASE, min_size=1, max_size=6),
    st.lists(st.sampled_from(["ik", "wil", "dat", "niet", "."]), max_size=700),
    st.booleans(),
    st.sets(st.integers(0, 5)),
    st.sets(st.integers(0, 5)),
)
def test_both_cores_find_the_same_in_long_texts_in_the_same_order(
    texts: list[str], words: list[str], answering: bool, at_start: set[int], replies: set[int]
) -> None:
    phrases = []
    for text in texts:
        with contextlib.suppress(PhraseFault):
            phrases.append(parse(text, {"lijst": ("wil dat", "u")}))
    automaton = compile_phrases(phrases)
    expected = Matcher(automaton, at_start, replies, {"ik", "dat"}).find(words, answering)

    assert not BUILT or (
        native_matcher(automaton, at_start, replies, {"ik", "dat"}).find(words, answering)
        == expected
    )


@pytest.mark.parametrize("speaker", ["caller", "agent"])
def test_it_agrees_with_the_oracle_on_the_method(method: Method, speaker: str) -> None:
    who: Speaker = "caller" if speaker == "caller" else "agent"
    lexicon = method.lexicons[who]
    matcher = Matcher(lexicon.automaton)
    native = native_matcher(lexicon.automaton) if BUILT else None
    oracle = Oracle([phrase for _, phrase in parsed(method, who)])
    examples = [
        example
        for act in method.acts[who].values()
        for examples in act.phrases.values()
        for example in ([examples] if isinstance(examples, str) else examples)
    ]
    workload = [t.text for call in calls(2) for t in call.turns if t.speaker == who]

    for text in [*examples[::9], *workload]:
        words = words_of(text)
        found = matcher.find(words)
        assert set(found) == oracle.find(words)
        assert native is None or native.find(words) == found


def test_gaps_do_not_cross_a_sentence() -> None:
    matcher = Matcher(compile_phrases([parse("ik wil .. weg", {})]))

    assert matcher.find(words_of("Ik wil hier weg")) == [(0, 0, 4)]
    assert matcher.find(words_of("Ik wil. Weg")) == []


def test_the_longest_reading_of_a_phrase_counts() -> None:
    matcher = Matcher(compile_phrases([parse("ik [wil dat]", {})]))

    assert matcher.find(words_of("ik wil dat")) == [(0, 0, 3)]
