"""Files that wait: none lost, none twice, whenever the programme stops."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time

import pytest
import sqlalchemy as sa

from gehoor.store import Conflict, Faulty, Store, open_store, uploads
from gehoor.store.models import CallRow, UploadItem
from gehoor.store.uploads import File, Progress
from tests.conftest import ROOT
from tests.store.conftest import KEY, NOW
from tests.store.worker import reader

GOOD = "Medewerker: goeiemiddag met Els\nKlant: {} ik sta hier nou al een uur in de kou\n".format
PATIENCE = 120.0  # seconds a child may take on a busy machine


@pytest.fixture
def read(reviewer):
    return reader(reviewer)


def add(store: Store, owner: str, *files: File) -> str:
    with store.begin() as session:
        return uploads.add(session, store.vault, owner, files, now=NOW)


def texts(*words: str) -> list[File]:
    return [File(f"{word}.txt", GOOD(word).encode()) for word in words]


def do_all(store: Store, read) -> None:
    while uploads.work_one(store, read):
        pass


def progress(store: Store, upload_id: str) -> Progress:
    with store.read() as session:
        return uploads.progress(session, upload_id)


def items(store: Store, upload_id: str) -> tuple[uploads.Item, ...]:
    with store.read() as session:
        return uploads.items(session, store.vault, upload_id)


def number_of_calls(store: Store) -> int:
    with store.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(CallRow)) or 0


def test_a_broken_file_among_many_is_named_and_keeps_none_waiting(store, sanne, read):
    broken = File("../../etc/map\\raar\nbestand.txt", b"\x00\x01\x02\x03 geen tekst")
    upload_id = add(store, sanne, *texts("hallo", "dag"), broken, *texts("joh"), *texts("dag"))
    with store.read() as session:
        assert [item.id for item in uploads.uploads_of(session, sanne, True)] == [upload_id]
    do_all(store, read)
    assert progress(store, upload_id) == Progress(done=3, double=1, failed=1)
    assert progress(store, upload_id).ended
    found = items(store, upload_id)
    assert [item.state for item in found] == ["done", "done", "failed", "done", "double"]
    assert found[2].name == "raarbestand.txt"
    assert "geen tekst" in found[2].fault
    assert found[4].call_id == found[1].call_id
    with store.read() as session:
        kept = session.scalars(sa.select(UploadItem.data).where(UploadItem.data.is_not(None)))
        assert kept.all() == []
        assert uploads.uploads_of(session, sanne, True) == ()


def test_a_file_with_several_calls_is_all_or_nothing(store, sanne, read):
    call = {"turns": [{"speaker": "caller", "text": "ik wacht nog altijd"}]}
    good = "\n".join(json.dumps(call | {"id": f"g{at}"}) for at in range(3))
    bad = good + '\n{"turns": [{"speaker": "buurman", "text": "hoi"}]}\n{"turns": []}'
    upload_id = add(
        store, sanne, File("goed.jsonl", good.encode()), File("stuk.jsonl", bad.encode())
    )

    do_all(store, read)
    first, second = items(store, upload_id)
    assert (first.state, first.calls) == ("done", 3)
    assert (second.state, second.calls) == ("failed", 0)
    assert len(second.fault.splitlines()) == 2
    assert number_of_calls(store) == 3


def test_no_two_processes_do_the_same_file(store, url, keyring, sanne, read):
    upload_id = add(store, sanne, *texts(*(f"nummer{at}" for at in range(12))))
    others = [open_store(url, keyring) for _ in range(2)]
    threads = [threading.Thread(target=do_all, args=(one, read)) for one in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for other in others:
        other.close()
    assert progress(store, upload_id) == Progress(done=12)
    assert number_of_calls(store) == 12
    with store.read() as session:
        assert set(session.scalars(sa.select(UploadItem.tries))) == {1}


def test_who_lost_their_claim_keeps_nothing(store, sanne, read):
    upload_id = add(store, sanne, *texts("hallo"))
    with store.begin() as session:
        claimed = uploads.claim(session, store.vault, NOW)
        assert uploads.claim(session, store.vault, NOW) is None
    assert claimed is not None
    with store.begin() as session:
        assert uploads.take_back(session, store.vault, before=NOW) == 0
        assert uploads.take_back(session, store.vault, before=NOW + uploads.STALE) == 1
    assert uploads.work_one(store, read)
    result = uploads.Result(read(claimed))
    with pytest.raises(Conflict, match="overgenomen"), store.begin() as session:
        uploads.finish(session, store.vault, claimed, result)
    assert progress(store, upload_id) == Progress(done=1)
    assert number_of_calls(store) == 1


def test_a_file_that_stops_the_programme_each_time_is_given_up(store, sanne, read):
    upload_id = add(store, sanne, *texts("hallo"))
    for _ in range(uploads.TRIES):
        assert not progress(store, upload_id).ended
        with store.begin() as session:
            assert uploads.claim(session, store.vault) is not None
        with store.begin() as session:
            assert uploads.take_back(session, store.vault) == 1
    (item,) = items(store, upload_id)
    assert (item.state, item.fault) == ("failed", uploads.STOPPED)


def test_an_odd_error_ends_the_file_and_not_the_queue(store, sanne, read):
    upload_id = add(store, sanne, *texts("hallo", "dag"))
    assert uploads.work_one(store, lambda _: [1 / 0])  # type: ignore[list-item]
    do_all(store, read)
    assert [item.state for item in items(store, upload_id)] == ["failed", "done"]
    assert "ZeroDivisionError" in items(store, upload_id)[0].fault


def test_no_files_is_a_fault(store, sanne):
    with pytest.raises(Faulty, match="kies eerst"):
        add(store, sanne)


def test_kill_in_the_middle_loses_nothing_and_does_nothing_twice(store, url, sanne, read):
    words = [f"gesprek{at}" for at in range(10)]
    upload_id = add(store, sanne, *texts(*words))
    for wanted in (2, 5):
        _kill_after(store, url, upload_id, wanted)
        with store.begin() as session:
            uploads.take_back(session, store.vault)
    assert not progress(store, upload_id).ended
    do_all(store, read)
    assert progress(store, upload_id) == Progress(done=10)
    assert number_of_calls(store) == 10
    assert {item.name for item in items(store, upload_id)} == {f"{word}.txt" for word in words}


def _kill_after(store: Store, url: str, upload_id: str, wanted: int) -> None:
    command = [sys.executable, "-m", "tests.store.worker", url, "0.05"]
    child = subprocess.Popen(command, env={**os.environ, "GEHOOR_KEY": KEY}, cwd=ROOT)
    until = time.monotonic() + PATIENCE
    try:
        while True:
            now = progress(store, upload_id)
            if now.done >= wanted and now.busy:
                break
            assert child.poll() is None
            assert time.monotonic() < until
            time.sleep(0.005)
    finally:
        child.kill()
        child.wait()
