"""Which phrases must be looked at in their sentence, so that the others need not be."""

from __future__ import annotations

from collections.abc import Mapping

from gehoor.method.model import Act, Entry

NEVER, UNLESS_PLAIN, ALWAYS = range(3)
"""Whether a hit must be looked at in its sentence; «unless» the turn has no «niet» and no quote."""


def guard_of(entry: Entry, owners: Mapping[str, Act]) -> int:
    """Return when a phrase's hits must be looked at: `NEVER`, `UNLESS_PLAIN` or `ALWAYS`."""
    owner = owners[entry.owner]
    if entry.at_end or entry.mood or entry.after or entry.place:
        return ALWAYS
    heeds = (owner.negation == "voids" and not entry.negated) or owner.reported == "voids"
    return UNLESS_PLAIN if heeds and not entry.exception else NEVER
