"""What goes wrong in reading, in one sentence."""

from __future__ import annotations

from collections.abc import Iterable


class IntakeFault(ValueError):
    """A file that cannot be read as a call: which file, where in it, what was expected.

    `lines` says it, with `others` that were found in the same file, a line each. `faults` are
    all that is wrong with one call, each with its place, where `expected` names only some.
    """

    def __init__(
        self,
        name: str,
        place: str,
        expected: str,
        others: Iterable[IntakeFault] = (),
        faults: Iterable[str] = (),
    ) -> None:
        self.name, self.place, self.expected = name, place, expected
        self.faults = tuple(faults) or (": ".join(part for part in (place, expected) if part),)
        super().__init__(": ".join(part for part in (name, place, expected) if part))
        self.lines = (str(self), *(str(fault) for fault in others))
