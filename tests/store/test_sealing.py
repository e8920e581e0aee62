"""Nobody who has the database alone reads what was said; without its key a call is gone."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa

from gehoor.store import (
    KeyFault,
    Keyring,
    Store,
    StoreFault,
    calls,
    deletion,
    objections,
    open_store,
    second_step,
    talk,
    uploads,
)
from gehoor.store.models import CallKey
from gehoor.store.rekeying import rekey
from tests.conftest import call_of
from tests.store import postgres
from tests.store.conftest import CALL, KEY, NOW

TITLE, COMMENT, REASON, FILE = (
    "Zonderling-7781",
    "prachtkerel gedaan",
    "kletskoek zeg",
    "vakantiekiek",
)
BINARY = "boterhamworst uit het ziekenhuis"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def filled(store, reviewed, sanne, reviewer) -> str:
    """A call with everything said about it, and a file that waits."""
    call = call_of(*CALL)
    call = type(call)(TITLE, call.turns, date="2026-11-20")
    with store.begin() as session:
        call_id, _ = calls.add(
            session, store.vault, calls.NewCall(sanne, call, reviewed(call), b"bron")
        )
        talk.add_comment(session, store.vault, talk.NewComment(call_id, sanne, COMMENT), NOW)
        review = calls.newest_review(session, call_id)
        new = objections.NewObjection(review.id, sanne, "act", "anger", REASON)
        objections.object_to(session, store.vault, new, NOW)
        file = uploads.File(f"{FILE}.txt", BINARY.encode())
        uploads.add(session, store.vault, sanne, [file], now=NOW)
    return call_id


def everything(store: Store, path: Path | None, url: str) -> bytes:
    """Return all bytes that the database keeps: its files, or a dump."""
    if path is not None:
        return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    name, _, home = url.rpartition("@/")[2].partition("?host=")
    dump = [str(postgres.programs() / "pg_dump"), "-U", "gehoor", "-h", home, name]
    return subprocess.run(dump, check=True, capture_output=True).stdout


def test_no_word_of_a_call_stands_in_the_database(store, url, path, filled):
    whole = everything(store, path, url)
    hexed = re.findall(rb"\\\\x([0-9a-f]+)", whole)  # how a dump writes bytes
    assert path is not None or len(hexed) > 10
    whole += b"".join(bytes.fromhex(item.decode()) for item in hexed)
    assert filled.encode() in whole
    said = " ".join([*CALL, TITLE, COMMENT, REASON, FILE, BINARY])
    words = set(re.findall(r"[^\W_]{6,}", said))  # shorter ones may stand in random letters
    assert len(words) > 20
    shown = {word for word in words if word.encode() in whole or word.lower().encode() in whole}
    assert shown == set()


def test_a_secret_for_codes_is_sealed(store, url, path, sanne):
    with store.begin() as session:
        code = pyotp.TOTP(SECRET).at(NOW)
        second_step.turn_on(session, store.vault, sanne, SECRET, code, NOW)
    assert SECRET.encode() not in everything(store, path, url)


def test_a_backup_without_the_key_of_a_call_no_longer_opens_it(store, filled):
    """Keys are backed up apart and the newest only: a restored backup meets today's keys."""
    tables = {row: store_rows(store, row) for row in ("turns", "calls")}
    with store.begin() as session:
        session.execute(sa.delete(CallKey))
    assert {row: store_rows(store, row) for row in tables} == tables
    with pytest.raises(StoreFault, match="niet meer"), store.read() as session:
        calls.load(session, store.vault, filled)


def store_rows(store: Store, table: str) -> int:
    with store.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(sa.table(table))) or 0


def test_a_backup_from_before_a_new_main_key_opens_nothing(tmp_path, keyring, store, filled, path):
    """After `rekey` the old main key is destroyed, and every older backup with it."""
    if path is None:
        with store.read() as session:
            before = [row.wrapped for row in session.scalars(sa.select(CallKey))]
    else:
        store.scrub()
        shutil.copy(path, tmp_path / "backup.db")
    newer = Keyring.from_lines("Ag" * 21 + "A=\n" + KEY, "proef")
    both = open_store(store.engine.url.render_as_string(False), newer)
    with both.begin() as session:
        deletion.delete_call(session, filled, None, "op verzoek")
    rekey(both)
    both.close()
    only = Keyring({newer.current: newer.keys[newer.current]})
    if path is None:
        for wrapped in before:
            with pytest.raises(KeyFault, match="die is er niet"):
                both.vault.__class__(only).box(wrapped)
    else:
        with pytest.raises(KeyFault, match="die is er niet"):
            open_store(f"sqlite:///{tmp_path}/backup.db", only)
