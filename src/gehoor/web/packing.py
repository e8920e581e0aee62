"""Which answers travel packed (gzip): only those that no other site could have asked for.

Whoever lets somebody's browser ask pages of ours and sees how long the packed answers are, can
guess at what stands in them (BREACH). So a browser must say that the request comes from this
site or from its user; what says nothing gets packed answers only where it sends no cookie. Form
tokens are sealed anew for every page besides (`security.csrf`). A part of a file goes as it is.
Source: breachattack.com; W3C Fetch Metadata. The packing itself is Litestar's.
"""

from __future__ import annotations

from typing import Final

from litestar.config.compression import CompressionConfig
from litestar.types import HTTPScope

AS_IT_IS: Final = "as_it_is"  # `opt` of a route whose answers are packed already, or sound
PACKED: Final = CompressionConfig(
    backend="gzip", minimum_size=1000, gzip_compress_level=6, exclude_opt_key=AS_IT_IS
)
_ACCEPTED: Final = b"accept-encoding"


def leave_plain(scope: HTTPScope) -> None:
    """Take from a request that it accepts packed answers, unless nobody can learn from them."""
    if not _is_safe(scope):
        kept = [(name, value) for name, value in scope["headers"] if name != _ACCEPTED]
        scope["headers"] = kept


def _is_safe(scope: HTTPScope) -> bool:
    said = dict(scope["headers"])
    if b"range" in said:
        return False
    if scope["path"].startswith("/static/"):
        return True
    asked_by = said.get(b"sec-fetch-site")
    return asked_by in (b"same-origin", b"none") if asked_by else b"cookie" not in said
