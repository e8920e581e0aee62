"""*Live*: help during a call, for who holds it. One card, the steps, what is open."""

from __future__ import annotations

from typing import Any, Final

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from gehoor.dialogue import Call, Speaker
from gehoor.live import Event, Hold, Resume, Words
from gehoor.store import StoreFault, live, live_help
from gehoor.store.models.base import new_id
from gehoor.web.asked import Asked
from gehoor.web.examples import example_files
from gehoor.web.live import demo, finishing
from gehoor.web.live.board import board_of, shown_to
from gehoor.web.live.hub import Hub
from gehoor.web.pages.forms import Form
from gehoor.web.pages.opened import PEOPLE_WITH_CALLS, site_of, visitor_of
from gehoor.web.paper import page
from gehoor.web.security.access import may
from gehoor.web.views.dates import dates_for

PATIENCE: Final = 30.0  # seconds for an answer of the hub
LONGEST_NOTE: Final = 2_000  # characters
LONGEST_TITLE: Final = 200
_WHO: Final = may(*PEOPLE_WITH_CALLS)


@get("/live", opt=_WHO, sync_to_thread=True)
def start(request: Asked) -> Response[str]:
    """Begin a call, go on with one, or look how it works."""
    site, me = site_of(request), visitor_of(request).id
    with site.store.read() as session:
        running = [
            (row, live.opening_of(site.store.vault, row).id) for row in live.running_of(session, me)
        ]
        asked = len(live_help.in_need(session, me))
    examples = [path.stem for path in example_files()]
    shown: dict[str, Any] = {
        "running": running,
        "examples": demo.titles(examples),
        "in_need": asked,
    }
    return page(request, "live/start.html", **shown, **dates_for(request))


@post("/live", opt=_WHO, sync_to_thread=True, status_code=303)
def begin(request: Asked, data: Form) -> Redirect:
    """Begin a call of one's own."""
    title = data.get("title", "").strip()[:LONGEST_TITLE]
    return _begin(request, title)


@post("/live/voorbeeld", opt=_WHO, sync_to_thread=True, status_code=303)
def begin_example(request: Asked, data: Form) -> Redirect:
    """Begin an example that plays itself."""
    call = demo.example(data.get("example", ""))
    if call is None:
        raise NotFoundException
    return _begin(request, call.id, call)


def _begin(request: Asked, title: str, example: Call | None = None) -> Redirect:
    site, now = site_of(request), site_of(request).now().astimezone()
    title = title or f"Live {now:%d-%m-%Y %H:%M}"
    opening = example or Call(title, (), date=now.date().isoformat())
    new = live.NewLive(visitor_of(request).id, opening, example=example is not None)
    with site.store.begin() as session:
        live_id = live.begin(session, site.store.vault, new, site.now())
    return Redirect(f"/live/{live_id}", status_code=303)


@get("/live/{live_id:str}", opt=_WHO, sync_to_thread=True)
def board_page(request: Asked, live_id: FromPath[str]) -> Response[str]:
    """Show a call in progress, to its owner or to who looks along."""
    standing = shown_to(request, live_id)
    if standing is None:
        raise NotFoundException
    shown = hub_of(request).shown(live_id).result(PATIENCE)
    return page(request, "live/page.html", **board_of(request, shown, standing))


@post("/live/{live_id:str}/beurt", opt=_WHO, sync_to_thread=True, status_code=303)
def say(request: Asked, live_id: FromPath[str], data: Form) -> Redirect:
    """Take a turn that somebody typed."""
    text = data.get("text", "").strip()
    speaker: Speaker = "agent" if data.get("speaker") == "agent" else "caller"
    if text:
        _feed(request, live_id, Words(new_id(), speaker, text[:4_000], source="getypt"))
    return _back(live_id)


