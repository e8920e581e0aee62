"""Events as programmes send them: plain data, checked, with every fault and its place."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from gehoor.dialogue import Case, Channel
from gehoor.dialogue.form import check
from gehoor.live import Event, Hold, Resume, Words

KINDS: Final[dict[str, type[Words | Hold | Resume]]] = {
    "words": Words,
    "hold": Hold,
    "resume": Resume,
}
MOST: Final = 100  # events in one request


class NewLiveForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A call that begins; `reference` is its name in the telephone system."""

    title: str = ""
    reference: str = ""
    channel: Channel = "phone"
    case: Case = Case()


def event_of(data: Any, where: str = "event") -> tuple[Event | None, list[str]]:
    """Return an event, or None and what is wrong with it."""
    if not isinstance(data, dict):
        return None, [f"{where}: verwacht een tabel"]
    kind = KINDS.get(str(data.get("type")))
    if kind is None:
        return None, [f"{where}.type: verwacht {', '.join(KINDS)}"]
    found, faults = check({k: v for k, v in data.items() if k != "type"}, kind, where)
    if not faults and "\0" in getattr(found, "text", ""):
        faults = [f"{where}.text: bevat een teken dat niet bewaard kan worden (\\u0000)"]
    return (None, faults) if faults else (found, [])


def events_of(data: Any) -> tuple[tuple[Event, ...], list[str]]:
    """Return the events in `{"events": [...]}`, or everything that is wrong with them."""
    items = data.get("events") if isinstance(data, dict) and set(data) == {"events"} else None
    if not isinstance(items, list):
        return (), ["verwacht alleen «events»: een lijst"]
    if not 0 < len(items) <= MOST:
        return (), [f"events: {len(items)} stuks; verwacht 1 tot {MOST}"]
    found, faults = [], []
    for at, item in enumerate(items):
        event, wrong = event_of(item, f"events[{at}]")
        faults += wrong
        found += [event] if event else []
    return ((), faults) if faults else (tuple(found), [])
