"""What the help during a call shows at one moment: plain data, for a page or another programme."""

from __future__ import annotations

from typing import Literal

import msgspec

from gehoor.following.anger import AngerKind
from gehoor.method.live import Stage
from gehoor.method.model import Step

Status = Literal["done", "open", "idle"]


class Card(msgspec.Struct, frozen=True):
    """The one card: what to do now, what to say, what to leave.

    `turn` is the turn it rests on; it was shown at `since` and goes at `until` at the latest
    (seconds from the start of the call). `stage` is the stage of limiting, if it is one.
    """

    situation: str
    step: Step
    why: str
    say: tuple[str, ...]
    leave: tuple[str, ...]
    turn: int
    since: float
    until: float
    safety: bool = False
    stage: Stage = ""


class Open(msgspec.Struct, frozen=True):
    """Something that is open, or good to know: its kind, a few words, the turn and its quote."""

    kind: str
    text: str
    turn: int
    quote: str = ""


class Tick(msgspec.Struct, frozen=True):
    """A step: done, open, or idle because nothing in the call asked for it."""

    step: Step
    title: str
    status: Status


class View(msgspec.Struct, frozen=True):
    """All there is to show.

    `line` is the caller's temperature after each of their turns, `ending` what to say to end the
    call. `behind` is how many seconds recognition is behind, 0 where it keeps up. `changes_at` is
    the moment at which something changes without more words; None: nothing does.
    """

    at: float
    turns: int
    step: Step
    steps: tuple[Tick, ...]
    card: Card | None
    open: tuple[Open, ...]
    temperature: float
    feeling: str
    line: tuple[float, ...]
    anger: AngerKind
    threat: bool
    ending: tuple[str, ...]
    speaking: str | None
    on_hold: bool
    ended: bool
    behind: float
    changes_at: float | None
