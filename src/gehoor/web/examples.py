"""The eight example calls that come with Gehoor, to look around with. All invented."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gehoor import intake
from gehoor.method.weights import digest
from gehoor.reporting.record import record_of
from gehoor.store import calls
from gehoor.store.calls import NewCall

if TYPE_CHECKING:
    from gehoor.web.site import Site

_PACKAGE = Path(__file__).parent.parent
_PLACES = (_PACKAGE / "examples", _PACKAGE.parent.parent / "examples")  # installed; a checkout


def example_files() -> list[Path]:
    """Return the files of the example calls; none where somebody took them out."""
    place = next((place for place in _PLACES if place.is_dir()), None)
    return sorted(place.glob("*.json")) if place else []


def add_examples(site: Site, owner_id: str) -> int:
    """Review the example calls and keep them as somebody's own; return how many are new."""
    prepared = [_prepared(site, owner_id, path) for path in example_files()]
    with site.store.begin() as session:
        kept = [calls.add(session, site.store.vault, new) for new in prepared]
    return sum(fresh for _, fresh in kept)


def _prepared(site: Site, owner_id: str, path: Path) -> NewCall:
    call = intake.read(path)
    record = record_of(site.reviewer.review(call), site.reviewer.advice(call))
    return NewCall(
        owner_id=owner_id,
        call=call,
        record=record,
        source=path.read_bytes(),
        method=digest(),
        example=True,
    )
