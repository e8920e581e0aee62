"""Calls in progress through the API: what is answered is kept, whatever happens."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

import gehoor
from gehoor.store import calls
from gehoor.store.models import LiveCall, LiveEvent
from gehoor.web.site import Site
from tests.conftest import EXAMPLES
from tests.web.api import Programme, problem, token_of
from tests.web.conftest import Account, Client, make_account

CALL = gehoor.read(EXAMPLES / "huurauto-borg-afgedwongen.json")


@pytest.fixture
def programme(site: Site, client_as: Any) -> Programme:
    client: Client = client_as("employee")
    account = client.account
    client.cookies.clear()
    return Programme(client, token_of(site, account), account)


def words(name: str, speaker: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": "words", "turn": name, "speaker": speaker, "text": text, **more}


def begun(programme: Programme, **more: Any) -> str:
    answer = programme.post("/api/live", json=more)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_a_call_is_told_looked_at_and_finished(programme: Programme, site: Site) -> None:
    live_id = begun(programme, title="borg", case={"fault": "unknown"})
    told = [words(f"t{n}", turn.speaker, turn.text) for n, turn in enumerate(CALL.turns)]
    answer = programme.post(f"/api/live/{live_id}/events", json={"events": told})
    assert answer.status_code == 200, answer.text
    assert answer.json()["taken"] == len(told)
    assert answer.json()["view"]["turns"] == len(told)
    assert programme.get(f"/api/live/{live_id}").json()["step"] == "limits"

    call_id = programme.post(f"/api/live/{live_id}/finish").json()["call_id"]

    review = programme.get(f"/api/calls/{call_id}/review").json()
    assert review["incident"]["kinds"]
    reviewed = site.reviewer.review(CALL)
    assert {(f["rule"], f["turn"]) for f in review["findings"]} == {
        (f.rule, f.turn) for f in reviewed.findings
    }
    problem(programme.get(f"/api/live/{live_id}"), 404, "not-found")
    with site.store.read() as session:  # nothing is left of what was in progress
        assert session.query(LiveCall).count() == session.query(LiveEvent).count() == 0


def test_the_same_words_again_change_nothing(programme: Programme, site: Site) -> None:
    live_id = begun(programme)
    one = {"events": [words("t1", "caller", "De monteur is niet gekomen.")]}
    first = programme.post(f"/api/live/{live_id}/events", json=one).json()
    again = programme.post(f"/api/live/{live_id}/events", json=one).json()
    assert first["view"]["turns"] == again["view"]["turns"] == 1
    assert begun(programme, reference="centrale-1") == begun(programme, reference="centrale-1")


def test_two_agents_cannot_claim_one_call(site: Site, client_as: Any) -> None:
    client: Client = client_as("employee")
    one, other = client.account, make_account(site, "employee")
    client.cookies.clear()
    mine, theirs = (Programme(client, token_of(site, who), who) for who in (one, other))
    live_id = begun(mine, reference="centrale-7")
    said = problem(theirs.post("/api/live", json={"reference": "centrale-7"}), 403, "not-allowed")
    assert "al van iemand anders" in said["detail"]
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/finish")):
        problem(theirs.send(method, f"/api/live/{live_id}{path}"), 404, "not-found")
    events = {"events": [words("t1", "caller", "Hallo.")]}
    problem(theirs.post(f"/api/live/{live_id}/events", json=events), 404, "not-found")


def test_bad_events_are_refused_all_faults_at_once_and_nothing_is_taken(
    programme: Programme,
) -> None:
    live_id = begun(programme)
    bad = {
        "events": [
            words("t1", "caller", "Dit is goed."),
            words("", "beller", "x" * 5000, start=-1),
            {"type": "geluid"},
            words("t2", "caller", "nul \0 teken"),
        ]
    }
    said = problem(programme.post(f"/api/live/{live_id}/events", json=bad), 422, "invalid-input")
    places = {fault["place"] for fault in said["faults"]}
    assert places >= {
        "events[1].turn", "events[1].speaker", "events[1].text", "events[1].start",
        "events[2].type", "events[3].text",
    }  # fmt: skip
    assert "beller" not in json.dumps(said)
    assert programme.get(f"/api/live/{live_id}").json()["turns"] == 0
    for junk in (b"\x00\xff", b"[" * 5000, b'{"events": []}', b'{"events": 3, "x": 1}'):
        answer = programme.post(
            f"/api/live/{live_id}/events",
            content=junk,
            headers={"content-type": "application/json"},
        )
        assert answer.status_code in (400, 422), junk[:20]


def test_a_token_without_the_scope_may_not(site: Site, client_as: Any) -> None:
    client: Client = client_as("employee")
    account = client.account
    client.cookies.clear()
    other = Programme(client, token_of(site, account, "calls:read"), account)
    problem(other.post("/api/live", json={}), 403, "not-allowed")
    nobody = Programme(client, "gehoor_verkeerd", account)
    problem(nobody.post("/api/live", json={}), 401, "not-logged-in")


def test_notes_do_not_go_with_somebody_who_lets_the_call_go(programme: Programme) -> None:
    live_id = begun(programme)
    assert programme.delete(f"/api/live/{live_id}").status_code == 204
    problem(programme.post(f"/api/live/{live_id}/finish"), 404, "not-found")


def test_the_figures_say_no_words(site: Site, client_as: Any) -> None:
    client: Client = client_as("employee", "admin")
    account = client.account
    client.cookies.clear()
    programme = Programme(client, token_of(site, account), account)
    live_id = begun(programme)
    told = {"events": [words("t1", "caller", "Wat ben jij een ongelooflijke sukkel.")]}
    programme.post(f"/api/live/{live_id}/events", json=told)
    text = programme.get("/api/live/metrics").text
    assert 'gehoor_live_events_total{kind="words"} 1.0' in text
    assert 'gehoor_live_cards_total{situation="insult"} 1.0' in text
    assert "gehoor_live_seconds_count 1.0" in text
    assert "sukkel" not in text


# the WebSocket, against a real server


class Caller:
    """A programme at a real server."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self.headers = address, {"authorization": f"Bearer {token}"}

    def begin(self, **more: Any) -> str:
        answer = httpx.post(f"{self.address}/api/live", json=more, headers=self.headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def look(self, live_id: str) -> Any:
        return httpx.get(f"{self.address}/api/live/{live_id}", headers=self.headers).json()

    def stream(self, live_id: str, **more: Any) -> ClientConnection:
        url = self.address.replace("http", "ws", 1)
        return connect(
            f"{url}/api/live/{live_id}/stream", additional_headers=self.headers, proxy=None, **more
        )


def said(stream: ClientConnection, kind: str) -> Any:
    """Return the next message of a kind."""
    while (message := json.loads(stream.recv(timeout=20)))["type"] != kind:
        pass
    return message


def junk_until_refused(stream: ClientConnection) -> None:
    for _ in range(50):
        stream.send("rommel")
        said(stream, "refused")


def send_and_listen(stream: ClientConnection, message: str) -> None:
    stream.send(message)
    while True:
        said(stream, "ack")


@pytest.fixture
def agent(site: Site) -> Account:
    return make_account(site, "employee")


@pytest.fixture
def caller(site: Site, server: str, agent: Account) -> Caller:
    return Caller(server, token_of(site, agent))


def test_words_go_in_and_a_card_comes_out(caller: Caller) -> None:
    live_id = caller.begin()
    with caller.stream(live_id) as stream:
        assert said(stream, "view")["view"]["turns"] == 0
        told = words("t1", "caller", "Ik weet waar je werkt, ik maak je kapot.")
        stream.send(json.dumps({"n": 1, "event": {**told, "text": "Ik weet", "final": False}}))
        assert said(stream, "ack")["view"]["speaking"] == "caller"
        stream.send(json.dumps({"n": 2, "event": told}))
        acknowledged = said(stream, "ack")
        assert acknowledged["n"] == 2
        assert acknowledged["view"]["card"]["situation"] == "threat"
    with caller.stream(live_id) as stream:  # a dropped connection loses nothing
        assert said(stream, "view")["view"]["card"]["situation"] == "threat"


def test_junk_is_refused_with_a_sentence_and_the_call_goes_on(caller: Caller) -> None:
    live_id = caller.begin()
    with caller.stream(live_id) as stream:
        for junk in (b"\x00\x01\xff", "geen json", "[]", '{"n": 1, "event": {"type": "x"}}'):
            stream.send(junk)
            assert said(stream, "refused")["faults"]
        stream.send(json.dumps({"event": words("t1", "caller", "Goedemorgen.")}))
        assert said(stream, "ack")["view"]["turns"] == 1
        with pytest.raises(ConnectionClosed):
            junk_until_refused(stream)
    assert caller.look(live_id)["turns"] == 1


def test_a_message_that_is_too_large_ends_only_its_own_connection(caller: Caller) -> None:
    live_id = caller.begin()
    with caller.stream(live_id, max_size=None) as stream, pytest.raises(ConnectionClosed):
        send_and_listen(stream, "x" * (64 << 20))
    assert caller.look(live_id)["turns"] == 0


def test_nobody_else_may_listen_in(caller: Caller, site: Site, server: str) -> None:
    live_id = caller.begin()
    other = Caller(server, token_of(site, make_account(site, "employee")))
    nobody = Caller(server, "gehoor_verkeerd")
    for who in (other, nobody):
        with pytest.raises(InvalidStatus), who.stream(live_id):
            pass


def test_a_page_of_another_site_may_not_use_the_cookie(
    caller: Caller, agent: Account, server: str
) -> None:
    from gehoor.web.security.visitors import COOKIE

    live_id = caller.begin()
    browser = Caller(server, "")
    browser.headers = {"cookie": f"{COOKIE}={agent.cookie}", "origin": "https://elders.example"}
    with pytest.raises(InvalidStatus), browser.stream(live_id):
        pass
    browser.headers["origin"] = server
    with browser.stream(live_id) as stream:
        assert said(stream, "view")


def test_one_address_has_only_so_many_connections(caller: Caller, app: Any) -> None:
    from gehoor.web.live.doors import Doors

    app.state.doors = Doors(most_from_one=3)
    live_id = caller.begin()
    with ExitStack() as open_ones:
        first = open_ones.enter_context(caller.stream(live_id))
        for _ in range(2):
            open_ones.enter_context(caller.stream(live_id))
        with pytest.raises(InvalidStatus), caller.stream(live_id):
            pass
        first.close()
        until = time.monotonic() + 20
        while len(app.state.doors) > 2 and time.monotonic() < until:
            caller.look(live_id)
        with caller.stream(live_id) as again:
            assert said(again, "view")


def test_who_never_reads_holds_up_nobody(caller: Caller) -> None:
    live_id = caller.begin()
    with caller.stream(live_id, max_queue=1) as slow, caller.stream(live_id) as stream:
        for number in range(60):
            stream.send(json.dumps({"n": number, "event": words(f"t{number}", "agent", "Ja.")}))
            assert said(stream, "ack")["view"]["turns"] == number + 1
        slow.close()


# a server that is killed, and two at once


@contextmanager
def process(folder: Path, name: str = "a") -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run a server as a process of its own; gives it and its address."""
    port = folder / "port"
    port.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.web.serving", str(folder)]
    running = subprocess.Popen(command, cwd=Path(__file__).parents[2])
    try:
        until = time.monotonic() + 240
        while not (port.exists() and port.read_text()):
            assert running.poll() is None, "de server stopte"
            assert time.monotonic() < until
            time.sleep(0.05)
        yield running, f"http://127.0.0.1:{port.read_text()}"
    finally:
        running.kill()
        running.wait()


def test_kill_9_under_load_loses_no_turn_that_was_acknowledged(site: Site, tmp_path: Path) -> None:
    agents = [make_account(site, "employee") for _ in range(4)]
    tokens = [token_of(site, who) for who in agents]
    acknowledged: dict[str, int] = {}
    with process(tmp_path) as (running, address), ExitStack() as opened:
        callers = [Caller(address, token) for token in tokens]
        streams = {(live_id := c.begin()): opened.enter_context(c.stream(live_id)) for c in callers}
        for number in range(12):
            for stream in streams.values():
                event = words(f"t{number}", "caller", f"De monteur kwam {number} keer niet.")
                stream.send(json.dumps({"n": number, "event": event}))
            for live_id, stream in streams.items():
                if number == 11 and live_id == list(streams)[2]:
                    running.send_signal(signal.SIGKILL)
                try:
                    acknowledged[live_id] = said(stream, "ack")["n"] + 1
                except ConnectionClosed:
                    assert number == 11
    with process(tmp_path) as (_, address):
        for live_id, token in zip(streams, tokens, strict=True):
            turns = Caller(address, token).look(live_id)["turns"]
            assert turns >= acknowledged[live_id] >= 11


def test_two_processes_share_a_call(site: Site, tmp_path: Path, caller: Caller) -> None:
    live_id = caller.begin()
    with process(tmp_path) as (_, address):
        other = Caller(address, "")
        other.headers = caller.headers
        with caller.stream(live_id) as one, other.stream(live_id) as two:
            for number, stream in enumerate((one, two, one, two)):
                event = words(f"t{number}", "caller", "De monteur is niet gekomen.")
                stream.send(json.dumps({"n": number, "event": event}))
                assert said(stream, "ack")["view"]["turns"] == number + 1
            while said(one, "view")["view"]["turns"] < 4:
                pass
    assert caller.look(live_id)["turns"] == 4


def test_a_call_goes_on_after_a_restart_as_if_nothing_happened(
    caller: Caller, site: Site, app: Any
) -> None:
    live_id = caller.begin()
    with caller.stream(live_id) as stream:
        for number, turn in enumerate(CALL.turns[:8]):
            event = words(f"t{number}", turn.speaker, turn.text)
            stream.send(json.dumps({"n": number, "event": event}))
            before = said(stream, "ack")["view"]
    app.state.hub.ask(lambda: app.state.hub._held.drop(live_id)).result()
    after = caller.look(live_id)
    for name in ("turns", "step", "steps", "open", "temperature", "line", "anger", "threat"):
        assert after[name] == before[name], name
    assert (after["card"] or {}).get("turn") == (before["card"] or {}).get("turn")


def test_what_is_kept_of_a_call_in_progress_is_sealed(caller: Caller, site: Site) -> None:
    live_id = caller.begin(title="Van der Berg")
    with caller.stream(live_id) as stream:
        event = words("t1", "caller", "Mijn naam is Zonnebloem.")
        stream.send(json.dumps({"n": 1, "event": event}))
        said(stream, "ack")
    folder = Path(str(site.store.engine.url.database)).parent
    kept = b"".join(file.read_bytes() for file in folder.glob("gehoor.db*"))
    assert b"Zonnebloem" not in kept
    assert b"Van der Berg" not in kept


def test_what_was_personal_is_masked_in_the_kept_call(caller: Caller, site: Site) -> None:
    live_id = caller.begin()
    with caller.stream(live_id) as stream:
        event = words("t1", "caller", "Mijn telefoonnummer is 06 12345678.")
        stream.send(json.dumps({"n": 1, "event": event}))
        said(stream, "ack")
    answer = httpx.post(f"{caller.address}/api/live/{live_id}/finish", headers=caller.headers)
    with site.store.read() as session:
        kept = calls.load(session, site.store.vault, answer.json()["call_id"])
    assert "12345678" not in msgspec.json.encode(kept.call).decode()
