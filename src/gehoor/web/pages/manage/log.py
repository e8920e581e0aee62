"""*Beheer, logboek*: who did what, searched and checked. It holds no words of a call."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from litestar import Response, get, post
from litestar.params import FromQuery

from gehoor.store import audit, people, teams
from gehoor.web.asked import Asked
from gehoor.web.log_words import actions, sentence_of
from gehoor.web.paper import page
from gehoor.web.security.access import may
from gehoor.web.security.notes import note

HOME: Final = "/beheer/logboek"


@get(HOME, opt=may("admin"), sync_to_thread=True)
def log(
    request: Asked,
    wie: FromQuery[str] = "",
    over: FromQuery[str] = "",
    wat: FromQuery[str] = "",
    voor: FromQuery[str] = "",
) -> Response[str]:
    """Show the log, searched."""
    return _show(request, wie=wie, over=over, wat=wat, voor=voor)


def _show(request: Asked, checked: Any = None, **asked: str) -> Response[str]:
    asked = {"wie": "", "over": "", "wat": "", "voor": ""} | asked
    before = int(asked["voor"][:15]) if asked["voor"].isdecimal() else None
    with request.app.state.site.store.read() as session:
        lines = audit.about(
            session,
            concerns_id=asked["over"] or None,
            person_id=asked["wie"] or None,
            action=asked["wat"] or None,
            before=before,
        )
        everybody = people.everybody(session)
        names = {team.id: team.name for team in teams.all_teams(session)}
    names |= {person.id: person.name for person in everybody}
    shown = [
        {
            "number": line.number,
            "at": line.at,
            "who": names.get(line.person_id or "", line.person_id or ""),
            "what": sentence_of(line.action),
            "kind": line.kind,
            "subject": names.get(line.subject_id or "", line.subject_id or ""),
            "detail": _plain(msgspec.json.decode(line.detail)),
        }
        for line in lines
    ]
    more = str(lines[-1].number) if len(lines) == audit.PAGE else ""
    return page(
        request,
        "manage/log.html",
        lines=shown,
        people=everybody,
        actions=actions(),
        asked=asked,
        more=more,
        checked=checked,
    )


def _plain(detail: Any) -> str:
    """Return what a line holds beside who and what, as text."""
    if isinstance(detail, dict):
        return ", ".join(f"{key}: {_plain(value)}" for key, value in detail.items())
    return " ".join(map(str, detail)) if isinstance(detail, list) else str(detail)


@post(f"{HOME}/controle", opt=may("admin"), sync_to_thread=True)
def check(request: Asked) -> Response[str]:
    """Check that no line of the log was changed or left out."""
    site = request.app.state.site
    with site.store.read() as session:
        checked = audit.verify(session, site.store.vault)
    note(request, "audit.verify", "audit", None, lines=checked.lines, right=checked.fault is None)
    return _show(request, checked)


ROUTES = [log, check]
