"""*Gesprek*: the report, what people say about it, and who may do what with it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import jsonschema_rs
import pytest
import sqlalchemy as sa
from playwright.sync_api import Response, expect

from gehoor import intake
from gehoor.store import audit, calls, objections, shares
from gehoor.store.calls import Mask
from gehoor.store.models import CallRow, Certificate, Comment
from tests.conftest import EXAMPLES
from tests.web.axe import faults_of
from tests.web.conftest import make_account
from tests.web.kept import LINES, keep, titles_in

SCRIPT = "<script>alert('gehoord')</script>"

# After draft-ietf-vcon-vcon-core-04, as far as we write it.
_MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$"}
_PLACE = {"type": "integer", "minimum": 0}
_BODY = {"encoding": {"enum": ["base64url", "json", "none"]}, "mediatype": {"type": "string"}}
VCON = {
    "type": "object",
    "required": ["uuid", "created_at", "parties", "dialog", "analysis"],
    "additionalProperties": False,
    "properties": {
        "uuid": {
            "pattern": r"^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
        },
        "created_at": _MOMENT,
        "subject": {"type": "string"},
        "extensions": {"const": ["CC"]},
        "parties": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "type": {"enum": ["person", "bot", "organization"]},
                    "role": {"enum": ["agent", "customer", "supervisor", "sme", "thirdparty"]},
                    "name": {"type": "string"},
                },
                "additionalProperties": False,
            },
        },
        "dialog": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["type", "start", "parties", "body", "encoding"],
                "properties": {
                    "type": {"const": "text"},
                    "start": _MOMENT,
                    "duration": {"type": "number", "minimum": 0},
                    "parties": {"type": "array", "items": _PLACE},
                    "originator": _PLACE,
                    "body": {"type": "string"},
                    **_BODY,
                },
                "additionalProperties": False,
            },
        },
        "analysis": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "vendor", "body", "encoding"],
                "properties": {
                    "type": {"const": "report"},
                    "dialog": {"type": "array", "items": _PLACE},
                    "vendor": {"type": "string"},
                    "product": {"type": "string"},
                    "schema": {"type": "string"},
                    "body": {"type": "object"},
                    **_BODY,
                },
                "additionalProperties": False,
            },
        },
    },
}


class Outline(HTMLParser):
    """The ids and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert not any(key.startswith("on") or key == "style" for key in given)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if "href" in given else []


@pytest.fixture
def sanne(site):
    return make_account(site, "employee", name="Sanne de Vries")


@pytest.fixture
def bart(site):
    return make_account(site, "coach", name="Bart Bakker")


@pytest.fixture
def call_id(site, sanne):
    return keep(site, sanne)


def share(site, call_id, owner, *others) -> None:
    with site.store.begin() as session:
        for other in others:
            shares.share(session, call_id, owner.id, other.id)


def test_the_report_says_all_that_the_review_holds(site, sanne, call_id, client_as):
    page = client_as(account=sanne).get(f"/gesprekken/{call_id}").text
    outline = Outline(page)
    assert len(outline.ids) == len(set(outline.ids))
    places = {link[1:] for link in outline.links if link.startswith("#")}
    assert places - set(outline.ids) == set()
    for said in (
        "Gehoord: belediging",
        "nazorg gaat voor het verslag",
        "Wat goed ging",
        "Om aan te werken",
        "De acht stappen",
        "A3 ziet het anders" if page.count("A3 ziet het anders") else "Bron:",
        "Waarom «echte emotie»?",
        "Wat past op dit moment",
        "20 november 2026",
    ):
        assert page.count(said), said
    assert page.count('class="turn ') == len(LINES)
    assert page.count('<div class="later"') == 0
    assert page.count("data-start") == 0  # this call has no times


