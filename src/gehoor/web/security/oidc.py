"""Another service that logs people in: OpenID Connect, the code flow with PKCE.

What was asked (state, nonce, verifier) travels in a sealed cookie that lives ten minutes.
Refused are: an answer nobody asked for, one of another issuer (RFC 9207), a token with a wrong
signature, audience, nonce or time. Sources: OpenID Connect Core 1.0 section 3.1, RFC 7636, RFC
9700. Only the service in the settings is ever contacted.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import threading
import time
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote_plus

import httpx
import msgspec
from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from gehoor.store import KeyFault, Vault
from gehoor.web.settings import Oidc

COOKIE: Final = "__Host-gehoor-extern"
LIFE: Final = 600  # seconds
LEEWAY: Final = 60  # seconds clocks may differ
KEPT: Final = 3600  # seconds that the service's own settings are kept
ALGORITHMS: Final = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "EdDSA",
]
_PLACE: Final = "oidc"
_BASIC: Final = "client_secret_basic"
_TIMEOUT: Final = 10.0


class OidcFault(RuntimeError):
    """Logging in by the other service failed; the message says why, for the log."""


class Asked(msgspec.Struct, frozen=True):
    """What was asked of the service; its answer must fit."""

    state: str
    nonce: str
    verifier: str
    issuer: str
    onward: str
    ends: float


class Identity(msgspec.Struct, frozen=True):
    """Who the service says somebody is. `subject` is issuer and sub together."""

    subject: str
    email: str
    email_verified: bool
    name: str
    claims: Mapping[str, Any]


class Provider:
    """The service of the settings; safe to share between threads."""

    def __init__(self, settings: Oidc, redirect: str) -> None:
        self.settings, self._redirect = settings, redirect
        self._lock = threading.Lock()
        self._found: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def ask(self, onward: str, now: float) -> tuple[str, Asked]:
        """Return where to send the browser, and what to remember of it."""
        asked = Asked(
            state=secrets.token_urlsafe(24),
            nonce=secrets.token_urlsafe(24),
            verifier=secrets.token_urlsafe(48),
            issuer=self.settings.issuer,
            onward=onward,
            ends=now + LIFE,
        )
        address = prepare_grant_uri(
            self._metadata()["authorization_endpoint"],
            client_id=self.settings.client_id,
            response_type="code",
            redirect_uri=self._redirect,
            scope="openid email profile",
            state=asked.state,
            nonce=asked.nonce,
            code_challenge=create_s256_code_challenge(asked.verifier),
            code_challenge_method="S256",
        )
        return str(address), asked

    def identify(self, asked: Asked, answer: Mapping[str, str], now: float) -> Identity:
        """Return who came back.

        Raises:
            OidcFault: the answer doesn't fit what was asked, or can't be trusted.
        """
        self._check(asked, answer, now)
        try:
            token = self._token(answer["code"], asked.verifier)
            claims = self._claims(str(token.get("id_token", "")), asked, now)
            return self._identity(str(token.get("access_token", "")), claims)
        except (AuthlibBaseError, JoseError, httpx.HTTPError, ValueError, KeyError) as error:
            raise OidcFault(type(error).__name__) from None

    def _check(self, asked: Asked, answer: Mapping[str, str], now: float) -> None:
        if asked.ends <= now:
            raise OidcFault("te laat")
        if not hmac.compare_digest(asked.state.encode(), answer.get("state", "").encode()):
            raise OidcFault("state past niet")
        demanded = self._metadata().get("authorization_response_iss_parameter_supported", False)
        issuer = answer.get("iss", "" if demanded else self.settings.issuer)
        if issuer != self.settings.issuer or asked.issuer != self.settings.issuer:
            raise OidcFault("andere uitgever")
        if "error" in answer or not answer.get("code"):
            raise OidcFault("geweigerd")

    def _claims(self, token: str, asked: Asked, now: float) -> dict[str, Any]:
        try:
            decoded = jwt.decode(token, self._key_set(), algorithms=ALGORITHMS)
        except (JoseError, ValueError):  # a key may be newer than what we kept
            decoded = jwt.decode(token, self._key_set(fresh=True), algorithms=ALGORITHMS)
        demanded = {
            "iss": {"essential": True, "value": self.settings.issuer},
            "aud": {"essential": True, "value": self.settings.client_id},
            "nonce": {"essential": True, "value": asked.nonce},
        }
        params = {"nonce": asked.nonce, "client_id": self.settings.client_id}
        claims = CodeIDToken(decoded.claims, decoded.header, demanded, params)
        claims.validate(now=int(now), leeway=LEEWAY)
        return dict(claims)

    def _identity(self, token: str, claims: dict[str, Any]) -> Identity:
        if "email" not in claims and (address := self._metadata().get("userinfo_endpoint")):
            bearer = {"authorization": f"Bearer {token}"}
            more = httpx.get(address, headers=bearer, timeout=_TIMEOUT).raise_for_status().json()
            if more.get("sub") != claims["sub"]:
                raise OidcFault("sub past niet")
            claims = {**more, **claims}
        return Identity(
            subject=f"{self.settings.issuer} {claims['sub']}",
            email=str(claims.get("email", "")),
            email_verified=claims.get("email_verified") is True,
            name=str(claims.get("name") or claims.get("email") or claims["sub"]),
            claims=claims,
        )

    def _token(self, code: str, verifier: str) -> dict[str, Any]:
        """Return what the service gives for a code (RFC 6749 section 4.1.3)."""
        data = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect,
            "code_verifier": verifier,
        }
        known = self._metadata().get("token_endpoint_auth_methods_supported", [_BASIC])
        own = (self.settings.client_id, self.settings.client_secret)
        if _BASIC in known:
            basic = (quote_plus(own[0]), quote_plus(own[1]))
            answer = httpx.post(
                self._metadata()["token_endpoint"], data=data, auth=basic, timeout=_TIMEOUT
            )
        else:
            data |= dict(zip(("client_id", "client_secret"), own, strict=True))
            answer = httpx.post(self._metadata()["token_endpoint"], data=data, timeout=_TIMEOUT)
        token = answer.raise_for_status().json()
        if not isinstance(token, dict):
            raise OidcFault("geen token")
        return token

    def _metadata(self) -> dict[str, Any]:
        """Return what the service says of itself (OpenID Connect Discovery 1.0)."""
        with self._lock:
            if self._found and self._found[0] > time.monotonic():
                return self._found[1]
            place = self.settings.issuer.rstrip("/") + "/.well-known/openid-configuration"
            try:
                found = httpx.get(place, timeout=_TIMEOUT).raise_for_status().json()
            except (httpx.HTTPError, ValueError) as error:
                raise OidcFault(f"niet bereikbaar: {type(error).__name__}") from None
            if not isinstance(found, dict) or found.get("issuer") != self.settings.issuer:
                raise OidcFault("andere uitgever")
            self._found = (time.monotonic() + KEPT, found)
            return found

    def _key_set(self, fresh: bool = False) -> KeySet:
        address = self._metadata()["jwks_uri"]
        with self._lock:
            if not fresh and self._keys and self._keys[0] > time.monotonic():
                return self._keys[1]
            found = httpx.get(address, timeout=_TIMEOUT).raise_for_status().json()
            self._keys = (time.monotonic() + KEPT, KeySet.import_key_set(found))
            return self._keys[1]


def seal(vault: Vault, asked: Asked) -> str:
    """Return what was asked, sealed for a cookie."""
    sealed = vault.own_box(_PLACE).seal(msgspec.json.encode(asked), _PLACE)
    return base64.urlsafe_b64encode(sealed).decode()


def unseal(vault: Vault, cookie: str) -> Asked:
    """Return what was asked; raises OidcFault where the cookie is not ours."""
    try:
        opened = vault.own_box(_PLACE).open(base64.urlsafe_b64decode(cookie), _PLACE)
        return msgspec.json.decode(opened, type=Asked)
    except (binascii.Error, ValueError, KeyFault):
        raise OidcFault("er was niets gevraagd") from None
