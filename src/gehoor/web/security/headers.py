"""What a browser is told to refuse: scripts from elsewhere, frames, guesses at types.

Source: OWASP Secure Headers; CSP level 3.
"""

from __future__ import annotations

from typing import Final

_ALLOWED: Final = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
]
PRIVATE: Final = "no-store"  # pages hold people's words: no copy in caches
POLICY: Final = "; ".join(_ALLOWED)
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": PRIVATE,
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
ONLY_ENCRYPTED: Final = "max-age=31536000"  # a year of https only (HSTS)


def headers_for(address: str) -> dict[str, str]:
    """Return the headers of every answer of a site at this address."""
    if address.startswith("https://"):
        return {**HEADERS, "strict-transport-security": ONLY_ENCRYPTED}
    return HEADERS