def test_only_who_may_see_a_call_sees_it_and_each_look_is_in_the_log(
    site, sanne, bart, call_id, client_as
):
    coach = client_as(account=bart)
    for path in ("", "/verslag.json", "/weg", "/opmerking?beurt=1", "/klopt-niet?beurt=1"):
        assert coach.get(f"/gesprekken/{call_id}{path}").status_code == 404
    assert coach.post_form(f"/gesprekken/{call_id}/titel", title="x").status_code == 404
    share(site, call_id, sanne, bart)
    assert coach.get(f"/gesprekken/{call_id}").status_code == 200
    for path, form in (("titel", {"title": "x"}), ("weg", {}), ("opnieuw", {}), ("delen", {})):
        assert coach.post_form(f"/gesprekken/{call_id}/{path}", **form).status_code == 404, path
    mine = client_as(account=sanne).get(f"/gesprekken/{call_id}").text
    assert mine.count("<li>Bart Bakker <span") == 1
    with site.store.read() as session:
        looks = audit.looks_at(session, sanne.id)
        assert [(line.person_id, line.action) for line in looks] == [(bart.id, "call.look")]
        assert audit.verify(session, site.store.vault).fault is None


def test_sharing_and_taking_back(site, sanne, bart, call_id, client_as):
    owner, coach = client_as(account=sanne), client_as(account=bart)
    owner.post_form(f"/gesprekken/{call_id}/delen", person=bart.id)
    assert coach.get(f"/gesprekken/{call_id}").status_code == 200
    assert owner.get(f"/gesprekken/{call_id}").text.count("gedeeld met Bart Bakker") == 1
    owner.post_form(f"/gesprekken/{call_id}/delen/{bart.id}/terug")
    assert coach.get(f"/gesprekken/{call_id}").status_code == 404
    admin = make_account(site, "admin")
    assert owner.post_form(f"/gesprekken/{call_id}/delen", person=admin.id).status_code == 404


def test_comments_beside_a_turn_and_about_the_call(site, sanne, bart, call_id, client_as):
    share(site, call_id, sanne, bart)
    coach = client_as(account=bart)
    said = coach.post_form(f"/gesprekken/{call_id}/opmerking", beurt="3", text="Vraag door.\nEcht.")
    assert said.headers["location"].endswith("#beurt-3")
    again = coach.post_form(
        f"/gesprekken/{call_id}/opmerking", beurt="3", text="Vraag door.\nEcht."
    )
    assert again.status_code == 303  # sent twice, kept once
    coach.post_form(f"/gesprekken/{call_id}/opmerking", text="Knap gebleven.")
    page = client_as(account=sanne).get(f"/gesprekken/{call_id}").text
    assert page.count("Vraag door.\nEcht.") == 1
    assert page.count("Knap gebleven.") == 1
    assert page.count("Aanpassen of weghalen") == 0  # they are Bart's
    for form in ({"text": "  "}, {"text": "x", "beurt": "99"}):
        refused = coach.post_form(f"/gesprekken/{call_id}/opmerking", **form)
        assert refused.status_code == 422
        assert refused.text.count('role="alert"') == 1
    with site.store.read() as session:
        comment = session.scalars(sa.select(Comment).where(Comment.turn == 2)).one()
    coach.post_form(f"/gesprekken/{call_id}/opmerkingen/{comment.id}/weg")
    assert coach.get(f"/gesprekken/{call_id}").text.count("Vraag door.") == 0


def test_two_people_change_the_same_agreement(site, sanne, bart, call_id, client_as):
    share(site, call_id, sanne, bart)
    coach, owner = client_as(account=bart), client_as(account=sanne)
    coach.post_form(f"/gesprekken/{call_id}/opmerking", text="Oefenen", due="2030-01-01")
    with site.store.read() as session:
        address = (
            f"/gesprekken/{call_id}/opmerkingen/{session.scalars(sa.select(Comment)).one().id}"
        )
    first = {"text": "Oefenen met Kim", "edition": "1", "due": "2030-01-01"}
    assert owner.post_form(address, **first).status_code == 303
    late = coach.post_form(address, text="Oefenen met Youssef", edition="1", due="2030-02-02")
    assert late.status_code == 409
    assert late.text.count("Oefenen met Kim") == late.text.count("Oefenen met Youssef") == 1
    edition = re.search(r'name="edition" value="(\d+)"', late.text)
    assert edition is not None
    joined = coach.post_form(
        address, text="Met Kim en Youssef", edition=edition[1], due="2030-02-02"
    )
    assert joined.status_code == 303
    owner.post_form(f"{address}/klaar", done="ja")
    page = coach.get(f"/gesprekken/{call_id}").text
    assert page.count("Met Kim en Youssef</p>") == 1
    assert page.count("agreed-remark done") == 1


