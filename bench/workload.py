"""The workload: 20,000 calls of 60 turns from templates, the same for the same seed.

Made anew in every run and never heard before it is timed. One turn in three keeps a
recogniser's form: no capitals, no punctuation.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gehoor.dialogue import Call, Turn

CALLS, TURNS, SEED = 20_000, 60, 2026
_SLOT = re.compile(r"\{(\w+)\}")
_PUNCTUATION = re.compile(r"[.,!?]")


def calls(count: int = CALLS, turns: int = TURNS, seed: int = SEED) -> Iterator[Call]:
    """Yield calls of alternating turns."""
    data = tomllib.loads((Path(__file__).parent / "templates.toml").read_text(encoding="utf-8"))
    chance = random.Random(seed)
    for number in range(count):
        yield Call(f"maat-{number}", tuple(_turn(data, chance, at) for at in range(turns)))


def _turn(data: dict[str, Any], chance: random.Random, at: int) -> Turn:
    speaker = "caller" if at % 2 else "agent"
    template = chance.choice(data[speaker])
    text = _SLOT.sub(lambda match: _fill(data, chance, match[1]), template)
    if chance.random() < 1 / 3:
        text = _PUNCTUATION.sub("", text).lower()
    return Turn("caller" if at % 2 else "agent", text)


def _fill(data: dict[str, Any], chance: random.Random, slot: str) -> str:
    if slot == "samenstelling":
        return "".join(chance.choice(data["parts"][part]) for part in ("first", "middle", "last"))
    return str(chance.choice(data["slots"][slot]))
