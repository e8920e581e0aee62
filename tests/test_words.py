"""Folding: any text divides into words, and each word is found back in the text."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from gehoor.dialogue.words import ENDS, flat_of, fold_char, offsets_of, words_of

DUTCH = st.text(alphabet="abcik'’ étn.?!…,- 0123eh½ĳ\u0301\U0001f620\x00", max_size=60)


@given(st.one_of(st.text(max_size=80), DUTCH))
def test_every_word_has_a_place_in_the_text(text: str) -> None:
    words, spans = words_of(text), offsets_of(text, flat_of(text), words_of(text))

    assert len(words) == len(spans)
    for word, (start, end) in zip(words, spans, strict=True):
        assert 0 <= start < end <= len(text)
        assert "".join(map(fold_char, text[start:end])) == word


@given(st.one_of(st.text(max_size=80), DUTCH))
def test_spans_follow_each_other(text: str) -> None:
    spans = offsets_of(text, flat_of(text), words_of(text))

    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_case_accents_and_apostrophes_do_not_matter() -> None:
    assert words_of("’T Is zo’n ÉÉN-op-één, privé!") == words_of("'t is zo'n een op een prive.")


def test_a_sentence_end_is_a_word_and_three_dots_are_a_pause() -> None:
    assert words_of("Ik wil... eh, weg. Mag dat?") == ["ik", "wil", "weg", ".", "mag", "dat", "?"]
    assert {".", "?"} == ENDS


def test_digits_become_zero_and_the_apostrophe_belongs_to_its_word() -> None:
    text = "'t Is 12 uur"

    assert words_of(text) == ["t", "is", "00", "uur"]
    assert [text[a:b] for a, b in offsets_of(text, flat_of(text), words_of(text))] == [
        "'t",
        "Is",
        "12",
        "uur",
    ]
