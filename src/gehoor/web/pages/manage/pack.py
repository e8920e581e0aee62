"""*Beheer, informatiepakket*: for the works council and the privacy officer, from the settings as
they really are: what is measured and what is not, who sees what, how long what is kept.
"""

from __future__ import annotations

import importlib.util
from typing import Any, Final

import sqlalchemy as sa
from litestar import Response, get
from sqlalchemy.orm import Session

from gehoor import __version__
from gehoor.method.weights import digest
from gehoor.store import audit, house, retention
from gehoor.store.models import Person, PersonRole
from gehoor.store.models.people import ROLES
from gehoor.web.accuracy import figures
from gehoor.web.asked import Asked
from gehoor.web.paper import page
from gehoor.web.security.access import may
from gehoor.web.site import Site
from gehoor.web.texts import marked

SEES: Final = {  # by role: what somebody with it sees; `store.access` decides it
    "employee": marked("eigen gesprekken en verslagen, opmerkingen daarbij, en wie ze bekeek"),
    "coach": marked("gesprekken die een medewerker zelf met deze coach deelt, tot dat stopt"),
    "team_lead": marked("geen gesprek en geen oordeel, tenzij een medewerker het zelf deelt"),
    "confidant": marked("gesprekken die een medewerker zelf deelt"),
    "admin": marked("mensen, rollen, instellingen en het logboek; geen gesprek"),
}


@get("/beheer/informatiepakket", opt=may("admin"), sync_to_thread=True)
def pack(request: Asked) -> Response[str]:
    """Show the pack, ready to print."""
    site: Site = request.app.state.site
    with site.store.read() as session:
        context = {
            "terms": retention.terms(session),
            "kinds": retention.KINDS,
            "roles": _roles(session),
            "log": audit.verify(session, site.store.vault),
            **_style(session, site),
            **_ways_in(session, site),
        }
    return page(
        request,
        "manage/pack.html",
        sees=SEES,
        figures=figures(),
        weights=digest(),
        method=site.method,
        settings=site.settings,
        database=site.store.engine.dialect.name,
        masks=importlib.util.find_spec("gehoor.privacy") is not None,
        made=site.now(),
        version_of_gehoor=__version__,
        **context,
    )


def _roles(session: Session) -> dict[str, int]:
    counted = (
        sa.select(PersonRole.role, sa.func.count())
        .join(Person, Person.id == PersonRole.person_id)
        .where(Person.active)
        .group_by(PersonRole.role)
    )
    found = {row[0]: row[1] for row in session.execute(counted)}
    return {role: found.get(role, 0) for role in ROLES}


def _style(session: Session, site: Site) -> dict[str, Any]:
    version = house.newest(session)
    style = house.check(version.text, site.method.rules) if version else None
    off = [rule for rule, on in (style.house.rules if style else {}).items() if not on]
    profile = style.house.profile if style else "evenwichtig"
    return {"version": version, "profile": profile, "off": sorted(off)}


def _ways_in(session: Session, site: Site) -> dict[str, Any]:
    people = session.scalars(sa.select(Person).where(Person.active)).all()
    return {
        "people": len(people),
        "with_password": sum(person.password is not None for person in people),
        "with_second_step": sum(person.totp is not None for person in people),
        "outside": site.settings.oidc.name if site.settings.oidc else "",
    }


ROUTES = [pack]
