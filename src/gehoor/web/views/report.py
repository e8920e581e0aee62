"""The report of a call as a page shows it: made of the record that was kept, not judged anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec
from markupsafe import Markup

from gehoor.coaching import Advice, Finding, Strength
from gehoor.following import Agreement, StepState
from gehoor.method import Method
from gehoor.method.model import Citation
from gehoor.reporting import words
from gehoor.reporting.chart import Chart, Frame, chart_of, temperature_at
from gehoor.reporting.quoting import Quote, quoted
from gehoor.reporting.record import Record, advice_in, review_in
from gehoor.reviewing import Review
from gehoor.store.calls import StoredCall
from gehoor.web.views.words_shown import marks_in, shown

Span = tuple[int, int]

WIDE = Frame(width=1160, height=150, left=104, right=16, top=20, bottom=28, labels=60)
NARROW = Frame(width=360, height=150, left=2, right=2, top=18, bottom=26, labels=8)


class FindingView(msgspec.Struct, frozen=True):
    """A finding with what the method says about its rule today, if it still has it."""

    finding: Finding
    title: str
    why: str
    supports: Sequence[Citation]
    against: Sequence[Citation]


class ActView(msgspec.Struct, frozen=True):
    """Something that was heard, in the method's own words."""

    name: str
    title: str
    quote: str
    span: Span


class TurnView(msgspec.Struct, frozen=True):
    """One turn: its words with marks and boxes, and what stands beside it."""

    number: int
    speaker: str
    name: str
    start: float | None
    end: float | None
    text: Markup
    temperature: float
    degree: int
    acts: tuple[ActView, ...]
    findings: tuple[FindingView, ...]
    strengths: tuple[Strength, ...]
    advice: Advice | None
    advised: int | None  # the first turn with this very advice


class Spot(msgspec.Struct, frozen=True):
    """A place on the chart that can be pointed at: a turn, what it says, what it looks like."""

    turn: int
    x: float
    y: float
    kind: str
    says: str


class Line(msgspec.Struct, frozen=True):
    """The temperature line at one width."""

    name: str
    chart: Chart
    spots: tuple[Spot, ...]


class Report(msgspec.Struct, frozen=True):
    """All that the page of a call shows of its review."""

    review: Review
    party: str
    turns: tuple[TurnView, ...]
    strengths: Sequence[Sequence[Strength]]
    more_strengths: Sequence[Sequence[Strength]]
    abuse: Sequence[tuple[int, Span]]
    first: Sequence[Sequence[FindingView]]
    more: Sequence[Sequence[FindingView]]
    steps: Sequence[tuple[StepState, str]]
    agreements: Sequence[tuple[str, Agreement]]
    evidence: Sequence[tuple[int, str, bool]]
    lines: tuple[Line, ...]
    cited: Sequence[str]
    peak: float


def report_of(record: Record, stored: StoredCall, method: Method) -> Report:
    """Return the report of a kept review."""
    review = review_in(record, stored.call)
    advice = advice_in(record)
    groups = [
        [_finding(finding, method) for finding in group]
        for group in words.by_weight(review.findings)
    ]
    strengths = _by_message(review.strengths)
    told = _first_of_advice(advice)
    party = stored.call.case.party_word or "beller"
    return Report(
        review=review,
        party=party,
        turns=tuple(
            _turn(at, review, stored, advice, method, told) for at in range(len(review.heard))
        ),
        strengths=strengths[: words.FIRST],
        more_strengths=strengths[words.FIRST :],
        abuse=_abuse(review),
        first=groups[: words.FIRST],
        more=groups[words.FIRST :],
        steps=[(step, _step_title(step, method)) for step in review.steps],
        agreements=words.merged(review.agreements),
        evidence=[
            (item.turn, _act_title("caller", item.act, method), item.weight > 0)
            for item in review.evidence
        ],
        lines=_lines(review, method),
        cited=_cited(review, method),
        peak=max((state.temperature for state in review.states), default=0.0),
    )


def quoting(review: Review) -> Callable[[int, Span], Quote]:
    """Return what gives the words of a turn's span within the sentence they stand in."""
    return lambda turn, span: quoted(review.heard[turn].turn.text, span)


def _first_of_advice(advice: Mapping[int, Advice]) -> dict[str, int]:
    """Return the first turn with each situation of advice."""
    first: dict[str, int] = {}
    for turn in sorted(advice):
        first.setdefault(advice[turn].situation, turn)
    return first


