"""Calls in progress for programmes: begin, tell, look, finish (docs/live.md).

Stands beside the rest of the API: turns come far more often than any other request, and the same
words sent twice change nothing, so that nothing need be remembered of a request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Final, TypeVar

import msgspec
from litestar import MediaType, Response, Router, delete, get, post
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, RawBody

from gehoor.dialogue import Call
from gehoor.live import View
from gehoor.store import StoreFault, live
from gehoor.web.api import live_socket
from gehoor.web.api.given import SMALL, given, json_in
from gehoor.web.api.here import WITH_CALLS, site_of, visitor_of
from gehoor.web.api.limits import Meter, known_ids
from gehoor.web.api.problems import Problem, not_found
from gehoor.web.asked import Asked
from gehoor.web.live import finishing
from gehoor.web.live.given import NewLiveForm, events_of
from gehoor.web.live.hub import Hub
from gehoor.web.live.jobs import TooBusy
from gehoor.web.live.metrics import CONTENT_TYPE
from gehoor.web.security.access import Visitor, may
from gehoor.web.security.scopes import ADMIN, LIVE

T = TypeVar("T")
PATIENCE: Final = 30.0  # seconds for an answer of the hub
PER_MINUTE: Final = 12_000  # requests of one token: 200 calls, a word a second each
LONGEST: Final = 200  # characters of a title or a reference
_MINE: Final = may(*WITH_CALLS, scope=LIVE)


class Begun(msgspec.Struct, frozen=True):
    """A call that began."""

    id: str


class Taken(msgspec.Struct, frozen=True):
    """What came of events: how many were taken, which were refused and why, and the view."""

    taken: int
    refused: tuple[tuple[int, str], ...]
    view: View


class Finished(msgspec.Struct, frozen=True):
    """What a call became: the id of the kept call, None where nothing was said."""

    call_id: str | None


def limit(connection: ASGIConnection, _: BaseRouteHandler) -> None:  # type: ignore[type-arg]
    """Refuse a token that asks more often than any telephone system does."""
    visitor: Visitor | None = connection.scope.get("visitor")  # type: ignore[assignment]
    if visitor is None or visitor.token_id is None:
        return
    meter: Meter = connection.app.state.live_meter
    if meter.wait(visitor.token_id, connection.app.state.site.now()):
        hub_of(connection.app.state).figures.refused.labels("too-often").inc()
        raise Problem("too-many", headers={"Retry-After": "1"})


def hub_of(state: Mapping[str, object]) -> Hub:
    """Return the hub of an application."""
    hub = state["hub"]
    assert isinstance(hub, Hub)
    return hub


@post("/", opt=_MINE, status_code=201, sync_to_thread=True, request_max_body_size=SMALL)
def begin_call(request: Asked, body: RawBody) -> Response[Begun]:
    """Begin a call; the same reference is the same call."""
    form = given(request, body, NewLiveForm)
    if len(form.title) > LONGEST or len(form.reference) > LONGEST:
        raise Problem("invalid-input", faults=[f"title, reference: hoogstens {LONGEST} tekens"])
    live_id = begin(request, form)
    return Response(Begun(live_id), status_code=201, headers={"Location": f"/api/live/{live_id}"})


def begin(request: Asked, form: NewLiveForm, example: bool = False) -> str:
    """Begin a call of the visitor; return its id."""
    site = site_of(request)
    today = site.now().astimezone()
    title = form.title.strip() or f"Live {today:%d-%m-%Y %H:%M}"
    opening = Call(title, (), form.channel, case=form.case, date=today.date().isoformat())
    new = live.NewLive(visitor_of(request).id, opening, form.reference, example)
    with site.store.begin() as session:
        return live.begin(session, site.store.vault, new, site.now())


@get("/{live_id:str}", opt=_MINE, sync_to_thread=True)
def look(request: Asked, live_id: FromPath[str]) -> View:
    """Return what there is to show now."""
    mine(request, live_id)
    return waited(hub_of(request.app.state).shown(live_id)).view


@post(
    "/{live_id:str}/events",
    opt=_MINE,
    status_code=200,
    sync_to_thread=True,
    request_max_body_size=SMALL * 8,
)
def tell(request: Asked, live_id: FromPath[str], body: RawBody) -> Taken:
    """Take events in; what is answered is kept."""
    events, faults = events_of(json_in(body))
    if faults:
        raise Problem("invalid-input", faults=faults)
    mine(request, live_id)
    fed = waited(hub_of(request.app.state).feed(live_id, events))
    refused = tuple(sorted(fed.refused.items()))
    return Taken(len(events) - len(refused), refused, fed.view)


@post("/{live_id:str}/finish", opt=_MINE, status_code=200, sync_to_thread=True)
def finish(request: Asked, live_id: FromPath[str]) -> Finished:
    """Finish a call: it becomes a call like any other, with its report."""
    mine(request, live_id)
    with as_problem():
        return Finished(finishing.finish(hub_of(request.app.state), live_id))


@delete("/{live_id:str}", opt=_MINE, status_code=204, sync_to_thread=True)
def forget(request: Asked, live_id: FromPath[str]) -> None:
    """Let a call go, without a report."""
    mine(request, live_id)
    with as_problem():
        finishing.forget(hub_of(request.app.state), live_id)


@get("/metrics", opt=may("admin", scope=ADMIN), sync_to_thread=True)
def metrics(request: Asked) -> Response[bytes]:
    """Return the figures of this process, as Prometheus reads them."""
    figures = hub_of(request.app.state).figures
    figures.connections.set(len(request.app.state.doors))
    return Response(
        figures.text(), media_type=MediaType.TEXT, headers={"Content-Type": CONTENT_TYPE}
    )


def mine(request: Asked, live_id: str) -> None:
    """Refuse whoever the call is not of: nobody learns whether it is there."""
    with site_of(request).store.read() as session:
        if live.standing(session, live_id, visitor_of(request).id) != "owner":
            raise not_found("Dit gesprek")


def waited(answer: Future[T]) -> T:
    """Return what the hub answers."""
    with as_problem():
        return answer.result(PATIENCE)


@contextmanager
def as_problem() -> Iterator[None]:
    """Say what the hub can't do as a problem."""
    try:
        yield
    except (TooBusy, TimeoutError) as fault:
        raise Problem("too-many", str(fault), headers={"Retry-After": "1"}) from None
    except StoreFault as fault:
        if str(fault) == live.GONE:
            raise not_found("Dit gesprek") from None
        raise


def live_api() -> Router:
    """Return the routes, new each time."""
    routes = [begin_call, look, tell, finish, forget, metrics, live_socket.stream]
    return Router("/api/live", route_handlers=routes, guards=[limit, known_ids])
