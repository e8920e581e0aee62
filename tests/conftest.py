"""What tests share: the method, a reviewer, and a way to write a call in a few words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from gehoor.dialogue import Call, Case, Turn
from gehoor.hearing import HeardTurn, PhraseListener
from gehoor.method import Method, load
from gehoor.reviewing import Review, Reviewer

settings.register_profile(
    "gehoor", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("gehoor")

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="session")
def method() -> Method:
    return load()


@pytest.fixture(scope="session")
def listener(method: Method) -> PhraseListener:
    return PhraseListener(method)


@pytest.fixture(scope="session")
def reviewer(method: Method) -> Reviewer:
    return Reviewer(method, strict=True)


def call_of(*lines: str, channel: str = "phone", case: Case | None = None, **more: object) -> Call:
    """Make a call of lines «b: …» (beller) and «m: …» (medewerker)."""
    turns = []
    for line in lines:
        who, _, text = line.partition(": ")
        turns.append(Turn("caller" if who == "b" else "agent", text))
    return Call("proef", tuple(turns), channel, case=case or Case(), **more)  # type: ignore[arg-type]


Hear = Callable[..., set[str]]


@pytest.fixture(scope="session")
def hear(listener: PhraseListener) -> Hear:
    """Return the names heard in a sentence of a speaker, after acts of the other party."""

    def names(speaker: str, text: str, before: tuple[HeardTurn, ...] = ()) -> set[str]:
        turn = Turn("caller" if speaker == "b" else "agent", text)
        return set(listener.hear(turn, before).names)

    return names


def rules_in(review: Review) -> set[tuple[str, int | None]]:
    """Return (rule, turn) of every finding."""
    return {(finding.rule, finding.turn) for finding in review.findings}
