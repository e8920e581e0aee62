"""Getting a model, from a server that answers as the makers' does, and from a folder."""

from __future__ import annotations

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from gehoor.intake import IntakeFault
from gehoor.sound.models import KNOWN, faults, installed, recogniser
from tests.sound.running import run
from tests.sound.tiny_whisper import make_whisper

REPOSITORY = KNOWN["parakeet"].repository


class Hub:
    """The makers' server: a listing with hashes, and files by range."""

    def __init__(self, folder: Path):
        self.files = {path.name: path.read_bytes() for path in folder.iterdir()}
        self.listed = {name: _entry(name, data) for name, data in self.files.items()}
        self.asked: list[str] = []
        self.cut: set[str] = set()
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                hub.answer(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, asked: BaseHTTPRequestHandler) -> None:
        if asked.path.startswith("/api/models/"):
            body = json.dumps(list(self.listed.values())).encode()
            asked.send_response(200)
            asked.end_headers()
            asked.wfile.write(body)
            return
        name = asked.path.rpartition("/")[2]
        start = int(asked.headers.get("Range", "bytes=0-")[6:-1])
        self.asked.append(f"{name}@{start}")
        body = self.files[name][start:]
        asked.send_response(206 if start else 200)
        asked.send_header("Content-Length", str(len(body)))
        asked.end_headers()
        if name in self.cut:
            self.cut.remove(name)
            body = body[: len(body) // 2]
            asked.close_connection = True
        asked.wfile.write(body)


def _entry(name: str, data: bytes) -> dict[str, object]:
    blob = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
    entry: dict[str, object] = {"type": "file", "path": name, "size": len(data), "oid": blob}
    if name.endswith(".onnx"):
        entry["lfs"] = {"oid": hashlib.sha256(data).hexdigest(), "size": len(data)}
    return entry


@pytest.fixture
def hub(parakeet, no_models, monkeypatch):
    hub = Hub(parakeet)
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{hub.server.server_port}")
    yield hub
    hub.server.shutdown()
    hub.server.server_close()


def test_a_model_is_fetched_checked_and_listed(hub, no_models):
    status, out, err = run("models", "get", "parakeet")

    assert (status, out) == (0, f"parakeet: staat in {no_models / 'parakeet'}\n")
    assert "encoder-model.int8.onnx" in err
    assert installed() == ["parakeet"]
    assert list(faults("parakeet", thorough=True)) == []
    assert recogniser().words(np.zeros(16_000, np.float32)) == []
    assert sorted(path.name for path in no_models.iterdir()) == ["parakeet"]

    again = run("models", "get", "parakeet")
    assert again[:2] == (0, "parakeet: is er al, en heel\n")
    status, out, _ = run("doctor", "--models")
    assert status == 0
    assert "✓ parakeet: er, en heel" in out
    assert "✓ canary: niet gehaald" in out


def test_what_was_cut_off_goes_on_where_it_stopped(hub):
    hub.cut.add("encoder-model.int8.onnx")

    first = run("models", "get", "parakeet")
    second = run("models", "get", "parakeet")

    assert first[0] == 2
    assert second[0] == 0, second
    half = len(hub.files["encoder-model.int8.onnx"]) // 2
    assert f"encoder-model.int8.onnx@{half}" in hub.asked
    assert installed() == ["parakeet"]


@pytest.mark.parametrize("name", ["encoder-model.int8.onnx", "vocab.txt"])
def test_what_is_not_what_the_makers_list_is_refused(hub, name):
    hub.files[name] = hub.files[name][:-1] + b"?"

    status, _, err = run("models", "get", "parakeet")

    assert status == 2
    assert f"{name}: is niet wat de makers beloven" in err
    assert installed() == []


def test_a_file_the_makers_no_longer_have_is_named(hub):
    del hub.listed["vocab.txt"]

    assert "bij de makers ontbreekt vocab.txt" in run("models", "get", "parakeet")[2]


def test_without_the_internet_the_way_out_is_told(no_models, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")

    status, _, err = run("models", "get", "parakeet")

    assert status == 2
    assert "zonder internet: gehoor models get parakeet --from MAP" in err


def test_from_a_folder_with_a_list_hashes_count(parakeet, no_models, tmp_path):
    assert run("models", "get", "parakeet", "--from", str(parakeet))[0] == 0
    taken = tmp_path / "stick"
    (no_models / "parakeet").rename(taken)
    (taken / "vocab.txt").write_text("anders")

    status, _, err = run("models", "get", "parakeet", "--from", str(taken))

    assert status == 2
    assert "de controlesom klopt niet" in err
    assert installed() == []


def test_from_a_folder_that_lacks_files_all_are_named(no_models, tmp_path):
    (tmp_path / "config.json").write_text("{}")

    _, _, err = run("models", "get", "parakeet", "--from", str(tmp_path))

    assert "vocab.txt, encoder-model.int8.onnx, decoder_joint-model.int8.onnx" in err


def test_a_model_that_was_damaged_is_said_by_doctor_and_not_used(models):
    (models / "parakeet" / "vocab.txt").write_text("x")
    (models / "parakeet" / "config.json").unlink()

    status, out, _ = run("doctor", "--models")

    assert status == 2
    assert "config.json ontbreekt" in out
    assert "vocab.txt is 1 bytes; verwacht" in out
    with pytest.raises(IntakeFault, match="haal het opnieuw met --force"):
        recogniser()


def test_a_model_no_library_can_load_is_said(models):
    (models / "parakeet" / "encoder-model.int8.onnx").write_bytes(b"geen netwerk")
    listing = models / "parakeet" / "gehoor-model.json"
    data = json.loads(listing.read_bytes())
    for file in data["files"]:
        if file["name"] == "encoder-model.int8.onnx":
            file["size"] = len(b"geen netwerk")
    listing.write_text(json.dumps(data))

    with pytest.raises(IntakeFault, match="onnx-asr kan dit model niet laden"):
        recogniser("parakeet")


def test_an_unknown_model_is_named_with_those_there_are(no_models):
    status, _, err = run("models", "get", "parkiet")

    assert status == 2
    assert "parkiet: onbekend model; verwacht parakeet, canary, whisper-turbo" in err


def test_whisper_gives_words_with_times_through_faster_whisper(no_models, tmp_path):
    folder = make_whisper(tmp_path / "w", "goedemiddag u spreekt met karin", until=1.0)
    assert run("models", "get", "whisper-turbo", "--from", str(folder))[0] == 0

    words = recogniser("whisper-turbo").words(np.zeros(24_000, np.float32))

    assert [word.text for word in words] == ["goedemiddag", "u", "spreekt", "met", "karin"]
    assert all(0 <= word.start <= word.end <= 1.6 and 0 < word.confidence <= 1 for word in words)
    assert [word.start for word in words] == sorted(word.start for word in words)
