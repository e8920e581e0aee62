"""The native core: the same hearing in C (`native/`), for where a C compiler could build it.

Hands the method and the weights to the core as plain numbers and texts; every turn then takes one
call. Gives exactly what `phrases` and `joined` give, which tests hold it to; those stay, for
where there is no core and for methods that it does not take. Holds no hearing of its own.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence

from gehoor.dialogue import Speaker, Turn
from gehoor.dialogue.words import ASK, DROPPED, FILLERS, STOP, fold_char
from gehoor.hearing.address import FORMAL
from gehoor.hearing.guards import ALWAYS, UNLESS_PLAIN, guard_of
from gehoor.hearing.heard import HeardAct, HeardTurn
from gehoor.method import Method
from gehoor.method.automaton import INTS, Automaton
from gehoor.method.model import Act, Entry, HearingWords, Lexicon
from gehoor.method.weights import Stored

try:
    from gehoor.hearing import _core

    BUILT = True
except ImportError:
    BUILT = False

MOST_ANSWERED = 62  # acts that something answers: one bit each
_NONE = -1


class NativeEar:
    """Hears the turns of both speakers. Safe to share: it keeps only work done before."""

    def __init__(self, method: Method, weights: Mapping[Speaker, Stored]) -> None:
        words = method.hearing
        leads = frozenset(words.sets.leads)
        pseudo = native_matcher(method.pseudo)
        flags = _word_flags(words)
        self._ears = {
            speaker: _ear(method, speaker, (pseudo, leads, flags), weights.get(speaker))
            for speaker in method.lexicons
        }

    def hear(self, turn: Turn, before: Sequence[HeardTurn]) -> HeardTurn:
        """Return the acts and cues of a turn, given the turns before it."""
        return self._ears[turn.speaker].hear(turn, before)


def native_ear(method: Method, weights: Mapping[Speaker, Stored] | None = None) -> NativeEar | None:
    """Return the native ear, with weights or by phrases alone; None where there can't be one."""
    if not BUILT or not all(_takes(method, speaker) for speaker in method.lexicons):
        return None
    return NativeEar(method, weights or {})


def _takes(method: Method, speaker: Speaker) -> bool:
    answered = _answered(method.lexicons[speaker])
    twice = method.acts[speaker].keys() & method.cues[speaker].keys()
    return len(answered) <= MOST_ANSWERED and not twice


def native_matcher(
    automaton: Automaton,
    at_start: Collection[int] = (),
    replies: Collection[int] = (),
    leads: Collection[str] = (),
) -> _core.Matcher:
    """Return the native counterpart of `hearing.matcher.Matcher`."""
    count = len(automaton.starts) // array(INTS).itemsize
    return _core.Matcher(
        words=automaton.words,
        set_first=automaton.set_first,
        sets=automaton.sets,
        first=automaton.first,
        edges=automaton.edges,
        starts=automaton.starts,
        marks=bytes((k in at_start) | (k in replies) << 1 for k in range(count)),
        leads=leads,
    )


def _ints(numbers: Iterable[int]) -> bytes:
    return array(INTS, numbers).tobytes()


def _lines(texts: Iterable[str]) -> bytes:
    return "\n".join(texts).encode()


def _word_flags(words: HearingWords) -> dict[str, int]:
    """Return what each little word is, as bits in the order of `native/turn.h`."""
    sets = words.sets
    hesitations = frozenset(sets.leads) - frozenset(sets.inverting)
    groups: tuple[Iterable[str], ...] = (
        words.negations, sets.openers, sets.leads, hesitations, sets.tails, sets.askers,
        sets.verbs, sets.subjects, sets.reporters, sets.self_reporters, sets.adverbs,
        FORMAL, FILLERS, ("dat",), (STOP,), (ASK,),
    )  # fmt: skip
    flags: dict[str, int] = {}
    for bit, group in enumerate(groups):
        for word in group:
            flags[word] = flags.get(word, 0) | 1 << bit
    return flags


def _answered(lexicon: Lexicon) -> list[str]:
    return list(dict.fromkeys(name for entry in lexicon.entries for name in entry.after))


_Shared = tuple["_core.Matcher", frozenset[str], dict[str, int]]


def _ear(method: Method, speaker: Speaker, shared: _Shared, weights: Stored | None) -> _core.Ear:
    pseudo, leads, flags = shared
    lexicon = method.lexicons[speaker]
    owners = method.acts[speaker] | method.cues[speaker]
    names = list(dict.fromkeys([*owners, *(weights.acts if weights else ())]))
    number = {name: at for at, name in enumerate(names)}
    yields = [
        [number[to] for to in owners[name].yields_to if to in number] if name in owners else []
        for name in names
    ]
    answered = _answered(lexicon)
    return _core.Ear(
        fold=fold_char,
        dropped=DROPPED,
        act_type=HeardAct,
        turn_type=HeardTurn,
        main=native_matcher(
            lexicon.automaton,
            at_start={k for k, entry in enumerate(lexicon.entries) if entry.at_start},
            replies={k for k, entry in enumerate(lexicon.entries) if entry.after},
            leads=leads,
        ),
        pseudo=pseudo,
        flagged=_lines(flags),
        flags=_ints(flags.values()),
        owners=names,
        owner_flags=_ints(_owner_flags(name, owners, method.cues[speaker]) for name in names),
        yields_first=_ints([0, *_sums(map(len, yields))]),
        yields=_ints(to for row in yields for to in row),
        answered=_lines(answered),
        entries=_ints(
            value
            for entry in lexicon.entries
            for value in _entry(entry, owners, number[entry.owner], answered)
        ),
        because=[entry.because for entry in lexicon.entries],
        agent=speaker == "agent",
        weights=_weights(weights, names) if weights else None,
    )


def _sums(counts: Iterable[int]) -> Iterable[int]:
    total = 0
    for count in counts:
        total += count
        yield total


def _owner_flags(name: str, owners: Mapping[str, Act], cues: Mapping[str, Act]) -> int:
    """Return what an act or cue is, as bits in the order of `native/ear.h`."""
    act = owners.get(name)
    return (
        (name in cues)
        | (act is not None and act.negation == "voids") << 1
        | (act is not None and act.reported == "voids") << 2
        | (name == "says_je") << 3
    )


def _entry(
    entry: Entry, owners: Mapping[str, Act], owner: int, answered: Sequence[str]
) -> tuple[int, int, int, int]:
    """Return a phrase's owner, when it counts, as bits in the order of `native/ear.h`, and after
    which acts, in two halves.
    """
    guard = guard_of(entry, owners)
    flags = (
        entry.exception
        | entry.at_end << 1
        | entry.negated << 2
        | (entry.mood == ASK) << 3
        | (entry.mood == STOP) << 4
        | (entry.place == "opening") << 5
        | (entry.place == "later") << 6
        | (guard == ALWAYS) << 7
        | (guard == UNLESS_PLAIN) << 8
    )
    after = sum(1 << answered.index(name) for name in set(entry.after))
    return owner, flags, after & 0x7FFF_FFFF, after >> 31


def _weights(
    weights: Stored, names: Sequence[str]
) -> tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes]:
    number = {name: at for at, name in enumerate(names)}
    column = {act: at for at, act in enumerate(weights.acts)}
    return (
        weights.features,
        weights.table,
        weights.steps,
        weights.bias,
        weights.cut,
        _ints(number[act] for act in weights.acts),
        _ints(column.get(name, _NONE) for name in names),
    )
