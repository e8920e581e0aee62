"""Requests that may be sent again: the same Idempotency-Key makes something once.

Source: draft-ietf-httpapi-idempotency-key-header. A key belongs to a person, to one request and
to one day; what is kept of it is a keyed hash, and the id of what was made.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from gehoor.store import repeats
from gehoor.web.api.here import site_of, visitor_of
from gehoor.web.api.problems import Problem
from gehoor.web.asked import Asked

_KEY: Final = re.compile(r"[\x21-\x7e]{1,200}")
REUSED: Final = "deze Idempotency-Key hoorde bij een ander verzoek"


class Made(NamedTuple):
    """What a request made; `again`: the same request had made it before."""

    id: str
    again: bool = False


def once(session: Session, request: Asked, body: bytes, make: Callable[[], str]) -> Made:
    """Return what a request makes in a session, made by it or by the same request before.

    Raises:
        Problem: the key is not one, or belongs to another request.
    """
    key, vault = _key_of(request), site_of(request).store.vault
    if key is None:
        return Made(make())
    asked = f"{request.method} {request.url.path}?{request.url.query}\n".encode() + body
    repeat = repeats.Repeat(visitor_of(request).id, key, asked)
    try:
        made = repeats.claim(session, vault, repeat, site_of(request).now())
    except repeats.OtherRequest:
        raise Problem("key-reused", REUSED) from None
    if made is not None:
        return Made(made, again=True)
    subject_id = make()
    repeats.settle(session, vault, repeat, subject_id)
    return Made(subject_id)


def _key_of(request: Asked) -> str | None:
    header = request.headers.get("idempotency-key")
    if header is None:
        return None
    key = header.strip()
    if len(key) > 2 and key[0] == key[-1] == '"':  # the draft's own form
        key = key[1:-1]
    if not _KEY.fullmatch(key):
        raise Problem(
            "invalid-request", faults=["Idempotency-Key: verwacht 1 tot 200 zichtbare tekens"]
        )
    return key
