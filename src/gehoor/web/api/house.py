"""The house style: everybody reads it, some change it."""

from __future__ import annotations

from typing import Final

from litestar import Response, get, put
from litestar.params import RawBody

from gehoor.store import audit, house
from gehoor.store.house import Version
from gehoor.web.api.editions import demand_edition, etag
from gehoor.web.api.examples import HOUSE
from gehoor.web.api.forms.house import HouseChange, HouseForm, HouseList
from gehoor.web.api.given import given, takes
from gehoor.web.api.here import note, site_of, visitor_of
from gehoor.web.asked import Asked
from gehoor.web.house_text import read_file
from gehoor.web.security.access import may
from gehoor.web.security.scopes import BASIC
from gehoor.web.security.scopes import HOUSE as HOUSE_SCOPE

MAY_CHANGE: Final = ("team_lead", "admin")
_TAG = ["Huisstijl"]
_NONE: Final = "geen"  # the edition of a house style that nobody made yet


@get(
    "/house",
    opt=may(scope=BASIC),
    tags=_TAG,
    summary="De huisstijl",
    description="De tekst van `gehoor.toml` die nu geldt, met de `ETag` om haar te veranderen.",
    sync_to_thread=True,
)
def read_house(request: Asked) -> Response[HouseForm]:
    """Return the house style."""
    with site_of(request).store.read() as session:
        return _answer(house.newest(session))


@get(
    "/house/history",
    opt=may(scope=BASIC),
    tags=_TAG,
    summary="Wie wat wanneer veranderde",
    description="De laatste honderd versies van de huisstijl, nieuwste eerst.",
    sync_to_thread=True,
)
def house_history(request: Asked) -> Response[HouseList]:
    """Return the versions of the house style."""
    with site_of(request).store.read() as session:
        return Response(HouseList(tuple(map(_form, house.history(session)))))


@put(
    "/house",
    opt=may(*MAY_CHANGE, scope=HOUSE_SCOPE) | takes(HouseChange, example=HOUSE, edits=True),
    tags=_TAG,
    summary="Verander de huisstijl",
    description="De hele tekst van een `gehoor.toml`, en waarom. Eigen mappen met regels kunnen "
    "hier niet in.",
    sync_to_thread=True,
)
def change_house(request: Asked, body: RawBody) -> Response[HouseForm]:
    """Make another text the house style."""
    form, site, visitor = given(request, body, HouseChange), site_of(request), visitor_of(request)
    read_file(form.text)
    with site.store.begin() as session:
        present = house.newest(session)
        demand_edition(request, present.id if present else _NONE)
        version = house.keep(
            session,
            form.text,
            form.why,
            visitor.id,
            site.method.rules,
            present.id if present else None,
            site.now(),
        )
        event = audit.Event(visitor.id, "house.change", "house", version, detail={"by": "api"})
        note(request, session, event)
        return _answer(house.newest(session))


def _form(version: Version | None) -> HouseForm:
    if version is None:
        return HouseForm(None, "", None, None, "")
    return HouseForm(version.id, version.text, version.made, version.person, version.why)


def _answer(version: Version | None) -> Response[HouseForm]:
    edition = version.id if version else _NONE
    return Response(_form(version), headers={"ETag": etag(edition)})


ROUTES = [read_house, house_history, change_house]
