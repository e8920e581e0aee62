"""*Zinnen*: the phrase book, own sentences beside it, and Gehoor reading along."""

from __future__ import annotations

import re

from gehoor.store import phrases as store
from gehoor.store.phrases import Phrase
from gehoor.web.phrase_book import of_method
from gehoor.web.security.visitors import COOKIE
from tests.web.axe import faults_of
from tests.web.conftest import make_account

GOOD = "U zit al drie dagen zonder warm water."
FAULTY = "Onze excuses voor het eventuele ongemak."
WRITTEN = {"text": GOOD, "step": "listen", "situation": "upset", "wat": "bewaar"}


def add(site, account, text=GOOD, team=False):
    with site.store.begin() as session:
        return store.add_phrase(session, account.id, Phrase(text, "listen", "upset", team))


def found(pattern, text):
    """Return what a pattern holds in a text."""
    match = re.search(pattern, text)
    assert match
    return match[1]


def become(client, account):
    """Let the same browser be somebody else's."""
    client.account = account
    client.cookies.set(COOKIE, account.cookie, domain="testserver.local")
    return client


def test_the_book_holds_the_methods_sentences_by_step(client_as, site):
    text = client_as("employee").get("/zinnen").text

    for step in site.method.steps.values():
        assert f">{step.title}</h2>" in text
    assert "Ik mail u vandaag wat we hebben afgesproken." in text


def test_one_can_look_for_a_word_a_step_and_a_situation(client_as):
    client = client_as("employee")

    found = client.get("/zinnen", params={"q": "POSTCODES"}).text
    assert "Wat is uw postcode?" in found
    assert "Ik mail u vandaag" not in found
    assert ">Grenzen</h2>" not in client.get("/zinnen?stap=listen").text
    grief = client.get("/zinnen?situatie=grief").text
    assert "2 zinnen" in grief
    assert "ik blijf aan de lijn" in grief
    assert "Geen zin gevonden" in client.get("/zinnen?q=kwantummechanica&stap=niets").text


def test_only_the_list_comes_where_htmx_asks(client_as):
    answer = client_as("employee").get("/zinnen?q=postcode", headers={"hx-request": "true"})

    assert "<html" not in answer.text
    assert "Wat is uw postcode?" in answer.text


def test_an_own_sentence_is_kept_changed_and_taken_away(client_as):
    client = client_as("employee")

    answer = client.post_form("/zinnen/nieuw", **WRITTEN)
    assert answer.status_code == 303
    phrase_id = found(r"bewaard=(\w+)", answer.headers["location"])
    assert GOOD in client.get("/zinnen?van=mine").text

    changed = {**WRITTEN, "text": "U zit al een week zonder warm water.", "edition": "1"}
    assert client.post_form(f"/zinnen/{phrase_id}", **changed).status_code == 303
    book = client.get("/zinnen?van=mine").text
    assert "al een week" in book
    assert GOOD not in book

    assert client.post_form(f"/zinnen/{phrase_id}/weg").status_code == 303
    assert "al een week zonder warm" not in client.get("/zinnen").text


def test_a_sentence_of_the_method_is_a_beginning(client_as, site):
    client = client_as("employee")
    first = next(s for s in of_method(site.method) if s.situation == "grief")

    text = client.get(f"/zinnen/nieuw?als={first.key}").text

    assert f">{first.text}</textarea>" in text
    assert '<option value="grief" selected' in text


def test_the_page_stays_light(client_as):
    client = client_as("employee")
    parts = ["/zinnen", *re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get("/zinnen").text)]

    assert sum(len(client.get(part).content) for part in parts) < 120_000  # unpacked


def test_a_sentence_with_remarks_is_kept_all_the_same(client_as):
    client = client_as("employee")

    assert client.post_form("/zinnen/nieuw", **{**WRITTEN, "text": FAULTY}).status_code == 303
    assert FAULTY in client.get("/zinnen?van=mine").text


def test_without_javascript_the_button_shows_the_remarks(client_as):
    client = client_as("employee")

    answer = client.post_form("/zinnen/nieuw", **{**WRITTEN, "text": FAULTY, "wat": "toets"})

    assert answer.status_code in (200, 201)
    for words in ("Excuus met een maar", "Excuus zonder", "Ziet het anders", "Gemeende excuses"):
        assert words in answer.text, words
    assert FAULTY in answer.text
    assert "/zinnen?van" not in answer.text
    assert FAULTY not in client.get("/zinnen").text


def test_the_remarks_alone_come_while_writing(client_as):
    client = client_as("employee")

    spoken = client.post_form("/zinnen/toets", text="Mijn excuses daarvoor.", kind="spoken")
    written = client.post_form("/zinnen/toets", text="Mijn excuses daarvoor.", kind="written")

    assert "<html" not in spoken.text
    assert "Niets op aan te merken" in spoken.text
    assert "Schriftelijk excuus" in written.text


