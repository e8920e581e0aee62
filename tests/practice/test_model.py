"""The caller's words by a language model, against a real process: checked, and never needed."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gehoor.llm.caller import GIVEN_UP_AFTER, ModelWorder
from gehoor.llm.settings import ModelSettings
from gehoor.practice import Exchange, Practice
from gehoor.reviewing import Reviewer
from tests.practice.conftest import Start

SERVER = Path(__file__).parent / "model_server.py"
TEXTS = ["Goedemiddag, met Sanne.", "Vertelt u eens wat er gebeurd is.", "Wat is er nog meer?"]


@contextmanager
def model(way: str) -> Iterator[str]:
    """Run the stand-in; gives its address."""
    with subprocess.Popen([sys.executable, str(SERVER), way], stdout=subprocess.PIPE) as process:
        assert process.stdout
        port = int(process.stdout.readline())
        try:
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.kill()


def called(practice: Practice, reviewer: Reviewer, url: str, timeout: float = 20.0) -> Exchange:
    scenario = practice.scenarios["pakket"]
    worder = ModelWorder(scenario, ModelSettings("m", url, timeout), reviewer.listener)
    return Exchange(practice, scenario, reviewer, 1, worder).play(TEXTS)


def worder_of(exchange: Exchange) -> ModelWorder:
    worder = exchange._worder
    assert isinstance(worder, ModelWorder)
    return worder


def test_model_puts_it_in_words_and_decides_nothing(
    practice: Practice, reviewer: Reviewer, start: Start
) -> None:
    with model("echo") as url:
        exchange = called(practice, reviewer, url)
    own = start("pakket", 1).play(TEXTS)

    assert exchange.replies[1].text.startswith("Kijk eens, ")
    assert [reply.inside for reply in exchange.replies] == [reply.inside for reply in own.replies]
    assert [reply.intent for reply in exchange.replies] == [reply.intent for reply in own.replies]


@pytest.mark.parametrize("way", ["invents", "mute", "broken"])
def test_wrong_words_are_not_used(
    practice: Practice, reviewer: Reviewer, start: Start, way: str
) -> None:
    with model(way) as url:
        exchange = called(practice, reviewer, url)

    own = start("pakket", 1).play(TEXTS)
    assert [reply.text for reply in exchange.replies] == [reply.text for reply in own.replies]
    assert "eigen woorden" in worder_of(exchange).complaint()


def test_slow_model_is_not_waited_for(practice: Practice, reviewer: Reviewer) -> None:
    with model("slow") as url:
        exchange = called(practice, reviewer, url, timeout=0.2)

    assert worder_of(exchange).failures == len(TEXTS)


def test_absent_model_is_given_up(practice: Practice, reviewer: Reviewer) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
        exchange = called(practice, reviewer, url)
        exchange.play(["En toen?", "Ik luister."])

    assert worder_of(exchange).asked == GIVEN_UP_AFTER
