"""What surrounds every page: who may come, what the browser refuses, and whole accessibility."""

from __future__ import annotations

import hashlib
import tomllib

from gehoor.web.paper import STATIC
from tests.web.axe import faults_of


def test_somebody_who_is_not_logged_in_is_asked_to(client_as):
    client = client_as("employee")
    client.cookies.clear()
    answer = client.get("/", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/inloggen")


def test_every_page_forbids_foreign_scripts_and_copies(client_as):
    answer = client_as("employee").get("/")
    assert answer.status_code == 200
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_files_of_others_are_as_they_came():
    for name, said in tomllib.loads((STATIC / "vendored.toml").read_text()).items():
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == said["sha256"], name


def test_start_in_a_browser_for_everyone(browse, each_role):
    for account in each_role.values():
        page = browse(account)
        page.goto("/")
        assert page.locator("h1").count() == 1
        assert faults_of(page) == []
