"""What was typed is never lost, and a form that is sent twice is done once."""

from __future__ import annotations

import re
import threading

import pytest
from litestar.testing import TestClient

from gehoor.store import entry, passwords, people, teams
from gehoor.web.security import typed
from gehoor.web.security.visitors import COOKIE
from tests.web.conftest import ADDRESS, make_account

SECRET = "fietsen door de regen"
NAME = "Ploeg «Zonder gedoe» & <b>co</b>"


@pytest.fixture
def admin(site):
    account = make_account(site, "admin")
    with site.store.begin() as session:
        passwords.set_password(session, account.id, SECRET, keep=account.cookie)
    return account


@pytest.fixture
def browser(app, admin):
    with TestClient(app, base_url=ADDRESS, cookies={COOKIE: admin.cookie}) as client:
        yield client


def email_of(site, account) -> str:
    with site.store.read() as session:
        return people.get(session, account.id).email


def token_on(client, path: str) -> str:
    return str(re.findall(r'name="csrf" value="([^"]+)"', client.get(path).text)[0])


def all_names(site) -> list[str]:
    with site.store.read() as session:
        return [team.name for team in teams.all_teams(session)]


def end_sessions(site, account) -> None:
    with site.store.begin() as session:
        entry.end_all(session, account.id)


def log_in(client, site, account):
    form = {"email": email_of(site, account), "password": SECRET}
    return client.post("/inloggen", data=form, follow_redirects=False)


def test_a_form_sent_too_late_comes_back_after_login(browser, site, admin):
    form = {"csrf": token_on(browser, "/beheer/teams"), "name": NAME, "password": "geheim"}
    end_sessions(site, admin)
    referer = {"referer": f"{ADDRESS}/beheer/teams"}
    answer = browser.post("/beheer/teams", data=form, headers=referer, follow_redirects=False)
    assert answer.headers["location"] == "/inloggen?naar=/beheer/teams"
    assert "is bewaard" in browser.get("/inloggen").text
    assert log_in(browser, site, admin).headers["location"] == "/inloggen/verder"
    shown = browser.get("/inloggen/verder").text
    assert "Ploeg «Zonder gedoe» &amp; &lt;b&gt;co&lt;/b&gt;" in shown
    assert "geheim" not in shown  # passwords are not kept
    assert 'action="/beheer/teams"' in shown
    again = {"csrf": token_on(browser, "/inloggen/verder"), "name": NAME}
    assert browser.post("/beheer/teams", data=again, follow_redirects=False).status_code == 303
    assert all_names(site) == [NAME]
    gone = browser.get("/inloggen/verder", follow_redirects=False)
    assert gone.headers["location"] == "/"  # sent, so no longer kept


def test_what_was_typed_stays_sealed(browser, site, admin, tmp_path):
    form = {"csrf": token_on(browser, "/beheer/teams"), "name": "Heel herkenbare ploegnaam"}
    end_sessions(site, admin)
    browser.post("/beheer/teams", data=form)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("gehoor.db*"))
    assert b"Heel herkenbare" not in kept


def test_only_its_writer_gets_it_back(browser, site, admin):
    form = {"csrf": token_on(browser, "/beheer/teams"), "name": NAME}
    end_sessions(site, admin)
    browser.post("/beheer/teams", data=form)
    other = make_account(site, "admin")
    browser.cookies.set(COOKIE, other.cookie)  # somebody else at the same desk
    answer = browser.get("/inloggen/verder", follow_redirects=False)
    assert answer.headers["location"] == "/"
    assert "Zonder gedoe" not in answer.text


def test_a_made_up_token_keeps_nothing(browser, site, admin):
    end_sessions(site, admin)
    for token in (admin.csrf, f"{admin.csrf}.{admin.id}.0000000000000000.ab", "x.y.z"):
        answer = browser.post("/beheer/teams", data={"csrf": token, "name": NAME})
        assert typed.COOKIE not in browser.cookies, answer


def test_nobody_fills_the_database_with_drafts(browser, site, admin):
    form = {"csrf": token_on(browser, "/beheer/teams"), "name": NAME}
    end_sessions(site, admin)
    for _ in range(25):
        browser.post("/beheer/teams", data=form)
    from sqlalchemy import func, select

    from gehoor.store.models import KeptForm

    with site.store.read() as session:
        assert session.scalar(select(func.count()).select_from(KeptForm)) == 20


def test_a_stale_token_shows_the_form_again(browser, site, admin):
    stale = token_on(browser, "/beheer/teams")
    end_sessions(site, admin)
    log_in(browser, site, admin)
    answer = browser.post("/beheer/teams", data={"csrf": stale, "name": NAME})
    assert answer.status_code == 403
    assert "te oud" in answer.text
    assert "Ploeg «Zonder gedoe»" in answer.text
    fresh = re.findall(r'name="csrf" value="([^"]+)"', answer.text)[-1]
    browser.post("/beheer/teams", data={"csrf": fresh, "name": NAME})
    assert all_names(site) == [NAME]


def test_a_part_of_a_page_asks_for_login_as_a_whole(browser, site, admin):
    end_sessions(site, admin)
    headers = {"hx-request": "true", "hx-current-url": f"{ADDRESS}/beheer/teams"}
    answer = browser.get("/beheer/mensen", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == "/inloggen?naar=/beheer/teams"


def test_the_page_one_wanted_comes_after_login(browser, site, admin):
    end_sessions(site, admin)
    answer = browser.get("/beheer/logboek?wat=login", follow_redirects=False)
    assert answer.headers["location"] == "/inloggen?naar=/beheer/logboek%3Fwat%3Dlogin"


def test_sent_twice_is_done_once(browser, site):
    form = {"csrf": token_on(browser, "/beheer/teams"), "name": NAME}
    answers = []
    threads = [
        threading.Thread(
            target=lambda: answers.append(
                browser.post("/beheer/teams", data=form, follow_redirects=False)
            )
        )
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {(a.status_code, a.headers["location"]) for a in answers} == {(303, "/beheer/teams")}
    assert all_names(site) == [NAME]


def test_a_form_that_failed_may_come_again(browser, site):
    token = token_on(browser, "/beheer/teams")
    assert browser.post("/beheer/teams", data={"csrf": token, "name": ""}).status_code == 422
    assert browser.post("/beheer/teams", data={"csrf": token, "name": ""}).status_code == 422
    browser.post("/beheer/teams", data={"csrf": token, "name": "Goed"})
    browser.post("/beheer/teams", data={"csrf": token_on(browser, "/beheer/teams"), "name": "Ook"})
    assert all_names(site) == ["Goed", "Ook"]
