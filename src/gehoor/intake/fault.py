"""What goes wrong in reading, in one sentence."""

from __future__ import annotations

from collections.abc import Iterable


class IntakeFault(ValueError):
    """A file that cannot be read as a call: which file, where in it, what was expected.

    `lines` says it, with `others` that were found in the same file, a line each.
    """

    def __init__(
        self, name: str, place: str, expected: str, others: Iterable[IntakeFault] = ()
    ) -> None:
        self.name, self.place, self.expected = name, place, expected
        super().__init__(": ".join(part for part in (name, place, expected) if part))
        self.lines = (str(self), *(str(fault) for fault in others))
