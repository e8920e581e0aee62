"""A request, and who makes it, as all of `web` knows them."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from litestar import Request

Asked = Request[Any, Any, Any]

RULE: Final = "may"  # where a route says who may use it
PUBLIC: Final = "public"


class Visitor(NamedTuple):
    """Who makes a request: a person who is logged in, by browser session or by token."""

    id: str
    name: str
    roles: frozenset[str]
    team_id: str | None
    language: str
    csrf: str
    scopes: frozenset[str] | None = None  # None: a browser session, with all a person may do
    token_id: str | None = None

    def is_any(self, *roles: str) -> bool:
        """Tell whether the person has one of these roles."""
        return bool(self.roles.intersection(roles))
