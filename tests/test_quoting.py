"""A quote stands in its sentence, whatever the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gehoor.reporting.quoting import quoted


def test_a_fragment_is_shown_in_its_sentence():
    text = "Dank u. Ik zie twee mails, van 6 en van 19 maart. Dat hoort niet."
    start = text.index("Ik zie twee")
    assert quoted(text, (start, start + 11)) == (
        "",
        "Ik zie twee",
        " mails, van 6 en van 19 maart.",
    )


def test_recognised_speech_without_ends_is_cut_at_words():
    text = "woord " * 100 + "kern van de zaak " + "nog meer " * 100
    start = text.index("kern")
    part = quoted(text, (start, start + 4))
    assert part.before.startswith("… woord")
    assert part.before.endswith("woord ")
    assert part.words == "kern"
    assert part.after.endswith(" …")


@given(st.text(), st.data())
def test_the_words_are_always_there(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    part = quoted(text, (start, end))
    if end - start <= 160:
        assert part.words == text[start:end]
    assert text[:start].endswith(part.before.removeprefix("… "))
    assert text[end:].startswith(part.after.removesuffix(" …"))
