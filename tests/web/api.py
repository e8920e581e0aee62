"""What the tests of the API share: a client with a token, and calls to bring."""

from __future__ import annotations

import json
from typing import Any

from litestar.testing import TestClient

from gehoor.store import entry
from gehoor.web.security.scopes import SCOPES
from gehoor.web.site import Site
from tests.conftest import EXAMPLES
from tests.web.conftest import ADDRESS, Account

CALL = json.loads((EXAMPLES / "energie-eindafrekening.json").read_text(encoding="utf-8"))


def token_of(site: Site, account: Account, *scopes: str, **more: Any) -> str:
    """Make a token for somebody; all scopes where none is named."""
    with site.store.begin() as session:
        return entry.make_token(session, account.id, "proef", scopes or tuple(SCOPES), **more)[0]


def with_token(app: Any, token: str) -> TestClient[Any]:
    """Return a client that sends a token with every request."""
    return TestClient(app, base_url=ADDRESS, headers={"Authorization": f"Bearer {token}"})


def problem(answer: Any, status: int, kind: str) -> dict[str, Any]:
    """Return the problem in an answer, after checking that it is this one."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    found: dict[str, Any] = answer.json()
    assert found["type"] == f"urn:gehoor:problem:{kind}"
    assert found["status"] == status
    assert found["detail"].endswith((".", "!", "?", "…"))
    return found
