"""Two programmes, or two people, that change the same thing: nobody overwrites unseen work.

What can be edited is shown with an ETag; who changes it says by If-Match what they read
(RFC 9110, 13.1.1). Without that header: 428 (RFC 6585); with an old one: 412.
"""

from __future__ import annotations

from gehoor.web.api.problems import Problem
from gehoor.web.asked import Asked


def etag(edition: int | str) -> str:
    """Return the ETag of an edition."""
    return f'"{edition}"'


def demand_edition(request: Asked, current: int | str) -> None:
    """Refuse a change of an edition that is no longer the current one.

    Raises:
        Problem: no If-Match, or one that names other editions only.
    """
    header = request.headers.get("if-match", "").strip()
    if not header:
        raise Problem("edition-required", headers={"ETag": etag(current)})
    tags = [tag.strip() for tag in header.split(",")]
    if "*" not in tags and etag(current) not in tags:
        raise Problem("changed-meanwhile", headers={"ETag": etag(current)})
