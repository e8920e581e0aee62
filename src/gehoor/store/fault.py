"""What can be wrong with the store, for its users to mend."""

from __future__ import annotations


class StoreFault(RuntimeError):
    """A database that cannot be used; the message says which and what was expected."""


class Refused(StoreFault):
    """Something that a person may not do or see; the message says so kindly."""


class Conflict(StoreFault):
    """Somebody else changed it meanwhile; nothing was written."""