def _by_message(strengths: Sequence[Strength]) -> list[list[Strength]]:
    groups: dict[str, list[Strength]] = {}
    for strength in strengths:
        groups.setdefault(strength.message, []).append(strength)
    return list(groups.values())


def _abuse(review: Review) -> list[tuple[int, Span]]:
    """Return the turn and the place of each piece of abuse."""
    if review.incident is None:
        return []
    return [
        (at, act.span)
        for at in review.incident.turns
        for act in review.heard[at].acts
        if act.name in review.incident.kinds
    ]


def _finding(finding: Finding, method: Method) -> FindingView:
    rule = method.rules.get(finding.rule)
    if rule is None:
        return FindingView(finding, finding.slug.replace("-", " ").capitalize(), "", (), ())
    return FindingView(finding, rule.title, rule.why, rule.sources, rule.against)


def _turn(
    at: int,
    review: Review,
    stored: StoredCall,
    advice: Mapping[int, Advice],
    method: Method,
    told: Mapping[str, int],
) -> TurnView:
    heard, state = review.heard[at], review.states[at]
    findings = [finding for finding in review.findings if finding.turn == at]
    strengths = tuple(strength for strength in review.strengths if strength.turn == at)
    masks = stored.masks[at] if at < len(stored.masks) else ()
    party = (stored.call.case.party_word or "beller").capitalize()
    views = tuple(_finding(finding, method) for finding in findings)
    titles = {view.finding.rule: view.title for view in views}
    turn = heard.turn
    return TurnView(
        number=at,
        speaker=turn.speaker,
        name=words.SPEAKER["agent"] if turn.speaker == "agent" else party,
        start=turn.start,
        end=turn.end,
        text=shown(turn.text, marks_in(findings, strengths, titles), masks),
        temperature=state.temperature,
        degree=min(4, round(state.temperature)),
        acts=_acts(review, at, method),
        findings=views,
        strengths=strengths,
        advice=advice.get(at),
        advised=told.get(advice[at].situation) if at in advice else None,
    )


def _acts(review: Review, at: int, method: Method) -> tuple[ActView, ...]:
    """Return what was heard in a turn; what was heard twice, once."""
    heard, found = review.heard[at], dict[str, ActView]()
    known = method.acts.get(heard.turn.speaker, {})
    for act in heard.acts:
        text = known.get(act.name)
        found.setdefault(
            act.name,
            ActView(
                act.name,
                text.title if text else act.name,
                heard.quote(act.span),
                act.span,
            ),
        )
    return tuple(found.values())


def _act_title(speaker: str, name: str, method: Method) -> str:
    text = method.acts.get(speaker, {}).get(name)  # type: ignore[call-overload]
    return text.title.lower() if text else "werd rustiger na begrip of hulp"


def _step_title(step: StepState, method: Method) -> str:
    text = method.steps.get(step.step)
    return text.title if text else str(step.step)


def _cited(review: Review, method: Method) -> list[str]:
    cited = {strength.source for strength in review.strengths}
    for finding in review.findings:
        cited |= {*finding.sources, *finding.conflicts_with}
    return [work for work in method.sources if work in cited]


def _lines(review: Review, method: Method) -> tuple[Line, ...]:
    lines = []
    for name, frame in (("wide", WIDE), ("narrow", NARROW)):
        chart = chart_of(review, frame)
        if chart.points:
            lines.append(Line(name, chart, tuple(_spots(review, chart, method))))
    return tuple(lines)


def _spots(review: Review, chart: Chart, method: Method) -> list[Spot]:
    """Return the caller's turns and the marked ones, in order, each with what it says aloud."""
    marked = {marker.turn: marker for marker in chart.markers}
    points = {point.turn: point for point in chart.points}
    spots = []
    for turn in sorted({*marked, *points}):
        marker, point = marked.get(turn), points.get(turn)
        said = [words.degree(temperature_at(review, turn))] if point else []
        said += _labels(review, turn, method) if marker else []
        place = point or marker
        if place:
            kind = marker.kind if marker else "dot"
            spots.append(Spot(turn, place.x, place.y, kind, ", ".join(said)))
    return spots


def _labels(review: Review, turn: int, method: Method) -> list[str]:
    found = [_finding(f, method).title for f in review.findings if f.turn == turn]
    return [*dict.fromkeys(found)] or ["ging goed"]