def test_klopt_niet_is_kept_shown_counted_and_taken_back(site, sanne, call_id, client_as):
    client = client_as(account=sanne)
    form = client.get(f"/gesprekken/{call_id}/klopt-niet?bij=finding:LUI02:3").text
    assert re.search(r'value="finding:LUI02" required checked', form)
    missing = client.post_form(f"/gesprekken/{call_id}/klopt-niet", beurt="3", reden="zomaar")
    assert missing.status_code == 422
    assert missing.text.count("zomaar") == 1
    for over, turn in (("finding:LUI02", "3"), ("act:insult", "4"), ("anger:emotion", "")):
        sent = client.post_form(
            f"/gesprekken/{call_id}/klopt-niet", over=over, beurt=turn, reden=f"Niet waar: {over}"
        )
        assert sent.status_code == 303, over
    page = client.get(f"/gesprekken/{call_id}").text
    assert page.count("Niet waar:") == 3
    with site.store.read() as session:
        counted = {(item.kind, item.name, item.times) for item in objections.contested(session)}
        first = objections.objections_on(session, site.store.vault, call_id)[0]
    assert counted == {("finding", "LUI02", 1), ("act", "insult", 1), ("anger", "emotion", 1)}
    client.post_form(f"/gesprekken/{call_id}/klopt-niet/{first.id}/terug", beurt="3")
    assert client.get(f"/gesprekken/{call_id}").text.count("Niet waar:") == 2


def test_reviewed_again_and_the_old_report_stays_readable(sanne, call_id, client_as):
    client = client_as(account=sanne)
    address = f"/gesprekken/{call_id}"
    client.post_form(f"{address}/opmerking", text="Blijft staan.")
    assert client.post_form(f"{address}/opnieuw").status_code == 303
    page = client.get(address).text
    assert page.count("Eerdere verslagen") == page.count("Blijft staan.") == 1
    old = re.search(rf'href="({address}\?verslag=\w+)"', page)
    assert old is not None
    older = client.get(old[1]).text
    assert older.count("Je ziet een ouder verslag") == 1
    assert older.count('class="turn ') == len(LINES)
    assert client.get(f"{address}?verslag=bestaatniet").status_code == 404


def test_another_title_is_found_and_the_call_is_deleted_for_good(site, sanne, call_id, client_as):
    client = client_as(account=sanne)
    client.post_form(f"/gesprekken/{call_id}/titel", title="  Lekkende   kraan ")
    client.post_form(f"/gesprekken/{call_id}/titel", title="   ")
    assert titles_in(client.get("/gesprekken?zoek=lekkende").text) == {"Lekkende kraan"}
    assert titles_in(client.get("/gesprekken?zoek=warm").text) == {"Lekkende kraan"}  # it is said
    assert json.loads(client.get(f"/gesprekken/{call_id}/verslag.json").content)["call"]["id"] == (
        "Lekkende kraan"
    )
    assert client.get(f"/gesprekken/{call_id}/weg").text.count("Ja, gooi weg") == 1
    gone = client.post_form(f"/gesprekken/{call_id}/weg")
    assert gone.headers["location"] == "/gesprekken?gedaan=weg"
    assert client.get("/gesprekken?gedaan=weg").text.count("weggegooid") == 1
    assert client.get(f"/gesprekken/{call_id}").status_code == 404
    with site.store.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(CallRow)) == 0
        assert session.scalars(sa.select(Certificate.subject_id)).one() == call_id


