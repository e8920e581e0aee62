"""Which calls somebody wants to see, as it stands in the address of the list, and back again.

What can't be understood is left out, so that an old bookmark still gives a list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, get_args
from urllib.parse import urlencode

import msgspec

from gehoor.following import Outcome
from gehoor.method import Method
from gehoor.reporting import words
from gehoor.store.finding import CallFilter

LONGEST: Final = 200  # characters of a search
WHOSE: Final = {"mij": "mine", "gedeeld": "shared"}
STATUS: Final = {"gemist": "missed", "gedaan": "done"}


class Asking(msgspec.Struct, frozen=True):
    """The list that is asked for: the fields of the form as typed, and the filter they mean."""

    fields: dict[str, str]
    filter: CallFilter
    after: str | None

    @property
    def narrowed(self) -> dict[str, str]:
        """Return the fields that leave calls out, without the search itself."""
        return {key: value for key, value in self.fields.items() if key != "zoek"}

    def address(self, without: str = "", after: str | None = None) -> str:
        """Return the address of this list, without one of its fields, or from a call on."""
        kept = {key: value for key, value in self.fields.items() if key != without}
        if after:
            kept["na"] = after
        return "/gesprekken" + (f"?{urlencode(kept)}" if kept else "")


def asking(query: Mapping[str, str], method: Method) -> Asking:
    """Return what an address asks for."""
    fields, wanted = {}, dict[str, Any]()
    for name, (key, read) in _fields(method).items():
        typed = query.get(name, "").strip()[:LONGEST]
        value = read(typed) if typed else None
        if value is not None:
            fields[name], wanted[key] = typed, value
    return Asking(fields, CallFilter(**wanted), query.get("na") or None)


def _fields(method: Method) -> dict[str, tuple[str, Callable[[str], Any]]]:
    return {
        "zoek": ("text", str),
        "van_wie": ("whose", WHOSE.get),
        "stap": ("step", _one_of(method.steps)),
        "stand": ("step_status", STATUS.get),
        "regel": ("rule", _one_of(method.rules)),
        "warmte": ("temperature_from", _degree),
        "afloop": ("outcome", _one_of(dict.fromkeys(get_args(Outcome)))),
        "boos": ("anger", _one_of(words.ANGER)),
        "incident": ("incident", lambda typed: True if typed == "ja" else None),
        "vanaf": ("held_from", _day),
        "tot": ("held_to", _day),
    }


def _one_of(known: Mapping[Any, Any]) -> Callable[[str], str | None]:
    return lambda typed: typed if typed in known else None


def _degree(typed: str) -> float | None:
    # A caller is «woedend» from two and a half: words round.
    return int(typed) - 0.5 if typed in ("1", "2", "3", "4") else None


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
