"""What the tests of the API share: a client with a token, and calls to bring."""

from __future__ import annotations

import json
from functools import partialmethod
from typing import Any

from litestar.testing import TestClient

from gehoor.store import entry
from gehoor.web.security.scopes import SCOPES
from gehoor.web.site import Site
from tests.conftest import EXAMPLES
from tests.web.conftest import Account

CALL = json.loads((EXAMPLES / "energie-eindafrekening.json").read_text(encoding="utf-8"))


def token_of(site: Site, account: Account, *scopes: str, **more: Any) -> str:
    """Make a token for somebody; all scopes where none is named."""
    with site.store.begin() as session:
        return entry.make_token(session, account.id, "proef", scopes or tuple(SCOPES), **more)[0]


class Programme:
    """Something that sends a token with every request, through one client for all."""

    def __init__(self, client: TestClient[Any], token: str, account: Account) -> None:
        self._client, self._token, self.account = client, token, account

    def send(self, method: str, path: str, /, **more: Any) -> Any:
        """Send a request and return the answer."""
        headers = {"authorization": f"Bearer {self._token}", **more.pop("headers", {})}
        return self._client.request(method, path, headers=headers, **more)

    get = partialmethod(send, "GET")
    post = partialmethod(send, "POST")
    put = partialmethod(send, "PUT")
    patch = partialmethod(send, "PATCH")
    delete = partialmethod(send, "DELETE")


def problem(answer: Any, status: int, kind: str) -> dict[str, Any]:
    """Return the problem in an answer, after checking that it is this one."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    found: dict[str, Any] = answer.json()
    assert found["type"] == f"urn:gehoor:problem:{kind}"
    assert found["status"] == status
    assert found["detail"].endswith((".", "!", "?", "…"))
    return found
