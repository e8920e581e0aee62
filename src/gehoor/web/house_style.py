"""The house style that is in force: who reviews by it, and who checks sentences by it.

Every page and upload that reviews a call asks `in_force(site)` for its reviewer, so that a
new house style counts from the next call on, without a restart. Made once for each version;
the ear is shared.
"""

from __future__ import annotations

import threading
from typing import NamedTuple
from weakref import WeakKeyDictionary

import msgspec

from gehoor.checking import SentenceChecker
from gehoor.coaching import House
from gehoor.reviewing import Reviewer
from gehoor.store import Faulty
from gehoor.store import house as house_store
from gehoor.web.house_text import HouseFile, read_file
from gehoor.web.site import Site

KEPT = 4  # versions in memory: the newest, and those a request still uses


class InForce(NamedTuple):
    """A version of the house style (None: nobody made one yet) and what works by it."""

    version_id: str | None
    file: HouseFile
    house: House
    reviewer: Reviewer
    checker: SentenceChecker


def in_force(site: Site) -> InForce:
    """Return the newest house style of a site, ready for use."""
    with site.store.read() as session:
        version = house_store.newest(session)
    known = _known(site)
    version_id = version.id if version else None
    with _LOCK:
        found = known.get(version_id)
    if found is None:
        found = _made(site, version_id, _file(site, version.text if version else ""))
        with _LOCK:
            known[version_id] = found
            for old in list(known)[:-KEPT]:
                del known[old]
    return found


def by_file(site: Site, file: HouseFile) -> InForce:
    """Return a house style that somebody only tries, ready for use."""
    return _made(site, None, file)


_LOCK = threading.Lock()
_SITES: WeakKeyDictionary[Site, dict[str | None, InForce]] = WeakKeyDictionary()


def _known(site: Site) -> dict[str | None, InForce]:
    with _LOCK:
        return _SITES.setdefault(site, {})


def _made(site: Site, version_id: str | None, file: HouseFile) -> InForce:
    house, ear = file.house(), site.reviewer.listener
    reviewer = Reviewer(site.method, house, ear)
    return InForce(version_id, file, house, reviewer, SentenceChecker(site.method, house, ear))


def _file(site: Site, text: str) -> HouseFile:
    """Return the choices in a text that once was right; a rule that is gone falls away."""
    try:
        file = read_file(text)
    except Faulty:
        return HouseFile()
    known = site.method.rules.keys()
    return msgspec.structs.replace(
        file,
        rules={name: on for name, on in file.rules.items() if name in known},
        severities={name: s for name, s in file.severities.items() if name in known},
    )
