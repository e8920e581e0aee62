"""The ear that asks a language model, against a real server on this machine."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from gehoor.dialogue import Turn
from gehoor.hearing import HeardTurn, PhraseListener
from gehoor.house import HouseFault, read_house
from gehoor.llm.listener import GIVEN_UP_AFTER, ModelListener
from gehoor.llm.settings import ModelSettings
from gehoor.method import Method
from tests.test_cli import run

Reply = Callable[[dict[str, Any]], tuple[int, str]]
TURN = Turn("caller", "Dit is toch te gek voor woorden, ik wil mijn geld terug.")


def answer(*acts: tuple[str, str]) -> str:
    content = json.dumps({"acts": [{"act": act, "quote": quote} for act, quote in acts]})
    return json.dumps({"choices": [{"message": {"content": content}}]})


@contextmanager
def model(reply: Reply) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Run an endpoint that answers as told; yields its address and the questions it got."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append({"path": self.path, "key": self.headers["Authorization"], **question})
            status, body = reply(question)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        server.server_close()


def test_it_hears_what_the_model_quotes(method: Method, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROEF_SLEUTEL", "geheim")
    said = answer(("anger", "te gek voor woorden"), ("demand", "Ik wil mijn geld terug"))
    before = [HeardTurn(Turn("agent", "Waarmee kan ik helpen?"))]
    with model(lambda _: (200, said)) as (url, asked):
        ear = ModelListener(method, ModelSettings("m", url, key_from="PROEF_SLEUTEL"))
        heard = ear.hear(TURN, before)

    assert [(act.name, heard.quote(act.span)) for act in heard.acts] == [
        ("anger", "te gek voor woorden"),
        ("demand", "ik wil mijn geld terug"),
    ]
    assert heard.acts[0].because == "model m"
    assert asked[0]["path"] == "/v1/chat/completions"
    assert asked[0]["key"] == "Bearer geheim"
    assert "Waarmee kan ik helpen?" in asked[0]["messages"][1]["content"]
    acts = asked[0]["response_format"]["json_schema"]["schema"]["properties"]["acts"]
    assert set(acts["items"]["properties"]["act"]["enum"]) == set(method.acts["caller"])
    assert ear.complaint() == ""


def test_it_does_not_believe_what_is_not_there(method: Method) -> None:
    said = answer(("threat", "ik weet je te vinden"), ("woede", "te gek"), ("anger", ""))
    with model(lambda _: (200, said)) as (url, _):
        assert ModelListener(method, ModelSettings("m", url)).hear(TURN, []).acts == ()


@pytest.mark.parametrize(
    "reply",
    [(500, ""), (200, "geen json"), (200, "{}"), (200, '{"choices": []}'), (200, answer()[:-9])],
)
def test_the_own_ear_hears_where_the_model_fails(
    method: Method, listener: PhraseListener, reply: tuple[int, str]
) -> None:
    with model(lambda _: reply) as (url, asked):
        ear = ModelListener(method, ModelSettings("m", url), listener)
        for _ in range(GIVEN_UP_AFTER + 2):
            assert ear.hear(TURN, []) == listener.hear(TURN, [])

    assert len(asked) == GIVEN_UP_AFTER
    assert f"{GIVEN_UP_AFTER} van de {GIVEN_UP_AFTER} keer" in ear.complaint()
    assert "geld" not in ear.complaint()


def test_it_does_not_wait_for_ever(method: Method, listener: PhraseListener) -> None:
    free = threading.Event()

    def slow(_: dict[str, Any]) -> tuple[int, str]:
        free.wait(30)
        return 200, answer()

    with model(slow) as (url, _):
        ear = ModelListener(method, ModelSettings("m", url, timeout=0.2), listener)
        heard = ear.hear(TURN, [])
        free.set()

    assert heard == listener.hear(TURN, [])


def test_a_whole_call_from_the_command(tmp_path: Path) -> None:
    call = tmp_path / "gesprek.txt"
    call.write_text("Klant: Zo kan het niet langer\n", encoding="utf-8")
    house = tmp_path / "gehoor.toml"
    with model(lambda _: (200, answer(("disappointment", "Zo kan het niet langer")))) as (url, _):
        house.write_text(f'[llm]\nmodel = "m"\nurl = "{url}"\n', encoding="utf-8")
        done = run("review", call, "-f", "json", "--ear", "llm", "--config", house)

    acts = json.loads(done.stdout)["turns"][0]["acts"]
    assert [(act["act"], act["because"]) for act in acts] == [("disappointment", "model m")]
    assert done.stderr == b""


def test_nothing_leaves_the_machine_unless_asked(tmp_path: Path) -> None:
    house = tmp_path / "gehoor.toml"
    house.write_text('[llm]\nmodel = "m"\nurl = "https://model.example/v1"\n', encoding="utf-8")
    with pytest.raises(HouseFault, match="is niet deze computer"):
        read_house(house)

    house.write_text(house.read_text(encoding="utf-8") + "remote = true\n", encoding="utf-8")
    style = read_house(house)

    assert style.llm is not None
    assert style.llm.remote


def test_every_fault_of_the_settings_is_said() -> None:
    faults = list(ModelSettings("m", "bestand:///x", timeout=0).faults())

    assert len(faults) == 2


def test_without_settings_it_says_what_is_expected(tmp_path: Path) -> None:
    call = tmp_path / "gesprek.txt"
    call.write_text("Klant: dag\n", encoding="utf-8")

    done = run("review", call, "--ear", "llm")

    assert done.returncode == 2
    assert "geen [llm] in gehoor.toml" in done.stderr.decode()
