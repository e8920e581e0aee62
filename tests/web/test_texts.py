"""Every text of the pages has its English, and `scripts/texts.py` says where one has not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po

from gehoor.web.texts import translations

SCRIPT = Path(__file__).parents[2] / "scripts" / "texts.py"
ENGLISH = Path("src/gehoor/web/locale/en/LC_MESSAGES/gehoor.po")


def run(root: Path, *args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(root / "scripts" / "texts.py"), *args]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_english_is_complete():
    checked = run(SCRIPT.parents[1], "--check")
    assert checked.returncode == 0, checked.stderr


def test_a_text_without_english_is_named(tmp_path):
    root = SCRIPT.parents[1]
    (tmp_path / "scripts").mkdir()
    shutil.copy(SCRIPT, tmp_path / "scripts")
    for part in ("src/gehoor/web", "src/gehoor/store"):
        shutil.copytree(root / part, tmp_path / part)
    page = tmp_path / "src/gehoor/web/templates/new.html"
    page.write_text('{{ _("Iets nieuws") }} {{ ngettext("%(num)s ding", "%(num)s dingen", 2) }}')
    checked = run(tmp_path, "--check")
    assert checked.returncode == 1
    assert "Iets nieuws" in checked.stderr
    listed = run(tmp_path, "--missing").stdout
    assert 'msgid "Iets nieuws"' in listed
    assert 'msgid_plural "%(num)s dingen"' in listed
    run(tmp_path)
    with (tmp_path / ENGLISH).open("rb") as source:
        known = read_po(source)
    assert known.get("Iets nieuws") is not None
    assert [m.string for m in known if m.id == "Inloggen"] == [
        "Log in"
    ]  # what was translated stays
    page.unlink()
    assert "staat er niet meer" in run(tmp_path, "--check").stderr


def test_dutch_is_as_written_and_unknown_languages_are_dutch():
    assert translations("nl").gettext("Inloggen") == "Inloggen"
    assert translations("../../etc").gettext("Inloggen") == "Inloggen"
    assert translations("en").gettext("Inloggen") == "Log in"
