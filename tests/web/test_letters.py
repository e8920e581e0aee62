"""*Een brief toetsen*: read along while somebody writes; nothing is kept."""

from __future__ import annotations

import pytest
from sqlalchemy import text as sql

from tests.web.axe import faults_of
from tests.web.conftest import make_account

LETTER = (
    "Beste mevrouw Kok,\n\nOnze excuses voor het lange wachten.\n\n"
    "Helaas kunnen wij u geen vergoeding geven. Fijne dag nog!\n\nMet vriendelijke groet,\nSam"
)


def test_a_letter_is_judged_with_reasons_and_nothing_is_kept(client_as, site):
    client = client_as("employee")

    answer = client.post_form("/zinnen/brief", text=LETTER)

    assert "Schriftelijk excuus" in answer.text
    assert "«Onze excuses»" in answer.text
    assert "te lezen; langste zin" in answer.text
    assert LETTER in answer.text  # still in the field
    with site.store.read() as session:
        assert session.execute(sql("select count(*) from calls")).scalar() == 0


def test_htmx_gets_the_remarks_alone(client_as):
    client = client_as("employee")
    form = {"csrf": client.account.csrf, "text": "Sorry daarvoor."}
    found = client.post("/zinnen/brief", data=form, headers={"hx-request": "true"})
    assert "<html" not in found.text
    assert "Schriftelijk excuus" in found.text


@pytest.mark.parametrize("text", ["", "   ", "Met vriendelijke groet,\nSam"])
def test_where_there_is_nothing_there_is_no_remark(client_as, text):
    answer = client_as("employee").post_form("/zinnen/brief", text=text)
    assert answer.status_code == 200
    assert 'class="card serious"' not in answer.text


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (375, True)])
def test_gehoor_reads_along_while_one_types(site, browse, width, dark):
    page = browse(make_account(site, "employee"), width=width, dark=dark)
    page.goto("/zinnen")
    page.get_by_role("link", name="Toets een brief").click()
    page.get_by_label("Je tekst").fill(LETTER)
    page.get_by_text("Schriftelijk excuus").first.wait_for()
    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
