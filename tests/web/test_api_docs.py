"""What is written about the API is so: the docs are run, the document holds, the page is readable."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from gehoor.web.api.description import describe
from gehoor.web.api.problems import KINDS
from gehoor.web.paper import STATIC
from gehoor.web.security.scopes import SCOPES
from tests.conftest import ROOT
from tests.web.api import token_of
from tests.web.axe import faults_of
from tests.web.conftest import ADDRESS, make_account

DOCS = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```sh\n(.*?)^```\n(?:```json\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
CUT = "----- next -----"


@pytest.fixture
def client(app) -> Iterator[TestClient[Any]]:
    with TestClient(app, base_url=ADDRESS) as client:
        yield client


def test_every_command_in_the_docs_prints_what_they_say(server: str, site, tmp_path: Path) -> None:
    account = make_account(site, "employee", name="Noor")
    token = token_of(site, account, "review", "calls:read", "calls:write", "phrases")
    blocks = BLOCK.findall(DOCS)
    script = f"\necho; echo '{CUT}'\n".join(command for command, _ in blocks)

    done = subprocess.run(
        ["sh", "-eu", "-c", script],
        env={**os.environ, "GEHOOR": server, "TOKEN": token},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    printed = done.stdout.split(f"\n{CUT}\n")
    assert len(printed) == len(blocks) >= 8
    for (command, said), answer in zip(blocks, printed, strict=True):
        pattern = ".*".join(map(re.escape, said.strip().split("…")))
        assert re.fullmatch(pattern, answer.strip(), re.DOTALL), f"{command}\n{answer}"


def test_the_docs_name_every_route_problem_and_scope() -> None:
    named = {
        (method.lower(), path)
        for line in DOCS.splitlines()
        for methods, path in re.findall(
            r"((?:GET |POST |PUT |PATCH |DELETE )+)(/api/[^\s`?]+)", line
        )
        for method in methods.split()
    }
    there = {(method, path) for path, item in describe()["paths"].items() for method in item}

    assert named == there
    for name, kind in KINDS.items():
        assert f"| `{name}` | {kind.status} |" in DOCS
    for scope in SCOPES:
        assert f"| `{scope}` |" in DOCS


def test_the_document_is_whole_dutch_and_made_of_the_routes(client) -> None:
    document = client.get("/api/openapi.json").json()

    assert document["openapi"].startswith("3.1")
    assert set(document["components"]["securitySchemes"]) == {"token"}
    for item in document["paths"].values():
        for operation in item.values():
            assert operation["summary"]
            assert operation["description"].endswith((".", ")"))
    for schema in document["components"]["schemas"].values():
        for field in schema.get("properties", {}).values():
            assert field["description"].endswith((".", "…"))
    pointed = set(re.findall(r'"#/components/(\w+/[\w-]+)"', client.get("/api/openapi.json").text))
    assert pointed <= {
        f"{part}/{name}" for part in document["components"] for name in document["components"][part]
    }


def test_the_pages_can_be_read_by_everyone_at_any_width(browse) -> None:
    for width, dark in ((1280, False), (360, True)):
        page = browse(width=width, dark=dark)
        page.goto("/api/")
        page.locator("details#review summary").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert faults_of(page) == []
        page.locator("details#review").get_by_role("link", name="CallForm").click()
        assert page.url.endswith("/api/vormen#CallForm")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert faults_of(page) == []


def test_the_pages_are_light(client) -> None:
    around = sum(
        (STATIC / name).stat().st_size
        for name in ("gehoor.css", "gehoor.js", "htmx.min.js", "icon.svg")
    )
    for path in ("/api/", "/api/vormen"):
        assert len(client.get(path).content) + around < 150_000, path
