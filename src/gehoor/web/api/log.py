"""The log: an administrator reads all of it, everybody else what is about their own calls."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from litestar import Response, get

from gehoor.store import audit, people
from gehoor.store.models import AuditEntry
from gehoor.web.api.forms.people import AuditLine, AuditPage, AuditQuery
from gehoor.web.api.given import asked, takes
from gehoor.web.api.here import site_of, visitor_of
from gehoor.web.asked import Asked
from gehoor.web.security.access import Visitor, may
from gehoor.web.security.scopes import ADMIN, BASIC


@get(
    "/audit",
    opt=may(scope=BASIC) | takes(query=AuditQuery),
    tags=["Logboek"],
    summary="Wie wat deed",
    description="Nieuwste eerst. Een beheerder (met de scope `admin`) ziet alles; ieder ander wat "
    "over de eigen gesprekken en gegevens gaat: wie keek, en wanneer.",
    sync_to_thread=True,
)
def read_log(request: Asked) -> Response[AuditPage]:
    """Return lines of the log."""
    query, visitor = asked(request, AuditQuery), visitor_of(request)
    with site_of(request).store.read() as session:
        lines = audit.about(
            session,
            concerns_id=None if _sees_all(visitor) else visitor.id,
            subject_id=query.subject,
            person_id=query.person,
            before=query.before,
            size=query.size + 1,
        )
        names = people.names(session, {line.person_id for line in lines if line.person_id})
    shown = tuple(_line(line, names) for line in lines[: query.size])
    return Response(AuditPage(shown, _next(lines, query.size)))


def _sees_all(visitor: Visitor) -> bool:
    with_scope = visitor.scopes is None or ADMIN in visitor.scopes
    return visitor.is_any("admin") and with_scope


def _next(lines: Sequence[AuditEntry], size: int) -> int | None:
    return lines[size - 1].number if len(lines) > size else None


def _line(entry: AuditEntry, names: dict[str, str]) -> AuditLine:
    return AuditLine(
        number=entry.number,
        at=entry.at,
        person_id=entry.person_id,
        person=names.get(entry.person_id or ""),
        action=entry.action,
        kind=entry.kind,
        subject_id=entry.subject_id,
        concerns_id=entry.concerns_id,
        detail=msgspec.json.decode(entry.detail),
    )


ROUTES = [read_log]
