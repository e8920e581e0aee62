"""A process that does waiting files, to be killed half-way: `python -m tests.store.worker URL`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from gehoor.intake import read_bytes
from gehoor.method import load
from gehoor.reporting.record import record_of
from gehoor.reviewing import Reviewer
from gehoor.store import Keyring, open_store, uploads
from gehoor.store.calls import NewCall
from gehoor.store.uploads import Claimed


def reader(reviewer: Reviewer, slow: float = 0.0) -> Callable[[Claimed], Sequence[NewCall]]:
    """Return what reads a file: each call reviewed, with a pause so that a kill lands in it."""

    def read(claimed: Claimed) -> Sequence[NewCall]:
        found = []
        for at, call in enumerate(read_bytes(claimed.data, claimed.name, *_named(claimed.name))):
            time.sleep(slow)
            record = record_of(reviewer.review(call), {})
            found.append(NewCall(claimed.owner_id, call, record, claimed.data + bytes([at])))
        return found

    return read


def _named(name: str) -> tuple[str, str]:
    return Path(name).stem, Path(name).suffix


def main() -> None:
    """Do files until none waits."""
    store = open_store(sys.argv[1], Keyring.from_lines(os.environ["GEHOOR_KEY"], "proef"))
    read = reader(Reviewer(load()), float(sys.argv[2]))
    while uploads.work_one(store, read):
        pass


if __name__ == "__main__":
    main()
