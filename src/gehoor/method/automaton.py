"""Phrases made searchable: one network of places between words, for all phrases together.

Each phrase is a small graph: from a node, a word out of some set leads to the next one; its nodes
are numbered together, each higher than those it leads to. The result is plain data, arrays of C
ints, that can be stored, and that the native core takes as it is. Which nodes are reached in a
text is worked out while reading.

Holds no making of it (`network`), no matching (`hearing.matcher`) and no meaning
(`hearing.phrases`).
"""

from __future__ import annotations

from array import array
from itertools import pairwise

import msgspec

ANY = -1  # kinds of edges that take no word of a set: any word of the sentence (in a gap);
DONE = -2  # the phrase ends here; its number stands where the next node would
INTS = "i"  # of the arrays


class Automaton(msgspec.Struct, frozen=True):
    """A compiled set of phrases; all but `words` are arrays of C ints, as bytes.

    Word k of `words` (one a line) is in the word sets `sets[set_first[k]:set_first[k + 1]]`.
    Node n has the edges from `first[n]` up to `first[n + 1]`; each is a pair of numbers in
    `edges`: the word set (or `ANY`, `DONE`), then the node it leads to. `starts[p]` is the node
    where phrase p begins.
    """

    words: bytes
    set_first: bytes
    sets: bytes
    first: bytes
    edges: bytes
    starts: bytes

    def sets_of_words(self) -> dict[str, list[int]]:
        """Return, for each word, the numbers of the word sets that hold it."""
        words = self.words.decode().split("\n") if self.words else []
        sets = ints(self.sets).tolist()
        spans = pairwise(ints(self.set_first))
        return {word: sets[slice(*span)] for word, span in zip(words, spans, strict=True)}


def ints(stored: bytes) -> array[int]:
    """Return an array as it was stored."""
    numbers = array(INTS)
    numbers.frombytes(stored)
    return numbers
