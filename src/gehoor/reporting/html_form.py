"""The report a coach opens: one self-contained page, no network, no script.

What the page needs is worked out here and in `chart`; the template only lays it out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path

import jinja2
import msgspec
from markupsafe import Markup, escape

from gehoor import __version__
from gehoor.coaching import Advice, Finding, Strength
from gehoor.hearing import HeardTurn
from gehoor.method import Method
from gehoor.method.model import Act
from gehoor.reporting import words
from gehoor.reporting.chart import Chart, chart_of
from gehoor.reporting.quoting import Quote, quoted
from gehoor.reviewing import Review

_TEMPLATES = Path(__file__).parent / "templates"


class TurnView(msgspec.Struct, frozen=True):
    """One turn on the page: its text with marked words, and what is said beside it."""

    number: int
    speaker: str
    name: str
    time: str
    text: Markup
    acts: tuple[tuple[str, str], ...]
    temperature: float
    degree: int
    findings: tuple[Finding, ...]
    strengths: tuple[Strength, ...]
    advice: Advice | None


class Page(msgspec.Struct, frozen=True):
    """Everything the template may use; a test holds the template to it."""

    review: Review
    method: Method
    party: str
    version: str
    chart: Chart
    turns: tuple[TurnView, ...]
    strengths: tuple[Strength, ...]
    more_strengths: tuple[Strength, ...]
    first: tuple[list[Finding], ...]
    more: tuple[list[Finding], ...]
    cited: tuple[str, ...]
    index: str | None


def as_html(
    review: Review, method: Method, advice: Mapping[int, Advice], index: str | None = None
) -> str:
    """Return the page of a review; `advice` by turn, `index` the page to go back to, if any."""
    page = _page(review, method, advice, index)
    context = {field: getattr(page, field) for field in page.__struct_fields__}
    template = _environment().get_template("report.html")
    return template.render(**context, words=words, quoted=partial(_quoted, review))


def _quoted(review: Review, turn: int, span: tuple[int, int]) -> Quote:
    return quoted(review.heard[turn].turn.text, span)


def index_html(entries: Sequence[tuple[str, Review]], method: Method) -> str:
    """Return the table of contents of several reports: (file name, review) in order."""
    page = _environment().get_template("index.html")
    return page.render(entries=entries, method=method, words=words)


def page_name(call_id: str, taken: Sequence[str]) -> str:
    """Return a file name for a call's page that is safe on any disk and not yet taken."""
    stem = re.sub(r"[^\w-]+", "-", call_id).strip("-")[:80] or "gesprek"
    if stem == "index":
        stem = "gesprek-index"
    name, number = f"{stem}.html", 2
    while name in taken:
        name, number = f"{stem}-{number}.html", number + 1
    return name


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _page(review: Review, method: Method, advice: Mapping[int, Advice], index: str | None) -> Page:
    groups = words.by_weight(review.findings)
    return Page(
        review=review,
        method=method,
        party=review.call.case.party_word or "beller",
        version=__version__,
        chart=chart_of(review),
        turns=tuple(_turn(review, method, advice, at) for at in range(len(review.heard))),
        strengths=review.strengths[: words.FIRST],
        more_strengths=review.strengths[words.FIRST :],
        first=tuple(groups[: words.FIRST]),
        more=tuple(groups[words.FIRST :]),
        cited=_cited(review, method),
        index=index,
    )


def _cited(review: Review, method: Method) -> tuple[str, ...]:
    cited = {strength.source for strength in review.strengths}
    for finding in review.findings:
        cited |= {*finding.sources, *finding.conflicts_with}
    return tuple(work for work in method.sources if work in cited)


def _turn(review: Review, method: Method, advice: Mapping[int, Advice], at: int) -> TurnView:
    heard, state = review.heard[at], review.states[at]
    turn = heard.turn
    findings = tuple(f for f in review.findings if f.turn == at)
    strengths = tuple(s for s in review.strengths if s.turn == at)
    acts = method.acts[turn.speaker]
    party = review.call.case.party_word or "beller"
    return TurnView(
        number=at,
        speaker=turn.speaker,
        name=words.SPEAKER["agent"] if turn.speaker == "agent" else party.capitalize(),
        time=words.clock(turn.start),
        text=_marked(turn.text, findings, strengths),
        acts=_named(heard, acts),
        temperature=state.temperature,
        degree=min(4, round(state.temperature)),
        findings=findings,
        strengths=strengths,
        advice=advice.get(at),
    )


def _named(heard: HeardTurn, acts: Mapping[str, Act]) -> tuple[tuple[str, str], ...]:
    """Return the title and the because of each act, an act that is heard twice once."""
    found: dict[str, str] = {}
    for act in heard.acts:
        found.setdefault(acts[act.name].title if act.name in acts else act.name, act.because)
    return tuple(found.items())


def _marked(text: str, findings: Sequence[Finding], strengths: Sequence[Strength]) -> Markup:
    """Return the text with marked words; where marks overlap, the heaviest finding's shows."""
    spans: list[tuple[tuple[int, int], str, str]] = [
        (f.span, f.severity, f.rule) for f in findings if f.span
    ]
    spans += [(s.span, "strength", "goed") for s in strengths]
    order = ("serious", "warning", "tip", "strength")
    kept: list[tuple[tuple[int, int], str, str]] = []
    for span, kind, label in sorted(spans, key=lambda item: (order.index(item[1]), item[0])):
        if all(span[1] <= other[0] or other[1] <= span[0] for other, _, _ in kept):
            kept.append((span, kind, label))
    out, at = Markup(), 0
    for (start, end), kind, label in sorted(kept):
        out += escape(text[at:start])
        out += Markup('<mark class="{}" title="{}">{}</mark>').format(kind, label, text[start:end])
        at = end
    return out + escape(text[at:])
