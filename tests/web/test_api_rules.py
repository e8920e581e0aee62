"""Who may use which route of the API: every route, every role, every scope; made of the routes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute
from litestar.testing import TestClient

from gehoor.store.models.people import ROLES
from gehoor.web.api.router import api
from gehoor.web.security.access import PUBLIC, RULE
from gehoor.web.security.scopes import BASIC, SCOPES
from tests.web.api import token_of
from tests.web.conftest import ADDRESS

NOWHERE = "0" * 32


class Way(NamedTuple):
    """A route with what it says of itself."""

    method: str
    path: str
    rule: Any
    scope: str


def _ways() -> Iterator[Way]:
    for route in Litestar([api()], openapi_config=None).routes:
        assert isinstance(route, HTTPRoute)
        for handler in route.route_handlers:
            for method in handler.http_methods - {"OPTIONS"}:
                yield Way(method, route.path_format, handler.opt[RULE], handler.opt["scope"])


WAYS = sorted(_ways())
ADDRESSES = {way: way.path.replace("{rule}", "EXC02") for way in WAYS}


def sent(client: TestClient[Any], way: Way, **headers: str) -> int:
    path = "/".join(NOWHERE if part.startswith("{") else part for part in ADDRESSES[way].split("/"))
    return client.request(way.method, path, headers=headers).status_code


@pytest.fixture
def client(app) -> Iterator[TestClient[Any]]:
    with TestClient(app, base_url=ADDRESS) as client:
        yield client


def test_every_route_says_who_may_and_which_scope():
    assert len(WAYS) >= 40
    for way in WAYS:
        known = {PUBLIC} if way.rule == PUBLIC else set(ROLES)
        assert {way.rule} <= known if way.rule == PUBLIC else way.rule <= known
        assert way.rule == PUBLIC or way.scope in {*SCOPES, BASIC}, way
        assert way.method == "GET" or way.scope not in {BASIC, "calls:read"}, way


def test_strangers_get_in_nowhere_but_at_the_public_routes(client):
    for way in WAYS:
        status = sent(client, way)
        assert (status == 401) == (way.rule != PUBLIC), (way, status)
        assert (sent(client, way, authorization="Bearer onzin") == 401) == (way.rule != PUBLIC), way


def test_every_role_with_every_scope_gets_in_where_the_route_says_so(client, site, each_role):
    for (role, account), scope in itertools.product(each_role.items(), SCOPES):
        token = token_of(site, account, scope)
        for way in WAYS:
            status = sent(client, way, authorization=f"Bearer {token}")
            allowed = way.rule == PUBLIC or (role in way.rule and way.scope in {scope, BASIC})
            assert (status not in {401, 403}) == allowed, (role, scope, way, status)


def test_a_browser_may_what_its_person_may_and_changes_only_with_its_form_token(client, each_role):
    for role, account in each_role.items():
        cookie = f"__Host-gehoor={account.cookie}"
        for way in WAYS:
            allowed = way.rule == PUBLIC or role in way.rule
            bare = sent(client, way, cookie=cookie)
            sure = sent(client, way, cookie=cookie, **{"x-csrf-token": account.csrf})
            assert (sure not in {401, 403}) == allowed, (role, way, sure)
            assert (bare not in {401, 403}) == (allowed and way.method == "GET"), (role, way, bare)
