"""`gehoor serve`, as an administrator starts it: a real process, its settings and its faults."""

from __future__ import annotations

import os
import re
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from gehoor.web.accuracy import figures
from gehoor.web.settings import SettingsFault, read_settings

COMMAND = [sys.executable, "-c", "from gehoor.cli.entry import main; main()", "serve"]


class Served:
    """A running server and what it said."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process, self.lines = process, list[str]()

    def until(self, pattern: str) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if found := re.search(pattern, line):
                return found[1]
        raise AssertionError("".join(self.lines))


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    running: list[subprocess.Popen[str]] = []

    def begin(*options: str, **environment: str) -> Served:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("GEHOOR_")}
        process = subprocess.Popen(
            [*COMMAND, "--port", "0", "--folder", str(tmp_path / "data"), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=tmp_path,
            env={**clean, **environment, "PYTHONUNBUFFERED": "1"},
        )
        running.append(process)
        return Served(process)

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def test_from_nothing_to_the_first_administrator_and_back(start, tmp_path):
    served = start()
    assert "kopie" in served.until("(sleutel staat.*)")
    address = served.until(r"draait op (\S+)")
    link = served.until(r"(http\S+/welkom/\S+)")
    key = tmp_path / "data" / "gehoor.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    form = {"name": "Fatima", "email": "fatima@voorbeeld.nl"}
    form |= {"password": "fietsen door de regen", "again": "fietsen door de regen"}
    with httpx.Client(timeout=60) as browser:
        assert browser.get(link).status_code == 200
        assert browser.post(link, data=form).status_code == 303
        spoofed = {"x-forwarded-for": "10.0.0.1", "x-forwarded-host": "evil.example"}
        assert browser.get(f"{address}/inloggen", headers=spoofed).status_code == 200
    served.process.send_signal(signal.SIGTERM)
    rest, _ = served.process.communicate(timeout=60)
    assert served.process.returncode == 0
    assert "gestopt" in rest
    again = start("--new-admin-link")
    address = again.until(r"draait op (\S+)")
    assert "al een beheerder" in again.until("(er is al.*)")
    assert httpx.get(f"{address}/inloggen", timeout=60).status_code == 200
    again.process.send_signal(signal.SIGINT)
    rest, _ = again.process.communicate(timeout=60)
    assert again.process.returncode == 0
    assert "/welkom/" not in rest
    key.unlink()
    lost = start()
    output, _ = lost.process.communicate(timeout=60)
    assert lost.process.returncode == 2
    assert "hoofdsleutel" in output
    assert not key.exists()  # no new key beside a database that has another


def test_faults_come_all_at_once(start, tmp_path):
    (tmp_path / "gehoor-serve.toml").write_text(
        'poort = 1\nlargest_file_mb = 0\naddress = "http://gehoor.example.nl"\n'
        '[oidc]\nissuer = "http://evil.example"\n'
    )
    served = start(GEHOOR_SESSION_IDLE_HOURS="veel")
    output, _ = served.process.communicate(timeout=60)
    assert served.process.returncode == 2
    assert {"poort", "GEHOOR_SESSION_IDLE_HOURS"} <= set(re.findall(r"[\w_]+", output))
    assert not (tmp_path / "data").exists()  # nothing half written


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"port": 70000}, "port"),
        ({"address": "http://gehoor.example.nl"}, "address"),
        ({"address": "gehoor.example.nl"}, "address"),
        ({"address": "https://gehoor.example.nl/pad"}, "address"),
        ({"host": "0.0.0.0"}, "address"),
        ({"certificate": "x.pem"}, "certificate"),
        ({"largest_upload_mb": 0}, "largest_upload_mb"),
        ({"session_idle_hours": 0}, "session_idle_hours"),
        ({"oidc": {"issuer": "http://evil.example"}}, "oidc.issuer"),
        ({"oidc": {"issuer": "https://a", "roles": {"x": ["koning"]}}}, "oidc.roles"),
    ],
)
def test_a_setting_that_cannot_be_is_named(given, named):
    with pytest.raises(SettingsFault) as raised:
        read_settings(given, {})
    assert any(fault.startswith(named) for fault in raised.value.faults)


def test_option_before_environment_before_file(tmp_path):
    path = tmp_path / "s.toml"
    path.write_text('port = 1\nhost = "::1"\nhosts = ["a"]\n[oidc]\nissuer = "https://a"\n')
    environment = {
        "GEHOOR_PORT": "2",
        "GEHOOR_HOSTS": "b, c",
        "GEHOOR_OIDC_CLIENT_ID": "gehoor",
        "GEHOOR_OIDC_CLIENT_SECRET": "s",
        "GEHOOR_KEY": "not a setting",
    }
    found = read_settings({"port": 3, "host": None}, environment, path)
    assert (found.port, found.host, found.hosts) == (3, "::1", ["b", "c"])
    assert found.oidc is not None
    assert (found.oidc.issuer, found.oidc.client_id) == ("https://a", "gehoor")
    assert found.reached_at() == "http://[::1]:3"
    assert found.settings().names >= {"127.0.0.1", "localhost", "::1", "b", "c"}


def test_a_port_that_is_taken_is_a_sentence(start):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        served = start("--port", str(taken.getsockname()[1]))
        output, _ = served.process.communicate(timeout=60)
    assert served.process.returncode == 2
    assert "--port" in output


def test_without_the_extra_there_is_one_sentence(tmp_path):
    (tmp_path / "litestar.py").write_text("raise ImportError")
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    ended = subprocess.run(COMMAND, capture_output=True, text=True, env=env, check=False)
    assert ended.returncode == 2
    assert "pip install 'gehoor[web]'" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_the_published_figures_are_found():
    found = figures()
    assert found is not None
    assert len(found.rows) > 5
    assert {len(row) for row in found.rows} == {len(found.head)}


def test_who_listens_live_is_told_when_the_server_stops(start, tmp_path):
    from datetime import UTC, datetime

    from websockets.exceptions import ConnectionClosed
    from websockets.sync.client import connect

    from gehoor.store import Keyring, entry, open_store, people

    served = start()
    address = served.until(r"draait op (\S+)")
    keyring = Keyring.from_file(tmp_path / "data" / "gehoor.key")
    store = open_store(f"sqlite:///{tmp_path}/data/gehoor.db", keyring)
    with store.begin() as session:
        new = people.NewPerson("Sanne", "sanne@voorbeeld.nl", ("employee",))
        sanne = people.create(session, new, datetime.now(UTC))
        token = entry.make_token(session, sanne.id, "proef", ("live",))[0]
    store.close()
    headers = {"authorization": f"Bearer {token}"}
    begun = httpx.post(f"{address}/api/live", json={}, headers=headers, timeout=60)
    url = f"{address.replace('http', 'ws', 1)}/api/live/{begun.json()['id']}/stream"
    with connect(url, additional_headers=headers, proxy=None) as stream:
        assert "view" in stream.recv(timeout=60)
        served.process.send_signal(signal.SIGTERM)
        with pytest.raises(ConnectionClosed) as closed:
            stream.recv(timeout=60)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012
    served.until("(gestopt)")
    assert served.process.wait(60) == 0
