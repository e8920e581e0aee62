"""One practice and one reviewer for all these tests: both are safe to share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gehoor.method import load as load_method
from gehoor.practice import Exchange, Practice, load
from gehoor.reviewing import Reviewer

Start = Callable[..., Exchange]


@pytest.fixture(scope="session")
def practice() -> Practice:
    return load()


@pytest.fixture(scope="session")
def reviewer() -> Reviewer:
    return Reviewer(load_method(), strict=True)


@pytest.fixture
def start(practice: Practice, reviewer: Reviewer) -> Start:
    """Return what starts a call in a scenario."""
    return lambda name, seed=1: Exchange(practice, practice.scenarios[name], reviewer, seed)
