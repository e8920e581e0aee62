"""The method for programmes: rules and steps, as the pages explain them."""

from __future__ import annotations

from litestar import Response, get
from litestar.params import FromPath

from gehoor.method import Method
from gehoor.method.model import Citation, Rule
from gehoor.web.api.forms.method import CitationForm, RuleForm, RuleList, StepForm, StepList
from gehoor.web.api.here import site_of
from gehoor.web.api.problems import not_found
from gehoor.web.asked import Asked
from gehoor.web.security.access import may
from gehoor.web.security.scopes import BASIC

_TAG = ["Methode"]


@get(
    "/rules",
    opt=may(scope=BASIC),
    tags=_TAG,
    summary="De regels",
    description="Alle regels van de methode, per stap, met hun ernst in elk profiel.",
    sync_to_thread=True,
)
def list_rules(request: Asked) -> Response[RuleList]:
    """Return all rules."""
    method = site_of(request).method
    return Response(RuleList(tuple(_rule(method, key, rule) for key, rule in method.rules.items())))


@get(
    "/rules/{rule:str}",
    opt=may(scope=BASIC),
    tags=_TAG,
    summary="Eén regel",
    description="Wat een regel is, waarom, wat je kunt zeggen, en wie het anders ziet.",
    sync_to_thread=True,
)
def one_rule(request: Asked, rule: FromPath[str]) -> Response[RuleForm]:
    """Return a rule by its id."""
    method = site_of(request).method
    found = method.rules.get(rule)
    if found is None:
        raise not_found("Deze regel")
    return Response(_rule(method, rule, found))


@get(
    "/steps",
    opt=may(scope=BASIC),
    tags=_TAG,
    summary="De acht stappen",
    description="De stappen van de methode, met wanneer ze gedaan zijn en wat je kunt zeggen.",
    sync_to_thread=True,
)
def list_steps(request: Asked) -> Response[StepList]:
    """Return the steps."""
    method = site_of(request).method
    steps = (
        StepForm(
            step=step,
            title=text.title,
            what=text.what,
            done_when=text.done_when,
            say=tuple(text.say),
            leave=tuple(text.leave),
            sources=_cited(method, text.sources),
        )
        for step, text in method.steps.items()
    )
    return Response(StepList(tuple(steps)))


def _rule(method: Method, rule_id: str, rule: Rule) -> RuleForm:
    return RuleForm(
        id=rule_id,
        slug=method.slugs[rule_id],
        title=rule.title,
        step=rule.step,
        what=rule.what,
        why=" ".join(rule.why.split()),
        advice=rule.advice,
        say=tuple(rule.say),
        avoid=tuple(rule.avoid),
        severity=dict(rule.severity),
        sources=_cited(method, rule.sources),
        against=_cited(method, rule.against),
    )


def _cited(method: Method, citations: list[Citation]) -> tuple[CitationForm, ...]:
    return tuple(
        CitationForm(item.work, method.sources[item.work].title, item.section, item.supports)
        for item in citations
    )


ROUTES = [list_rules, one_rule, list_steps]
