"""*Huisstijl*: read by all, changed by some, tried before it counts, and never lost."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.coaching import House
from gehoor.dialogue import Call, Turn
from gehoor.method.model import Severity
from gehoor.store import audit, phrases
from gehoor.store import house as store
from gehoor.store.phrases import Phrase
from gehoor.web.house_preview import compare, examples
from gehoor.web.house_style import by_file, in_force
from gehoor.web.house_text import HouseFile, changes, read_file, write_file
from gehoor.web.security.visitors import COOKIE
from tests.web.axe import faults_of
from tests.web.conftest import make_account

CHANGE = {
    "profile": "terughoudend",
    "address_form": "u",
    "party_word": "huurder",
    "mandate": "12,50",
    "rule-LUI03": "off",
    "rule-NEE04": "serious",
    "why": "Zo spraken we af.",
    "wat": "bewaar",
}


def keep(site, account, text, why="Om te beginnen.", based_on=None):
    with site.store.begin() as session:
        rules = site.method.rules
        return store.keep(session, text, why, account.id, rules, based_on)


def become(client, account):
    """Let the same browser be somebody else's."""
    client.account = account
    client.cookies.set(COOKIE, account.cookie, domain="testserver.local")
    return client


def found(pattern, text):
    """Return what a pattern holds in a text."""
    match = re.search(pattern, text)
    assert match
    return match[1]


def test_everyone_reads_it_and_only_some_change_it(client_as, each_role, site):
    client = client_as(account=each_role["employee"])
    for role, account in each_role.items():
        become(client, account)
        changer = role in ("team_lead", "admin")
        text = client.get("/huisstijl").text
        assert ("Bewaar deze huisstijl" in text) is changer, role
        assert "Evenwichtig" in text
        assert client.get("/huisstijl/gehoor.toml").status_code == 200
        assert client.get("/huisstijl/geschiedenis").status_code == 200
        if not changer:
            for path in ("/huisstijl", "/huisstijl/voorbeeld", "/huisstijl/bestand"):
                assert client.post_form(path, **CHANGE).status_code == 403, (role, path)
    assert in_force(site).version_id is None


def test_a_change_counts_from_the_next_call_on(client_as, site):
    client = client_as("team_lead")
    call = Call("x", (Turn("caller", "Goedemorgen."), Turn("agent", "Wat kan ik voor je doen?")))
    before = in_force(site)
    assert [f.rule for f in before.reviewer.review(call).findings if f.rule == "TON04"] == []

    assert client.post_form("/huisstijl", **CHANGE).status_code == 303

    after = in_force(site)
    assert after.house == House(
        profile="terughoudend", rules={"LUI03": False}, severities={"NEE04": "serious"},
        mandate=12.5, address_form="u", party_word="huurder",
    )  # fmt: skip
    assert [f.rule for f in after.reviewer.review(call).findings if f.rule == "TON04"] == ["TON04"]
    assert in_force(site) is after
    with site.store.read() as session:
        assert [version.why for version in store.history(session)] == ["Zo spraken we af."]
        assert [e.action for e in audit.about(session, subject_id=after.version_id)] == [
            "house.change"
        ]
    page = client.get("/huisstijl").text
    assert 'value="12,50"' in page
    assert re.search(r'value="terughoudend" checked', page)


def test_what_it_would_alter_is_shown_before(client_as, site):
    client = client_as("admin")
    with site.store.begin() as session:
        phrases.add_phrase(session, client.account.id, Phrase("Wat kan ik voor je doen?", "help"))

    answer = client.post_form("/huisstijl/voorbeeld", **CHANGE, voorbeeld="pakket")

    assert "<html" not in answer.text
    for words in ("Een pakket dat niet kwam", "Erbij", "Weegt anders", "Meer gegeven dan je mag",
                  "Eigen zinnen", "Niet de aanspreekvorm van het huis"):  # fmt: skip
        assert words in answer.text, words
    assert in_force(site).version_id is None
    nothing = client.post_form("/huisstijl/voorbeeld", profile="evenwichtig", party_word="beller")
    assert "Je hebt nog niets veranderd" in nothing.text


