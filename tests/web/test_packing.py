"""Which answers travel packed, and that a form token is no help in guessing at them."""

from __future__ import annotations

import re

import pytest

from gehoor.web.paper import asset
from gehoor.web.security.csrf import read_token
from tests.web.conftest import make_account
from tests.web.kept import keep

OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def sanne(site):
    return make_account(site, "employee")


def packing(answer) -> str | None:
    return answer.headers.get("content-encoding")


def test_a_page_travels_packed_where_no_other_site_asks_for_it(site, sanne, client_as):
    call_id, client = keep(site, sanne), client_as(account=sanne)
    page = f"/gesprekken/{call_id}"
    plain = client.get(page)
    for asked_by in ("same-origin", "none"):
        packed = client.get(page, headers={"sec-fetch-site": asked_by})
        assert packing(packed) == "gzip"
        assert packed.headers["vary"].lower() == "accept-encoding"
        assert int(packed.headers["content-length"]) < len(plain.content) / 3
    for headers in ({}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}):
        assert packing(client.get(page, headers=headers)) is None
    for headers in ({**OURS, "accept-encoding": "identity"}, {**OURS, "range": "bytes=0-9"}):
        assert packing(client.get(page, headers=headers)) is None


def test_what_everyone_may_have_is_packed_for_everyone(sanne, client_as):
    client = client_as(account=sanne)
    answer = client.get(asset("gehoor.css"), headers={"sec-fetch-site": "cross-site"})
    assert packing(answer) == "gzip"
    assert "--paper" in answer.text


def test_a_zip_is_not_packed_again(sanne, client_as):
    answer = client_as(account=sanne).get("/ik/gegevens.zip", headers=OURS)
    assert answer.status_code == 200
    assert packing(answer) is None
    assert answer.content.startswith(b"PK")


def test_two_pages_share_no_part_of_a_token(site, sanne, client_as):
    client, vault = client_as(account=sanne), site.store.vault
    tokens = [re.findall(r'name="csrf" content="([^"]+)"', client.get("/ik").text)[0] for _ in "ab"]
    first, second = (read_token(vault, token) for token in tokens)
    assert (first.session, first.person_id) == (second.session, second.person_id)
    assert (first.session, first.person_id) == (sanne.csrf, sanne.id)
    assert first.copy != second.copy
    parts = {tokens[0][at : at + 6] for at in range(len(tokens[0]) - 6)}
    assert not any(part in tokens[1] for part in parts)
    assert sanne.csrf not in tokens[0]


def test_a_token_that_was_tampered_with_is_nobodys(site, sanne, client_as):
    client, vault = client_as(account=sanne), site.store.vault
    token = re.findall(r'name="csrf" content="([^"]+)"', client.get("/ik").text)[0]
    other = "A" if token[-9] != "A" else "B"
    for wrong in (token[:-9] + other + token[-8:], token[:-4], "", "é", "=" * 9):
        assert read_token(vault, wrong).person_id == ""
        answer = client.post("/ik", data={"csrf": wrong, "language": "nl"}, follow_redirects=False)
        assert answer.status_code == 403
