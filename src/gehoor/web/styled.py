"""The reviewer in the house's own style, as it stands now."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy.orm import Session

from gehoor.coaching import House
from gehoor.hearing import Listener
from gehoor.house import HouseStyle
from gehoor.method import Method
from gehoor.reviewing import Reviewer
from gehoor.store import Faulty, house
from gehoor.web.site import Site


class Styled(NamedTuple):
    """A reviewer, the version of the house style it follows, and the style itself."""

    reviewer: Reviewer
    house_id: str | None
    style: HouseStyle


def styled(session: Session, site: Site) -> Styled:
    """Return the reviewer of a site in the newest house style."""
    return in_style(session, site.method, site.reviewer.listener)


def in_style(session: Session, method: Method, listener: Listener) -> Styled:
    """Return a reviewer in the newest house style; without one, or with one that no longer fits
    the method, in the method's own.
    """
    version = house.newest(session)
    if version is not None:
        try:
            style = house.check(version.text, method.rules)
            return Styled(Reviewer(method, style.house, listener), version.id, style)
        except Faulty:
            pass
    return Styled(Reviewer(method, House(), listener), None, HouseStyle(House()))
