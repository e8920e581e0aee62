"""Logging in by way of the organisation, against a provider in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from litestar.testing import TestClient

from gehoor.store import people
from gehoor.web.app import create_app
from gehoor.web.settings import Oidc, Settings
from gehoor.web.site import Site
from tests.web.conftest import ADDRESS, make_account

CLIENT, SECRET = "gehoor", "a secret of the client"
ANNA: dict[str, Any] = {
    "sub": "anna-1",
    "email": "anna@voorbeeld.nl",
    "email_verified": True,
    "name": "Anna",
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.web.idp", CLIENT, SECRET]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.terminate()


@pytest.fixture
def browser(site: Site, issuer: str, request) -> Iterator[Callable[..., httpx.Response]]:
    """Go there and back as a browser does; gives the last answer."""
    wanted = getattr(request, "param", {})
    settings = Oidc(issuer=issuer, client_id=CLIENT, client_secret=SECRET, **wanted)
    own = Site(site.store, Settings(address=ADDRESS, folder=site.settings.folder, oidc=settings))
    with TestClient(create_app(own), base_url=ADDRESS) as client:

        def go(user: dict[str, object], fault: str = "", onward: str = "/") -> httpx.Response:
            httpx.get(f"{issuer}/next", params={"user": json.dumps(user), "fault": fault})
            there = client.get("/inloggen/extern", params={"naar": onward}, follow_redirects=False)
            assert there.status_code == 303
            back = httpx.get(there.headers["location"]).headers["location"]
            assert back.startswith(f"{ADDRESS}/inloggen/terug")
            return client.get(back, follow_redirects=False)

        go.client = client  # type: ignore[attr-defined]
        yield go


def invite(site: Site, **more: object) -> str:
    with site.store.begin() as session:
        new = people.NewPerson("Anna", "anna@voorbeeld.nl", ("employee",), **more)  # type: ignore[arg-type]
        return people.create(session, new).id


def test_who_was_invited_comes_in_and_is_known_from_then_on(site, browser):
    anna = invite(site)
    answer = browser(ANNA, onward="/ik")
    assert (answer.status_code, answer.headers["location"]) == (303, "/ik")
    assert "Anna" in browser.client.get("/ik").text
    with site.store.read() as session:
        assert str(people.get(session, anna).subject).endswith(" anna-1")
    moved = {**ANNA, "email": "anders@voorbeeld.nl", "email_verified": False}
    assert browser(moved).status_code == 303  # known by what the service calls her


def test_details_may_come_from_the_service_itself(site, browser):
    invite(site)
    assert browser(ANNA, fault="thin").status_code == 303
    assert browser({**ANNA, "sub": "x"}, fault="sub").status_code == 403


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("nonce", "InvalidClaimError"),
        ("no-nonce", "MissingClaimError"),
        ("signature", "BadSignatureError"),
        ("unsigned", "UnsupportedAlgorithmError"),
        ("expired", "ExpiredTokenError"),
        ("issuer", "InvalidClaimError"),
        ("audience", "InvalidClaimError"),
        ("state", "state past niet"),
        ("mixed-up", "andere uitgever"),
        ("no-issuer", "andere uitgever"),
        ("refused", "geweigerd"),
    ],
)
def test_what_does_not_fit_lets_nobody_in(site, browser, caplog, fault, reason):
    invite(site)
    answer = browser(ANNA, fault=fault)
    assert answer.status_code == 403
    assert "lukte niet" in answer.text
    # The test's own browser and service log too, as soon as another test raised the level.
    ours = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith("httpx"))
    assert reason in ours
    assert "Anna" not in ours + answer.text
    assert browser.client.get("/ik", follow_redirects=False).status_code == 303


def test_an_answer_nobody_asked_for_is_refused(browser):
    answer = browser.client.get("/inloggen/terug?code=x&state=y")
    assert answer.status_code == 403


def test_an_answer_works_once(site, browser, issuer):
    invite(site)
    there = browser.client.get("/inloggen/extern", follow_redirects=False).headers["location"]
    asked = parse_qs(urlsplit(there).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["nonce"] != asked["state"]
    httpx.get(f"{issuer}/next", params={"user": json.dumps(ANNA)})
    back = httpx.get(there).headers["location"]
    assert browser.client.get(back, follow_redirects=False).status_code == 303
    assert browser.client.get(back, follow_redirects=False).status_code == 403


def test_strangers_and_unverified_addresses_stay_out(site, browser):
    assert "kent je" in browser(ANNA).text  # nobody invited her
    invite(site)
    assert browser({**ANNA, "email_verified": False}).status_code == 403
    assert browser({**ANNA, "email_verified": "true"}).status_code == 403


def test_an_address_that_belongs_to_somebody_else_there_stays_theirs(site, browser):
    invite(site)
    assert browser(ANNA).status_code == 303
    assert browser({**ANNA, "sub": "thief"}).status_code == 403


def test_who_was_put_out_stays_out(site, browser):
    anna = invite(site)
    with site.store.begin() as session:
        people.change(session, anna, people.Change(active=False))
    assert "staat uit" in browser(ANNA).text


@pytest.mark.parametrize(
    "browser",
    [
        {
            "first_login": True,
            "roles_claim": "groups",
            "roles": {"coaches": ["coach"], "leads": ["team_lead"], "it": ["admin"]},
        }
    ],
    indirect=True,
)
def test_a_first_login_makes_an_account_and_groups_give_roles(site, browser):
    make_account(site, "admin")
    assert browser({**ANNA, "groups": ["coaches", "whatever"]}).status_code == 303
    assert browser({**ANNA, "groups": ["coaches", "leads"]}).status_code == 303
    bert = {**ANNA, "sub": "bert", "email": "bert@voorbeeld.nl", "name": "Bert"}
    assert browser(bert).status_code == 303
    with site.store.read() as session:
        roles = {p.name: p.role_names for p in people.everybody(session)}
    assert roles["Anna"] == {"coach", "team_lead"}
    assert roles["Bert"] == {"employee"}


@pytest.mark.parametrize(
    "browser", [{"roles_claim": "groups", "roles": {"coaches": ["coach"]}}], indirect=True
)
def test_the_last_administrator_stays_one(site, browser):
    with site.store.begin() as session:
        people.create(session, people.NewPerson("Anna", ANNA["email"], ("admin",)))
    assert browser({**ANNA, "groups": ["coaches"]}).status_code == 303
    with site.store.read() as session:
        assert [p.role_names for p in people.everybody(session)] == [{"admin"}]


def test_without_a_service_there_is_no_such_door(client_as):
    client = client_as("employee")
    assert client.get("/inloggen/extern").status_code == 404
    assert client.get("/inloggen/terug").status_code == 404
