"""`gehoor store`, as somebody types it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gehoor.store import audit
from tests.store.conftest import DAY, KEY, NOW, as_person, kept

GEHOOR = str(Path(sys.executable).parent / "gehoor")


@pytest.fixture
def run(url, tmp_path):
    (tmp_path / "gehoor.key").write_text(KEY + "\n")

    def gehoor(*args: str) -> subprocess.CompletedProcess[str]:
        where = ["--database", url, "--folder", str(tmp_path)]
        return subprocess.run(
            [GEHOOR, "store", *args, *where], capture_output=True, text=True, check=False
        )

    return gehoor


def test_the_log_is_shown_and_checked(run, store):
    with store.begin() as session:
        audit.append(session, store.vault, audit.Event(None, "call.look", "call", "x"), NOW)
    assert "call.look call x" in run("audit").stdout
    done = run("audit", "--verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("in orde: 1 regels, de laatste is 1 (")


def test_retention_shows_first_and_then_does(run, store, reviewed, sanne):
    kept(store, reviewed, sanne, added=NOW - 4000 * DAY)
    dry = run("retention", "--dry-run", "--days", "calls=3000")
    assert "1 zou weggaan" in dry.stdout
    assert "1 verwijderd" in run("retention").stdout
    assert "0 zou weggaan   gesprekken" in run("retention", "--dry-run").stdout
    for given, said in (("calls=veel", "kan niet"), ("audit=3", "365 tot"), ("x=1", "onbekende")):
        done = run("retention", "--days", given)
        assert done.returncode == 2
        assert said in done.stderr


def test_a_person_moves_with_a_zip(run, store, reviewed, sanne, coach, tmp_path):
    kept(store, reviewed, sanne)
    path = tmp_path / "sanne.zip"
    done = run("export", as_person(store, sanne).email, "-o", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert path.stat().st_mode & 0o777 == 0o600
    there = as_person(store, coach).email
    assert "1 gesprekken en 0 zinnen" in run("import", str(path), "--to", there).stdout
    assert "0 gesprekken" in run("import", str(path), "--to", there).stdout
    for wrong in (
        run("export", "niemand@nergens.nl", "-o", str(path)),
        run("import", str(tmp_path / "gehoor.key"), "--to", there),
        run("import", str(tmp_path / "weg.zip"), "--to", there),
    ):
        assert wrong.returncode == 2
        assert wrong.stderr.startswith("gehoor: ")


def test_a_new_main_key_is_taken_up(run, url, store, sanne, tmp_path):
    (tmp_path / "gehoor.key").write_text("Ag" * 21 + f"A=\n{KEY}\n")
    assert run("rekey").stdout.startswith("1 sleutels")
    assert run("rekey").stdout.startswith("0 sleutels")
    (tmp_path / "gehoor.key").write_text(KEY)
    done = run("audit")
    assert (done.returncode, "hoofdsleutel" in done.stderr) == (2, True)


def test_what_is_not_there_is_not_made(tmp_path):
    command = [GEHOOR, "store", "audit", "--folder", str(tmp_path / "nergens")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "er is nog geen database" in done.stderr
    assert not (tmp_path / "nergens").exists()


def test_an_absent_extra_is_one_sentence():
    code = (
        "import sys; sys.modules['sqlalchemy'] = None\n"
        "from gehoor.cli.entry import main\n"
        "sys.argv = ['gehoor', 'store', 'audit']; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "gehoor: gehoor store vraagt extra pakketten: pip install 'gehoor[web]'\n"