def test_downloads_hold_the_report_and_each_is_in_the_log(site, sanne, bart, client_as):
    source = (EXAMPLES / "huur-geen-warm-water.json").read_bytes()
    call = next(iter(intake.read_bytes(source, "x", "x")))
    call_id = keep(site, sanne, *LINES, title="Ménage «à» trois/../x")
    share(site, call_id, sanne, bart)
    client = client_as(account=bart)
    address = f"/gesprekken/{call_id}/verslag"
    html = client.get(f"{address}.html")
    name = re.search(r'filename="([^"]+)"', html.headers["content-disposition"])
    assert name is not None
    assert re.fullmatch(r"[\w-]+\.html", name[1])
    links = re.findall(r'(?:href|src)="([^"]*)"', html.text)
    assert links
    assert all(link.startswith("#") for link in links)
    report = client.get(f"{address}.json").json()
    assert [turn["text"] for turn in report["turns"]][2] == LINES[2][3:]
    vcon = client.get(f"{address}.vcon")
    jsonschema_rs.validate(VCON, vcon.json())
    assert vcon.json()["analysis"][0]["body"] == report
    read = next(iter(intake.read_bytes(vcon.content, "x.vcon", "x", ".vcon")))
    assert [turn.text for turn in read.turns] == [line[3:] for line in LINES]
    assert [turn.speaker[0] for turn in read.turns] == [
        "a" if line.startswith("m") else "c" for line in LINES
    ]
    assert client.get(f"{address}.exe").status_code == 404
    assert call.turns
    with site.store.read() as session:
        actions = [line.action for line in audit.looks_at(session, sanne.id)]
    assert actions.count("call.download") == 3


def test_script_in_all_that_people_write_is_shown_and_never_runs(site, browse):
    owner = make_account(site, "employee", name=f"Sanne {SCRIPT}")
    coach = make_account(site, "coach", name=f"Bart {SCRIPT}")
    lines = (*LINES[:5], f'b: {SCRIPT} en "><img src=x onerror=alert(1)>')
    call_id = keep(site, owner, *lines, title=SCRIPT)
    share(site, call_id, owner, coach)
    page, said = browse(coach), list[str]()
    page.on("dialog", lambda _: pytest.fail("a script ran"))
    page.on("console", lambda line: said.append(line.text))
    page.goto(f"/gesprekken/{call_id}")
    page.fill("#o-tekst", SCRIPT)
    page.click("form:has(#o-tekst) button")
    expect(page.locator(".remark")).to_contain_text(SCRIPT)
    page.goto("/")
    page.goto("/gesprekken")
    expect(page.locator(".call-row h2")).to_have_text(SCRIPT)
    assert said == []


