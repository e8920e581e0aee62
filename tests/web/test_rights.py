"""Every route and every role, from the route table itself: a new route is tested as it comes."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from litestar import get
from litestar.testing import TestClient

from gehoor.store import entry
from gehoor.store.models.people import ROLES
from gehoor.web import app as web_app
from gehoor.web.pages import ROUTES
from gehoor.web.rights import rights_of
from gehoor.web.security.access import PUBLIC, may
from gehoor.web.security.headers import HEADERS
from gehoor.web.security.visitors import COOKIE
from tests.web.conftest import ADDRESS, Client, make_account

NOBODYS = "0" * 32


def address(path: str) -> str:
    """Return a path with something in the place of each of its parameters."""
    parts = [NOBODYS if part.startswith("{") else part for part in path.split("/")]
    return "/".join(parts)


def ask(client: Any, method: str, path: str, **more):
    return client.request(method, address(path), follow_redirects=False, **more)


def refused(answer) -> bool:
    return answer.status_code == 403 and "andere rol" in answer.text


@pytest.fixture
def rights(app):
    found = rights_of(app.routes)
    assert {("GET", "/"), ("GET", "/beheer"), ("POST", "/inloggen")} <= {r[:2] for r in found}
    return [right for right in found if not right.path.startswith("/static")]


@pytest.mark.parametrize("role", ROLES)
def test_who_may_and_who_may_not(app, site, rights, role):
    make_account(site, "admin")  # so that one is left whatever happens
    for right in rights:
        account = make_account(site, role)
        with Client(app, base_url=ADDRESS, cookies={COOKIE: account.cookie}) as client:
            form = {"data": {"csrf": account.csrf}} if right.method == "POST" else {}
            answer = ask(client, right.method, right.path, **form)
        allowed = right.who == PUBLIC or role in right.who
        assert refused(answer) != allowed, (right, answer.status_code)
        assert answer.status_code < 500, right


def test_who_is_not_logged_in_comes_no_further(app, rights):
    with TestClient(app, base_url=ADDRESS) as client:
        for right in rights:
            answer = ask(client, right.method, right.path)
            if right.who == PUBLIC:
                assert answer.status_code < 500, right
            elif right.path.startswith("/api"):
                assert answer.status_code == 401, right
            else:
                assert answer.status_code == 303, right
                assert answer.headers["location"].startswith("/inloggen"), right


def test_a_change_needs_the_token_of_the_session_whatever_the_route(app, site, rights):
    admin = make_account(site, *ROLES)
    with Client(app, base_url=ADDRESS, cookies={COOKIE: admin.cookie}) as client:
        for right in rights:
            if right.method in ("GET", "OPTIONS"):
                continue
            for given in ({}, {"csrf": "wrong"}, {"csrf": admin.csrf + "x"}):
                if right.who == PUBLIC:
                    continue  # log-in and its like: nobody's yet
                answer = ask(client, right.method, right.path, data=given)
                assert answer.status_code == 403, (right, given)
                assert "te oud" in answer.text, (right, given)
            for foreign in (
                {"sec-fetch-site": "cross-site"},
                {"sec-fetch-site": "same-site"},
                {"origin": "https://evil.example"},
                {"origin": "null"},
            ):
                answer = ask(
                    client, right.method, right.path, data={"csrf": admin.csrf}, headers=foreign
                )
                assert answer.status_code == 403, (right, foreign)
                assert "andere website" in answer.text, (right, foreign)
    with site.store.read() as session:
        assert entry.find_session(session, admin.cookie) is not None


def test_every_answer_carries_the_headers(app, site, rights):
    account = make_account(site, *ROLES)
    paths = ["/nergens", "/static/gehoor.css", "/static/nergens.css", "/static/../app.py"]
    with Client(app, base_url=ADDRESS, cookies={COOKIE: account.cookie}) as client:
        answers = [ask(client, right.method, right.path) for right in rights]
        answers += [client.get(path) for path in paths]
        answers += [client.delete("/ik"), client.get("/ik", headers={"host": "evil.example"})]
        for answer in answers:
            for name, value in HEADERS.items():
                kept = name == "cache-control" and "/static/" in str(answer.url)
                assert kept or answer.headers[name] == value, (answer.url, name)
            assert answer.headers["strict-transport-security"].startswith("max-age=")
            assert "server" not in answer.headers


def test_a_route_without_a_rule_stops_the_programme(site, monkeypatch):
    @get("/vergeten", sync_to_thread=False)
    def forgotten() -> str:
        return ""

    monkeypatch.setattr(web_app, "ROUTES", [*ROUTES, forgotten])
    with pytest.raises(RuntimeError, match="/vergeten"):
        web_app.create_app(site)
    assert may(PUBLIC)["may"] == PUBLIC


def test_the_docs_say_the_same():
    checked = subprocess.run(
        [sys.executable, "scripts/docs.py", "--check"], capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
