"""Comments beside a turn or about a call, and coaching agreements with a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from gehoor.store import Conflict, Faulty, Refused, calls, talk
from gehoor.store.talk import Edit, NewComment, Said
from gehoor.web.asked import Asked
from gehoor.web.pages.forms import CONFLICT, UNREADABLE, Form, back, place_of, turn_in
from gehoor.web.pages.opened import PEOPLE_WITH_CALLS, Opened, opened
from gehoor.web.paper import page, wants_part
from gehoor.web.security.access import may
from gehoor.web.views.dates import dates_for

AGAIN = timedelta(minutes=2)  # the same words so soon after are the same click
FORM = "call/remark.html"
RULE = may(*PEOPLE_WITH_CALLS)


@get("/gesprekken/{call_id:str}/opmerking", opt=RULE, sync_to_thread=True)
def remark_form(request: Asked, call_id: FromPath[str]) -> Response[str]:
    """Show the form for a comment beside a turn: on its own, or as a part of the call's page."""
    with opened(request, call_id) as seen:
        turn = turn_in(dict(request.query_params))
        shown = _form(request, seen, turn=turn, quote=_quote(seen, turn))
        return page(request, "call/remark_part.html" if wants_part(request) else FORM, **shown)


@post("/gesprekken/{call_id:str}/opmerking", opt=RULE, sync_to_thread=True, status_code=303)
def remark(request: Asked, call_id: FromPath[str], data: Form) -> Response[Any]:
    """Keep a comment, or an agreement where a day is given."""
    turn, due = turn_in(data), _day(data.get("due", ""))
    with opened(request, call_id, change=True) as seen:
        new = NewComment(call_id, seen.visitor.id, data.get("text", ""), turn, due)
        try:
            if not _is_again(seen, new):
                talk.add_comment(seen.session, seen.site.store.vault, new, seen.site.now())
        except Faulty as fault:
            shown = _form(request, seen, turn=turn, text=new.text, fault=str(fault), due=due)
            return page(request, FORM, UNREADABLE, **shown, quote=_quote(seen, turn))
    return back(call_id, "afspraak" if due else "opmerking", place_of(turn, "opmerkingen"))


@get("/gesprekken/{call_id:str}/opmerkingen/{remark_id:str}", opt=RULE, sync_to_thread=True)
def remark_page(request: Asked, call_id: FromPath[str], remark_id: FromPath[str]) -> Response[str]:
    """Show a comment to change or delete."""
    with opened(request, call_id) as seen:
        said = _said(seen, remark_id)
        return page(request, FORM, **_of(request, seen, said))


@post(
    "/gesprekken/{call_id:str}/opmerkingen/{remark_id:str}",
    opt=RULE,
    sync_to_thread=True,
    status_code=303,
)
def change_remark(
    request: Asked, call_id: FromPath[str], remark_id: FromPath[str], data: Form
) -> Response[Any]:
    """Change a comment; where somebody else did so meanwhile, show both texts."""
    edit = Edit(data.get("text", ""), _edition(data), _day(data.get("due", "")))
    with opened(request, call_id, change=True) as seen:
        said, vault = _said(seen, remark_id), seen.site.store.vault
        try:
            talk.edit_comment(seen.session, vault, remark_id, seen.visitor.id, edit)
        except Conflict as conflict:
            shown = _of(request, seen, said, text=edit.text, theirs=conflict.theirs)
            return page(request, FORM, CONFLICT, **{**shown, "edition": conflict.edition})
        except Faulty as fault:
            shown = _of(request, seen, said, text=edit.text, fault=str(fault))
            return page(request, FORM, UNREADABLE, **shown)
    return back(call_id, "aangepast", place_of(said.turn, f"opmerking-{said.id}"))


@post(
    "/gesprekken/{call_id:str}/opmerkingen/{remark_id:str}/weg",
    opt=RULE,
    sync_to_thread=True,
    status_code=303,
)
def drop_remark(request: Asked, call_id: FromPath[str], remark_id: FromPath[str]) -> Redirect:
    """Delete a comment of one's own."""
    with opened(request, call_id, change=True) as seen:
        turn = _said(seen, remark_id).turn
        talk.delete_comment(seen.session, remark_id, seen.visitor.id)
    return back(call_id, "opmerking-weg", place_of(turn, "opmerkingen"))


@post(
    "/gesprekken/{call_id:str}/opmerkingen/{remark_id:str}/klaar",
    opt=RULE,
    sync_to_thread=True,
    status_code=303,
)
def tick(request: Asked, call_id: FromPath[str], remark_id: FromPath[str], data: Form) -> Redirect:
    """Tick a coaching agreement off, or take that back."""
    with opened(request, call_id, change=True) as seen:
        talk.set_done(seen.session, remark_id, seen.visitor.id, data.get("done") == "ja")
    if data.get("terug") == "start":
        return Redirect("/", status_code=303)
    return back(call_id, "", f"opmerking-{remark_id}")


def _form(request: Asked, seen: Opened, **more: Any) -> dict[str, Any]:
    title = calls.title_of(seen.row, seen.box)
    empty: dict[str, Any] = {"said": None, "text": "", "theirs": "", "fault": "", "due": None}
    return {"call": seen.row, "title": title, "edition": 0, **empty, **more, **dates_for(request)}


def _of(request: Asked, seen: Opened, said: Said, **more: Any) -> dict[str, Any]:
    own = {"text": said.text, "due": said.due, "edition": said.edition, "turn": said.turn}
    deletable = said.author_id == seen.visitor.id
    shown = {**own, "said": said, "deletable": deletable, "quote": _quote(seen, said.turn)}
    return _form(request, seen, **{**shown, **more})


def _said(seen: Opened, remark_id: str) -> Said:
    for said in talk.comments_on(seen.session, seen.site.store.vault, seen.id):
        if said.id == remark_id:
            return said
    raise Refused(talk.GONE)


def _quote(seen: Opened, turn: int | None) -> str:
    """Return the words of a turn; nothing where a comment is about the whole call."""
    if turn is None:
        return ""
    stored = calls.load(seen.session, seen.site.store.vault, seen.id)
    return stored.call.turns[turn].text if 0 <= turn < len(stored.call.turns) else ""


def _is_again(seen: Opened, new: NewComment) -> bool:
    since = seen.site.now() - AGAIN
    return any(
        (said.author_id, said.turn, said.text, said.due)
        == (new.author_id, new.turn, new.text.strip(), new.due)
        and said.made > since
        for said in talk.comments_on(seen.session, seen.site.store.vault, seen.id)
    )


def _edition(form: dict[str, str]) -> int:
    typed = form.get("edition", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


ROUTES = [remark_form, remark, remark_page, change_remark, drop_remark, tick]
