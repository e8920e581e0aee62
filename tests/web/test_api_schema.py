"""The API does what its OpenAPI document says, whatever is sent: schemathesis over every route."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from litestar.testing import TestClient
from schemathesis.config import SchemathesisConfig

from gehoor.web.api import examples
from gehoor.web.api.description import describe
from gehoor.web.api.limits import Meter
from gehoor.web.app import create_app
from tests.web.api import Programme, token_of
from tests.web.conftest import ADDRESS, make_account, new_site, served

EXAMPLES = 8  # requests of every route that fit its form, and as many that don't
CONFIG = {
    "checks": {
        # A form can't say everything: that the call has that turn, or that the end follows the
        # start. Those are 422, with the place.
        "positive_data_acceptance": {
            "expected-statuses": ["2xx", "403", "404", "412", "422"],
        },
        "negative_data_rejection": {  # an edition nobody knows is 412, whatever it looks like
            "expected-statuses": ["400", "401", "403", "404", "412", "413", "415", "422", "428"],
        },
        "missing_required_header": {"expected-statuses": ["404", "428"]},  # RFC 6585
    },
}


class Running(NamedTuple):
    """A real server with something in it: its address, a token for all, ids of what is there."""

    address: str
    token: str
    ids: dict[str, str]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    site = new_site(tmp_path_factory.mktemp("api"))
    app = create_app(site)
    app.state.meter = Meter(per_minute=1_000_000)
    account = make_account(site, "employee", "coach", "team_lead", "admin")
    token = token_of(site, account)
    with TestClient(app, base_url=ADDRESS) as client:
        ids = _filled(Programme(client, token, account), make_account(site, "coach").id)
    with served(app) as address:
        yield Running(address, token, ids)
    site.store.close()


def _filled(programme: Programme, coach_id: str) -> dict[str, str]:
    """Bring a call, a comment, an objection, a phrase; return their ids by path parameter."""
    call_id = programme.post("/api/calls", json=examples.CALL).json()["id"]
    where = f"/api/calls/{call_id}"
    programme.put(f"{where}/shares/{coach_id}")
    return {
        "call_id": call_id,
        "comment_id": programme.post(f"{where}/comments", json=examples.COMMENT).json()["id"],
        "objection_id": programme.post(f"{where}/objections", json=examples.OBJECTION).json()["id"],
        "promise_id": programme.get(f"{where}/promises").json()["promises"][0]["id"],
        "phrase_id": programme.post("/api/phrases", json=examples.PHRASE).json()["id"],
        "person_id": coach_id,
        "rule": "EXC02",
    }


schema = schemathesis.openapi.from_dict(describe(), config=SchemathesisConfig.from_dict(CONFIG))


@schemathesis.serializer("application/x-subrip", "text/vtt")
def as_bytes(_: schemathesis.SerializationContext, value: object) -> bytes:
    return str(value).encode("utf-8", "replace")


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_route_answers_as_its_document_says(case: Any, running: Running) -> None:
    if case.meta.generation.mode.is_positive:
        _somewhere_real(case, running.ids)
    case.call_and_validate(
        base_url=running.address, headers={"Authorization": f"Bearer {running.token}"}
    )


def _somewhere_real(case: Any, ids: dict[str, str]) -> None:
    """Let most requests be about something that is there; nothing there is deleted."""
    if case.method != "DELETE" and case.path_parameters and "0" in str(case.path_parameters):
        case.path_parameters = {name: ids[name] for name in case.path_parameters}
    if "If-Match" in case.headers:
        case.headers["If-Match"] = "*"
