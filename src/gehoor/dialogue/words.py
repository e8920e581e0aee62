"""How a turn's text divides into words, and where each word stands in the text.

Case, accents, apostrophes and most punctuation do not matter to what people mean, so
they are folded away; a sentence's end stays as a word of its own. Every digit becomes 0.
Folding is on the path of every turn, hence the two-step design: `words_of` is fast and
gives the words alone; `offsets_of` is asked only where something was heard.

Holds no Dutch: which words mean what is the method's business.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

STOP = "."
ASK = "?"
ENDS = frozenset({STOP, ASK})
FILLERS = frozenset(
    {"eh", "ehm", "eeh", "ehh", "uh", "uhm", "uhh", "euh", "euhm", "hm", "hmm", "mm", "mhm", "ah"}
)

DROPPED = "'`´‘’‚\u00ad"  # apostrophes and the soft hyphen: «'t», «z'n»
_STOPS = ".!;:"
_APOSTROPHE = "'"  # stands in a flat text for all that is dropped


def _fold_plain(char: str) -> str:
    """Fold one character: to nothing, a space, a stop, or lower-case letters and zeros."""
    if char in DROPPED:
        return ""
    if char in _STOPS:
        return STOP
    if char == ASK:
        return ASK
    base = "".join(c for c in unicodedata.normalize("NFKD", char) if c.isalnum()).lower()
    folded = "".join("0" if c.isdigit() else c for c in base if c.isascii() and c.isalnum())
    return folded or ("" if unicodedata.combining(char) else " ")


@lru_cache(maxsize=4096)
def fold_char(char: str) -> str:
    """Return what one character becomes; more than one letter for «ĳ», none for an accent."""
    return _fold_plain(char)


def _byte_table() -> bytes:
    """Return the translation of code page 1252, of the same length."""
    table = bytearray(b" " * 256)
    for byte in range(256):
        folded = fold_char(bytes([byte]).decode("cp1252", "replace"))
        if len(folded) < 2:
            table[byte] = ord(folded or _APOSTROPHE)
    return bytes(table)


_TABLE = _byte_table()
_WIDE = frozenset(
    chr(code) for code in range(128, 256) if len(fold_char(chr(code))) > 1
)  # letters that fold to two («½»): not for the byte table


def flat_of(text: str) -> str | None:
    """Return the text folded character by character; None if that cannot be done one by one.

    Apostrophes stay, so that each character keeps its place.
    """
    if "..." in text:
        text = text.replace("...", "   ")
    if text.isascii():
        return text.encode("ascii").translate(_TABLE).decode("ascii")
    try:
        raw = text.encode("cp1252")
    except UnicodeEncodeError:
        return None
    if not _WIDE.isdisjoint(text):
        return None
    return raw.translate(_TABLE).decode("ascii")


def words_of(text: str) -> list[str]:
    """Return the words of a text, with `STOP` and `ASK` where a sentence ends.

    Three dots are a pause, not an end. Fillers («eh») are left out.
    """
    return words_in(flat_of(text), text)


def words_in(flat: str | None, text: str) -> list[str]:
    """Return the words of a text of which `flat_of` is at hand."""
    if flat is None:
        flat = "".join(map(fold_char, text.replace("...", "   ")))
    elif "'" in flat:
        flat = flat.replace("'", "")
    words = flat.replace(".", " . ").replace("?", " ? ").split()
    if FILLERS.isdisjoint(words):
        return words
    return [word for word in words if word not in FILLERS]


def offsets_of(text: str, flat: str | None, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return the half-open character span of each of `words`, as `words_in` gave them.

    The apostrophe of «'t» belongs to its word.
    """
    if flat is None:
        return _offsets_by_char(text.replace("...", "   "))
    if len(flat) - flat.count(" ") != sum(map(len, words)):  # apostrophes or fillers
        return _offsets_by_word(flat)
    spans = []
    end, find = 0, flat.find
    for word in words:
        start = find(word, end)
        end = start + len(word)
        spans.append((start, end))
    return spans


def _offsets_by_word(flat: str) -> list[tuple[int, int]]:
    spans = [_with_apostrophe(flat, match.span()) for match in _WORD(flat)]
    return [span for span in spans if flat[span[0] : span[1]].replace("'", "") not in FILLERS]


_WORD = re.compile(r"[a-z0](?:[a-z0']*[a-z0])?|[.?]").finditer


def _with_apostrophe(flat: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    if end - start == 1 and start and flat[start - 1] == "'" and flat[start] not in ENDS:
        return (start - 1, end)
    return span


def _offsets_by_char(text: str) -> list[tuple[int, int]]:
    """Do the same for a text with letters that no byte table holds."""
    spans: list[tuple[int, int]] = []
    word, start, end = "", 0, 0
    for at, char in enumerate(text + " "):
        folded = fold_char(char)
        if folded and not folded[0].isalnum():
            if word and word not in FILLERS:
                lone = len(word) == 1 and start and text[start - 1] in DROPPED
                spans.append((start - 1 if lone else start, end))
            if folded != " ":
                spans.append((at, at + 1))
            word = ""
        elif folded:
            start = start if word else at
            word, end = word + folded, at + 1
    return spans
