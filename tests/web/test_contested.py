"""*Wat klopt niet*: numbers for who keep the method, and nothing that points at somebody."""

from __future__ import annotations

import pytest

from tests.web.axe import faults_of
from tests.web.conftest import make_account
from tests.web.kept import LINES, keep

REASON = "Dat zei ik helemaal niet zo."


@pytest.fixture
def sanne(site):
    return make_account(site, "employee", name="Sanne de Vries")


def contest(client, call_id: str) -> None:
    form = {"over": "finding:LUI02", "beurt": "3", "reden": REASON}
    assert client.post_form(f"/gesprekken/{call_id}/klopt-niet", **form).status_code == 303


def test_a_number_shows_from_three_calls_on(site, sanne, client_as):
    owner, keeper = client_as(account=sanne), client_as("team_lead")
    title = site.method.rules["LUI02"].title
    assert "Nog niets." in keeper.get("/huisstijl/tegenspraak").text
    for number in range(3):
        call_id = keep(site, sanne, *LINES, f"b: en dat was {number}", title=f"geheim {number}")
        contest(owner, call_id)
        page = keeper.get("/huisstijl/tegenspraak").text
        assert page.count(f">{title}</a>") == 1
        assert page.count("minder dan 3 gesprekken") == (number < 2)
        assert page.count('<td class="number">3</td>') == (0 if number < 2 else 2)
        assert not any(word in page for word in (REASON, "geheim", "Sanne", call_id))


def test_only_who_keep_the_method_see_it(client_as):
    assert (
        client_as("employee", "coach", "confidant").get("/huisstijl/tegenspraak").status_code == 403
    )
    assert "/huisstijl/tegenspraak" not in client_as("coach").get("/huisstijl").text
    assert "/huisstijl/tegenspraak" in client_as("admin").get("/huisstijl").text


def test_it_can_be_read_by_everyone(site, sanne, client_as, browse):
    contest(client_as(account=sanne), keep(site, sanne))
    page = browse(make_account(site, "team_lead"), width=360, dark=True)
    page.goto("/huisstijl/tegenspraak")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert faults_of(page) == []
