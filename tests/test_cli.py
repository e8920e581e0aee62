"""The command as people use it: run for real, judged by its output and exit status."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, ROOT

GEHOOR = Path(sys.executable).parent / "gehoor"
BAD = "Klant: Dit is schandalig, ik ben woedend!\nMedewerker: Rustig maar. Mag ik uw postcode?\nKlant: Nee!\n"


def run(
    *args: str | Path, stdin: bytes = b"", cwd: Path | None = None, **env: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [str(GEHOOR), *map(str, args)],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        env={**os.environ, "COLUMNS": "100", **env},
        check=False,
        timeout=120,
    )


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "boos.txt"
    path.write_text(BAD, encoding="utf-8")
    return path


def test_the_terminal_report_names_strengths_and_findings() -> None:
    done = run("review", EXAMPLES)

    assert done.returncode == 0, done.stderr.decode()
    for words in ("Wat goed ging", "Om aan te werken", "temperatuur", "bron A3"):
        assert words in done.stdout.decode()


def test_json_goes_to_standard_output_and_nothing_else(bad: Path) -> None:
    done = run("review", bad, bad, "--format", "json")

    lines = done.stdout.decode().splitlines()
    assert [json.loads(line)["call"]["id"] for line in lines] == ["boos", "boos"]
    assert done.stderr == b""


def test_csv_has_a_row_a_finding(bad: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("review", bad, "-f", "csv").stdout.decode())))

    assert {row["regel"] for row in rows} >= {"EMP06", "LUI02", "HLP01"}
    assert all(row["gesprek"] == "boos" for row in rows)


def test_a_csv_cell_is_never_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "=cmd.txt"
    path.write_text(BAD, encoding="utf-8")

    rows = list(csv.DictReader(io.StringIO(run("review", path, "-f", "csv").stdout.decode())))

    assert {row["gesprek"] for row in rows} == {"'=cmd"}


def test_standard_input(bad: Path) -> None:
    done = run("review", "-", "--format", "json", stdin=bad.read_bytes())

    assert json.loads(done.stdout)["call"]["id"] == "standaardinvoer"


@pytest.mark.parametrize(("level", "status"), [("serious", 1), ("warning", 1), ("tip", 1)])
def test_fail_on_gives_status_one(bad: Path, level: str, status: int) -> None:
    assert run("review", bad, "--fail-on", level).returncode == status
    assert run("review", bad).returncode == 0


def test_fail_on_a_heavier_severity_than_found(tmp_path: Path) -> None:
    path = tmp_path / "rustig.txt"
    path.write_text("Medewerker: Mag ik uw postcode?\nKlant: 3512 AB.\n", encoding="utf-8")

    assert run("review", path, "--fail-on", "serious").returncode == 0
    assert run("review", path, "--fail-on", "tip").returncode == 1


def test_a_broken_file_takes_no_other_down(bad: Path, tmp_path: Path) -> None:
    broken = tmp_path / "stuk.json"
    broken.write_text('{"turns": [{"speaker": "agnet", "text": "x"}]}', encoding="utf-8")

    done = run("review", broken, bad, tmp_path / "weg.json", "--format", "json")

    assert done.returncode == 2
    assert json.loads(done.stdout)["call"]["id"] == "boos"
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 2
    assert "stuk.json: turns[0].speaker" in lines[0]
    assert "weg.json: bestaat niet" in lines[1]


def test_output_is_written_whole_or_not_at_all(bad: Path, tmp_path: Path) -> None:
    out = tmp_path / "verslag.html"
    out.write_text("oud", encoding="utf-8")

    assert run("review", tmp_path / "weg.json", "-f", "html", "-o", out).returncode == 2
    assert out.read_text(encoding="utf-8") == "oud"
    assert run("review", bad, "-f", "html", "-o", out).returncode == 0
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert {path.name for path in tmp_path.iterdir()} == {"boos.txt", "verslag.html"}


def test_html_of_several_calls_is_a_folder_with_a_table_of_contents(tmp_path: Path) -> None:
    done = run("review", EXAMPLES, "-f", "html", "-o", tmp_path / "uit")

    assert done.returncode == 0, done.stderr.decode()
    index = (tmp_path / "uit" / "index.html").read_text(encoding="utf-8")
    pages = {path.name for path in (tmp_path / "uit").glob("*.html")} - {"index.html"}
    assert len(pages) == 8
    assert all(f'href="{page}"' in index for page in pages)
    assert run("review", EXAMPLES, "-f", "html").returncode == 2


def test_text_output_to_a_file(bad: Path, tmp_path: Path) -> None:
    out = tmp_path / "kort.txt"

    run("review", bad, "-o", out)

    assert "Om aan te werken" in out.read_text(encoding="utf-8")


def test_the_house_style_file(bad: Path, tmp_path: Path) -> None:
    house = tmp_path / "gehoor.toml"
    house.write_text(
        'party_word = "huurder"\nprofile = "terughoudend"\n[rules]\nEMP06 = false\n',
        encoding="utf-8",
    )

    given: list[tuple[list[str], Path | None]] = [(["--config", str(house)], None), ([], tmp_path)]
    for args, cwd in given:
        review = json.loads(run("review", bad, "-f", "json", *args, cwd=cwd).stdout)
        assert review["profile"] == "terughoudend"
        assert "EMP06" not in {finding["rule"] for finding in review["findings"]}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("profile = 3\nforo = 1", ["profile:", "onbekende sleutel «foro»"]),
        ("profile = ", ["geen geldige TOML"]),
        ("[rules]\nXXX99 = true", ["onbekende regel «XXX99»"]),
        ('[severities]\nEMP06 = "erg"', ["severities.EMP06"]),
        ('method = ["weg"]', ["weg» bestaat niet"]),
        (
            'profile = "streng"\nmethod = ["weg"]\n[rules]\nXXX99 = true',
            ["profile:", "weg» bestaat niet", "onbekende regel «XXX99»"],
        ),
    ],
)
def test_faults_in_the_house_style_file(
    bad: Path, tmp_path: Path, text: str, says: list[str]
) -> None:
    house = tmp_path / "huis.toml"
    house.write_text(text, encoding="utf-8")

    done = run("review", bad, "--config", house)

    assert done.returncode == 2
    assert done.stdout == b""
    assert all(part in done.stderr.decode() for part in says)


def test_an_unknown_profile_or_folder(bad: Path) -> None:
    profile = run("review", bad, "--profile", "streng")
    folder = run("review", bad, "--method", "weg")

    assert (profile.returncode, folder.returncode) == (2, 2)
    assert "evenwichtig of terughoudend of ruimhartig" in profile.stderr.decode()
    assert "map bestaat niet" in folder.stderr.decode()


def test_a_rule_explained() -> None:
    for name in ("EXC02", "exc02", "meer-dan-eens"):
        text = run("rule", name).stdout.decode()
        for part in ("EXC02", "Waarom", "Zo niet", "Zo wel", "A4", "Ziet het anders", "A3"):
            assert part in text


def test_the_list_of_rules_and_an_unknown_rule() -> None:
    listed = run("rule", "--list").stdout.decode()

    assert sum(line[:3].isupper() and line[3:5].isdigit() for line in listed.splitlines()) == 44
    unknown = run("rule", "ABC99")
    assert unknown.returncode == 2
    assert "onbekende regel «ABC99»" in unknown.stderr.decode()


def test_doctor_says_that_all_works() -> None:
    done = run("doctor")

    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    assert "✗" not in done.stdout.decode()


def test_an_own_method_folder_is_laid_over(tmp_path: Path, bad: Path) -> None:
    own = tmp_path / "eigen" / "acts" / "agent"
    own.mkdir(parents=True)
    (own / "cheer.toml").write_text(
        'title = "Groet van het huis"\ndefinition = "De eigen groet."\n'
        '[phrases]\n"zonnige groeten" = "Nou, «zonnige groeten»!"\n',
        encoding="utf-8",
    )
    call = tmp_path / "groet.txt"
    call.write_text("Klant: dag\nMedewerker: Zonnige groeten!\n", encoding="utf-8")

    done = run("review", call, "-f", "json", "--method", tmp_path / "eigen")

    acts = json.loads(done.stdout)["turns"][1]["acts"]
    assert "cheer" in [act["act"] for act in acts]


def test_a_method_file_with_five_faults_is_said_five_times(tmp_path: Path, bad: Path) -> None:
    own = tmp_path / "eigen" / "acts" / "agent"
    own.mkdir(parents=True)
    (own / "cheer.toml").write_text(
        'titel = "x"\ndefinition = 3\nnegation = "soms"\nyields_to = ["bestaat_niet"]\n'
        '[phrases]\n"(half" = "«half»"\n',
        encoding="utf-8",
    )
    (own / "wish.toml").write_text(
        'title = "x"\ndefinition = "y"\n[phrases]\n"(half" = "«half»"\n', encoding="utf-8"
    )

    done = run("review", bad, "--method", tmp_path / "eigen")

    said = done.stderr.decode()
    assert done.returncode == 2
    for part in ("«titel»", "title: ontbreekt", "definition:", "negation:", "verwacht «)»"):
        assert part in said
    assert len(said.splitlines()) >= 5


def test_the_cache_is_used_and_a_broken_one_is_made_again(tmp_path: Path, bad: Path) -> None:
    first = run("review", bad, "-f", "json", GEHOOR_CACHE=str(tmp_path))
    (stored,) = tmp_path.glob("*.msgpack")
    for content in (b"", b"rommel" * 99, stored.read_bytes()[:-9]):
        stored.write_bytes(content)
        again = run("review", bad, "-f", "json", GEHOOR_CACHE=str(tmp_path))
        assert again.stdout == first.stdout
        assert again.stderr == b""
    assert len(stored.read_bytes()) > 1000


def test_without_a_place_for_the_cache_it_works(bad: Path) -> None:
    assert run("review", bad, GEHOOR_CACHE="/proc/nergens").returncode == 0


def test_scores_on_labelled_calls(tmp_path: Path) -> None:
    (tmp_path / "goud.json").write_text(
        json.dumps(
            {
                "id": "g", "anger_kind": "none", "fault": "none", "outcome": "open", "incident": False,
                "agreements": [], "findings": [{"rule": "EMP02", "turn": 1}],
                "turns": [
                    {"speaker": "caller", "text": "Dag.", "acts": [], "temperature": 0},
                    {"speaker": "agent", "text": "Dat begrijp ik.", "acts": ["empathy_hollow"]},
                ],
            }
        ),
        encoding="utf-8",
    )  # fmt: skip

    text = run("score", tmp_path).stdout.decode()

    line = next(line for line in text.splitlines() if line.startswith("agent.empathy_hollow"))
    assert line.split()[1:] == ["1.00", "1.00", "1.00", "1", "0", "0"]
    assert "bevindingen" in text
    assert run("score", tmp_path / "weg").returncode == 2


def test_the_readme_commands_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    for target in ("demo", "test", "check"):
        assert f"\n{target}:" in makefile
    assert "make demo" in readme
    assert "make test" in readme


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["review"], "BESTAND… ontbreekt; zie gehoor review --help"),
        (
            ["review", "x", "-f", "xml"],
            "--format: «xml» kan niet; verwacht terminal, json, html of",
        ),
        (
            ["review", "x", "--fail-on", "erg"],
            "--fail-on: «erg» kan niet; verwacht serious, warning",
        ),
        (["review", "x", "--kleur"], "onbekende optie «--kleur»; zie gehoor review --help"),
        (["bekijk"], "onbekende opdracht «bekijk»; zie gehoor --help"),
    ],
)
def test_a_wrong_command_line_is_said_in_one_dutch_sentence(args: list[str], says: str) -> None:
    done = run(*args)

    assert done.returncode == 2
    assert done.stdout == b""
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith(f"gehoor: {says}")


def test_help_is_dutch_throughout():
    for command in ([], ["review"], ["score"], ["rule"], ["train"]):
        shown = run(*command, "--help").stdout.decode()
        assert "Gebruik: gehoor" in shown
        assert not re.search(r"Usage|Options|OPTIONS|Commands|Show this|default:|required", shown)
