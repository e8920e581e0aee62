"""What the tests of sound share: programmes that speak, and a folder with a small model."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from gehoor.sound.fetching import copy
from tests.conftest import ROOT
from tests.sound.synth import noisy, wav
from tests.sound.tiny import make_parakeet, talk


@pytest.fixture(scope="session", autouse=True)
def programmes():
    subprocess.run(["sh", str(ROOT / "scripts/system.sh"), "espeak-ng", "sox"], check=True)


@pytest.fixture(scope="session")
def parakeet(tmp_path_factory: pytest.TempPathFactory, programmes) -> Path:
    return make_parakeet(tmp_path_factory.mktemp("parakeet"))


@pytest.fixture
def no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GEHOOR_MODELS", str(tmp_path / "modellen"))
    return tmp_path / "modellen"


@pytest.fixture
def models(no_models: Path, parakeet: Path) -> Path:
    copy("parakeet", parakeet, lambda *_: None)
    return no_models


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory, programmes) -> Path:
    """A recording of the talk that the small model knows: agent on channel 1."""
    channels, _ = talk()
    return wav(tmp_path_factory.mktemp("opname") / "opname.wav", noisy(channels, 30))
