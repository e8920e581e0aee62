"""Beheer, and what people manage of themselves."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from litestar.testing import TestClient

from gehoor.store import audit, entry, passwords, people
from gehoor.store.models import CallRow
from gehoor.web.examples import add_examples, example_files
from gehoor.web.security.visitors import COOKIE
from gehoor.web.surroundings import WRONG_HOST
from gehoor.web.upkeep import tidy
from tests.web.axe import faults_of
from tests.web.conftest import ADDRESS, make_account, person_with

SECRET = "fietsen door de regen"


@pytest.fixture
def admin(client_as):
    return client_as("admin")


def link_in(text: str) -> str:
    return str(re.findall(rf"{ADDRESS}(/welkom/[\w-]+)", text)[0])


def actions(site) -> list[str]:
    with site.store.read() as session:
        return [line.action for line in reversed(audit.about(session))]


def test_from_invitation_to_gone(admin, app, site):
    answer = admin.post_form(
        "/beheer/mensen", name="Noor el Idrissi", email="noor@voorbeeld.nl", roles="coach"
    )
    link = link_in(answer.text)
    with TestClient(app, base_url=ADDRESS) as noor:
        form = {"name": "Noor", "password": SECRET, "again": SECRET}
        assert noor.post(link, data=form, follow_redirects=False).headers["location"] == "/"
        assert "Noor" in noor.get("/ik").text
        with site.store.read() as session:
            person = person_with(session, "noor@voorbeeld.nl")
        page = f"/beheer/mensen/{person.id}"
        changed = {"name": "Noor", "email": "noor@voorbeeld.nl", "roles": "employee"}
        admin.post_form(page, **changed, active="yes")
        assert "medewerker" in noor.get("/ik").text
        admin.post_form(f"{page}/uit")
        assert noor.get("/ik", follow_redirects=False).status_code == 303
        form = {"email": "noor@voorbeeld.nl", "password": SECRET}
        assert noor.post("/inloggen", data=form, follow_redirects=False).status_code == 303
        admin.post_form(page, **changed)  # no longer «mag inloggen»
        assert noor.get("/ik", follow_redirects=False).status_code == 303
        assert noor.post("/inloggen", data=form).status_code == 403
    answer = admin.post_form(f"{page}/verwijderen", email="verkeerd", reason="uit dienst")
    assert answer.status_code == 422
    answer = admin.post_form(f"{page}/verwijderen", email="Noor@voorbeeld.nl", reason="uit dienst")
    assert answer.status_code == 303
    assert admin.get(page).status_code == 404
    assert "uit dienst" in admin.get("/beheer/bewaren").text
    assert {"person.add", "link.make", "link.invite", "person.change", "person.delete"} <= set(
        actions(site)
    )


def test_somebody_always_administers(admin):
    me = f"/beheer/mensen/{admin.account.id}"
    answer = admin.post_form(me, name="A", email="a@voorbeeld.nl", roles="coach", active="yes")
    assert answer.status_code == 409
    assert "minstens één beheerder" in answer.text
    assert admin.post_form(f"{me}/verwijderen", email="a", reason="b").status_code == 422


def test_all_that_is_wrong_at_once(admin):
    answer = admin.post_form("/beheer/mensen", name=" ", email="geen adres")
    assert answer.status_code == 422
    assert {"naam", "e-mailadres", "rol"} <= set(re.findall(r"<li>([\w-]+):", answer.text))
    assert "geen adres" in answer.text  # what was typed stands there again


def test_an_administrator_reads_no_call(admin, site, client_as):
    owner = client_as("employee")
    assert add_examples(site, owner.account.id) == len(example_files()) == 8
    assert add_examples(site, owner.account.id) == 0  # twice is once
    words = {"ketel", "huurder", "Van Rossum", "warm water"}
    page = f"/beheer/mensen/{owner.account.id}"
    with site.store.read() as session:
        calls = [row.id for row in session.query(CallRow).filter_by(owner_id=owner.account.id)]
    for path in ("/beheer", page, f"{page}/gegevens.json", "/beheer/logboek", "/beheer/bewaren"):
        text = admin.get(path).text
        assert not [word for word in words if word in text], path
    for call in calls:
        assert admin.get(f"/gesprekken/{call}").status_code in (403, 404)


def test_people_take_along_everything_and_bring_it_elsewhere(client_as, site, admin):
    owner = client_as("employee")
    add_examples(site, owner.account.id)
    answer = owner.get("/ik/gegevens.zip")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert len([name for name in archive.namelist() if name.startswith("gesprekken/")]) == 8
    new = make_account(site, "employee")
    send = {"data": {"csrf": admin.account.csrf}, "files": {"file": ("x.zip", answer.content)}}
    back = admin.post(f"/beheer/mensen/{new.id}/terugzetten", **send)
    assert "8 gesprekken teruggezet" in back.text
    broken = {**send, "files": {"file": ("x.zip", b"PK geen zip")}}
    back = admin.post(f"/beheer/mensen/{new.id}/terugzetten", **broken)
    assert back.status_code == 422


def test_how_long_what_stays_is_tried_before_it_is_kept(admin, site, client_as):
    owner = client_as("employee")
    add_examples(site, owner.account.id)
    with site.store.begin() as session:
        for row in session.query(CallRow):
            row.added, row.example = datetime(2026, 1, 1, tzinfo=UTC), False
    answer = admin.post_form("/beheer/bewaren", calls="30", audit="", preview="yes")
    assert '<td class="number">8</td>' in answer.text
    assert "voorbeeld; er is nog niets" in answer.text
    assert '<td class="number">8</td>' not in admin.get("/beheer/bewaren").text
    answer = admin.post_form("/beheer/bewaren", calls="minder", audit="10")
    assert answer.status_code == 422
    assert admin.post_form("/beheer/bewaren", calls="30", audit="10").status_code == 422
    assert admin.post_form("/beheer/bewaren", calls="30", audit="365").status_code == 303
    tidy(site)
    with site.store.read() as session:
        assert session.query(CallRow).count() == 0
    assert admin.get("/beheer/bewaren").text.count("<td>bewaartermijn</td>") == 8


def test_the_log_is_searched_and_checked(admin, site):
    admin.post_form("/beheer/teams", name="Noord")
    shown = admin.get("/beheer/logboek", params={"wat": "team.add", "wie": admin.account.id}).text
    assert "<td>maakte een team</td>" in shown
    shown = admin.get("/beheer/logboek", params={"wat": "login"}).text
    assert "<td>maakte een team</td>" not in shown
    assert "alles klopt" in admin.post_form("/beheer/logboek/controle").text
    for odd in ("x", "9" * 40, "-1", "²"):
        assert admin.get("/beheer/logboek", params={"voor": odd}).status_code == 200
    with site.store.begin() as session:
        session.connection().exec_driver_sql("DROP TRIGGER audit_no_change")
        session.connection().exec_driver_sql("UPDATE audit SET action = 'x' WHERE number = 1")
    assert "regel 1 is veranderd" in admin.post_form("/beheer/logboek/controle").text


def test_the_owner_sees_who_looked(client_as, site):
    owner, coach = client_as("employee"), make_account(site, "coach", name="Cor Coach")
    event = audit.Event(coach.id, "call.look", "call", "c" * 32, owner.account.id)
    with site.store.begin() as session:
        audit.append(session, site.store.vault, event)
    shown = owner.get("/ik/ingezien").text
    assert "Cor Coach" in shown
    assert "bekeek het gesprek" in shown
    assert "Cor Coach" not in client_as("employee").get("/ik/ingezien").text


def test_own_settings(client_as, site):
    me = client_as("employee")
    assert me.post_form("/ik", name="", language="de").status_code == 422
    assert me.post_form("/ik", name="Ik <i>zelf</i>", language="en").status_code == 303
    shown = me.get("/ik").text
    assert '<html lang="en">' in shown
    assert "Ik &lt;i&gt;zelf&lt;/i&gt;" in shown
    assert "Download all my data" in shown
    made = me.post_form("/ik/tokens", name="script", scopes="review", days="30")
    secret = re.findall(r"gehoor_[\w-]+", made.text)[0]
    assert secret not in me.get("/ik").text
    with site.store.read() as session:
        token = entry.find_token(session, secret)
    assert token is not None
    assert token.scopes == "review"
    assert me.post_form("/ik/tokens", name="", scopes="all").status_code == 422
    other = client_as("employee")
    assert other.post_form(f"/ik/tokens/{token.id}/weg").status_code == 404
    assert me.post_form(f"/ik/tokens/{token.id}/weg").status_code == 303
    with site.store.read() as session:
        assert entry.find_token(session, secret) is None


def test_a_new_password_keeps_only_this_browser(client_as, app, site):
    me = client_as("employee")
    with site.store.begin() as session:
        passwords.set_password(session, me.account.id, SECRET, keep=me.account.cookie)
        elsewhere, _ = entry.start_session(session, me.account.id, timedelta(days=7))
    new = {"new_password": "een heel ander wachtwoord", "again": "een heel ander wachtwoord"}
    assert me.post_form("/ik/wachtwoord", password="fout", **new).status_code == 422
    answer = me.post_form("/ik/wachtwoord", password=SECRET, **new)
    assert answer.status_code == 303
    fresh = answer.cookies[COOKIE]
    assert fresh != me.account.cookie  # a new secret here too
    me.cookies.clear()
    me.cookies.set(COOKIE, fresh)
    assert me.get("/ik", follow_redirects=False).status_code == 200
    with TestClient(app, base_url=ADDRESS, cookies={COOKIE: elsewhere}) as other:
        assert other.get("/ik", follow_redirects=False).status_code == 303


def test_too_large_is_a_sentence(admin, site):
    page = f"/beheer/mensen/{admin.account.id}/terugzetten"
    site_limit = site.settings.largest_upload
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = admin.post(page, content=b"x" * (site_limit + 1), headers=form)
    assert answer.status_code == 413
    assert "te groot" in answer.text


def test_a_made_up_host_gets_a_sentence_and_nothing_else(admin):
    for host in ("evil.example", "evil.example:8300", "testserver.local.evil.example", "[", ""):
        answer = admin.get("/inloggen", headers={"host": host})
        assert (answer.status_code, answer.text) == (400, WRONG_HOST)
    forwarded = {"x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
    answer = admin.post("/beheer/mensen", headers=forwarded, data={"csrf": admin.account.csrf})
    assert "evil.example" not in answer.text


def test_a_fault_of_ours_shows_no_words(admin, site, monkeypatch, caplog):
    def broken(*_: object) -> None:
        raise RuntimeError("Mevrouw Van Rossum zei…")

    monkeypatch.setattr(people, "everybody", broken)
    answer = admin.get("/beheer/mensen")
    assert answer.status_code == 500
    number = re.findall(r"<code>(\w+)</code>", answer.text)[0]
    assert number in caplog.text
    assert "Rossum" not in answer.text + caplog.text


def test_the_information_pack_says_what_is_really_set(admin, site):
    shown = admin.get("/beheer/informatiepakket").text
    assert "tot iemand het verwijdert" in shown
    admin.post_form("/beheer/bewaren", calls="90")
    shown = admin.get("/beheer/informatiepakket").text
    assert "90 dagen" in shown
    assert "belediging, bedreiging, chantage: F1" in shown  # the published figures
    assert f"{len(site.method.rules)} regels" in shown


def test_all_pages_in_a_browser(browse, site, server):
    """From the first link to the pack, as people do, wide, narrow, dark and in English."""
    with site.store.begin() as session:
        first = entry.make_link(session, "first-admin", None, timedelta(days=7))
    page = browse()
    said = []
    page.on("console", lambda line: said.append(line.text))

    def sound(place: str) -> None:
        assert page.locator("h1").count() == 1, place
        assert faults_of(page) == [], place
        over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(over) <= 0, place

    page.goto(f"/welkom/{first}")
    sound("welkom")
    page.get_by_label("Je naam").fill("Fatima de Groot")
    page.get_by_label("E-mailadres").fill("fatima@voorbeeld.nl")
    page.get_by_label("Wachtwoord").fill(SECRET)
    page.get_by_label("Nog een keer").fill(SECRET)
    page.get_by_role("button", name="Klaar").click()
    sound("eerste stappen")
    page.goto("/ik/tweede-stap")
    sound("tweede stap")
    secret = page.locator("[name=secret]").get_attribute("value")
    page.get_by_label("Code van de app").fill(pyotp.TOTP(secret).now())
    page.get_by_label("Je wachtwoord").fill(SECRET)
    page.get_by_role("button", name="Aanzetten").click()
    sound("herstelcodes")
    code = page.locator(".codes code").first.inner_text()
    page.goto("/ik")
    page.locator("details.me summary").click()
    page.get_by_role("button", name="Uitloggen", exact=True).click()
    sound("inloggen")
    page.get_by_label("E-mailadres").fill("fatima@voorbeeld.nl")
    page.get_by_label("Wachtwoord").fill("verkeerd wachtwoord")
    page.get_by_role("button", name="Inloggen").click()
    sound("verkeerd")
    page.get_by_label("Wachtwoord").fill(SECRET)
    page.get_by_role("button", name="Inloggen").click()
    sound("code")
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Verder").click()
    page.goto("/beheer/teams")
    page.get_by_label("Naam", exact=True).fill("Noord")
    page.get_by_role("button", name="Team maken").click()
    page.goto("/beheer/mensen")
    page.get_by_text("Iemand uitnodigen").click()
    page.get_by_label("Naam", exact=True).fill("Jo")
    page.get_by_label("E-mailadres").fill("jo@voorbeeld.nl")
    page.get_by_role("button", name="Uitnodiging maken").click()
    sound("link")
    page.get_by_role("link", name="Klaar").click()
    person = page.url
    places = ["/ik", "/ik/ingezien", "/beheer", "/beheer/mensen", person, "/beheer/teams"]
    places += ["/beheer/bewaren", "/beheer/logboek", "/beheer/informatiepakket", "/nergens"]
    for width, dark, language in ((1280, False, "nl"), (360, True, "nl"), (640, False, "en")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.goto("/ik")
        page.locator("[name=language]").select_option(language)
        page.locator("form[action='/ik'] button").click()
        for place in places if language == "nl" else places[:1] + places[-2:]:
            page.goto(place)
            sound(f"{place} {width} {language}")
    weight = "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).reduce((sum, item) => sum + item.decodedBodySize, 0)"
    assert page.evaluate(weight) < 150_000
    wrong = [line for line in said if "Content Security" in line or "Refused" in line]
    assert wrong == []
    assert json.dumps(said).count("SecurityError") == 0


def test_an_open_screen_is_not_enough_for_a_token(client_as, site):
    me = client_as("employee")
    with site.store.begin() as session:
        passwords.set_password(session, me.account.id, SECRET, keep=me.account.cookie)
    wanted = {"name": "script", "scopes": "review", "days": "30"}
    for given in ({}, {"password": "zomaar iets anders"}):
        refused = me.post_form("/ik/tokens", **wanted, **given)
        assert refused.status_code == 422
        assert "wachtwoord klopt niet" in refused.text
        assert "gehoor_" not in refused.text
    assert "gehoor_" in me.post_form("/ik/tokens", **wanted, password=SECRET).text
