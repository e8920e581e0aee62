"""An identity provider in a process of its own: OpenID Connect over HTTP on loopback.

It checks what a provider checks (client secret, redirect, PKCE, codes used once) and says yes to
whoever `/next` names. With `/next?fault=…` it misbehaves once, as an attacker would.

usage: python -m tests.web.idp CLIENT_ID CLIENT_SECRET
"""

from __future__ import annotations

import base64
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

CLIENT_ID, CLIENT_SECRET = sys.argv[1:3] if len(sys.argv) > 2 else ("", "")
KEY = RSAKey.generate_key(2048, {"use": "sig"}, auto_kid=True)
FOREIGN = RSAKey.generate_key(2048, {"kid": str(KEY.kid)})
OTHER_KIND = ECKey.generate_key("P-256", {"use": "sig"}, auto_kid=True)


class Provider:
    """What the provider remembers."""

    def __init__(self) -> None:
        self.user: dict[str, Any] = {"sub": "1"}
        self.fault = ""
        self.codes: dict[str, dict[str, str]] = {}


STATE = Provider()


class Handler(BaseHTTPRequestHandler):
    """Answers the requests of browser and client."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    @property
    def issuer(self) -> str:
        return f"http://{self.headers['host']}"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = dict(parse_qsl(parts.query))
        if parts.path == "/.well-known/openid-configuration":
            self.answer(self.metadata())
        elif parts.path == "/jwks":
            self.answer(KeySet([KEY, OTHER_KIND]).as_dict(private=False))
        elif parts.path == "/next":
            STATE.fault, STATE.user = asked.pop("fault", ""), json.loads(asked["user"])
            self.answer({})
        elif parts.path == "/authorize":
            self.authorize(asked)
        elif parts.path == "/userinfo":
            self.answer(
                {**STATE.user, "sub": "other" if STATE.fault == "sub" else STATE.user["sub"]}
            )

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        asked = {key: values[0] for key, values in parse_qs(body).items()}
        # client and secret are form-encoded before they are joined (RFC 6749 section 2.3.1)
        given = unquote_plus(base64.b64decode(self.headers["authorization"].split()[1]).decode())
        kept = STATE.codes.pop(asked.get("code", ""), None)
        sound = (
            kept is not None
            and given == f"{CLIENT_ID}:{CLIENT_SECRET}"
            and kept["redirect_uri"] == asked["redirect_uri"]
            and create_s256_code_challenge(asked["code_verifier"]) == kept["code_challenge"]
        )
        if not sound or kept is None:
            self.answer({"error": "invalid_grant"}, 400)
            return
        token = self.id_token(kept["nonce"])
        self.answer({"access_token": "a", "token_type": "Bearer", "id_token": token})

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }

    def authorize(self, asked: dict[str, str]) -> None:
        right = (
            asked["client_id"] == CLIENT_ID
            and asked["response_type"] == "code"
            and asked["code_challenge_method"] == "S256"
            and "openid" in asked["scope"].split()
        )
        code = secrets.token_urlsafe(16)
        STATE.codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": self.issuer}
        if STATE.fault == "refused" or not right:
            back = {"error": "access_denied", "state": asked["state"], "iss": self.issuer}
        elif STATE.fault == "state":
            back["state"] = "another"
        elif STATE.fault == "mixed-up":
            back["iss"] = "https://evil.example"
        elif STATE.fault == "no-issuer":
            del back["iss"]
        self.send_response(302)
        self.send_header("location", f"{asked['redirect_uri']}?{urlencode(back)}")
        self.send_header("content-length", "0")
        self.end_headers()

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        in_token = {
            k: v for k, v in STATE.user.items() if STATE.fault not in ("thin", "sub") or k == "sub"
        }
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            **in_token,
        }
        wrong: dict[str, dict[str, Any]] = {
            "nonce": {"nonce": "another"},
            "expired": {"iat": now - 900, "exp": now - 600},
            "issuer": {"iss": "https://evil.example"},
            "audience": {"aud": "another-client"},
        }
        claims |= wrong.get(STATE.fault, {})
        if STATE.fault == "no-nonce":
            del claims["nonce"]
        header = {"alg": "RS256", "kid": KEY.kid}
        if STATE.fault == "unsigned":
            head, body = (
                base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
                for part in ({"alg": "none", "kid": KEY.kid}, claims)
            )
            return f"{head}.{body}."
        return jwt.encode(header, claims, FOREIGN if STATE.fault == "signature" else KEY)

    def answer(self, data: Any, status: int = 200) -> None:
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    """Serve on a free port, and say which."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
