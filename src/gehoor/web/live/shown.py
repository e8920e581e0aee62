"""What can be seen of a call in progress, by its owner and by who looks along."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from gehoor.dialogue import Turn
from gehoor.live import View

Help = Literal["no", "asked", "offered", "joined"]


class Line(msgspec.Struct, frozen=True):
    """A note of the owner, or a hint of who looks along: when, in seconds, and what."""

    at: float
    text: str


class Shown(msgspec.Struct, frozen=True):
    """A call in progress at one moment. `number` counts all that was kept of it."""

    id: str
    owner_id: str
    owner: str
    title: str
    made: datetime
    example: bool
    number: int
    view: View
    turns: tuple[Turn, ...]
    notes: tuple[Line, ...]
    hints: tuple[Line, ...]
    help: Help
    helper_id: str | None
    helper: str
    gone: bool = False
