"""*Gesprekken*: finding calls, by whoever may see them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from gehoor.store import shares
from gehoor.store.finding import PAGE
from tests.web.axe import faults_of
from tests.web.conftest import make_account
from tests.web.kept import LINES, keep, titles_in

CALM = ("m: Goedemiddag, met Bas.", "b: ik wil graag een afspraak maken", "m: Dat regel ik voor u.")


@pytest.fixture
def sanne(site):
    return make_account(site, "employee", name="Sanne de Vries")


def test_everybody_sees_their_own_calls_and_what_is_shared_with_them(site, sanne, client_as):
    coach = client_as("coach")
    shared = keep(site, sanne, title="de gedeelde")
    keep(site, sanne, title="de eigen")
    with site.store.begin() as session:
        shares.share(session, shared, sanne.id, coach.account.id)
    text = coach.get("/gesprekken").text
    assert titles_in(text) == {"de gedeelde"}
    assert text.count("van Sanne de Vries") == 1
    mine = client_as(account=sanne).get("/gesprekken").text
    assert titles_in(mine) == {"de gedeelde", "de eigen"}
    assert titles_in(client_as("team_lead").get("/gesprekken").text) == set()
    assert client_as("admin").get("/gesprekken").status_code == 403


def test_a_row_says_in_words_what_stands_out_and_whether_it_was_seen(site, sanne, client_as):
    call_id = keep(site, sanne)
    client = client_as(account=sanne)
    row = client.get("/gesprekken").text
    for said in (
        "mogelijk incident",
        "liep op tot beledigend",
        "nog niet bekeken",
        "20 november 2026",
    ):
        assert row.count(said), said
    client.get(f"/gesprekken/{call_id}")
    assert client.get("/gesprekken").text.count("nog niet bekeken") == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("zoek=monteur+schandalig", {"heftig"}),
        ("zoek=afspraak", {"kalm"}),
        ("zoek=heftig", {"heftig"}),
        ("zoek=bestaatniet", set()),
        ("incident=ja", {"heftig"}),
        ("warmte=3", {"heftig"}),
        ("stap=close&stand=gemist&incident=ja", {"heftig"}),
        ("boos=none", {"kalm"}),
        ("vanaf=2026-11-19", {"heftig"}),
        ("tot=2026-11-19", {"kalm"}),
        ("van_wie=gedeeld", set()),
        ("regel=BESTAATNIET&vanaf=geendatum&warmte=9&stap=x", {"heftig", "kalm"}),
    ],
)
def test_the_address_holds_search_and_filters(site, sanne, client_as, query, found):
    keep(site, sanne, title="heftig")
    keep(site, sanne, *CALM, title="kalm", date="2026-11-18")
    answer = client_as(account=sanne).get(f"/gesprekken?{query}")
    assert answer.status_code == 200
    assert titles_in(answer.text) == found


def test_a_rule_can_be_looked_for_and_the_filter_taken_away(site, sanne, client_as):
    keep(site, sanne, title="heftig")
    keep(site, sanne, *CALM, title="kalm")
    client = client_as(account=sanne)
    shown = client.get("/gesprekken?regel=LUI02&zoek=monteur").text
    assert titles_in(shown) == {"heftig"}
    assert shown.count('<li><a href="/gesprekken?zoek=monteur">') == 1


def test_older_calls_stand_behind_a_link_that_works_without_script(site, sanne, client_as):
    for number in range(PAGE + 3):
        keep(site, sanne, *CALM, title=f"gesprek {number:03}")
    client = client_as(account=sanne)
    first = client.get("/gesprekken?zoek=gesprek").text
    assert first.count('<li class="call-row') == PAGE
    address = first.split('<a class="button quiet" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "zoek=gesprek" in address
    older = client.get(address).text
    assert older.count('<li class="call-row') == 3
    assert "gesprek 000" in titles_in(older)


def test_the_list_in_a_browser(site, sanne, browse):
    keep(site, sanne, title="heftig")
    keep(site, sanne, *CALM, title="<script>alert(1)</script>")
    page = browse(sanne)
    page.on("dialog", lambda _: pytest.fail("a title ran"))
    page.goto("/gesprekken")
    assert faults_of(page) == []
    page.evaluate("window.stayed = true")
    page.fill("#zoek", "afspraak")
    expect(page.locator(".call-row")).to_have_count(1)
    assert page.evaluate("window.stayed") is True  # the list alone was replaced
    assert "zoek=afspraak" in page.url
    page.click("summary:has-text('Verder filteren')")
    page.select_option("#f-warmte", "3")
    page.wait_for_selector("text=Geen gesprek past hierbij.")
    assert faults_of(page) == []
    page.click(".chips a:has-text('liep op tot')")
    expect(page.locator(".call-row")).to_have_count(1)
    page.go_back()
    page.wait_for_selector("text=Geen gesprek past hierbij.")


def test_the_list_on_a_telephone_in_the_dark_and_empty(site, sanne, browse):
    page = browse(sanne, width=360, dark=True)
    page.goto("/gesprekken")
    assert page.locator("text=Voeg je eerste gesprek toe").count() == 1
    keep(site, sanne, LINES[0], LINES[1], title="eenheellangetitelzonderspaties" * 5)
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert faults_of(page) == []
