"""Bringing calls in: files and pasted text, masked and reviewed; nothing lost, nothing twice."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx
import msgspec
import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from gehoor.store import calls, house, uploads
from gehoor.store.models import CallRow
from gehoor.web.security.visitors import COOKIE
from tests.conftest import EXAMPLES
from tests.web.axe import faults_of
from tests.web.conftest import make_account

TEXT = """Medewerker: Goedemorgen, u spreekt met Fatima van de gemeente.
Klant: met meneer jansen uit utrecht ik bel al voor de derde keer nul zes twaalf drieendertig vierenveertig vijfenvijftig
Medewerker: Wat vervelend. Ik zoek het voor u uit.
"""
PATIENCE = 240.0  # seconds: the machine may be busy


def until(holds: Callable[[], object]) -> object:
    """Ask again until something holds, and return it."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if found := holds():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen")


@pytest.fixture
def sanne(site):
    return make_account(site, "employee", name="Sanne")


def send(client, *files, **more):
    given = [("bestand", (name, data)) for name, data in files]
    return client.post(
        "/gesprekken/bestanden",
        data={"csrf": client.account.csrf, **more},
        files=given,
        follow_redirects=False,
    )


def ended(client, address: str) -> str:
    """Return the page of an upload once all its files are done."""

    def page():
        text = client.get(address).text
        return text if text.count("Klaar.") else None

    return str(until(page))


def only_call(site, owner_id: str):
    with site.store.read() as session:
        row = session.scalars(sa.select(CallRow).where(CallRow.owner_id == owner_id)).one()
        return calls.load(session, site.store.vault, row.id)


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bom.txt", b"\0" * 10_000_000)
    return out.getvalue()


