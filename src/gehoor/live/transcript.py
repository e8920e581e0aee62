"""Words that come in pieces, late, twice and corrected, put together to turns in order.

A turn stands where its first word was spoken; without times where it first came in. Only final
words make a turn: a partial shows that somebody is speaking and says nothing yet.
"""

from __future__ import annotations

from bisect import bisect_left, insort

from gehoor.dialogue import Speaker, Turn
from gehoor.live.events import Words

MOST_TURNS = 2_000  # a call of half a day
LATEST = 200  # turns back that a correction may reach: what changes is heard again from there
MOST_SAID = 20_000  # characters in a turn

Place = tuple[float, int]
"""When a turn began in seconds, and the number in which it came."""


class TooLate(ValueError):
    """Words that can't be taken in any more; the message says why, in Dutch."""


class _Said:
    """What was said in one turn, piece by piece."""

    def __init__(self, speaker: Speaker, place: Place) -> None:
        self.speaker, self.place = speaker, place
        self.pieces: dict[int, Words] = {}

    def take(self, words: Words) -> bool:
        """Keep a piece, unless a newer edition is there; tell whether anything changed."""
        known = self.pieces.get(words.piece)
        if known is not None and _age(known) >= _age(words):
            return False
        self.pieces[words.piece] = words
        if words.final:
            self.speaker = words.speaker
        return True

    def starts(self) -> float | None:
        return min((p.start for p in self._final() if p.start is not None), default=None)

    def turn(self) -> Turn | None:
        """Return the turn as far as it is final; None where nothing of it is."""
        final = self._final()
        text = " ".join(piece.text for piece in final if piece.text)
        if not text.strip():
            return None
        ends = [piece.end for piece in final if piece.end is not None]
        sure = [piece.confidence for piece in final if piece.confidence is not None]
        return Turn(
            self.speaker, text, self.starts(), max(ends, default=None), min(sure, default=None)
        )

    def _final(self) -> list[Words]:
        return [piece for _, piece in sorted(self.pieces.items()) if piece.final]


def _age(words: Words) -> tuple[int, bool]:
    return (words.edition, words.final)


class Transcript:
    """The turns so far, in order."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, str], _Said] = {}
        self._places: list[Place] = []
        self.turns: list[Turn] = []
        self.speaking: Words | None = None

    def take(self, words: Words, at: float) -> int | None:
        """Take words in; return the first turn that is not what it was, None if all are.

        Raises:
            TooLate: they reach too far back, or the call has too many turns.
        """
        key = (words.source, words.turn)
        said = self._said.get(key) or _Said(words.speaker, (0.0, len(self._said)))
        before, held = said.turn(), dict(said.pieces)
        self.speaking = None if words.final else words
        if not said.take(words):
            return None
        try:
            changed = self._settle(said, before, at, fresh=key not in self._said)
        except TooLate:
            said.pieces = held
            raise
        self._said[key] = said
        return changed

    def _settle(self, said: _Said, before: Turn | None, at: float, fresh: bool) -> int | None:
        now = said.turn()
        start = said.starts()
        place = said.place if start is None and not fresh else (start or 0.0, said.place[1])
        if start is None and fresh:
            place = (at, said.place[1])
        old = bisect_left(self._places, said.place) if before else None
        if now == before and place == said.place:
            return None
        self._check(now, old, place)
        if old is not None:
            del self._places[old], self.turns[old]
        said.place = place
        if now is None:
            return old
        insort(self._places, place)
        new = bisect_left(self._places, place)
        self.turns.insert(new, now)
        return new if old is None else min(old, new)

    def _check(self, now: Turn | None, old: int | None, place: Place) -> None:
        first = min(len(self.turns) if old is None else old, bisect_left(self._places, place))
        if first < len(self.turns) - LATEST:
            raise TooLate(f"reikt verder terug dan {LATEST} beurten")
        if now is not None and old is None and len(self.turns) >= MOST_TURNS:
            raise TooLate(f"het gesprek heeft al {MOST_TURNS} beurten")
        if now is not None and len(now.text) > MOST_SAID:
            raise TooLate(f"de beurt is langer dan {MOST_SAID} tekens")