def test_what_is_wrong_is_said_and_the_text_stays(client_as):
    client = client_as("employee")

    answer = client.post_form("/zinnen/nieuw", **{**WRITTEN, "step": "dansen", "situation": "x"})
    assert answer.status_code == 422
    assert "kies er een uit de lijst" in answer.text
    assert GOOD in answer.text

    long = client.post_form("/zinnen/nieuw", **{**WRITTEN, "text": "x" * 1001})
    assert long.status_code == 422
    assert "1 tot 1000 tekens" in long.text

    lonely = client.post_form("/zinnen/nieuw", **{**WRITTEN, "team": "ja"})
    assert lonely.status_code == 422
    assert "je zit nog in geen team" in lonely.text


def test_two_windows_the_second_is_told_and_loses_nothing(client_as, site):
    client = client_as("employee")
    phrase_id = add(site, client.account)
    client.post_form(f"/zinnen/{phrase_id}", **{**WRITTEN, "text": "De eerste.", "edition": "1"})

    answer = client.post_form(
        f"/zinnen/{phrase_id}", **{**WRITTEN, "text": "De tweede.", "edition": "1"}
    )

    assert answer.status_code == 409
    assert "De eerste." in answer.text
    assert "De tweede." in answer.text
    edition = found(r'name="edition" value="(\d+)"', answer.text)
    again = client.post_form(
        f"/zinnen/{phrase_id}", **{**WRITTEN, "text": "De tweede.", "edition": edition}
    )
    assert again.status_code == 303
    assert "De tweede." in client.get("/zinnen?van=mine").text


def test_private_is_private_and_the_team_sees_the_teams(client_as, site):
    mine = make_account(site, "employee", team="Noord")
    colleague = make_account(site, "employee", team="Noord")
    stranger = make_account(site, "team_lead", "coach", "admin", team="Zuid")
    private, shared = add(site, mine, "Alleen voor mij."), add(site, mine, "Voor ons.", team=True)

    client = client_as(account=mine)

    seen = [become(client, who).get("/zinnen").text for who in (mine, colleague, stranger)]

    assert ["Alleen voor mij." in text for text in seen] == [True, False, False]
    assert ["Voor ons." in text for text in seen] == [True, True, False]
    for who in (colleague, stranger):
        become(client, who)
        for phrase_id in (private, shared):
            assert client.get(f"/zinnen/{phrase_id}").status_code == 404
            changed = client.post_form(f"/zinnen/{phrase_id}", **{**WRITTEN, "edition": "1"})
            assert changed.status_code == 404
            assert client.post_form(f"/zinnen/{phrase_id}/weg").status_code == 404
    assert "Voor ons." in become(client, mine).get("/zinnen").text


def test_script_in_a_sentence_is_shown_and_never_run(client_as, site):
    client = client_as("employee")
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    phrase_id = add(site, client.account, evil)

    for answer in (
        client.get("/zinnen"),
        client.get(f"/zinnen/{phrase_id}"),
        client.get("/zinnen", params={"q": evil}),
        client.get("/zinnen/nieuw", params={"als": evil}),
        client.post_form("/zinnen/toets", text=evil + " Wat vervelend."),
    ):
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "<img" not in answer.text


def test_writing_copying_and_walking_through_in_a_browser(browse, site):
    account = make_account(site, "employee", team="Noord")
    page = browse(account, width=360, dark=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/zinnen")
    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.get_by_label("Zoek", exact=True).fill("postcodes")
    page.locator(".phrase", has_text="Wat is uw postcode?").first.wait_for()
    page.wait_for_url("**q=postcodes**")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    first = page.locator(".phrase").first
    assert first.locator("[data-copy]").evaluate("node => node === document.activeElement")
    page.keyboard.press("c")
    page.locator("#melding", has_text="Gekopieerd").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == first.locator(".phrase-text").inner_text()
    assert faults_of(page) == []

    page.goto("/zinnen/nieuw")
    assert faults_of(page) == []
    page.locator("#zin").press_sequentially("Wat vervelend voor u.")
    page.locator("#opmerkingen", has_text="Holle frase").wait_for()
    assert "Holle frase" in page.locator("#oordeel").inner_text()
    assert faults_of(page) == []
    page.locator("#zin").fill("U zit al een week zonder licht.")
    page.locator("#oordeel", has_text="Niets op aan te merken").wait_for()
    page.get_by_label("voor mijn team").check()
    page.get_by_role("button", name="Bewaar").click()
    page.wait_for_url("**/zinnen?bewaard=**")
    assert page.locator(".phrase.fresh .phrase-text").inner_text() == (
        "U zit al een week zonder licht."
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
