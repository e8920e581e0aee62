"""*Oefenen*: the scenarios, a call with a simulated caller, and how it went.

Who practised sees it, nobody else; a trainer sees who finished what was given, never how.
"""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from gehoor.practice import Exchange, Scenario, load
from gehoor.practice.exchange import TooLong
from gehoor.practice.learning import Done, path, weak_points
from gehoor.store import Conflict, Refused
from gehoor.store import practice as store
from gehoor.store.practice import Found, Kept
from gehoor.web.asked import Asked
from gehoor.web.forms import Fields, Form
from gehoor.web.house_style import in_force
from gehoor.web.pages.opened import site_of, visitor_of
from gehoor.web.paper import page
from gehoor.web.security.access import may
from gehoor.web.texts import marked
from gehoor.web.views.dates import dates_for
from gehoor.web.views.practice import compared, ending_of, hint, mood, played, scenario_of

ASSISTS = {
    "hint": marked("een hint als ik erom vraag"),
    "kaart": marked("steeds een kaart met wat nu past"),
    "geen": marked("geen hulp"),
}
CHANGED = marked("In een ander venster is dit gesprek al verdergegaan; hier staat hoe het nu is.")
TOO_LONG = marked("Dit is te veel voor één beurt; zeg het in stukken van hoogstens 10.000 tekens.")
TRAINERS = ("coach", "team_lead")
# The browser's own speech recognition needs the microphone, on this page alone.
_WITH_SOUND = "camera=(), geolocation=(), microphone=(self), payment=(), usb=()"


@get("/oefenen", opt=may(), sync_to_thread=True)
def scenarios(request: Asked) -> Response[str]:
    """Show the path, what is due again, and calls to go on with."""
    site, visitor, practice = site_of(request), visitor_of(request), load()
    with site.store.read() as session:
        mine = store.of_person(session, site.store.vault, visitor.id)
        tasks = store.tasks_for(session, visitor.id)
    history = _history(mine)
    today = site.now().astimezone().date()
    return page(
        request,
        "practice/list.html",
        stages=path(practice, history),
        scenarios=practice.scenarios,
        steps=site.method.steps,
        weak=[weak for weak in weak_points(history) if weak.due <= today],
        rules=site.method.rules,
        open_calls=[item for item in mine if not item.kept.finished],
        finished=[item for item in mine if item.kept.finished],
        tasks=[task for task in tasks if task.scenario in practice.scenarios],
        gives=visitor.is_any(*TRAINERS),
        notice=request.query_params.get("gedaan", ""),
        today=today,
        **dates_for(request),
    )


@get("/oefenen/{name:str}", opt=may(), sync_to_thread=True)
def scenario_page(request: Asked, name: FromPath[str]) -> Response[str]:
    """Show what an agent knows before the call."""
    visitor = visitor_of(request)
    return page(
        request,
        "practice/scenario.html",
        name=name,
        scenario=_scenario(name),
        assists=ASSISTS,
        gives=visitor.is_any(*TRAINERS),
        steps=site_of(request).method.steps,
    )


@post("/oefenen/{name:str}", opt=may(), sync_to_thread=True)
def start(request: Asked, name: FromPath[str], form: Fields) -> Redirect:
    """Begin a call."""
    _scenario(name)
    assist = form.text("hulp") if form.text("hulp") in ASSISTS else "hint"
    seed = int(form.text("zaad")[:9]) if form.text("zaad").isdecimal() else secrets.randbelow(10**6)
    site = site_of(request)
    with site.store.begin() as session:
        made = store.begin(
            session, site.store.vault, visitor_of(request).id, Kept(name, seed, assist), site.now()
        )
    return Redirect(f"/oefenen/gesprek/{made}", status_code=303)


@get("/oefenen/gesprek/{practice_id:str}", opt=may(), sync_to_thread=True)
def call(request: Asked, practice_id: FromPath[str]) -> Response[str]:
    """Show a call in progress, or how it went."""
    found = _found(request, practice_id)
    return _shown(request, found)


@post("/oefenen/gesprek/{practice_id:str}", opt=may(), sync_to_thread=True)
def go_on(request: Asked, practice_id: FromPath[str], form: Fields) -> Response[Any]:
    """Say something, take the last thing back, or end the call."""
    found = _found(request, practice_id)
    if form.text("editie") != str(found.edition):
        return _shown(request, found, fault=CHANGED, typed=form.exact("text"), status=409)
    exchange = _exchange(request, found)
    try:
        kept = _after(found.kept, exchange, form)
        _keep(request, found, kept)
    except TooLong:
        return _shown(request, found, fault=TOO_LONG, typed=form.exact("text"), status=422)
    except Conflict:
        found = _found(request, practice_id)
        return _shown(request, found, fault=CHANGED, typed=form.exact("text"), status=409)
    return Redirect(f"/oefenen/gesprek/{practice_id}", status_code=303)


