"""*Oefenen*: a call played through, going back, the ending; seen by nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from gehoor.practice.exchange import MOST
from gehoor.store.models import PracticeRow
from gehoor.web.site import Site
from tests.web.axe import faults_of
from tests.web.conftest import Client, make_account
from tests.web.kept import keep

HELLO = "Goedemiddag, u spreekt met Sanne van de klantenservice."
GOOD = (
    HELLO,
    "Vertelt u eens wat er gebeurd is, ik luister.",
    "Dus u bent drie dagen thuisgebleven en er kwam niemand.",
    "Dat is onze fout. Ik bied u daarvoor mijn excuses aan.",
    "Mag ik uw postcode, dan kan ik meteen zien waar het is.",
    "Ik zet het nu voor u in gang. U krijgt morgen voor twaalf uur bericht van mij.",
    "Ik bevestig dit vandaag nog per mail. Kunt u zich hierin vinden?",
    "Dank u wel dat u dit aan ons doorgaf. Tot ziens.",
)


def begun(client: Client, name: str = "pakket", assist: str = "hint") -> str:
    answer = client.post_form(f"/oefenen/{name}", hulp=assist, zaad="1")
    return str(answer.headers["location"])  # type: ignore[attr-defined]


def edition(client: Client, place: str) -> str:
    found = re.search(r'name="editie" value="(\d+)"', client.get(place).text)
    assert found
    return found[1]


def say(client: Client, place: str, text: str, wish: str = "zeg") -> int:
    answer = client.post_form(place, text=text, wat=wish, editie=edition(client, place))
    return int(answer.status_code)  # type: ignore[attr-defined]


def test_call_is_played_and_ends_in_a_report(client_as: Callable[..., Client]) -> None:
    client = client_as("employee")
    place = begun(client)
    for text in GOOD[:4]:
        assert say(client, place, text) == 303
    say(client, place, "", "stop")
    page = client.get(place).text

    assert "Hoe het ging" in page
    assert "De beller van binnen" in page
    assert "Hierna past" in page


def test_going_back_compares(client_as: Callable[..., Client]) -> None:
    client = client_as("employee")
    place = begun(client)
    say(client, place, HELLO)
    say(client, place, "Rustig maar, zo erg is het toch niet?")
    say(client, place, "", "terug")
    assert "Rustig maar" not in client.get(place).text
    say(client, place, GOOD[2])

    assert "graad koeler" in client.get(place).text


def test_nobody_else_sees_it(client_as: Callable[..., Client], site: Site) -> None:
    place = begun(client_as("employee"))

    for role in ("employee", "coach", "team_lead", "admin", "confidant"):
        assert client_as(role).get(place).status_code in (403, 404)
    with site.store.read() as session:
        sealed = session.scalars(sa.select(PracticeRow.sealed)).one()
    assert b"pakket" not in sealed


def test_two_windows_lose_nothing(client_as: Callable[..., Client]) -> None:
    client = client_as("employee")
    place = begun(client)
    old = edition(client, place)
    say(client, place, HELLO)
    answer = client.post_form(place, text="En toen?", wat="zeg", editie=old)

    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "En toen?" in answer.text  # type: ignore[attr-defined]


def test_much_too_long_is_given_back(client_as: Callable[..., Client]) -> None:
    client = client_as("employee")
    place = begun(client)
    long = "a" * (MOST + 1)
    answer = client.post_form(place, text=long, wat="zeg", editie=edition(client, place))

    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert long in answer.text  # type: ignore[attr-defined]


def test_trainer_sees_who_finished_and_not_how(
    client_as: Callable[..., Client], site: Site
) -> None:
    coach = client_as(account=make_account(site, "coach", name="Coach", team="Noord"))
    anna = client_as(account=make_account(site, "employee", name="Anna", team="Noord"))
    coach.post_form("/oefenen/pakket/geef", tot="2026-12-01")
    assert "Coach" in anna.get("/oefenen").text
    place = begun(anna)
    say(anna, place, HELLO)
    say(anna, place, "", "stop")

    assert "Klaar (1 van 1): Anna" in coach.get("/oefenen").text
    assert "Klaar (" not in anna.get("/oefenen").text


def test_own_call_is_done_over(client_as: Callable[..., Client], site: Site) -> None:
    client = client_as("employee")
    call_id = keep(site, client.account)
    page = client.get(f"/oefenen/overdoen/{call_id}").text
    turns = re.findall(r'name="beurt" value="(\d+)"', page)
    answer = client.post_form(f"/oefenen/overdoen/{call_id}", beurt=turns[0])
    place = str(answer.headers["location"])  # type: ignore[attr-defined]
    assert say(client, place, "U hebt hier dagen op gewacht, en nu staat u met lege handen.") == 303
    say(client, place, "", "terug")
    say(client, place, "Rustig maar.")
    say(client, place, "", "stop")

    assert "Hoe het ging" in client.get(place).text
    assert client_as("coach").get(f"/oefenen/overdoen/{call_id}").status_code in (403, 404)


@pytest.mark.parametrize(
    ("name", "dark", "width"), [("pakket", False, 1280), ("overleden", True, 390)]
)
def test_whole_call_in_a_browser(
    browse: Callable[..., Page], site: Site, name: str, dark: bool, width: int
) -> None:
    page = browse(make_account(site, "employee"), width=width, dark=dark)
    page.goto(f"/oefenen/{name}")
    assert faults_of(page) == []
    page.get_by_label("steeds een kaart").check()
    page.get_by_role("button", name="Neem de telefoon op").click()
    for text in GOOD:
        if page.get_by_label("Wat zeg je?").count() == 0:
            break
        page.get_by_label("Wat zeg je?").fill(text)
        page.get_by_role("button", name="Zeg het").click()
        expect(page.locator(".voices .agent").last).to_contain_text(text)
    assert faults_of(page) == []
    page.locator("button[value=stop]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hoe het ging")
    assert faults_of(page) == []


def test_whole_call_by_keyboard_alone(browse: Callable[..., Page], site: Site) -> None:
    page = browse(make_account(site, "employee"))
    page.goto("/oefenen")
    reach(page, "Het pakket voor de verjaardag")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Neem de telefoon op")).to_be_visible()
    reach(page, "Neem de telefoon op")
    page.keyboard.press("Enter")
    for number, text in enumerate(GOOD[:5]):
        expect(page.get_by_label("Wat zeg je?")).to_be_focused()
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(page.locator(".voices .agent")).to_have_count(number + 1)
    expect(page.get_by_label("Wat zeg je?")).to_be_focused()
    reach(page, "Stop en bekijk het verslag")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Hoe het ging")


def reach(page: Page, name: str) -> None:
    """Press Tab until what has this name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"not reached: {name}")
