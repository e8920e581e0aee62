"""docs/live.md: the programme in it works as it stands, against a real server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.web.api import token_of
from tests.web.conftest import make_account

PAGE = (ROOT / "docs" / "live.md").read_text(encoding="utf-8")
SAID = "m: Goedemorgen, met Sanne.\nb: Ik bel nu al voor de derde keer, dit is schandalig!\n"


def test_the_programme_in_the_docs_works(site, server, tmp_path: Path) -> None:
    code = PAGE.partition("```python\n")[2].partition("```")[0]
    assert len(code.strip().splitlines()) <= 32
    script = tmp_path / "meeluisteren.py"
    script.write_text(code, encoding="utf-8")
    known = {
        "GEHOOR_ADDRESS": server,
        "GEHOOR_TOKEN": token_of(site, make_account(site, "employee")),
    }
    done = subprocess.run(
        [sys.executable, str(script)],
        check=False,
        input=SAID.encode(),
        capture_output=True,
        env={**os.environ, **known},
        timeout=120,
    )
    said = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()
    assert said.startswith("[listen] ")
    assert re.search(r"verslag: http://127\.0\.0\.1:\d+/gesprekken/[0-9a-f]{32}", said)
