"""From a recording to a call: who speaks when, what is said, and who is the agent.

Goes through the sound twice, so that nothing of it need be kept: once to hear when somebody
speaks, once to take the words out of those pieces. Which voice is the agent follows from the
words, as for any transcript that numbers its speakers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from gehoor.dialogue import Call, Speaker, Turn
from gehoor.intake import IntakeFault
from gehoor.intake.roles import find_agent, roles_of
from gehoor.sound.decoding import Samples, Source, clock, opened
from gehoor.sound.heard import Heard, hear
from gehoor.sound.recognition import PIECE, RATE, Recogniser, Word
from gehoor.sound.voices import Voiced

PAUSE: Final = 1.5  # seconds; after a longer one, what the same voice says is a new turn
_TOGETHER: Final = 0.8  # seconds; over a shorter stop the recogniser hears on
_MARGIN: Final = 0.1  # seconds around a piece: the first sound of a word is soft
_DOUBTFUL: Final = 0.75  # how sure it must be whose voice it is, or it is named


class Piece(NamedTuple):
    """A piece of speech of one voice, up to PIECE seconds, and its words."""

    voice: int
    start: float
    end: float
    words: tuple[Word, ...] = ()


class Recorded(NamedTuple):
    """A recording as a call, with the words of each turn and who speaks when.

    `notes` are for the user, in Dutch: what to keep in mind when reading it.
    """

    call: Call
    words: tuple[tuple[Word, ...], ...]
    heard: Heard
    roles: Mapping[int, Speaker]
    notes: tuple[str, ...]


def read_recording(
    source: Source,
    name: str,
    default_id: str,
    recogniser: Callable[[], Recogniser],
    agent: str | None = None,
) -> Recorded:
    """Return the call in a recording; `agent` says which voice is the agent («kanaal 2», «2»).

    The recogniser is asked for once it is clear that there is sound to recognise.

    Raises:
        IntakeFault: no speech, no words, or nobody can tell who is the agent.
    """
    with opened(source, name):
        model = recogniser()
    _rewind(source)
    heard = hear(source, name)
    if not heard.parts:
        raise IntakeFault(name, "", "er wordt niets gezegd in deze opname")
    _rewind(source)
    said = list(_recognised(source, name, heard, model))
    if not said:
        raise IntakeFault(name, "", "er zijn geen woorden in verstaan")
    roles = _roles(said, heard, name, agent)
    turns = _turns(said)
    call = Call(default_id, tuple(_turn(part, roles) for part in turns))
    words = tuple(tuple(word for piece in part for word in piece.words) for part in turns)
    return Recorded(call, words, heard, roles, (*heard.notes, *_doubts(heard)))


def _rewind(source: Source) -> None:
    if not isinstance(source, str | Path):
        source.seek(0)


def pieces_of(parts: Iterable[Voiced], apart: bool) -> list[Piece]:
    """Return parts of speech as pieces for a recogniser, in order of their end.

    Short stops are heard over; on one channel only where the other voice doesn't come between.
    """
    found: list[Piece] = []
    last: dict[int, int] = {}
    for part in parts:
        at = last.get(part.voice)
        joins = at is not None and (apart or at == len(found) - 1)
        if joins and at is not None and _follows(found[at], part):
            found[at] = found[at]._replace(end=part.end)
        else:
            last[part.voice] = len(found)
            found.append(Piece(part.voice, part.start, part.end))
    return sorted((cut for piece in found for cut in _cut(piece)), key=lambda piece: piece.end)


def _follows(piece: Piece, part: Voiced) -> bool:
    return part.start - piece.end <= _TOGETHER and part.end - piece.start <= PIECE


def _cut(piece: Piece) -> Iterator[Piece]:
    """Yield a piece in pieces of at most PIECE seconds."""
    count = max(1, int(np.ceil((piece.end - piece.start) / PIECE)))
    edges = np.linspace(piece.start, piece.end, count + 1).tolist()
    for start, end in pairwise(edges):
        yield Piece(piece.voice, start, end)


def _recognised(source: Source, name: str, heard: Heard, recogniser: Recogniser) -> Iterator[Piece]:
    """Yield the pieces in which words were heard, with times from the start of the call."""
    with opened(source, name) as recording:
        for piece, samples in cut_out(recording.blocks(RATE), pieces_of(heard.parts, heard.apart)):
            voice = samples[piece.voice] if heard.apart else samples.mean(0)
            found = recogniser.words(np.ascontiguousarray(voice, np.float32))
            shift = max(0.0, piece.start - _MARGIN)
            words = tuple(_placed(word, shift, piece) for word in found)
            if words:
                yield piece._replace(words=words)


def cut_out(blocks: Iterable[Samples], pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Samples]]:
    """Yield each piece (in order of end) with its samples and a margin, keeping no more than that.

    Args:
        blocks: samples (channel, time) at RATE.
        pieces: in order of their end.
    """
    waiting = list(pieces)
    kept: Samples | None = None
    begin = 0  # sample at which `kept` starts
    for block in blocks:
        kept = block if kept is None else np.concatenate([kept, block], axis=1)
        until = begin + kept.shape[1]
        while waiting and (waiting[0].end + _MARGIN) * RATE <= until:
            yield waiting[0], _taken(kept, begin, waiting.pop(0))
        need = min((piece.start for piece in waiting), default=np.inf) - _MARGIN
        drop = int(min(max(0.0, need * RATE - begin), kept.shape[1])) if waiting else 0
        kept, begin = kept[:, drop:], begin + drop
    for piece in waiting:
        if kept is not None:
            yield piece, _taken(kept, begin, piece)


def _taken(kept: Samples, begin: int, piece: Piece) -> Samples:
    first = max(0, round((piece.start - _MARGIN) * RATE) - begin)
    return kept[:, first : round((piece.end + _MARGIN) * RATE) - begin]


def _placed(word: Word, shift: float, piece: Piece) -> Word:
    """Return a word with times in the call, within its piece of speech."""
    start = min(max(word.start + shift, piece.start), piece.end)
    end = min(max(word.end + shift, start), piece.end)
    return word._replace(start=round(start, 3), end=round(end, 3))


def _turns(said: list[Piece]) -> list[list[Piece]]:
    """Return the pieces by turn: what a voice says until the other begins, or a long pause."""
    turns: list[list[Piece]] = []
    for piece in sorted(said, key=lambda piece: piece.start):
        before = turns[-1][-1] if turns else None
        if before and before.voice == piece.voice and piece.start - before.end <= PAUSE:
            turns[-1].append(piece)
        else:
            turns.append([piece])
    return turns


def _turn(pieces: list[Piece], roles: Mapping[int, Speaker]) -> Turn:
    words = [word for piece in pieces for word in piece.words]
    sure = [word.confidence for word in words if word.confidence is not None]
    return Turn(
        roles[pieces[0].voice],
        " ".join(word.text for word in words),
        round(pieces[0].start, 3),
        round(pieces[-1].end, 3),
        round(sum(sure) / len(sure), 3) if sure else None,
    )


def _roles(said: list[Piece], heard: Heard, name: str, agent: str | None) -> Mapping[int, Speaker]:
    called = "kanaal" if heard.apart else "stem"
    voices = sorted({piece.voice for piece in said})
    if agent is not None:
        return _given(agent, called, voices, name)
    turns = sorted(said, key=lambda piece: piece.start)
    spoken = [(str(piece.voice), " ".join(word.text for word in piece.words)) for piece in turns]
    found = find_agent(spoken)
    if found is None:
        listed = " of ".join(f"--agent «{called} {voice + 1}»" for voice in voices)
        what = "er is maar één stem te horen" if len(voices) == 1 else "dat zeggen de woorden niet"
        raise IntakeFault(name, "", f"wie is de medewerker? {what}; geef {listed} mee")
    return roles_of_voices(int(found), voices)


def _given(agent: str, called: str, voices: list[int], name: str) -> Mapping[int, Speaker]:
    digits = agent.strip().rpartition(" ")[2]
    if digits not in ("1", "2"):
        raise IntakeFault(name, "", f"geen stem «{agent}»; verwacht «{called} 1» of «{called} 2»")
    return roles_of_voices(int(digits) - 1, voices)


def roles_of_voices(agent: int, voices: Iterable[int]) -> Mapping[int, Speaker]:
    """Return who each voice is, given the agent's."""
    named = roles_of(str(agent), map(str, voices))
    return {int(voice): role for voice, role in named.items()}


def _doubts(heard: Heard) -> list[str]:
    """Return where it is least sure whose voice it is."""
    weak = [part for part in heard.parts if part.sure < _DOUBTFUL and part.end - part.start > 1]
    if heard.apart or not weak or len({part.voice for part in heard.parts}) < 2:
        return []
    worst = sorted(sorted(weak, key=lambda part: part.sure)[:3], key=lambda part: part.start)
    return [f"het minst zeker wie er spreekt bij {', '.join(clock(p.start) for p in worst)}"]
