"""*Uitleg*: each rule, step, act and source on a page of its own, from the method's own data."""

from __future__ import annotations

from typing import Any, cast

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from gehoor.following.temperature import HEAT
from gehoor.method import Method
from gehoor.method.model import Rule
from gehoor.web import explained
from gehoor.web.asked import Asked
from gehoor.web.explained import EVIDENCE, SPEAKER_ADDRESS, STEP_ADDRESS, STEP_BY_ADDRESS
from gehoor.web.house_style import in_force
from gehoor.web.paper import page, wants_part
from gehoor.web.security.access import may
from gehoor.web.site import Site
from gehoor.web.texts import marked

EXAMPLES = 12  # of an act; the files hold dozens
SORTS = {
    "rule": marked("regel"),
    "step": marked("stap"),
    "act": marked("wat er gehoord wordt"),
    "check": marked("toets van een zin"),
    "source": marked("bron"),
    "profile": marked("profiel"),
}


def _method(request: Asked) -> Method:
    return cast("Site", request.app.state.site).method


def _shown(request: Asked, template: str, **context: Any) -> Response[str]:
    method = _method(request)
    return page(
        request,
        template,
        method=method,
        step_address=STEP_ADDRESS,
        evidence=EVIDENCE,
        speaker_address=SPEAKER_ADDRESS,
        **context,
    )


@get("/uitleg", opt=may(), sync_to_thread=True)
def index(request: Asked, q: FromQuery[str] = "") -> Response[str]:
    """Show everything there is to read, or what somebody looks for."""
    found = explained.look_up(_method(request), q)
    template = "explain/found.html" if wants_part(request) else "explain/index.html"
    return _shown(request, template, q=q[:200], found=found, sorts=SORTS)


@get("/uitleg/regels/{name:str}", opt=may(), sync_to_thread=True)
def rule(request: Asked, name: FromPath[str]) -> Response[Any]:
    """Show one rule."""
    method = _method(request)
    if name not in method.rules:
        return _by_other_name(method, name)
    found, house = method.rules[name], in_force(cast("Site", request.app.state.site)).file
    near = [k for k, r in method.rules.items() if r.step == found.step and k != name]
    return _shown(
        request,
        "explain/rule.html",
        name=name,
        rule=found,
        near=near,
        choice=house.choice(name, method),
        profile=house.profile,
        lines=explained.lines,
        accuracy=explained.accuracies().get(name),
    )


def _by_other_name(method: Method, name: str) -> Redirect:
    """Return the way to a rule that is asked in small letters or by its slug."""
    slugs = {slug: rule_id for rule_id, slug in method.slugs.items()}
    found = slugs.get(name.lower()) or name.upper()
    if found not in method.rules:
        raise NotFoundException
    return Redirect(f"/uitleg/regels/{found}", status_code=303)


@get("/uitleg/stappen/{name:str}", opt=may(), sync_to_thread=True)
def step(request: Asked, name: FromPath[str]) -> Response[str]:
    """Show one step, with its rules."""
    method, found = _method(request), STEP_BY_ADDRESS.get(name)
    if found is None:
        raise NotFoundException
    rules = {k: r for k, r in method.rules.items() if r.step == found}
    return _shown(request, "explain/step.html", name=found, step=method.steps[found], rules=rules)


@get("/uitleg/handelingen/{speaker:str}/{name:str}", opt=may(), sync_to_thread=True)
def act(request: Asked, speaker: FromPath[str], name: FromPath[str]) -> Response[str]:
    """Show one act: what it is, how it sounds, what only looks like it."""
    method = _method(request)
    who = next((who for who, address in SPEAKER_ADDRESS.items() if address == speaker), None)
    if who is None or name not in method.acts[who]:
        raise NotFoundException
    found = method.acts[who][name]
    said = [explained.pieces(text) for text in explained.spoken(found, EXAMPLES)]
    looking = {
        rule_id: item
        for rule_id, item in method.rules.items()
        if name in (*item.when.acts, *item.when.unless, *item.when.caller)
    }
    return _shown(
        request,
        "explain/act.html",
        act=found,
        said=said,
        who=who,
        rules=looking,
        heat=HEAT.get(name),
    )


@get("/uitleg/bronnen/{name:str}", opt=may(), sync_to_thread=True)
def source(request: Asked, name: FromPath[str]) -> Response[str]:
    """Show one source, and all that leans on it."""
    method = _method(request)
    if name not in method.sources:
        raise NotFoundException
    cited = explained.citing(method, name)
    return _shown(
        request, "explain/source.html", name=name, source=method.sources[name], citing=cited
    )


@get("/uitleg/profielen", opt=may(), sync_to_thread=True)
def profiles(request: Asked) -> Response[str]:
    """Show the profiles: where the articles disagree, and what each profile chooses."""
    method = _method(request)
    contested = {
        k: r for k, r in method.rules.items() if r.against or len(set(r.severity.values())) > 1
    }
    chosen = in_force(cast("Site", request.app.state.site)).file.profile
    return _shown(request, "explain/profiles.html", contested=contested, chosen=chosen)


def _contested(rule: Rule) -> bool:
    return bool(rule.against) or len(set(rule.severity.values())) > 1


@get("/uitleg/zinnen", opt=may(), sync_to_thread=True)
def sentences(request: Asked) -> Response[str]:
    """Show what is looked at in a single sentence."""
    checks = {name: check for name, check in _method(request).checks.items() if not check.rule}
    return _shown(request, "explain/checks.html", checks=checks)


@get("/uitleg/inschatten", opt=may(), sync_to_thread=True)
def estimating(request: Asked) -> Response[str]:
    """Show how temperature and kind of anger are estimated."""
    heat = {name: HEAT[name] for name in sorted(HEAT, key=lambda name: -HEAT[name])}
    return _shown(request, "explain/estimating.html", heat=heat)


@get("/uitleg/wat-gehoor-niet-doet", opt=may(), sync_to_thread=True)
def limits(request: Asked) -> Response[str]:
    """Show what Gehoor does not do, and why."""
    return _shown(request, "explain/limits.html")


ROUTES = [index, rule, step, act, source, profiles, sentences, estimating, limits]
