"""The method for programmes: rules and steps explained, and a sentence judged by them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, RawBody

from gehoor.checking import Remark
from gehoor.method import Method
from gehoor.method.model import Citation, Rule
from gehoor.web.api.examples import LETTER, SENTENCE
from gehoor.web.api.forms.method import (
    CitationForm,
    Letter,
    RemarkForm,
    RemarkList,
    RuleForm,
    RuleList,
    Sentence,
    StepForm,
    StepList,
)
from gehoor.web.api.given import given, takes
from gehoor.web.api.here import site_of
from gehoor.web.api.problems import not_found
from gehoor.web.asked import Asked
from gehoor.web.house_style import in_force
from gehoor.web.security.access import may
from gehoor.web.security.scopes import BASIC, REVIEW

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


def _cited(method: Method, citations: Iterable[Citation]) -> tuple[CitationForm, ...]:
    return tuple(
        CitationForm(item.work, method.sources[item.work].title, item.section, item.supports)
        for item in citations
    )


@post(
    "/sentences/check",
    opt=may(scope=REVIEW) | takes(Sentence, example=SENTENCE),
    tags=["Zinnen"],
    summary="Toets een zin",
    description="Zegt wat er beter kan aan een zin die iemand wil zeggen of sturen, met de reden "
    "en wie het anders ziet. Er wordt niets bewaard.",
    status_code=200,
    sync_to_thread=True,
)
def check_sentence(request: Asked, body: RawBody) -> Response[RemarkList]:
    """Return what can be said better in a sentence."""
    form, site = given(request, body, Sentence), site_of(request)
    found = in_force(site).checker.check(form.text, form.kind)
    return Response(RemarkList(tuple(_remark(site.method, remark) for remark in found)))


def _remark(method: Method, remark: Remark) -> RemarkForm:
    shown: dict[str, Any] = {
        key: getattr(remark, key) for key in RemarkForm.__struct_fields__ if key != "against"
    }
    shown["sources"] = _cited(method, remark.sources)
    return RemarkForm(**shown, against=_cited(method, remark.against))


@post(
    "/texts/check",
    opt=may(scope=REVIEW) | takes(Letter, example=LETTER),
    tags=["Zinnen"],
    summary="Toets een brief",
    description="Zegt wat er beter kan aan een brief, e-mail of bericht voordat het de deur uit "
    "gaat, van boven naar beneden. De alinea's tellen samen. Er wordt niets bewaard.",
    status_code=200,
    sync_to_thread=True,
)
def check_text(request: Asked, body: RawBody) -> Response[RemarkList]:
    """Return what can be said better in a letter."""
    form, site = given(request, body, Letter), site_of(request)
    found = in_force(site).checker.check_text(form.text)
    return Response(RemarkList(tuple(_remark(site.method, remark) for remark in found)))


ROUTES = [list_rules, one_rule, list_steps, check_sentence, check_text]
