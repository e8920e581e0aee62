"""The API as a programme uses it: bring a call, read its review, talk about it, take it away."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

from gehoor.intake import read_bytes
from gehoor.intake.own import call_of
from gehoor.reporting.json_form import as_dict
from gehoor.store import calls
from gehoor.web.api import examples
from gehoor.web.api.limits import Meter
from gehoor.web.house_style import in_force
from gehoor.web.reading import to_keep
from gehoor.web.security.visitors import COOKIE
from tests.web.api import CALL, Programme, problem, token_of
from tests.web.conftest import ADDRESS, make_account

Open = Callable[..., Any]


@pytest.fixture
def client(app) -> Iterator[TestClient[Any]]:
    with TestClient(app, base_url=ADDRESS) as client:
        yield client


@pytest.fixture
def programme(client, site) -> Open:
    """Open a programme with a token of somebody with a role: `programme("coach", scopes=[…])`."""

    def make(*roles: str, scopes: tuple[str, ...] = ()) -> Programme:
        account = make_account(site, *roles)
        return Programme(client, token_of(site, account, *scopes), account)

    return make


def brought(client: Any, call: dict[str, Any] = CALL) -> str:
    answer = client.post("/api/calls", json=call)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


# reviews


def test_a_review_is_the_contract_and_nothing_is_kept(programme, site):
    client = programme("employee")

    answer = client.post("/api/reviews", json=CALL)

    assert answer.status_code == 200
    assert answer.json() == json.loads(
        msgspec.json.encode(as_dict(site.reviewer.review(call_of(CALL, "", "x"))))
    )
    assert client.get("/api/calls").json()["calls"] == []


def test_labels_are_ignored_and_unknown_keys_refused_by_name(programme):
    client = programme("employee")
    labelled = {**CALL, "anger_kind": "emotion", "findings": []}

    assert client.post("/api/reviews", json=labelled).status_code == 200
    found = problem(
        client.post("/api/reviews", json={**CALL, "chanel": "phone"}), 422, "invalid-input"
    )

    assert "chanel" in found["faults"][0]["detail"]
    assert "channel" in found["faults"][0]["detail"]


def test_all_faults_at_once_with_their_place_and_without_the_words(programme):
    call = {
        "turns": [{"speaker": "geheimpje", "text": "dit blijft binnen"}, {"text": 3}],
        "date": "vertrouwelijk",
    }

    answer = programme("employee").post("/api/reviews", json=call)

    found = problem(answer, 422, "invalid-input")
    assert [fault["place"] for fault in found["faults"]] == [
        "turns[0].speaker",
        "turns[1].speaker",
        "turns[1].text",
    ]
    assert "agent of caller" in found["faults"][0]["detail"]
    assert not {"geheimpje", "binnen", "vertrouwelijk"} & set(answer.text.replace("'", " ").split())


@pytest.mark.parametrize(
    ("kind", "body", "place", "said"),
    [
        ("text/plain", "Geheimpje: dag\nKlaas: hoi\n", "regel 1", "onbekende spreker"),
        (
            "text/vtt",
            "WEBVTT\n\n00:01.000 --> 00:02.000\nGeheimpje zegt dag\n",
            "ondertitel 1",
            "geen spreker",
        ),
        ("application/x-subrip", "geen srt Geheimpje", "", "geldige SRT"),
        ("text/plain", "\0\0\0Geheimpje", "byte 0", "geen tekst"),
    ],
)
def test_a_transcript_that_cannot_be_read_is_named_by_its_place(programme, kind, body, place, said):
    answer = programme("employee").post("/api/calls", content=body, headers={"content-type": kind})

    found = problem(answer, 422, "invalid-input")
    assert (
        found["faults"][0]["place"],
        said in found["faults"][0]["detail"].lower() or said in found["faults"][0]["detail"],
    ) == (place, True)
    assert "Geheimpje" not in answer.text


@pytest.mark.parametrize(
    ("body", "kind", "place"),
    [
        (b'{"turns": [', "invalid-request", "regel 1, teken 12"),
        (b"", "invalid-request", "regel 1, teken 1"),
        (b"\xff\xfe", "invalid-request", "byte 0"),
        (b"[" * 50_000, "invalid-request", ""),
        (b'{"turns": [{"speaker": "agent", "text": "\\ud800"}]}', "invalid-request", ""),
        (
            b'{"turns": [{"speaker": "agent", "text": "x", "start": NaN}]}',
            "invalid-input",
            "turns[0].start",
        ),
        (
            b'{"turns": [{"speaker": "agent", "text": "x", "start": 1e999}]}',
            "invalid-input",
            "turns[0].start",
        ),
        (b"null", "invalid-input", ""),
        (b'{"turns": []}', "invalid-input", "turns"),
    ],
)
def test_broken_json_is_said_with_its_place(programme, body, kind, place):
    answer = programme("employee").post(
        "/api/reviews", content=body, headers={"content-type": "application/json"}
    )

    found = problem(answer, 422 if kind == "invalid-input" else 400, kind)
    assert found["faults"][0]["place"] == place


def test_sizes_types_and_methods_have_their_own_answer(programme):
    client = programme("employee")
    much = {"turns": [{"speaker": "agent", "text": "x" * 90_000}] * 30}
    many = {"turns": [{"speaker": "agent", "text": "ja"}] * 5_001}

    problem(client.post("/api/reviews", json=much), 413, "too-large")
    problem(client.post("/api/reviews", json=many), 422, "invalid-input")
    problem(
        client.post("/api/phrases", json={"text": "x" * 70_000, "step": "listen"}), 413, "too-large"
    )
    problem(
        client.post("/api/reviews", content="<a/>", headers={"content-type": "text/xml"}),
        415,
        "unsupported-type",
    )
    found = client.delete("/api/reviews")
    problem(found, 405, "method-not-allowed")
    assert "POST" in found.headers["allow"]
    problem(client.get("/api/nergens"), 404, "not-found")
    problem(client.get("/api/calls/geen-nummer"), 404, "not-found")


def test_a_review_is_kept_only_where_that_is_asked(programme, site):
    client = programme("coach")

    answer = client.post("/api/reviews?keep=true", json=CALL)
    again = client.post("/api/reviews?keep=true", json=CALL)

    assert (answer.status_code, again.status_code) == (201, 200)
    assert answer.headers["location"] == again.headers["location"]
    assert client.get(answer.headers["location"] + "/review").json() == answer.json()


def test_keeping_a_review_needs_the_right_to_keep(programme):
    problem(
        programme("employee", scopes=("review",)).post("/api/reviews?keep=true", json=CALL),
        403,
        "not-allowed",
    )
    problem(programme("admin").post("/api/reviews?keep=true", json=CALL), 403, "not-allowed")


def test_personal_data_is_masked_in_what_is_kept_unless_the_house_lets_people_choose(programme):
    client, lead = programme("employee"), programme("team_lead")
    said = "Met Anouk de Boer, mijn nummer is 06 12345678 en ik ben woedend."
    call = {"id": "a", "turns": [{"speaker": "caller", "text": said}]}

    kept = client.get(f"/api/calls/{brought(client, call)}").json()

    (turn,) = kept["call"]["turns"]
    assert turn["text"] == "Met [naam], mijn nummer is [telefoonnummer] en ik ben woedend."
    assert [turn["text"][mask["start"] : mask["end"]] for mask in kept["masks"][0]] == [
        "[naam]",
        "[telefoonnummer]",
    ]
    problem(client.post("/api/calls?mask=false", json=call), 403, "not-allowed")
    problem(client.post("/api/reviews?keep=true&mask=false", json=call), 403, "not-allowed")
    style = {"text": "allow_unmasked = true", "why": "Wij mogen dit."}
    assert lead.put("/api/house", json=style, headers={"if-match": "*"}).status_code == 200
    whole = client.post("/api/calls?mask=false", json={**call, "date": "2026-03-11"}).headers[
        "location"
    ]
    assert client.get(whole).json()["call"]["turns"][0]["text"] == said


def test_a_call_is_masked_on_request_and_nothing_is_kept(programme):
    client = programme("employee", scopes=("review", "calls:read"))

    answer = client.post(
        "/api/mask", json={"turns": [{"speaker": "caller", "text": "met Anouk de Boer"}]}
    )

    assert answer.json()["call"]["turns"][0]["text"] == "met [naam]"
    assert answer.json()["masks"] == [[{"kind": "name", "start": 4, "end": 10}]]
    assert client.get("/api/calls").json()["calls"] == []


def test_a_new_house_style_counts_from_the_next_call_on(programme):
    client, lead = programme("employee"), programme("team_lead")
    before = client.post("/api/reviews", json=CALL).json()
    style = {"text": 'profile = "terughoudend"\n', "why": "Proef."}
    lead.put("/api/house", json=style, headers={"if-match": "*"})

    assert (before["profile"], client.post("/api/reviews", json=CALL).json()["profile"]) == (
        "evenwichtig",
        "terughoudend",
    )


# calls


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", "Medewerker: Goedemorgen\nKlant: Ik ben woest\n"),
        (
            "text/vtt",
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Medewerker>Dag\n\n00:02.000 --> 00:03.000\n<v Klant>Ik ben woest\n",
        ),
        (
            "application/x-subrip",
            "1\n00:00:01,000 --> 00:00:02,000\nMedewerker: Dag\n\n2\n00:00:02,000 --> 00:00:03,000\nKlant: Ik ben woest\n",
        ),
    ],
)
def test_a_call_comes_in_every_form_and_goes_out_as_the_contract(programme, kind, body):
    client = programme("employee")

    answer = client.post("/api/calls?title=Woest", content=body, headers={"content-type": kind})

    assert answer.status_code == 201
    found = client.get(answer.headers["location"]).json()
    assert found["summary"]["title"] == "Woest"
    assert [turn["speaker"] for turn in found["call"]["turns"]] == ["agent", "caller"]
    assert found["call"]["turns"][1]["text"] == "Ik ben woest"
    assert client.post("/api/reviews", json=found["call"]).status_code == 200


def test_the_list_filters_and_goes_on_page_by_page(programme):
    client = programme("employee")
    ids = [brought(client, {**CALL, "date": f"2026-03-1{at}"}) for at in range(5)]
    brought(
        client,
        {
            "id": "rustig",
            "channel": "chat",
            "turns": [{"speaker": "caller", "text": "dag zwaluwstaart"}],
        },
    )

    first = client.get("/api/calls?size=4&temperature_from=1").json()
    rest = client.get(f"/api/calls?size=4&temperature_from=1&after={first['next']}").json()

    assert [call["id"] for call in first["calls"] + rest["calls"]] == ids[::-1]
    assert rest["next"] is None
    assert [
        call["title"] for call in client.get("/api/calls?text=zwaluwstaart").json()["calls"]
    ] == ["rustig"]
    assert client.get("/api/calls?whose=shared").json()["calls"] == []


def test_a_query_with_mistakes_shows_nothing_but_the_mistakes(programme):
    answer = programme("employee").get(
        "/api/calls?temperatuur_from=2&size=0&held_from=gisteren&whose=mine&whose=all"
    )

    found = problem(answer, 422, "invalid-input")
    assert {fault["place"] for fault in found["faults"]} == {
        "temperatuur_from",
        "size",
        "held_from",
        "whose",
    }
    assert "temperature_from" in answer.text


def test_nobody_sees_a_call_of_somebody_else_until_it_is_shared(programme):
    owner, coach, lead = programme("employee"), programme("coach"), programme("team_lead")
    call_id = brought(owner)

    for path in ("", "/review", "/comments", "/objections", "/shares", "/promises"):
        problem(coach.get(f"/api/calls/{call_id}{path}"), 404, "not-found")
    assert owner.put(f"/api/calls/{call_id}/shares/{coach.account.id}").status_code == 204
    assert coach.get(f"/api/calls/{call_id}").json()["summary"]["mine"] is False
    problem(lead.get(f"/api/calls/{call_id}"), 404, "not-found")
    problem(coach.delete(f"/api/calls/{call_id}"), 403, "not-allowed")
    problem(coach.put(f"/api/calls/{call_id}/shares/{lead.account.id}"), 403, "not-allowed")
    assert [
        share["person_id"] for share in owner.get(f"/api/calls/{call_id}/shares").json()["shares"]
    ] == [coach.account.id]
    assert owner.delete(f"/api/calls/{call_id}/shares/{coach.account.id}").status_code == 204
    problem(coach.get(f"/api/calls/{call_id}"), 404, "not-found")


def test_who_looked_can_be_seen_by_whose_call_it_is(programme):
    owner, coach = programme("employee"), programme("coach")
    call_id = brought(owner)
    owner.put(f"/api/calls/{call_id}/shares/{coach.account.id}")

    coach.get(f"/api/calls/{call_id}/review")

    lines = owner.get(f"/api/audit?subject={call_id}").json()["lines"]
    newest = lines[0]
    assert (newest["action"], newest["person_id"]) == ("call.download", coach.account.id)
    assert coach.get("/api/audit").json()["lines"] == []
    admin = programme("admin")
    assert len(admin.get("/api/audit").json()["lines"]) == 3
    assert programme("admin", scopes=("review",)).get("/api/audit").json()["lines"] == []
    one = admin.get("/api/audit?size=1").json()
    assert (
        admin.get(f"/api/audit?size=1&before={one['next']}").json()["lines"][0]["number"]
        == one["lines"][0]["number"] - 1
    )


def test_a_call_brought_by_a_page_and_by_a_programme_is_kept_once(programme, site):
    client = programme("employee")
    text = b"Medewerker: Goedemiddag.\nKlant: Ik wacht al drie weken!\n"
    call = next(read_bytes(text, "proef", "proef", ".txt"))
    new = to_keep(client.account.id, call, True, in_force(site))
    with site.store.begin() as session:
        present, _ = calls.add(session, site.store.vault, new)

    answer = client.post("/api/calls", content=text, headers={"content-type": "text/plain"})

    assert (answer.status_code, answer.json()) == (200, {"id": present, "new": False})


def test_a_call_that_is_deleted_is_gone_for_good(programme):
    owner = programme("employee")
    call_id = brought(owner)

    assert owner.delete(f"/api/calls/{call_id}").status_code == 204

    problem(owner.get(f"/api/calls/{call_id}"), 404, "not-found")
    problem(owner.delete(f"/api/calls/{call_id}"), 404, "not-found")
    assert brought(owner) != call_id


def test_a_call_is_reviewed_again_on_request(programme):
    owner = programme("employee")
    call_id = brought(owner)

    again = owner.post(f"/api/calls/{call_id}/review")

    assert again.status_code == 201
    assert owner.get(f"/api/calls/{call_id}/review").json() == again.json()


# comments, objections, agreements


def test_two_people_edit_a_comment_and_the_second_is_told(programme):
    owner, coach = programme("employee"), programme("coach")
    call_id = brought(owner)
    owner.put(f"/api/calls/{call_id}/shares/{coach.account.id}")
    made = coach.post(
        f"/api/calls/{call_id}/comments", json={**examples.COMMENT, "due": "2026-12-01"}
    )
    where, tag = made.headers["location"], made.headers["etag"]

    problem(owner.patch(where, json={"done": True}), 428, "edition-required")
    first = coach.patch(where, json={"text": "Beter zo."}, headers={"if-match": tag})
    assert first.json()["text"] == "Beter zo."
    assert first.json()["due"] == "2026-12-01"
    late = owner.patch(where, json={"done": True}, headers={"if-match": tag})
    problem(late, 412, "changed-meanwhile")
    assert late.headers["etag"] == first.headers["etag"] == owner.get(where).headers["etag"]
    done = owner.patch(where, json={"done": True}, headers={"if-match": late.headers["etag"]})
    assert done.json()["done"] is not None
    assert len(coach.get(f"/api/calls/{call_id}/comments").json()["comments"]) == 1
    problem(owner.delete(where), 403, "not-allowed")
    assert coach.delete(where).status_code == 204
    problem(owner.get(where), 404, "not-found")


def test_a_comment_beside_a_turn_that_is_not_there_is_refused(programme):
    owner = programme("employee")
    answer = owner.post(
        f"/api/calls/{brought(owner)}/comments", json={"text": "Waar?", "turn": 900}
    )
    problem(answer, 422, "invalid-input")


def test_what_does_not_fit_is_contested_and_taken_back(programme):
    owner = programme("employee")
    call_id = brought(owner)
    finding = owner.get(f"/api/calls/{call_id}/review").json()["findings"][0]
    about = {
        "kind": "finding",
        "name": finding["rule"],
        "turn": finding["turn"],
        "reason": "Dat was een grapje.",
    }

    made = owner.post(f"/api/calls/{call_id}/objections", json=about)
    problem(
        owner.post(f"/api/calls/{call_id}/objections", json={**about, "name": "XYZ99"}),
        422,
        "invalid-input",
    )

    assert made.status_code == 201
    where = f"/api/calls/{call_id}/objections"
    assert [item["reason"] for item in owner.get(where).json()["objections"]] == [
        "Dat was een grapje."
    ]
    assert owner.delete(f"{where}/{made.json()['id']}").status_code == 204
    problem(owner.delete(f"{where}/{made.json()['id']}"), 404, "not-found")
    assert owner.get(where).json()["objections"] == []


def test_promises_fall_due_until_somebody_says_what_became_of_them(programme):
    owner = programme("employee")
    call_id = brought(owner, examples.CALL)

    (promise,) = owner.get("/api/agreements?until=2026-04-01").json()["promises"]
    assert (promise["due"], promise["call_id"]) == ("2026-03-18", call_id)
    assert owner.get("/api/agreements?until=2026-03-17").json()["promises"] == []
    where = f"/api/calls/{call_id}/promises/{promise['id']}"
    assert owner.patch(where, json={"outcome": "kept"}).status_code == 204
    assert owner.get("/api/agreements").json()["promises"] == []
    assert owner.get(f"/api/calls/{call_id}/promises").json()["promises"][0]["outcome"] == "kept"
    problem(owner.patch(where, json={}), 422, "invalid-input")


# the method, phrases, house style


def test_the_method_is_readable_with_any_token(programme):
    client = programme("admin", scopes=("review",))

    rules = client.get("/api/rules").json()["rules"]

    assert client.get("/api/rules/EXC02").json() == next(
        rule for rule in rules if rule["id"] == "EXC02"
    )
    assert len(client.get("/api/steps").json()["steps"]) == 8
    found = client.post("/api/sentences/check", json=examples.SENTENCE).json()["remarks"]
    assert found
    for remark in found:
        assert examples.SENTENCE["text"][slice(*remark["span"])] == remark["quote"]
    problem(client.get("/api/rules/EXC99"), 404, "not-found")


def test_a_letter_is_judged_before_it_goes_out(programme):
    client, text = programme("admin", scopes=("review",)), examples.LETTER["text"]

    found = client.post("/api/texts/check", json=examples.LETTER).json()["remarks"]

    assert {"EXC03", "HLP03"} <= {remark["name"] for remark in found}
    assert all(text[slice(*remark["span"])] == remark["quote"] for remark in found)
    problem(client.post("/api/texts/check", json={"text": " "}), 422, "invalid-input")


def test_own_sentences_are_kept_changed_and_deleted(programme):
    client, other = programme("employee"), programme("employee")
    made = client.post("/api/phrases", json=examples.PHRASE)
    where, tag = made.headers["location"], made.headers["etag"]

    changed = client.put(
        where, json={**examples.PHRASE, "text": "Anders."}, headers={"if-match": tag}
    )

    assert changed.json()["text"] == client.get(where).json()["text"] == "Anders."
    problem(
        client.put(where, json=examples.PHRASE, headers={"if-match": tag}), 412, "changed-meanwhile"
    )
    problem(client.put(where, json=examples.PHRASE), 428, "edition-required")
    problem(other.get(where), 404, "not-found")
    problem(
        client.post("/api/phrases", json={**examples.PHRASE, "team": True}), 422, "invalid-input"
    )
    problem(
        client.post("/api/phrases", json={**examples.PHRASE, "text": "nul \0"}),
        422,
        "invalid-input",
    )
    assert client.delete(where).status_code == 204
    assert client.get("/api/phrases").json()["phrases"] == []


def test_the_house_style_is_read_by_all_and_changed_by_some(programme, site):
    lead, employee = programme("team_lead"), programme("employee")
    before = employee.get("/api/house")
    tag = before.headers["etag"]

    problem(
        employee.put("/api/house", json=examples.HOUSE, headers={"if-match": tag}),
        403,
        "not-allowed",
    )
    changed = lead.put("/api/house", json=examples.HOUSE, headers={"if-match": tag})

    assert before.json()["id"] is None
    assert (
        changed.json()["text"]
        == employee.get("/api/house").json()["text"]
        == examples.HOUSE["text"]
    )
    problem(
        lead.put("/api/house", json=examples.HOUSE, headers={"if-match": tag}),
        412,
        "changed-meanwhile",
    )
    wrong = {"text": "profile = 'boos'\nmandat = 3\n", "why": "proef"}
    found = problem(
        lead.put("/api/house", json=wrong, headers={"if-match": "*"}), 422, "invalid-input"
    )
    assert len(found["faults"]) == 2
    assert [item["why"] for item in employee.get("/api/house/history").json()["versions"]] == [
        examples.HOUSE["why"]
    ]


# people


def test_administrators_keep_people_but_never_lose_the_last_of_them(programme, site):
    admin = programme("admin")
    made = admin.post("/api/people", json=examples.PERSON)
    where, tag = made.headers["location"], made.headers["etag"]

    changed = admin.patch(where, json={"roles": ["coach", "employee"]}, headers={"if-match": tag})

    assert changed.json()["roles"] == ["employee", "coach"]
    problem(
        admin.patch(where, json={"active": False}, headers={"if-match": tag}),
        412,
        "changed-meanwhile",
    )
    problem(admin.post("/api/people", json=examples.PERSON), 422, "invalid-input")
    me = f"/api/people/{admin.account.id}"
    alone = admin.patch(me, json={"roles": ["employee"]}, headers={"if-match": "*"})
    problem(alone, 403, "not-allowed")
    assert {person["name"] for person in admin.get("/api/people").json()["people"]} == {
        "Test admin",
        "Fatima el Amrani",
    }


# tokens


def test_a_token_may_no_more_than_its_person_and_its_scopes(programme):
    client = programme("employee", scopes=("review", "admin"))

    assert client.get("/api/me").json()["scopes"] == ["admin", "review"]
    assert client.post("/api/reviews", json=CALL).status_code == 200
    problem(client.get("/api/calls"), 403, "not-allowed")
    problem(client.get("/api/people"), 403, "not-allowed")
    assert client.get("/", follow_redirects=False).status_code == 403


def test_wrong_old_and_foreign_tokens_are_nobody(client, site):
    account = make_account(site, "employee")
    old = token_of(site, account, ends=datetime.now(UTC) - timedelta(seconds=1))
    for token in ("onzin", "", old):
        headers = {"authorization": f"Bearer {token}", "cookie": f"{COOKIE}={account.cookie}"}
        answer = client.get("/api/me", headers=headers)
        problem(answer, 401, "not-logged-in")
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_token_ends_when_its_person_may_no_longer_come_in(programme):
    admin, client = programme("admin"), programme("employee")

    answer = admin.patch(
        f"/api/people/{client.account.id}", json={"active": False}, headers={"if-match": "*"}
    )

    assert answer.status_code == 200
    problem(client.get("/api/me"), 401, "not-logged-in")


def test_a_browser_uses_the_api_with_its_form_token(client_as):
    client = client_as("employee")

    problem(client.post("/api/phrases", json=examples.PHRASE), 403, "not-allowed")
    made = client.post(
        "/api/phrases", json=examples.PHRASE, headers={"x-csrf-token": client.account.csrf}
    )
    foreign = client.post(
        "/api/phrases",
        json=examples.PHRASE,
        headers={"x-csrf-token": client.account.csrf, "sec-fetch-site": "cross-site"},
    )

    assert made.status_code == 201
    problem(foreign, 403, "not-allowed")
    assert client.get("/api/me").json()["scopes"]


def test_a_token_that_asks_too_often_waits_and_others_do_not(app, site, programme):
    moment = datetime(2026, 11, 22, 12, tzinfo=UTC)
    site.now = lambda: moment
    app.state.meter = Meter(per_minute=3)
    client, other = programme("employee"), programme("employee")

    assert [client.get("/api/me").status_code for _ in range(3)] == [200] * 3
    answer = client.get("/api/me")
    problem(answer, 429, "too-many")
    assert answer.headers["retry-after"] == "20"
    assert other.get("/api/me").status_code == 200
    moment += timedelta(seconds=int(answer.headers["retry-after"]))
    assert client.get("/api/me").status_code == 200
    problem(client.get("/api/me"), 429, "too-many")


# sent again


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/phrases", examples.PHRASE),
        ("/api/calls", CALL),
        ("/api/people", examples.PERSON),
    ],
)
def test_a_request_sent_again_with_its_key_makes_one_thing(programme, path, body):
    client = programme("admin", "employee")
    key = {"idempotency-key": "a3f1"}

    first, again = (client.post(path, json=body, headers=key) for _ in range(2))
    other = client.post(
        path,
        json={**body, "id": "anders"} if "turns" in body else {**body, "team": True, "name": "x"},
        headers=key,
    )

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.headers["location"] == again.headers["location"]
    assert first.json() == again.json()
    assert other.status_code == 422


def test_a_key_belongs_to_its_request_person_and_day(programme, site):
    moment = datetime.now(UTC)
    site.now = lambda: moment
    one, two, key = programme("employee"), programme("employee"), {"idempotency-key": "zelfde"}

    first = one.post("/api/phrases", json=examples.PHRASE, headers=key).headers["location"]
    problem(
        one.post("/api/phrases", json={**examples.PHRASE, "text": "x"}, headers=key),
        422,
        "key-reused",
    )
    assert two.post("/api/phrases", json=examples.PHRASE, headers=key).headers["location"] != first
    problem(
        one.post("/api/phrases", json=examples.PHRASE, headers={"idempotency-key": "a b"}),
        400,
        "invalid-request",
    )
    moment += timedelta(days=1, seconds=1)
    assert one.post("/api/phrases", json=examples.PHRASE, headers=key).headers["location"] != first


def test_health_needs_nobody_and_tells_little(client):
    answer = client.get("/api/health")

    assert (answer.status_code, set(answer.json()), answer.json()["store"]) == (
        200,
        {"gehoor", "store"},
        True,
    )


def test_health_says_where_the_store_does_not_answer(tmp_path, client, site):
    site.store.engine.dispose()
    for path in tmp_path.glob("gehoor.db*"):
        path.unlink()
    tmp_path.rmdir()

    answer = client.get("/api/health")

    assert (answer.status_code, answer.json()["store"]) == (503, False)
    tmp_path.mkdir()


def test_what_breaks_inside_is_said_without_its_words(site, programme):
    client = programme("employee")
    with site.store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE phrases RENAME TO zinnen")
    answer = client.get("/api/phrases")
    problem(answer, 500, "internal")
    assert "sqlite" not in answer.text.lower()