def test_the_page_in_a_browser_by_keyboard_and_mouse(site, sanne, bart, browse):
    call_id = keep(site, sanne, masks=((), (Mask("name", 0, 3),)))
    page = browse(sanne)
    page.goto(f"/gesprekken/{call_id}")
    assert faults_of(page) == []
    page.locator(".line.wide a[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    number = page.evaluate("document.activeElement.dataset.turn")
    expect(page.locator(f"#beurt-{number}")).to_have_class(re.compile(r"\blit\b"))
    page.keyboard.press("Enter")
    assert page.url.endswith(f"#beurt-{number}")
    page.locator("#beurt-7").hover()
    expect(page.locator(".line.wide a[data-turn='7']")).to_have_class(re.compile(r"\blit\b"))
    page.locator("#beurt-5 >> text=Opmerking").click()
    field = page.locator("#beurt-5 textarea")
    expect(field).to_be_focused()
    field.fill("Rustig gezegd.")
    assert faults_of(page) == []
    page.locator("#beurt-5 .new button").click()
    expect(page.locator("#beurt-5 .remark")).to_contain_text("Rustig gezegd.")
    page.locator("#beurt-3 .note >> text=Klopt niet?").first.click()
    assert faults_of(page) == []
    page.fill("#reden", "Dat deed ik wel.")
    page.click("main button")
    expect(page.locator("#beurt-3 .doubt")).to_contain_text("Dat deed ik wel.")
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    assert faults_of(page) == []
    page.click(".copy >> nth=0")
    expect(page.locator("#gezegd")).to_have_text("Gekopieerd")


def test_why_and_what_to_say_open_beside_the_turn(site, sanne, call_id, browse):
    page = browse(sanne)
    page.goto(f"/gesprekken/{call_id}")
    beside = page.locator(".note details[data-as]").first
    beside.locator("summary").click()
    card = page.locator(f"#{beside.get_attribute('data-as')}")
    for sentence in card.locator(".words").all_text_contents():
        expect(beside).to_contain_text(sentence)
    assert beside.locator(".copy").count() == card.locator(".copy").count()
    assert faults_of(page) == []


def test_the_way_to_a_point_that_is_folded_away_unfolds_it(site, sanne, browse):
    call_id = keep(site, sanne, *sixty_turns())
    page = browse(sanne)
    page.goto(f"/gesprekken/{call_id}")
    folded = page.locator(".later .card").first
    expect(folded).not_to_be_visible()
    page.goto(f"/gesprekken/{call_id}#{folded.get_attribute('id')}")
    page.reload()
    expect(folded).to_be_visible()


def test_quotes_stand_in_their_sentence(site, sanne, client_as):
    line = "m: Goed, mag ik uw postcode en huisnummer even noteren? Dan kijk ik."
    call_id = keep(site, sanne, "b: Dit is toch schandalig, ik ben woedend!", line)
    page = client_as(account=sanne).get(f"/gesprekken/{call_id}").text
    quotes = re.findall(r"<blockquote>(.*?)</blockquote>", page)
    assert any(
        re.sub("<.*?>", "", quote).endswith(
            "«Goed, mag ik uw postcode en huisnummer even noteren?»"
        )
        and quote.count("<strong>") == 1
        for quote in quotes
    ), quotes


@pytest.mark.parametrize(("width", "dark"), [(360, True), (640, False), (1280, True)])
def test_the_page_is_whole_at_every_width(site, sanne, call_id, browse, width, dark):
    page = browse(sanne, width=width, dark=dark)
    page.goto(f"/gesprekken/{call_id}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults_of(page) == []
    page.goto(f"/gesprekken/{call_id}/weg")
    assert faults_of(page) == []


def test_twenty_turns_print_on_four_pages(site, sanne, browse):
    call = intake.read(EXAMPLES / "huur-geen-warm-water.json")
    lines = [f"{'m' if turn.speaker == 'agent' else 'b'}: {turn.text}" for turn in call.turns]
    assert len(lines) == 20
    call_id = keep(site, sanne, *lines)
    page = browse(sanne)
    page.goto(f"/gesprekken/{call_id}")
    printed = page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 4


def sixty_turns() -> list[str]:
    """Return the lines of three example calls after one another."""
    lines: list[str] = []
    for name in ("huur-geen-warm-water", "operatie-zonder-machtiging", "overleden-man-abonnement"):
        for turn in intake.read(EXAMPLES / f"{name}.json").turns:
            lines.append(f"{'m' if turn.speaker == 'agent' else 'b'}: {turn.text}")
    return (lines * 2)[:60]


def test_a_page_weighs_little(site, sanne, browse):
    call_id = keep(site, sanne, *sixty_turns())
    page, answers = browse(sanne), list[Response]()
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"/gesprekken/{call_id}")
    page.wait_for_load_state("networkidle")
    weight = [len(answer.body()) for answer in answers]
    packed = [answer.request.sizes()["responseBodySize"] for answer in answers]
    assert page.locator(".turn").count() == 60
    assert sum(weight) < 150_000  # unpacked
    assert sum(packed) < 50_000


def test_an_old_record_without_what_came_later_is_shown(site, sanne, call_id, client_as):
    """A record of another version: an unknown rule, step, profile and act are named as they are."""
    with site.store.begin() as session:
        box = calls.box_of(session, site.store.vault, call_id)
        review = calls.newest_review(session, call_id)
        record = json.loads(box.open(review.sealed, f"{call_id}/review/{review.id}"))
        record["findings"][0]["rule"], record["findings"][0]["slug"] = "OUD99", "oude-regel"
        record["turns"][1]["acts"][0]["act"] = "long_gone"
        del record["advice"], record["fault"]
        review.profile = "vroeger"
        review.sealed = box.seal(json.dumps(record).encode(), f"{call_id}/review/{review.id}")
    page = client_as(account=sanne).get(f"/gesprekken/{call_id}")
    assert page.status_code == 200
    assert page.text.count("Oude regel") > 0


def test_moments_are_no_words_of_a_call_in_the_log(site, sanne, call_id, client_as):
    client = client_as(account=sanne)
    client.post_form(f"/gesprekken/{call_id}/opmerking", text="geheimwoord")
    client.get(f"/gesprekken/{call_id}")
    with site.store.read() as session:
        lines = audit.about(session, subject_id=call_id)
    assert lines
    assert all(line.at > datetime.now(UTC) - timedelta(hours=1) for line in lines)
    assert not any("geheimwoord" in line.detail for line in lines)
