"""The phrase language: what it reads, and what it says of what it cannot."""

import pytest

from gehoor.method.grammar import GAP, Choice, PhraseFault, literals, parse

WORDS = {"ding": ("pakket", "wasmachine", "koffie apparaat")}


def test_segments_gaps_anchors_and_mood() -> None:
    phrase = parse("^ ik wil .. opzeggen ..8 nu $ ?", WORDS)

    assert (len(phrase.segments), phrase.gaps) == (3, (GAP, 8))
    assert (phrase.at_start, phrase.at_end, phrase.mood) == (True, True, "?")


def test_words_are_folded_like_the_text_they_are_sought_in() -> None:
    assert literals(parse("'t E-mail zo'n", {}).segments[0]) == {"t", "e", "mail", "zon"}


def test_a_word_list_is_a_choice_of_its_entries() -> None:
    (choice,) = parse("<ding>", WORDS).segments[0].parts

    assert isinstance(choice, Choice)
    assert len(choice.options) == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "minstens één vast woord"),
        ("[heel]", "minstens één vast woord"),
        ("ik wil ..", "minstens één vast woord"),
        ("(ik", "verwacht «)»"),
        ("ik)", "hoort hier niet"),
        ("(ik .. wil)", "een gat mag niet tussen haakjes"),
        ("<onbekend>", "geen woordenlijst «onbekend»"),
        ("ik ..99 wil", "1 tot 12 woorden"),
        ("eh", "heeft geen letters"),
        ("ik <", "onverwacht teken"),
        ("ik ? wil", "hoort hier niet"),
    ],
)
def test_a_fault_says_what_and_where(text: str, says: str) -> None:
    with pytest.raises(PhraseFault, match="teken") as fault:
        parse(text, WORDS)

    assert says in str(fault.value)
    assert f"«{text}»" in str(fault.value)
