"""How fast somebody may try passwords and codes: by account, and by where they come from.

A browser that logged in before has a count of its own (a «device cookie»), so that whoever
guesses at an account does not keep its owner out. Source: OWASP, Slow down online guessing
attacks with device cookies.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import secrets
from typing import TYPE_CHECKING, Final

from litestar.datastructures import Cookie

from gehoor.store import KeyFault, Vault, attempts
from gehoor.store.attempts import ACCOUNT, ADDRESS, Limit
from gehoor.store.people import address_of
from gehoor.web.asked import Asked

if TYPE_CHECKING:
    from gehoor.web.site import Site

COOKIE: Final = "__Host-gehoor-bekend"
_PLACE: Final = "known-browser"


def of_account(request: Asked, email: str) -> tuple[Limit, ...]:
    """Return what counts attempts on an account: this browser's own, where it is known there."""
    vault = request.app.state.site.store.vault
    known = _known(vault, request.cookies.get(COOKIE, ""), address_of(email))
    return (Limit(known or f"account/{address_of(email)}", ACCOUNT),)


def of_place(request: Asked) -> tuple[Limit, ...]:
    """Return what counts attempts from one network address (of IPv6: its /64)."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return (Limit(f"address/{host}", ADDRESS),)
    net = ipaddress.ip_network((address, 64 if address.version == 6 else 32), strict=False)
    return (Limit(f"address/{net}", ADDRESS),)


def must_wait(site: Site, before: tuple[Limit, ...], counted: tuple[Limit, ...]) -> int:
    """Return how many seconds somebody must wait; when 0, the attempt counts as failed already.

    Args:
        site: the site.
        before: what is looked at.
        counted: what an attempt is counted on before it is judged.
    """
    with site.store.begin() as session:
        seconds = attempts.wait(session, site.store.vault, before, site.now())
        if not seconds:
            attempts.count(session, site.store.vault, counted, site.now())
    return seconds


def known_cookie(vault: Vault, email: str) -> Cookie:
    """Return the cookie that makes a browser known to an account, for a year."""
    said = f"{secrets.token_hex(8)} {address_of(email)}".encode()
    sealed = base64.urlsafe_b64encode(vault.own_box(_PLACE).seal(said, _PLACE)).decode()
    return Cookie(
        COOKIE, value=sealed, secure=True, httponly=True, samesite="lax", max_age=31_536_000
    )


def _known(vault: Vault, cookie: str, email: str) -> str:
    try:
        said = vault.own_box(_PLACE).open(base64.urlsafe_b64decode(cookie), _PLACE).decode()
    except (binascii.Error, ValueError, KeyFault):
        return ""
    return f"browser/{said}" if said.partition(" ")[2] == email else ""
