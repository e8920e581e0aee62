"""Coming in and going out: passwords, codes, links, sessions, and how slowly one may guess."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from litestar.testing import TestClient

from gehoor.store import entry, passwords, people, recovery, second_step
from gehoor.web.app import create_app
from gehoor.web.security.guessable import faults_of
from gehoor.web.security.login import safe
from gehoor.web.security.visitors import COOKIE
from gehoor.web.site import Site
from tests.web.conftest import ADDRESS, make_account, person_with

SECRET = "fietsen door de regen"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def timed(site, clock) -> Site:
    return Site(site.store, site.settings, clock)


@pytest.fixture
def client(timed):
    with TestClient(create_app(timed), base_url=ADDRESS) as client:
        yield client


@pytest.fixture
def jo(site) -> str:
    """Somebody with a password; gives the e-mail address."""
    account = make_account(site, "employee", name="Jo Visser")
    with site.store.begin() as session:
        passwords.set_password(session, account.id, SECRET)
        return people.get(session, account.id).email


def give(client, email: str, password: str = SECRET, **more: str):
    form = {"email": email, "password": password, **more}
    return client.post("/inloggen", data=form, follow_redirects=False)


def is_in(client) -> bool:
    return bool(client.get("/ik", follow_redirects=False).status_code == 200)


def cookies_of(answer) -> dict[str, str]:
    found = answer.headers.get_list("set-cookie")
    return {line.partition("=")[0]: line for line in found}


def test_in_and_out(client, jo):
    answer = give(client, jo.upper(), naar="/ik?klaar=naam")
    assert answer.headers["location"] == "/ik?klaar=naam"
    assert "Jo Visser" in client.get("/ik").text
    csrf = client.get("/ik").text.partition('name="csrf" content="')[2].partition('"')[0]
    assert client.get("/inloggen", follow_redirects=False).status_code == 303  # already in
    old = client.cookies[COOKIE]
    answer = client.post("/uitloggen", data={"csrf": csrf}, follow_redirects=False)
    assert answer.headers["location"].startswith("/inloggen")
    client.cookies.set(COOKIE, old)
    assert not is_in(client)  # the session itself ended, not only its cookie


def test_cookies_are_for_this_site_alone(client, jo):
    for name, line in cookies_of(give(client, jo)).items():
        said = {part.strip().lower() for part in line.split(";")[1:]}
        assert name.startswith("__Host-")
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= said
        assert not any(part.startswith("domain") for part in said)
    own = cookies_of(give(client, jo))[COOKIE]
    assert "max-age" not in own.lower()  # gone with the browser


def test_a_login_never_goes_on_with_the_secret_that_was_there(client, jo, site):
    other = make_account(site, "employee")
    client.cookies.set(COOKIE, other.cookie)  # an attacker planted their own
    client.post("/uitloggen", data={"csrf": other.csrf})
    client.cookies.set(COOKIE, "planted-by-somebody")
    answer = give(client, jo)
    assert "planted" not in cookies_of(answer)[COOKIE]
    with site.store.read() as session:
        assert entry.find_session(session, "planted-by-somebody") is None


def test_nobody_learns_whether_an_address_is_known(client, jo):
    wrong, unknown = give(client, jo, "iets heel anders"), give(client, "niemand@voorbeeld.nl")
    assert wrong.status_code == unknown.status_code == 403
    assert wrong.text.replace(jo, "…") == unknown.text.replace("niemand@voorbeeld.nl", "…")


def test_the_same_work_is_done_for_an_unknown_address(client, jo, monkeypatch):
    verified = []
    verify = type(passwords._hasher).verify

    def counted(*given):
        verified.append(1)
        return verify(*given)

    monkeypatch.setattr(type(passwords._hasher), "verify", counted)
    give(client, "niemand@voorbeeld.nl")
    give(client, jo, "iets heel anders")
    assert len(verified) == 2


def test_guessing_slows_down_and_a_restart_forgives_nothing(client, jo, timed, clock):
    answers = [give(client, jo, "verkeerd wachtwoord").status_code for _ in range(6)]
    assert answers == [403] * 5 + [429]
    late = give(client, jo)
    assert late.status_code == 429
    assert late.headers["retry-after"] == "1"
    with TestClient(create_app(timed), base_url=ADDRESS) as restarted:
        assert give(restarted, jo).status_code == 429
    clock.forward(seconds=2)
    assert give(client, jo, "weer verkeerd wachtwoord").status_code == 403
    assert int(give(client, jo).headers["retry-after"]) > 1  # longer and longer
    for _ in range(30):
        clock.forward(minutes=15)
        assert give(client, jo, "weer verkeerd wachtwoord").status_code == 403
    clock.forward(minutes=15)  # never longer than this
    assert give(client, jo).status_code == 303


def test_an_unknown_address_is_slowed_down_just_the_same(client):
    answers = [give(client, "niemand@voorbeeld.nl").status_code for _ in range(6)]
    assert answers == [403] * 5 + [429]


def test_many_accounts_from_one_place_slow_down_too(client, clock):
    answers = [give(client, f"n{at}@voorbeeld.nl").status_code for at in range(31)]
    assert answers == [403] * 30 + [429]
    clock.forward(days=1)
    assert give(client, "n@voorbeeld.nl").status_code == 403


def test_who_guesses_does_not_keep_the_owner_out(client, jo, timed):
    assert give(client, jo).status_code == 303  # the owner's own browser is known now
    with TestClient(create_app(timed), base_url=ADDRESS) as stranger:
        while give(stranger, jo, "verkeerd wachtwoord").status_code == 403:
            pass
        assert give(stranger, jo).status_code == 429
    client.cookies.delete(COOKIE)
    assert give(client, jo).status_code == 303


def test_right_again_forgets_the_failures(client, jo):
    for _ in range(4):
        give(client, jo, "verkeerd wachtwoord")
    assert give(client, jo).status_code == 303
    client.cookies.clear()
    assert [give(client, jo, "verkeerd").status_code for _ in range(5)] == [403] * 5


def test_sessions_end_when_idle_and_at_last(client, jo, clock, timed):
    give(client, jo)
    clock.forward(seconds=timed.settings.session_idle - 60)
    assert is_in(client)  # which also counts as being seen
    clock.forward(seconds=timed.settings.session_idle - 60)
    assert is_in(client)
    clock.forward(seconds=timed.settings.session_idle + 1)
    assert not is_in(client)
    give(client, jo)
    for _ in range(timed.settings.session_longest // timed.settings.session_idle * 2):
        clock.forward(seconds=timed.settings.session_idle / 2)
        is_in(client)
    clock.forward(seconds=1)
    assert not is_in(client)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:x",
        "/\t/evil.example",
        "http:evil.example",
        "///evil.example",
        "evil.example",
        "/a\\..\\b",
        "/\n/evil.example",
        "https:/evil.example",
        "/uitloggen",
        "@evil.example",
    ],
)
def test_after_login_nobody_is_sent_elsewhere(client, jo, elsewhere):
    assert safe(elsewhere) == "/"
    assert give(client, jo, naar=elsewhere).headers["location"] == "/"


def test_the_second_step(client, jo, site, clock):
    key = second_step.new_secret()
    totp = pyotp.TOTP(key)
    with site.store.begin() as session:
        person = person_with(session, jo)
        vault = site.store.vault
        second_step.turn_on(session, vault, person.id, key, totp.at(clock.now), clock.now)
        codes = recovery.make(session, vault, person.id)
    first = give(client, jo, naar="/ik")
    assert first.headers["location"] == "/inloggen/code?naar=/ik"
    assert not is_in(client)  # a password alone is not enough
    half = client.cookies[COOKIE]

    def code(given: str):
        form = {"code": given, "naar": "/ik"}
        return client.post("/inloggen/code", data=form, follow_redirects=False)

    assert code(totp.at(clock.now)).status_code == 403  # used when it was turned on
    clock.forward(seconds=30)
    fresh = totp.at(clock.now)
    answer = code(fresh)
    assert answer.headers["location"] == "/ik"
    assert client.cookies[COOKIE] != half
    client.cookies.delete(COOKIE)
    give(client, jo)
    assert code(fresh).status_code == 403  # never usable twice
    assert code(codes[0].upper()).status_code == 303
    client.cookies.delete(COOKIE)
    give(client, jo)
    assert code(codes[0]).status_code == 403
    clock.forward(minutes=11)
    assert code(totp.at(clock.now)).headers["location"] == "/inloggen"  # waited too long


def test_codes_cannot_be_tried_endlessly(client, jo, site, clock):
    key = second_step.new_secret()
    with site.store.begin() as session:
        person = person_with(session, jo)
        code = pyotp.TOTP(key).at(clock.now)
        second_step.turn_on(session, site.store.vault, person.id, key, code, clock.now)
    give(client, jo)
    tries = [client.post("/inloggen/code", data={"code": "000000"}).status_code for _ in range(7)]
    assert tries[:5] == [403] * 5
    assert set(tries[5:]) == {429}


@pytest.mark.parametrize(
    "weak", ["wachtwoord12", "Welkom2026!!", "qwertyuiop12", "aaaaaaaaaaaa", "jovisserjovisser"]
)
def test_passwords_that_anybody_guesses_are_refused(weak):
    assert faults_of(weak, weak, "Jo Visser", "jo.visser@voorbeeld.nl")


def test_long_is_enough_and_no_sign_is_demanded():
    for good in (SECRET, "kikkererwtensoep", "       spatie vooraf", "x" * 30 + "abcdefgh"):
        assert faults_of(good, good, "Jo Visser") == []
    assert len(faults_of("kort", "anders")) == 2


def test_the_first_administrator_comes_by_a_link_that_works_once(client, site, clock):
    with site.store.begin() as session:
        link = entry.make_link(session, "first-admin", None, timedelta(hours=24), clock.now)
    form = {"name": "Fatima", "email": "Fatima@Voorbeeld.nl", "password": SECRET, "again": SECRET}
    assert client.get(f"/welkom/{link}").status_code == 200
    assert client.get(f"/welkom/{link}").status_code == 200  # looking does not use it up
    weak = {**form, "password": "wachtwoord12", "email": "geen adres"}
    answer = client.post(f"/welkom/{link}", data=weak)
    assert answer.status_code == 422
    assert "Fatima" in answer.text
    answer = client.post(f"/welkom/{link}", data={**form, "email": "geen adres"})
    assert answer.status_code == 422
    answer = client.post(f"/welkom/{link}", data=form, follow_redirects=False)
    assert answer.headers["location"] == "/welkom"
    assert "acht voorbeeldgesprekken" in client.get("/welkom").text
    assert client.get(f"/welkom/{link}").status_code == 410
    with site.store.read() as session:
        assert person_with(session, "fatima@voorbeeld.nl").role_names == {"admin"}


def test_links_end(client, jo, site, clock):
    with site.store.begin() as session:
        person = person_with(session, jo)
        link = entry.make_link(session, "reset", person.id, timedelta(hours=24), clock.now)
    clock.forward(hours=25)
    assert client.get(f"/welkom/{link}").status_code == 410
    assert client.post(f"/welkom/{link}", data={"password": SECRET}).status_code == 410


def test_a_new_password_by_link_ends_every_session(client, jo, site, clock, timed):
    with TestClient(create_app(timed), base_url=ADDRESS) as elsewhere:
        give(elsewhere, jo)
        assert is_in(elsewhere)
        with site.store.begin() as session:
            person = person_with(session, jo)
            link = entry.make_link(session, "reset", person.id, timedelta(hours=24), clock.now)
        new = {"password": "een heel ander wachtwoord", "again": "een heel ander wachtwoord"}
        assert client.post(f"/welkom/{link}", data=new, follow_redirects=False).status_code == 303
        assert is_in(client)
        assert not is_in(elsewhere)
        assert give(elsewhere, jo).status_code == 403


def test_a_form_that_anybody_may_send_is_small(client):
    form = {"email": "x@voorbeeld.nl", "password": "p" * 200_000}
    for path in ("/inloggen", "/inloggen/code", "/welkom/nergens"):
        answer = client.post(path, data=form, follow_redirects=False)
        assert answer.status_code == 413, path
        assert "te groot" in answer.text
