"""The caller's temperature as a line over the turns, with the findings on it (SVG).

A picture with its numbers beside it: the page also gives the same as a table.
"""

from __future__ import annotations

import msgspec

from gehoor.reviewing import Review

WIDTH, HEIGHT = 960, 250
LEFT, RIGHT, TOP, BOTTOM = 112, 20, 26, 34
DEGREES = 4
MOST_LABELS = 24  # turn numbers along the axis before some are left out


class Point(msgspec.Struct, frozen=True):
    """A caller's turn on the line, in pixels of the picture."""

    turn: int
    x: float
    y: float
    temperature: float


class Marker(msgspec.Struct, frozen=True):
    """A finding or strength at a turn: `kind` is a severity or «strength»; `labels` its rules."""

    turn: int
    x: float
    y: float
    kind: str
    labels: tuple[str, ...]


class Chart(msgspec.Struct, frozen=True):
    """All a template needs to draw the line: no arithmetic is left to it."""

    width: int
    height: int
    points: tuple[Point, ...]
    markers: tuple[Marker, ...]
    path: str
    area: str
    grid: tuple[tuple[int, float], ...]
    ticks: tuple[tuple[int, float], ...]
    left: int
    right: int
    bottom: int


def chart_of(review: Review) -> Chart:
    """Return the temperature line of a review."""
    count = len(review.heard)
    points = tuple(
        Point(at, _x(at, count), _y(state.temperature), state.temperature)
        for at, (heard, state) in enumerate(zip(review.heard, review.states, strict=True))
        if heard.turn.speaker == "caller"
    )
    path = " ".join(f"{'L' if k else 'M'}{p.x},{p.y}" for k, p in enumerate(points))
    base = _y(0)
    area = f"{path} L{points[-1].x},{base} L{points[0].x},{base} Z" if points else ""
    step = max(1, -(-count // MOST_LABELS))
    return Chart(
        width=WIDTH,
        height=HEIGHT,
        points=points,
        markers=_markers(review, count),
        path=path,
        area=area,
        grid=tuple((degree, _y(degree)) for degree in range(DEGREES + 1)),
        ticks=tuple((at, _x(at, count)) for at in range(0, count, step)),
        left=LEFT,
        right=WIDTH - RIGHT,
        bottom=HEIGHT - BOTTOM,
    )


def _x(turn: int, count: int) -> float:
    return round(LEFT + 14 + turn * (WIDTH - LEFT - RIGHT - 28) / max(count - 1, 1), 1)


def _y(temperature: float) -> float:
    return round(HEIGHT - BOTTOM - temperature * (HEIGHT - TOP - BOTTOM) / DEGREES, 1)


def _on_line(review: Review, turn: int) -> float:
    """Return the height of the line at a turn, also between two turns of the caller."""
    spoken = [at for at, heard in enumerate(review.heard) if heard.turn.speaker == "caller"]
    before = max((at for at in spoken if at <= turn), default=None)
    after = min((at for at in spoken if at >= turn), default=before)
    before = after if before is None else before
    if before is None or after is None:
        return _y(0)
    low, high = review.states[before].temperature, review.states[after].temperature
    share = (turn - before) / (after - before) if after != before else 0.0
    return _y(low + (high - low) * share)


_HEAVIEST = ("serious", "warning", "tip", "strength")


def _markers(review: Review, count: int) -> tuple[Marker, ...]:
    """Return one marker a turn: the heaviest of what stands there, labelled with all of it."""
    kinds: dict[int, list[tuple[str, str]]] = {}
    for strength in review.strengths:
        kinds.setdefault(strength.turn, []).append(("strength", "goed"))
    for finding in review.findings:
        if finding.turn is not None:
            kinds.setdefault(finding.turn, []).append((finding.severity, finding.rule))
    markers = []
    for turn, found in sorted(kinds.items()):
        kind = min((kind for kind, _ in found), key=_HEAVIEST.index)
        labels = tuple(dict.fromkeys(label for _, label in found))
        y = _on_line(review, turn)
        markers.append(Marker(turn, _x(turn, count), y, kind, labels))
    return tuple(markers)