def test_without_javascript_the_example_comes_as_a_page(client_as, site):
    answer = client_as("admin").post_form("/huisstijl", **{**CHANGE, "wat": "voorbeeld"})

    assert "<html" in answer.text
    assert "Meer gegeven dan je mag" in answer.text
    assert 'value="12,50"' in answer.text
    assert "Zo spraken we af." in answer.text
    assert in_force(site).version_id is None


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("why", "   ", "waarom dit verandert"),
        ("mandate", "heel veel", "zoals 25 of 12,50"),
        ("mandate", "-5", "zoals 25 of 12,50"),
        ("mandate", "nan", "zoals 25 of 12,50"),
        ("profile", "streng", "kies er een uit de lijst"),
        ("address_form", "jullie", "kies u, je of geen van beide"),
        ("party_word", "x" * 41, "hoogstens 40 tekens"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client_as, site, field, value, said):
    answer = client_as("team_lead").post_form("/huisstijl", **{**CHANGE, field: value})

    assert answer.status_code == 422
    assert said in answer.text
    if field in ("mandate", "party_word"):
        assert f'value="{value}"' in answer.text
    if field != "why":
        assert "Zo spraken we af." in answer.text
    assert re.search(r'<option value="off" selected', answer.text)
    assert in_force(site).version_id is None


def test_two_people_at_once_the_second_is_told_and_loses_nothing(client_as, site):
    first, second = make_account(site, "admin"), make_account(site, "team_lead")
    client = client_as(account=first)
    assert client.post_form("/huisstijl", **CHANGE).status_code == 303

    become(client, second)
    mine = {"profile": "ruimhartig", "party_word": "klant", "why": "Mijn reden.", "based_on": ""}
    answer = client.post_form("/huisstijl", **mine)

    assert answer.status_code == 409
    for words in ("intussen veranderd", "klant", "huurder", "Mijn reden."):
        assert words in answer.text, words
    based_on = found(r'name="based_on" value="(\w+)"', answer.text)
    assert client.post_form("/huisstijl", **{**mine, "based_on": based_on}).status_code == 303
    assert in_force(site).house.party_word == "klant"


def test_the_history_says_who_what_and_why_and_leads_back(client_as, site):
    client = client_as(account=make_account(site, "team_lead", name="Marieke Aarts"))
    old = keep(site, client.account, 'party_word = "huurder"\n')
    new = keep(site, client.account, 'profile = "ruimhartig"\n', "Zachter.", based_on=old)

    history = client.get("/huisstijl/geschiedenis").text
    for words in ("Marieke Aarts", "Om te beginnen.", "Zachter.", "ruimhartig", "huurder"):
        assert words in history, words

    page = client.get(f"/huisstijl/versies/{old}").text
    assert "Ga terug naar deze versie" in page
    without = client.post_form(f"/huisstijl/versies/{old}", why=" ", based_on=new)
    assert without.status_code == 422
    back = client.post_form(f"/huisstijl/versies/{old}", why="Toch niet.", based_on=new)
    assert back.status_code == 303
    assert in_force(site).house == House(party_word="huurder")
    stale = client.post_form(f"/huisstijl/versies/{new}", why="Ik ook.", based_on=new)
    assert stale.status_code == 409
    assert client.get("/huisstijl/versies/bestaatniet").status_code == 404


def upload(client, content, **fields):
    data = {"csrf": client.account.csrf, "why": "Uit het oude systeem.", **fields}
    files = {"bestand": ("gehoor.toml", content, "application/toml")}
    return client.post("/huisstijl/bestand", data=data, files=files, follow_redirects=False)


