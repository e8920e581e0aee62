"""*Start*: what asks for attention, for everyone in their own way."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from gehoor.store import shares, talk
from gehoor.store.models import AgreementRow
from gehoor.store.models.people import ROLES
from gehoor.store.talk import NewComment
from tests.web.axe import faults_of
from tests.web.conftest import make_account
from tests.web.kept import keep, titles_in


@pytest.fixture
def sanne(site):
    return make_account(site, "employee", name="Sanne de Vries")


@pytest.fixture
def bart(site):
    return make_account(site, "coach", name="Bart Bakker")


def due(site, call_id: str, *days: int) -> None:
    """Let the promises of a call fall due so many days from today."""
    today = site.now().astimezone().date()
    with site.store.begin() as session:
        rows = session.scalars(sa.select(AgreementRow).where(AgreementRow.call_id == call_id))
        for row, number in zip(rows, days, strict=True):
            row.due = today + timedelta(days=number)


def test_a_call_waits_until_it_is_looked_at(site, sanne, bart, client_as):
    call_id = keep(site, sanne, title="warm water")
    client, coach = client_as(account=sanne), client_as(account=bart)
    assert titles_in(client.get("/").text) == {"warm water"}
    assert coach.get("/").text.count("Er is nog geen gesprek met je gedeeld.") == 1
    with site.store.begin() as session:
        shares.share(session, call_id, sanne.id, bart.id)
    assert titles_in(coach.get("/").text) == {"warm water"}
    for each in (client, coach):
        each.get(f"/gesprekken/{call_id}")
        assert titles_in(each.get("/").text) == set()


def test_what_others_say_stands_there_until_one_has_looked(site, sanne, bart, client_as):
    call_id = keep(site, sanne)
    with site.store.begin() as session:
        shares.share(session, call_id, sanne.id, bart.id)
        talk.add_comment(session, site.store.vault, NewComment(call_id, bart.id, "Knap.", 4))
        talk.add_comment(session, site.store.vault, NewComment(call_id, sanne.id, "Dank je."))
    client = client_as(account=sanne)
    page = client.get("/").text
    assert page.count("Bart Bakker schreef bij beurt 5 van warm water") == 1
    assert page.count("Knap.") == page.count("Sanne de Vries schreef") == 0
    client.get(f"/gesprekken/{call_id}")
    assert client.get("/").text.count("Bart Bakker schreef") == 0


def test_promises_and_agreements_fall_due_and_are_ticked_off(site, sanne, bart, client_as):
    call_id = keep(site, sanne)
    due(site, call_id, 0, -60)
    soon = site.now().astimezone().date() + timedelta(days=2)
    with site.store.begin() as session:
        shares.share(session, call_id, sanne.id, bart.id)
        new = NewComment(call_id, bart.id, "Eerst het gevoel.", due=soon)
        agreement = talk.add_comment(session, site.store.vault, new)
        promise = session.scalars(sa.select(AgreementRow.id).order_by(AgreementRow.due.desc()))
        promise_id = promise.first()
    client = client_as(account=sanne)
    page = client.get("/").text
    assert page.count("vandaag</span>") == page.count("Langer dan een maand geleden") == 1
    assert page.count("Eerst het gevoel.</p>") == 1
    assert client_as(account=bart).get("/").text.count("Beloofd aan een beller") == 0
    assert client_as(account=bart).post_form(f"/beloftes/{promise_id}").status_code == 404
    client.post_form(f"/beloftes/{promise_id}", outcome="kept")
    ticked = client.post_form(
        f"/gesprekken/{call_id}/opmerkingen/{agreement}/klaar", done="ja", terug="start"
    )
    assert ticked.headers["location"] == "/"
    page = client.get("/").text
    assert page.count("vandaag</span>") == page.count("Eerst het gevoel.") == 0


def test_start_in_a_browser_full_and_empty(site, sanne, bart, browse):
    for role in ROLES:
        page = browse(make_account(site, role), width=360, dark=True)
        page.goto("/")
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert faults_of(page) == []
    call_id = keep(site, sanne)
    due(site, call_id, 1, -60)
    with site.store.begin() as session:
        shares.share(session, call_id, sanne.id, bart.id)
        talk.add_comment(session, site.store.vault, NewComment(call_id, bart.id, "Knap.", 4))
    page = browse(sanne)
    page.goto("/")
    assert faults_of(page) == []
    page.click("text=Gedaan")
    page.wait_for_load_state()
    assert page.locator("#beloofd").count() == 1  # the old one is still there, folded
    page.click("#nieuw ~ ul a >> nth=0")
    assert page.url.endswith(call_id)
    page.goto("/")
    assert page.locator("text=Nieuw gezegd").count() == 0
