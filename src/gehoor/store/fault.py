"""What can be wrong with the store, for its users to mend."""

from __future__ import annotations


class StoreFault(RuntimeError):
    """A database that cannot be used; the message says which and what was expected."""


class Refused(StoreFault):
    """Something that a person may not do or see; the message says so kindly."""


class Conflict(StoreFault):
    """Somebody else changed it meanwhile; nothing was written.

    `mine` is the text that was not kept, `theirs` the one that stands now, `edition` its number.
    """

    def __init__(self, said: str, mine: str = "", theirs: str = "", edition: int = 0) -> None:
        super().__init__(said)
        self.mine, self.theirs, self.edition = mine, theirs, edition


class Faulty(StoreFault):
    """Something given that can't be kept; `faults` says everything that is wrong with it."""

    def __init__(self, *faults: str) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults
