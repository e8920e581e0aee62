"""When in the sound something personal was said, so that it can be muted.

Without times of words, time is taken to run evenly over a turn's characters; rather too wide
than too narrow, since half a number is still a number.
"""

from __future__ import annotations

from collections.abc import Iterable

from gehoor.dialogue import Turn

Seconds = tuple[float, float]

MARGIN = 0.4  # seconds on either side, about a word
STRETCH = 0.1  # of the turn on either side: nobody speaks evenly


def muted(turn: Turn, spans: Iterable[tuple[int, int]]) -> tuple[Seconds, ...]:
    """Return (start, end) in seconds of the call for spans of a turn's text as it was said.

    Times that touch are joined. Empty where the turn has no start and end of its own.
    """
    if turn.start is None or turn.end is None or not turn.text:
        return ()
    pieces = sorted(_piece(turn, span, turn.start, turn.end) for span in spans)
    return tuple(_joined(pieces))


def _piece(turn: Turn, span: tuple[int, int], start: float, end: float) -> Seconds:
    pace = (end - start) / len(turn.text)
    wide = MARGIN + STRETCH * (end - start)
    first, last = start + span[0] * pace - wide, start + span[1] * pace + wide
    return max(first, start), min(last, end)


def _joined(pieces: Iterable[Seconds]) -> list[Seconds]:
    joined: list[Seconds] = []
    for start, end in pieces:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
