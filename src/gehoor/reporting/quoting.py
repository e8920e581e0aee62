"""A quote as a person reads it: the words it is about, within the sentence they stand in.

The data keep the exact words (span and quote); half a sentence reads like a mistake, so a
page shows what stands around them too. Works on a turn's text alone.
"""

from __future__ import annotations

from typing import NamedTuple

from gehoor.following.agreements import sentence_span

LONGEST = 160  # characters shown in all; recognised speech has no ends of sentences
_AROUND = 70  # characters kept before and after the words, where the sentence is longer


class Quote(NamedTuple):
    """The words, and what stands before and after them in their sentence."""

    before: str
    words: str
    after: str


def quoted(text: str, span: tuple[int, int]) -> Quote:
    """Return the words of a turn's span (characters) within their sentence, shortened with «…»."""
    start, end = sentence_span(text, span)
    start, end = min(start, span[0]), max(end, span[1])
    before, words, after = text[start : span[0]], text[slice(*span)], text[span[1] : end]
    if end - start <= LONGEST:
        return Quote(before, words, after)
    return Quote(_last(before), _both_ends(words), _first(after))


def _last(text: str) -> str:
    if len(text) <= _AROUND:
        return text
    return "… " + text[-_AROUND:].split(" ", 1)[-1]


def _first(text: str) -> str:
    if len(text) <= _AROUND:
        return text
    return text[:_AROUND].rsplit(" ", 1)[0] + " …"


def _both_ends(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    half = LONGEST // 2
    return f"{words[:half].rsplit(' ', 1)[0]} … {words[-half:].split(' ', 1)[-1]}"