def test_a_file_comes_in_and_goes_out_the_same(client_as, site):
    client = client_as("admin")
    text = '# van ons\nprofile = "ruimhartig"\nparty_word = "patiënt"\n[rules]\nEMP02 = false\n'

    assert upload(client, text.encode()).status_code == 303

    assert client.get("/huisstijl/gehoor.toml").text == text
    assert in_force(site).house.party_word == "patiënt"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Kies eerst een bestand"),
        (b"\xff\xfe\x00", "geen tekst in UTF-8"),
        (b"x" * 300_000, "te groot"),
        (b"profile = ", "geen geldige TOML"),
        (b"[rules]\nXYZ99 = true", "onbekende regel «XYZ99»"),
        (b'profile = "streng"\nkleur = "rood"', "kleur"),
        (b'method = ["/etc"]', "eigen mappen kunnen alleen"),
    ],
)
def test_a_file_that_is_wrong_is_refused_in_a_sentence(client_as, site, content, said):
    answer = upload(client_as("admin"), content)

    assert answer.status_code == 422
    assert said in answer.text
    assert in_force(site).version_id is None


def test_a_rule_that_is_gone_does_not_stop_the_reviewing(site):
    account = make_account(site, "admin")
    with site.store.begin() as session:
        text = "[rules]\nOUD01 = false\nEMP02 = false\n"
        store.keep(session, text, "Van vroeger.", account.id, {"OUD01", "EMP02"})

    assert in_force(site).house.rules == {"EMP02": False}


SEVERITIES: list[Severity] = ["off", "tip", "warning", "serious"]
files = st.builds(
    HouseFile,
    profile=st.sampled_from(["evenwichtig", "terughoudend", "ruimhartig"]),
    address_form=st.sampled_from([None, "u", "je"]),
    party_word=st.text(min_size=1, max_size=40),
    mandate=st.one_of(st.none(), st.floats(min_value=0, max_value=1e6)),
    rules=st.dictionaries(st.sampled_from(["EMP02", "LUI03"]), st.booleans()),
    severities=st.dictionaries(st.sampled_from(["NEE04", "EMP02"]), st.sampled_from(SEVERITIES)),
)


@given(files)
def test_any_choices_written_are_read_back(file):
    assert read_file(write_file(file)) == file
    assert tomllib.loads(write_file(file))["profile"] == file.profile


def test_differences_are_nothing_between_the_same(site):
    file = HouseFile(rules={"EMP02": False})

    assert changes(file, file, site.method) == ()
    assert [c.rule for c in changes(HouseFile(), file, site.method)] == ["EMP02"]


def test_every_example_call_shows_what_choices_do(site):
    plain = by_file(site, HouseFile())
    for name in examples():
        for profile in ("terughoudend", "ruimhartig"):
            made = compare(plain, by_file(site, HouseFile(profile=profile)), name, ())
            assert not made.nothing, (name, profile)


def test_changing_it_in_a_browser(browse, site):
    account = make_account(site, "team_lead", "coach", name="Marieke Aarts")
    page = browse(account, width=360, dark=True)
    page.goto("/huisstijl")
    page.locator("#voorbeeld", has_text="nog niets veranderd").wait_for()
    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_label("Ruimhartig").check()
    page.locator("#voorbeeld", has_text="Weg (").wait_for()
    page.locator("summary", has_text="Luisteren en herkennen").click()
    with page.expect_response("**/huisstijl/voorbeeld"):
        page.get_by_label("Holle frase EMP02").select_option("off")
    page.locator("#voorbeeld:not(.htmx-request)").wait_for()
    assert faults_of(page) == []
    page.get_by_label("Waarom verander je dit? (moet").fill("Proef in mei.")
    page.get_by_role("button", name="Bewaar deze huisstijl").click()
    page.wait_for_url("**/huisstijl?bewaard=ja")
    page.locator(".notice.good").wait_for()
    assert faults_of(page) == []
    first = in_force(site).version_id
    keep(site, account, write_file(HouseFile()), "Toch niet.", based_on=first)
    page.goto("/huisstijl/geschiedenis")
    assert faults_of(page) == []
    page.get_by_role("link", name="Bekijk deze versie").click()
    page.wait_for_url("**/versies/**")
    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    reader = browse(make_account(site, "employee"), width=640)
    reader.goto("/huisstijl")
    assert faults_of(reader) == []
