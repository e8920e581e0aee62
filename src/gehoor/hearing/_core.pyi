from collections.abc import Callable, Collection, Sequence

from gehoor.dialogue import Turn
from gehoor.hearing.heard import HeardAct, HeardTurn

class Matcher:
    def __init__(
        self,
        words: bytes,
        set_first: bytes,
        sets: bytes,
        first: bytes,
        edges: bytes,
        starts: bytes,
        marks: bytes,
        leads: Collection[str],
    ) -> None: ...
    def find(self, words: Sequence[str], answering: bool = True) -> list[tuple[int, int, int]]: ...

class Ear:
    def __init__(
        self,
        fold: Callable[[str], str],
        dropped: str,
        act_type: type[HeardAct],
        turn_type: type[HeardTurn],
        main: Matcher,
        pseudo: Matcher,
        flagged: bytes,
        flags: bytes,
        owners: list[str],
        owner_flags: bytes,
        yields_first: bytes,
        yields: bytes,
        answered: bytes,
        entries: bytes,
        because: list[str],
        agent: bool,
        weights: tuple[bytes, bytes, bytes, bytes, bytes, bytes, bytes] | None,
    ) -> None: ...
    def hear(self, turn: Turn, before: Sequence[HeardTurn], /) -> HeardTurn: ...
