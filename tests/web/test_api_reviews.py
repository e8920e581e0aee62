"""`POST /api/reviews` never breaks, and says what `gehoor review --format json` says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient
from typer.testing import CliRunner

from gehoor.cli import review  # noqa: F401  # registers the command
from gehoor.cli.app import app as commands
from gehoor.web.api.limits import Meter
from gehoor.web.app import create_app
from tests.conftest import EXAMPLES
from tests.web.api import Programme, token_of
from tests.web.conftest import ADDRESS, make_account, new_site

SAID = [
    turn["text"]
    for path in sorted(EXAMPLES.glob("*.json"))
    for turn in json.loads(path.read_text(encoding="utf-8"))["turns"]
]
TEXTS = st.sampled_from(SAID) | st.text(max_size=80)
TIMES = st.none() | st.floats(0, 4000, allow_nan=False)


@st.composite
def turns(draw: st.DrawFn) -> dict[str, Any]:
    start = draw(TIMES)
    end = None if start is None else draw(st.none() | st.floats(start, start + 60))
    return {
        "speaker": draw(st.sampled_from(["agent", "caller"])),
        "text": draw(TEXTS),
        "start": start,
        "end": end,
    }


CASES = st.fixed_dictionaries(
    {},
    optional={
        "fault": st.sampled_from(["organisation", "caller", "none", "unknown"]),
        "mandate": st.none() | st.floats(0, 1e9),
        "contacts": st.none() | st.integers(0, 50),
        "address_form": st.sampled_from(["u", "je", None]),
        "party_word": st.none() | st.text(max_size=20),
    },
)
CALLS = st.fixed_dictionaries(
    {"id": st.text(min_size=1, max_size=30), "turns": st.lists(turns(), min_size=1, max_size=8)},
    optional={
        "channel": st.sampled_from(["phone", "chat", "mail", "app", "sms"]),
        "date": st.none() | st.dates().map(str),
        "case": CASES,
        "findings": st.just([{"rule": "EXC02"}]),  # a label: ignored
    },
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["turns", "speaker", "text", "id", "case", "date"])
            | st.text(max_size=8),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programme]:
    site = new_site(tmp_path_factory.mktemp("api"))
    app = create_app(site)
    app.state.meter = Meter(per_minute=1_000_000)
    account = make_account(site, "employee")
    with TestClient(app, base_url=ADDRESS) as client:
        yield Programme(client, token_of(site, account), account)
    site.store.close()


few = settings(
    max_examples=12,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking would load the method often
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@few
@given(calls=st.lists(CALLS, min_size=1, max_size=4))
def test_a_review_over_the_api_is_the_review_of_the_command(
    programme: Programme, tmp_path: Path, calls: list[Any]
) -> None:
    path = tmp_path / "gesprekken.jsonl"
    path.write_text("".join(json.dumps(call) + "\n" for call in calls), encoding="utf-8")
    printed = CliRunner().invoke(commands, ["review", str(path), "--format", "json"])
    assert printed.exit_code == 0, printed.output

    answers = [programme.post("/api/reviews", json=call) for call in calls]

    assert [answer.json() for answer in answers] == [
        json.loads(line) for line in printed.stdout.strip("\n").split("\n")
    ]


@settings(max_examples=150)
@given(data=ANYTHING | CALLS)
def test_whatever_is_sent_is_reviewed_or_named(programme: Programme, data: Any) -> None:
    body = json.dumps(data).encode()

    answer = programme.post(
        "/api/reviews", content=body, headers={"content-type": "application/json"}
    )

    assert answer.status_code in {200, 400, 422}, answer.text
    if answer.status_code != 200:
        assert answer.json()["faults"]


@settings(max_examples=100)
@given(
    where=st.sampled_from(
        ["speaker", "text", "start", "channel", "date", "language", "id", "party_word"]
    ),
    kind=st.sampled_from([str, list, dict, int]),
)
def test_no_fault_repeats_what_was_said(programme: Programme, where: str, kind: type) -> None:
    secret = "zwaluwstaart"
    value: Any = {str: secret, list: [secret], dict: {"text": secret}, int: 7}[kind]
    turn = {"speaker": "agent", "text": secret, "start": 1.0}
    call: dict[str, Any] = {"turns": [turn, {"speaker": secret}], "channel": secret, "case": {}}
    target = turn if where in turn else call["case"] if where == "party_word" else call
    target[where] = value

    answer = programme.post("/api/reviews", json=call)

    assert answer.status_code == 422
    assert secret not in answer.text


@settings(max_examples=150)
@given(
    data=st.binary(max_size=200) | st.text(max_size=200).map(str.encode),
    kind=st.sampled_from(["text/plain", "text/vtt", "application/x-subrip", "application/json"]),
)
def test_any_bytes_of_any_form_are_reviewed_or_named(
    programme: Programme, data: bytes, kind: str
) -> None:
    answer = programme.post("/api/reviews", content=data, headers={"content-type": kind})

    assert answer.status_code in {200, 400, 422}, answer.text
