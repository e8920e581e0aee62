"""Search marks: the words of a call as keyed numbers, so that sealed calls can be found.

A mark is the first 24 bits of a keyed hash. Without the key it says nothing; with the database
alone one can see which calls share a word, and how often a word occurs, never which word.
The commonest words get no mark: nobody finds anything by them, and they would say most.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from gehoor.dialogue import Call
from gehoor.store.vault import Vault

_WORD = re.compile(r"[^\W_]{2,}")
_COMMON_TEXT = """
    aan al als bij da dan dat de dit die doe door dus een eens eigenlijk en er even gaan gaat geen
    gewoon had heb hebben heeft het hem hier hij hoe hoor iets ik in is ja jij je jullie kan kunnen
    maar me mee meer met mij mijn moet na naar nee niet nog nou nu of om omdat onze ook op over
    te toch toen tot uit uw van veel voor waar want waren was wat we weer wel werd wie wij worden
    wordt zal ze zei zelf zich zij zijn zit zo zou
    """
_COMMON = frozenset(_COMMON_TEXT.split())


def words_of(text: str) -> set[str]:
    """Return the words of a text: of two characters or more, without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return set(_WORD.findall("".join(char for char in plain if not unicodedata.combining(char))))


def words_in_call(title: str, texts: Iterable[str]) -> set[str]:
    """Return the words of a call by which it can be found."""
    return words_of(title).union(*map(words_of, texts))


def sought(text: str) -> set[str]:
    """Return the words of a question that a call must hold; the commonest don't matter."""
    return words_of(text) - _COMMON


def marks_of(vault: Vault, words: set[str]) -> set[int]:
    """Return the marks of words; the commonest have none."""
    return {mark(vault, word) for word in words - _COMMON}


def marks_of_call(vault: Vault, call: Call) -> set[int]:
    """Return the marks of a call's words."""
    return marks_of(vault, words_in_call(call.id, (turn.text for turn in call.turns)))


def mark(vault: Vault, word: str) -> int:
    """Return a word as the keyed number it is searched by."""
    return int.from_bytes(vault.fingerprint(word, "word", 3))
