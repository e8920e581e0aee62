"""*Live* in a browser: one card, by keyboard alone, said politely; help only with consent."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gehoor.store.models import LiveCall, Person
from gehoor.web.site import Site
from tests.web.axe import faults_of
from tests.web.conftest import Account, make_account

EXAMPLE = "huurauto-borg-afgedwongen"


@pytest.fixture
def sanne(site: Site) -> Account:
    return make_account(site, "employee", name="Sanne", team="Noord")


@pytest.fixture
def karim(site: Site) -> Account:
    return make_account(site, "team_lead", name="Karim", team="Noord")


def begin(page: Page, title: str = "proef") -> str:
    page.goto("/live")
    page.get_by_label("Titel").fill(title)
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("#einde li").first).to_be_attached()  # the script runs
    return page.url.rpartition("/")[2]


def say(page: Page, text: str, agent: bool = False) -> None:
    """Type a turn, by keyboard alone."""
    page.keyboard.press("F2")
    field = page.locator("#beurt")
    expect(field).to_be_focused()
    checked = page.locator("input[name=speaker]:checked").get_attribute("value")
    if checked != ("agent" if agent else "caller"):
        page.keyboard.press("ArrowDown")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator(".live-turns")).to_contain_text(text)


def test_a_call_by_keyboard_from_begin_to_report(browse: Any, sanne: Account) -> None:
    page = browse(sanne)
    begin(page)
    say(page, "Ik bel nu al voor de derde keer, dit is schandalig!")
    expect(page.locator(".live-say")).to_be_visible()
    expect(page.locator("#gezegd")).to_have_text(page.locator(".live-say").inner_text())
    expect(page.locator("#beurt")).to_be_focused()
    say(page, "Wat ben jij een ongelooflijke sukkel zeg.")
    expect(page.locator(".live-card.safety")).to_be_visible()
    expect(page.locator(".live-step").first).to_have_text("Grens noemen")
    page.keyboard.press("F7")
    page.keyboard.type("Rustig gebleven.")
    page.keyboard.press("Enter")
    expect(page.locator(".live-notes")).to_contain_text("Rustig gebleven.")
    assert faults_of(page) == []
    page.keyboard.press("F9")
    expect(page.locator("#einde")).to_contain_text("beëindig ik het gesprek")
    expect(page.get_by_role("button", name="Opgehangen: naar het verslag")).to_be_focused()
    assert faults_of(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/gesprekken/*")
    expect(page.locator("main")).to_contain_text("Rustig gebleven.")
    expect(page.locator("main")).to_contain_text("sukkel")


def test_help_is_asked_given_and_ended(browse: Any, sanne: Account, karim: Account) -> None:
    page, other = browse(sanne), browse(karim)
    live_id = begin(page)
    other.goto("/live/hulp")
    expect(other.locator("#wachtend")).to_have_text("Niemand vraagt nu hulp.")
    assert other.goto(f"/live/{live_id}").status == 404
    page.keyboard.press("F8")
    expect(page.locator("[data-part=hulp]")).to_contain_text("Je hebt om hulp gevraagd")
    other.goto("/live/hulp")
    expect(other.locator("#wachtend")).to_contain_text("Sanne")
    assert faults_of(other) == []
    other.get_by_role("button", name="Kijk mee").click()
    expect(other.locator("h1")).to_contain_text("bij Sanne")
    expect(page.locator("[data-part=hulp]")).to_contain_text("Karim kijkt mee")
    other.get_by_label("Eén korte zin").fill("Vraag wanneer het begon.")
    other.get_by_role("button", name="Laat zien").click()
    expect(page.locator(".live-hint")).to_contain_text("Vraag wanneer het begon.")
    assert faults_of(other) == []
    page.get_by_role("button", name="Hulp niet meer nodig").click()
    other.wait_for_url("**/live/hulp")
    assert other.goto(f"/live/{live_id}").status == 404


def test_after_a_threat_a_team_leader_may_look_along_only_with_consent(
    browse: Any, sanne: Account, karim: Account, site: Site
) -> None:
    page, other = browse(sanne), browse(karim)
    colleague = browse(make_account(site, "employee", name="Noor", team="Noord"))
    elsewhere = browse(make_account(site, "team_lead", name="Ali", team="Zuid"))
    live_id = begin(page)
    say(page, "Ik weet waar je werkt, ik maak je kapot.")
    for nobody in (colleague, elsewhere):
        nobody.goto("/live/hulp")
        expect(nobody.locator("#wachtend")).to_have_text("Niemand vraagt nu hulp.")
    other.goto("/live/hulp")
    expect(other.locator("#wachtend")).to_contain_text("dreiging gehoord")
    other.get_by_role("button", name="Vraag of je mag meekijken").click()
    expect(other.locator("#wachtend")).to_contain_text("Wacht op toestemming")
    assert other.goto(f"/live/{live_id}").status == 404
    page.get_by_role("button", name="Karim mag meekijken").click()
    expect(page.locator("[data-part=hulp]")).to_contain_text("Karim kijkt mee")
    other.goto(f"/live/{live_id}")
    expect(other.locator(".live-say")).to_be_visible()


def test_an_example_plays_itself_and_can_be_stopped(browse: Any, sanne: Account) -> None:
    page = browse(sanne)
    page.goto("/live")
    page.get_by_label("Welk gesprek?").select_option(EXAMPLE)
    page.get_by_role("button", name="Bekijk").click()
    expect(page.locator(".live-play")).to_be_visible()
    page.keyboard.press("F4")
    expect(page.locator(".live-turns li")).to_have_count(1)
    page.keyboard.press("F4")
    expect(page.locator(".live-play")).to_contain_text("Afspelen")
    for _ in range(7):
        page.get_by_role("button", name="Volgende beurt").click()
    expect(page.locator(".live-card.safety")).to_be_visible()
    assert faults_of(page) == []


def test_on_hold_nothing_is_heard(browse: Any, sanne: Account) -> None:
    page = browse(sanne)
    begin(page)
    page.keyboard.press("F6")
    expect(page.locator(".live-card")).to_contain_text("Er wordt nu niets gehoord")
    page.keyboard.press("F6")
    expect(page.locator(".live-card")).not_to_contain_text("Er wordt nu niets gehoord")


def test_without_a_script_the_page_works_too(client_as: Any) -> None:
    client = client_as("employee")
    answer = client.post_form("/live", title="proef")
    address = answer.headers["location"]
    client.post_form(f"{address}/beurt", speaker="caller", text="Wat ben jij een sukkel zeg.")
    assert "U scheldt mij uit" in client.get(address).text
    ended = client.post_form(f"{address}/klaar")
    assert ended.headers["location"].startswith("/gesprekken/")
    assert client.get(address).status_code == 404


def test_nothing_is_kept_of_a_call_that_is_let_go(client_as: Any, site: Site) -> None:
    client = client_as("employee")
    address = client.post_form("/live", title="proef").headers["location"]
    client.post_form(f"{address}/beurt", speaker="caller", text="Goedemorgen.")
    assert client.post_form(f"{address}/weg").headers["location"] == "/live"
    with site.store.read() as session:
        assert session.query(LiveCall).count() == 0
    assert "Je hebt nog geen" not in client.get("/live").text


def test_another_cannot_touch_a_call_in_progress(client_as: Any, site: Site) -> None:
    client, other = client_as("employee"), client_as("team_lead")
    address = client.post_form("/live", title="proef").headers["location"]
    for path in (
        "beurt",
        "notitie",
        "klaar",
        "weg",
        "wacht",
        "hulp",
        "toestaan",
        "hint",
        "meekijken",
    ):
        answer = other.post_form(f"{address}/{path}", text="x", ask="ja")
        assert answer.status_code in (403, 404), path
    assert other.get(address).status_code == other.get(f"{address}/stroom").status_code == 404
    with site.store.read() as session:
        row = session.query(LiveCall).one()
        assert (row.events, row.asked, row.helper_id) == (0, None, None)
        assert session.query(Person).count() == 2


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1280, True), (640, False)])
def test_the_board_in_every_width(browse: Any, sanne: Account, width: int, dark: bool) -> None:
    page = browse(sanne, width=width, dark=dark)
    begin(page)
    say(page, "Ik bel nu al voor de derde keer, dit is schandalig!")
    expect(page.locator(".live-say")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults_of(page) == []
