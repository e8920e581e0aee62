"""What the forms share: bounded texts, ids, and forms that refuse unknown keys."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

HEX_32 = "^[0-9a-f]{32}$"
RULE_ID = "^[A-Z]{3}[0-9]{2}$"


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form that somebody fills in: an unknown key is a fault."""


Id = Annotated[str, Meta(pattern=HEX_32, min_length=32, max_length=32)]
Moment = Annotated[datetime, Meta(tz=True)]
Text = Annotated[str, Meta(pattern=r"\S", min_length=1, max_length=10_000)]
Short = Annotated[str, Meta(pattern=r"\S", min_length=1, max_length=200)]
Line = Annotated[str, Meta(pattern=r"\S", min_length=1, max_length=1_000)]
Count = Annotated[int, Meta(ge=1, le=100)]
TurnNumber = Annotated[int, Meta(ge=0, le=1_000_000)]
