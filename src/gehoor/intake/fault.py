"""What goes wrong in reading, in one sentence."""

from __future__ import annotations


class IntakeFault(ValueError):
    """A file that cannot be read as a call: which file, where in it, what was expected."""

    def __init__(self, name: str, place: str, expected: str) -> None:
        self.name, self.place, self.expected = name, place, expected
        super().__init__(": ".join(part for part in (name, place, expected) if part))
