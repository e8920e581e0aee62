"""*Een brief toetsen*: what can be said better in a letter or e-mail, while it is being written.

Nothing is kept. Drafting the confirmation of a call is another page's business.
"""

from __future__ import annotations

from litestar import Response, get, post

from gehoor.checking import Remark
from gehoor.checking.checker import LONGEST_TEXT
from gehoor.letters.readability import Readability, readability_of
from gehoor.web.asked import Asked
from gehoor.web.forms import Fields
from gehoor.web.house_style import in_force
from gehoor.web.pages.opened import site_of
from gehoor.web.paper import page, wants_part
from gehoor.web.security.access import may
from gehoor.web.texts import marked

LEVELS = {
    "makkelijk": marked("makkelijk te lezen"),
    "gemiddeld": marked("gemiddeld"),
    "moeilijk": marked("moeilijk te lezen"),
}


@get("/zinnen/brief", opt=may(), sync_to_thread=True)
def letter(request: Asked) -> Response[str]:
    """Show the field for a letter."""
    return _page(request, "letters/check.html", "")


@post("/zinnen/brief", opt=may(), sync_to_thread=True, status_code=200)
def check(request: Asked, form: Fields) -> Response[str]:
    """Show what can be said better in a letter: the whole page, or only that part."""
    text = form.text("text")[:LONGEST_TEXT]
    part = wants_part(request)
    return _page(request, "letters/found.html" if part else "letters/check.html", text)


def _page(request: Asked, template: str, text: str) -> Response[str]:
    remarks: tuple[Remark, ...] = ()
    reading: Readability | None = None
    if text.strip():
        remarks = in_force(site_of(request)).checker.check_text(text)
        reading = readability_of(text)
    return page(
        request,
        template,
        text=text,
        remarks=remarks,
        reading=reading,
        levels=LEVELS,
        most=LONGEST_TEXT,
    )


ROUTES = [letter, check]
