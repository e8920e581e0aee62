"""Forms as they come in, and the way back after them."""

from __future__ import annotations

from typing import Annotated, Any

from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]

UNREADABLE = 422  # a form that was understood, with something in it that can't be kept
CONFLICT = 409
LONGEST_NUMBER = 6  # digits of a turn's number


def back(call_id: str, done: str = "", place: str = "") -> Redirect:
    """Return the way back to a call after a change: what was done, and where on the page."""
    query = f"?gedaan={done}" if done else ""
    return Redirect(f"/gesprekken/{call_id}{query}{'#' + place if place else ''}", status_code=303)


def turn_in(form: dict[str, Any]) -> int | None:
    """Return the turn that a form is about, from 0; None where it is about the whole call."""
    typed = str(form.get("beurt", "")).strip()[:LONGEST_NUMBER]
    return int(typed) - 1 if typed.isascii() and typed.isdigit() and int(typed) else None


def place_of(turn: int | None, otherwise: str) -> str:
    """Return the place on a call's page where a turn stands."""
    return otherwise if turn is None else f"beurt-{turn + 1}"
