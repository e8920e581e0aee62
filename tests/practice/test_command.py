"""`gehoor practice` as people use it: run for real."""

from __future__ import annotations

from pathlib import Path

import pytest

from gehoor.practice.loader import HOME
from tests.practice.test_loader import FIVE_FAULTS
from tests.test_cli import run

CALL = b"""Goedemiddag, u spreekt met Sanne.
Rustig maar, zo erg is het toch niet?
/terug
Dus u bent drie dagen thuisgebleven en er kwam niemand.
/hint
/onbekend
/stop
"""


def test_list_names_every_scenario() -> None:
    said = run("practice", "--list").stdout.decode()

    assert "pakket" in said
    assert "overleden" in said


def test_call_is_played_and_reported() -> None:
    done = run("practice", "pakket", "--seed", "3", stdin=CALL)
    said = done.stdout.decode()

    assert done.returncode == 0
    assert "graad koeler" in said
    assert "De beller van binnen" in said
    assert "Drie dingen om te proberen" in said
    assert "gehoor practice " in said
    assert "Onbekend: /onbekend" in said


def test_same_seed_gives_the_same_call() -> None:
    first, second = (run("practice", "lekkage", "--seed", "5", stdin=CALL) for _ in range(2))

    assert first.stdout == second.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["practice"], "noem een scenario"),
        (["practice", "paket"], "bedoel je «pakket»?"),
        (["practice", "weg.toml"], "niet te lezen"),
        (["practice", "pakket", "--llm"], "geen [llm]"),
    ],
)
def test_wrong_input_is_said_plainly(args: list[str], said: str, tmp_path: Path) -> None:
    done = run(*args, cwd=tmp_path)

    assert done.returncode == 2
    assert said in done.stderr.decode()


def test_scenario_with_five_faults_gets_five_lines(tmp_path: Path) -> None:
    path = tmp_path / "eigen.toml"
    path.write_bytes(FIVE_FAULTS)
    done = run("practice", path)

    assert done.returncode == 2
    assert len(done.stderr.decode().splitlines()) >= 5


def test_dry_run_of_an_own_scenario(tmp_path: Path) -> None:
    own = HOME / "scenarios" / "pakket.toml"
    path = tmp_path / "eigen.toml"
    path.write_bytes(own.read_bytes())
    good = run("practice", "--check", path)
    # Somebody who calls calmly and stays calm teaches nothing: nobody ends cooler.
    path.write_bytes(own.read_bytes().replace(b"temperature = 2.6", b"temperature = 0"))
    flat = run("practice", "--check", path)

    assert good.returncode == 0
    assert "in orde" in good.stdout.decode()
    assert "volgt de methode" in flat.stdout.decode()