@post("/live/{live_id:str}/voorbeeld", opt=_WHO, sync_to_thread=True)
def play_on(request: Asked, live_id: FromPath[str]) -> Response[None]:
    """Let an example say its next turn; the answer says how long the one after it lasts."""
    _mine(request, live_id)
    shown = hub_of(request).shown(live_id).result(PATIENCE)
    call = demo.example_titled(shown.title) if shown.example else None
    turn = demo.turn_of(call, len(shown.turns)) if call else None
    if turn is not None:
        name = f"voorbeeld-{len(shown.turns)}"
        _feed(request, live_id, Words(name, turn.speaker, turn.text, source="voorbeeld"))
    if request.headers.get("hx-request") != "true":
        return Response(None, status_code=303, headers={"Location": f"/live/{live_id}"})
    wait = demo.seconds_until(call, len(shown.turns) + 1) if call else None
    return Response(
        None, status_code=204, headers={"X-Next": "" if wait is None else f"{wait:.1f}"}
    )


@post("/live/{live_id:str}/wacht", opt=_WHO, sync_to_thread=True, status_code=303)
def hold(request: Asked, live_id: FromPath[str], data: Form) -> Redirect:
    """Put the call on hold, or take it back: on hold nothing is heard or kept."""
    _feed(request, live_id, Hold() if data.get("hold") == "ja" else Resume())
    return _back(live_id)


@post("/live/{live_id:str}/notitie", opt=_WHO, sync_to_thread=True, status_code=303)
def note(request: Asked, live_id: FromPath[str], data: Form) -> Redirect:
    """Keep a note of one's own."""
    _mine(request, live_id)
    text = data.get("text", "").replace("\0", "").strip()[:LONGEST_NOTE]
    if text:
        hub_of(request).write(live_id, "note", text).result(PATIENCE)
    return _back(live_id)


@post("/live/{live_id:str}/hulp", opt=_WHO, sync_to_thread=True, status_code=303)
def ask_help(request: Asked, live_id: FromPath[str], data: Form) -> Redirect:
    """Ask a colleague in, or no longer."""
    _mine(request, live_id)
    with site_of(request).store.begin() as session:
        live_help.ask_help(session, live_id, data.get("ask") == "ja", site_of(request).now())
    hub_of(request).heard(live_id)
    return _back(live_id)


@post("/live/{live_id:str}/toestaan", opt=_WHO, sync_to_thread=True, status_code=303)
def agree(request: Asked, live_id: FromPath[str], data: Form) -> Redirect:
    """Let in whoever offered to look along, or not."""
    _mine(request, live_id)
    with site_of(request).store.begin() as session:
        live_help.agree(session, live_id, data.get("yes") == "ja", site_of(request).now())
    hub_of(request).heard(live_id)
    return _back(live_id)


@post("/live/{live_id:str}/klaar", opt=_WHO, sync_to_thread=True, status_code=303)
def finish(request: Asked, live_id: FromPath[str]) -> Redirect:
    """Finish a call: straight to its report."""
    _mine(request, live_id)
    call_id = finishing.finish(hub_of(request), live_id)
    return Redirect(f"/gesprekken/{call_id}" if call_id else "/live", status_code=303)


@post("/live/{live_id:str}/weg", opt=_WHO, sync_to_thread=True, status_code=303)
def forget(request: Asked, live_id: FromPath[str]) -> Redirect:
    """Let a call go without a report."""
    _mine(request, live_id)
    finishing.forget(hub_of(request), live_id)
    return Redirect("/live", status_code=303)


def hub_of(request: Asked) -> Hub:
    """Return what holds the calls in progress."""
    hub: Hub = request.app.state.hub
    return hub


def _feed(request: Asked, live_id: str, event: Event) -> None:
    _mine(request, live_id)
    hub_of(request).feed(live_id, [event]).result(PATIENCE)


def _mine(request: Asked, live_id: str) -> None:
    if shown_to(request, live_id) != "owner":
        raise StoreFault(live.GONE)


def _back(live_id: str) -> Redirect:
    return Redirect(f"/live/{live_id}", status_code=303)


ROUTES: list[Any] = [
    start,
    begin,
    begin_example,
    board_page,
    say,
    play_on,
    hold,
    note,
    ask_help,
    agree,
    finish,
    forget,
]