def test_files_are_masked_reviewed_and_each_fault_is_said(site, sanne, client_as):
    client = client_as(account=sanne)
    answer = send(
        client,
        ("../../etc/goed.txt", TEXT.encode()),
        ("nogmaals.txt", TEXT.encode()),
        ("bom.zip", zipped()),
        ("beeld.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
        ("geen-utf8.json", b'{"turns": [{"speaker": "agent", "text": "\xff\xfe\xfa"'),
        ("onbekend.txt", b"Jan: hoi\nPiet: dag\nKees: ja\n"),
        ("groot.txt", b"Klant: hallo\n" * 2_000_000),
        ("leeg.txt", b""),
    )
    assert answer.status_code == 303
    page = ended(client, answer.headers["location"])
    for said in (
        "zip- of Word-bestand",
        "Dit is een plaatje",
        "Groter dan 16 MB",
        "onbekende spreker «Jan»",
        "Leeg; verwacht",
        "1 bestand is beoordeeld.",
        "1 stond er al.",
        "6 lukten niet.",
        "<strong>bom.zip</strong>",
    ):
        assert page.count(said), said
    assert page.count("../") == page.count("etc") == 0
    stored = only_call(site, sanne.id)
    assert stored.row.masked
    assert stored.call.id == "goed"
    assert [mask.kind for mask in stored.masks[1]] == ["name", "phone"]
    text = stored.call.turns[1].text
    assert not text.count("jansen")
    shown = client.get(f"/gesprekken/{stored.row.id}").text
    assert shown.count(
        '<span class="mask" title="weggehaald: telefoonnummer">telefoonnummer</span>'
    )
    again = ended(client, send(client, ("goed.txt", TEXT.encode())).headers["location"])
    assert again.count(f"/gesprekken/{stored.row.id}")  # a double leads to the call


def test_no_files_or_an_upload_of_somebody_else(site, sanne, client_as):
    client = client_as(account=sanne)
    answer = send(client)
    assert answer.status_code == 422
    assert answer.text.count("Kies eerst een of meer bestanden.")
    with site.store.begin() as session:
        upload_id = uploads.add(session, site.store.vault, sanne.id, [uploads.File("a.txt", b"x")])
    assert client_as("coach").get(f"/gesprekken/nieuw/{upload_id}").status_code == 404


def test_unmasked_only_where_the_house_lets_people_choose(site, sanne, client_as):
    client = client_as(account=sanne)
    assert client.get("/gesprekken/nieuw").text.count('name="heel"') == 0
    ended(client, send(client, ("een.txt", TEXT.encode()), heel="ja").headers["location"])
    assert only_call(site, sanne.id).row.masked
    with site.store.begin() as session:
        house.keep(session, "allow_unmasked = true", "voor de toets", sanne.id, site.method.rules)
    assert client.get("/gesprekken/nieuw").text.count('name="heel"') == 2
    other = make_account(site, "employee")
    whole = client_as(account=other)
    ended(whole, send(whole, ("een.txt", TEXT.encode()), heel="ja").headers["location"])
    assert not only_call(site, other.id).row.masked
    assert only_call(site, other.id).call.turns[1].text.count("jansen")


def test_pasted_text_is_understood_swapped_and_kept(site, sanne, client_as):
    client = client_as(account=sanne)
    unknown = "Jan: goeiemiddag zegt u het maar\nPiet: mijn fiets is gejat, en niemand doet wat"
    tried = client.post_form("/gesprekken/plakken/proef", tekst=unknown)
    assert tried.text.count('<li class="agent"><strong>Medewerker</strong> goeiemiddag')
    assert tried.text.count(unknown.split("\n")[1])  # what was typed is still there
    wrong = client.post_form("/gesprekken/plakken", tekst="zomaar wat woorden zonder spreker")
    assert wrong.status_code == 422
    assert wrong.text.count("zomaar wat woorden zonder spreker")
    kept = client.post_form(
        "/gesprekken/plakken", tekst=unknown, ruil="ja", titel="De fiets", datum="2026-11-20"
    )
    page = ended(client, kept.headers["location"])
    assert page.count("Bekijk het gesprek")
    stored = only_call(site, sanne.id)
    assert [turn.speaker for turn in stored.call.turns] == ["caller", "agent"]
    assert (stored.call.id, stored.call.date) == ("De fiets", "2026-11-20")
    bad = client.post_form("/gesprekken/plakken", tekst=TEXT, datum="2026-13-45")
    assert bad.status_code == 422


def test_bringing_in_a_browser(sanne, browse, tmp_path):
    page = browse(sanne)
    page.goto("/gesprekken/nieuw")
    assert faults_of(page) == []
    page.fill("#tekst", "Jan: goeiemiddag\nPiet: mijn fiets is gejat")
    page.wait_for_selector(".understood")
    assert page.locator(".understood .agent").inner_text().count("goeiemiddag")
    page.check("#ruil")
    expect(page.locator(".understood .agent")).to_contain_text("fiets")
    assert faults_of(page) == []
    broken = tmp_path / "kapot.txt"
    broken.write_bytes(b"\0\1\2" * 50)
    page.set_input_files("#bestand", [*sorted(EXAMPLES.glob("*.json")), broken])
    assert page.inner_text(".chosen") == "9 bestanden gekozen"
    page.click("#brengen button")
    page.wait_for_url(re.compile(r"nieuw/\w+"))
    page.wait_for_selector("text=8 bestanden zijn beoordeeld.", timeout=PATIENCE * 1000)
    assert page.locator("[hx-trigger]").count() == 0  # it asks no more
    assert faults_of(page) == []
    narrow = browse(sanne, width=360, dark=True)
    narrow.goto(page.url)
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 360
    assert faults_of(narrow) == []


def serve(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    (folder / "port").unlink(missing_ok=True)
    root = Path(__file__).parents[2]
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.web.serving", str(folder)], cwd=root, start_new_session=True
    )
    port = until(lambda: (folder / "port").exists() and (folder / "port").read_text())
    return server, f"http://127.0.0.1:{port}"


def test_two_hundred_files_and_a_server_killed_in_the_middle(site, sanne, tmp_path):
    """The server with its worker gets no chance to tidy up; nothing is lost, nothing twice."""
    server, address = serve(tmp_path)
    headers = {"cookie": f"{COOKIE}={sanne.cookie}", "host": "testserver.local"}
    files = [
        ("bestand", (f"g{n:03}.txt", TEXT.replace("derde", f"{n}e").encode())) for n in range(199)
    ]
    files.append(("bestand", ("kapot.txt", b"\0\0\0")))
    try:
        sent = httpx.post(
            f"{address}/gesprekken/bestanden",
            data={"csrf": sanne.csrf},
            files=files,
            headers=headers,
            timeout=PATIENCE,
        )
        assert sent.status_code == 303, sent.text
        upload_id = sent.headers["location"].rsplit("/", 1)[1]
        progress = lambda: _progress(site, upload_id)  # noqa: E731
        until(lambda: progress().done > 20)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    assert not progress().ended
    server, address = serve(tmp_path)
    try:
        until(lambda: progress().ended)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    assert msgspec.to_builtins(progress()) == {
        "waiting": 0, "busy": 0, "done": 199, "double": 0, "failed": 1,
    }  # fmt: skip
    with site.store.read() as session:
        ids = [row.id for row in session.scalars(sa.select(CallRow))]
        titles = [calls.load(session, site.store.vault, call_id).call.id for call_id in ids]
        failed = [i for i in uploads.items(session, site.store.vault, upload_id) if i.fault]
    assert sorted(titles) == [f"g{n:03}" for n in range(199)]
    assert [item.name for item in failed] == ["kapot.txt"]


def _progress(site, upload_id: str):
    with site.store.read() as session:
        return uploads.progress(session, upload_id)
