"""The caller's temperature as a line over the turns, with the findings on it (SVG).

A picture with its numbers beside it: the page also gives the same as a table.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from gehoor.reviewing import Review

DEGREES = 4


class Frame(NamedTuple):
    """The size of a picture and its margins, in pixels.

    `labels` is how many turn numbers fit along the axis before some are left out.
    """

    width: int = 960
    height: int = 250
    left: int = 112
    right: int = 20
    top: int = 26
    bottom: int = 34
    labels: int = 24

    def x(self, turn: int, count: int) -> float:
        """Return where a turn of so many stands along the axis."""
        inner = self.width - self.left - self.right - 28
        return round(self.left + 14 + turn * inner / max(count - 1, 1), 1)

    def y(self, temperature: float) -> float:
        """Return the height of a temperature."""
        inner = self.height - self.top - self.bottom
        return round(self.height - self.bottom - temperature * inner / DEGREES, 1)


WIDE = Frame()


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


def chart_of(review: Review, frame: Frame = WIDE) -> Chart:
    """Return the temperature line of a review."""
    count = len(review.heard)
    points = tuple(
        Point(at, frame.x(at, count), frame.y(state.temperature), state.temperature)
        for at, (heard, state) in enumerate(zip(review.heard, review.states, strict=True))
        if heard.turn.speaker == "caller"
    )
    path = " ".join(f"{'L' if k else 'M'}{p.x},{p.y}" for k, p in enumerate(points))
    base = frame.y(0)
    area = f"{path} L{points[-1].x},{base} L{points[0].x},{base} Z" if points else ""
    step = max(1, -(-count // frame.labels))
    return Chart(
        width=frame.width,
        height=frame.height,
        points=points,
        markers=_markers(review, frame),
        path=path,
        area=area,
        grid=tuple((degree, frame.y(degree)) for degree in range(DEGREES + 1)),
        ticks=tuple((at, frame.x(at, count)) for at in range(0, count, step)),
        left=frame.left,
        right=frame.width - frame.right,
        bottom=frame.height - frame.bottom,
    )


def temperature_at(review: Review, turn: int) -> float:
    """Return the height of the line at a turn, also between two turns of the caller."""
    spoken = [at for at, heard in enumerate(review.heard) if heard.turn.speaker == "caller"]
    before = max((at for at in spoken if at <= turn), default=None)
    after = min((at for at in spoken if at >= turn), default=before)
    before = after if before is None else before
    if before is None or after is None:
        return 0.0
    low, high = review.states[before].temperature, review.states[after].temperature
    share = (turn - before) / (after - before) if after != before else 0.0
    return low + (high - low) * share


_HEAVIEST = ("serious", "warning", "tip", "strength")


def _markers(review: Review, frame: Frame) -> tuple[Marker, ...]:
    """Return one marker a turn: the heaviest of what stands there, labelled with all of it."""
    count = len(review.heard)
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
        y = frame.y(temperature_at(review, turn))
        markers.append(Marker(turn, frame.x(turn, count), y, kind, labels))
    return tuple(markers)