@post("/oefenen/gesprek/{practice_id:str}/weg", opt=may(), sync_to_thread=True)
def delete(request: Asked, practice_id: FromPath[str]) -> Redirect:
    """Delete one of one's own practice calls."""
    with site_of(request).store.begin() as session:
        store.delete(session, practice_id, visitor_of(request).id)
    return Redirect("/oefenen?gedaan=weg", status_code=303)


@post("/oefenen/{name:str}/geef", opt=may(*TRAINERS), sync_to_thread=True)
def give(request: Asked, name: FromPath[str], form: Fields) -> Redirect:
    """Give a scenario to one's own team."""
    _scenario(name)
    site = site_of(request)
    try:
        until = date.fromisoformat(form.text("tot")) if form.text("tot") else None
    except ValueError:
        until = None
    with site.store.begin() as session:
        store.give(session, visitor_of(request).id, name, until, site.now())
    return Redirect("/oefenen?gedaan=gegeven", status_code=303)


@post("/oefenen/taak/{task_id:str}/weg", opt=may(*TRAINERS), sync_to_thread=True)
def take_back(request: Asked, task_id: FromPath[str]) -> Redirect:
    """Take back what was given."""
    with site_of(request).store.begin() as session:
        store.take_back(session, task_id, visitor_of(request).id)
    return Redirect("/oefenen?gedaan=teruggenomen", status_code=303)


def _history(mine: list[Found]) -> list[Done]:
    return [
        Done(item.kept.scenario, item.changed.astimezone().date(), item.kept.rules)
        for item in mine
        if item.kept.finished
    ]


def _scenario(name: str) -> Scenario:
    found = load().scenarios.get(name)
    if found is None:
        raise Refused("dit scenario is er niet (meer)")
    return found


def _found(request: Asked, practice_id: str) -> Found:
    site = site_of(request)
    with site.store.read() as session:
        return store.find(session, site.store.vault, practice_id, visitor_of(request).id)


def _exchange(request: Asked, found: Found) -> Exchange:
    practice = load()
    scenario = scenario_of(found.kept, practice)
    if scenario is None:
        raise Refused("dit scenario is er niet (meer)")
    return played(found.kept, scenario, practice, in_force(site_of(request)).reviewer)


def _after(kept: Kept, exchange: Exchange, form: Form) -> Kept:
    """Return what is to be kept after what somebody did."""
    wish = form.text("wat")
    if wish == "stop" and exchange.replies:
        return _ended(kept, exchange)
    if wish == "terug" and kept.agent:
        return msgspec.structs.replace(
            kept,
            agent=kept.agent[:-1],
            caller=kept.caller[:-1],
            taken_back=kept.agent,
            finished=False,
        )
    if wish == "zeg" and not exchange.ended:
        reply = exchange.say(form.exact("text"))
        text = exchange.texts[-1]
        return msgspec.structs.replace(
            kept, agent=(*kept.agent, text), caller=(*kept.caller, reply.text)
        )
    return kept


def _ended(kept: Kept, exchange: Exchange) -> Kept:
    review = exchange.review()
    return msgspec.structs.replace(
        kept,
        finished=True,
        rules=tuple(sorted({finding.rule for finding in review.findings})),
        missed=tuple(str(step.step) for step in review.steps if step.status == "missed"),
    )


def _keep(request: Asked, found: Found, kept: Kept) -> None:
    site, visitor = site_of(request), visitor_of(request)
    with site.store.begin() as session:
        store.change(session, site.store.vault, found, visitor.id, kept, site.now())
        if kept.finished:
            store.finished(session, visitor.id, kept.scenario, site.now())


def _shown(
    request: Asked, found: Found, fault: str = "", typed: str = "", status: int = 200
) -> Response[str]:
    exchange = _exchange(request, found)
    shown: dict[str, Any] = {
        "found": found,
        "kept": found.kept,
        "scenario": exchange.scenario,
        "replies": exchange.replies,
        "turns": exchange.turns,
        "ended": exchange.ended,
        "fault": fault,
        "typed": typed,
    }
    if found.kept.finished:
        answer = page(
            request, "practice/ending.html", status, **shown, **_ending(request, exchange)
        )
    else:
        answer = page(
            request,
            "practice/call.html",
            status,
            hint=hint(exchange),
            mood=mood(exchange),
            compared=compared(found.kept, exchange),
            **shown,
        )
    answer.headers["permissions-policy"] = _WITH_SOUND
    return answer


def _ending(request: Asked, exchange: Exchange) -> dict[str, Any]:
    site, practice = site_of(request), load()
    with site.store.read() as session:
        mine = store.of_person(session, site.store.vault, visitor_of(request).id)
    done = [item.kept.scenario for item in mine if item.kept.finished]
    name = next((n for n, s in practice.scenarios.items() if s == exchange.scenario), "")
    return {
        "ending": ending_of(exchange, done, name),
        "scenarios": practice.scenarios,
        "rules": site.method.rules,
        "sources": site.method.sources,
    }


ROUTES = [
    scenarios,
    scenario_page,
    start,
    call,
    go_on,
    delete,
    give,
    take_back,
]
