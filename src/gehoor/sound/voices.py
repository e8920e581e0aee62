"""Two voices on one channel, told apart by the shape of their spectrum.

Small on purpose: each voice is one Gaussian over cepstra, found by turns («who fits this
part?», «how does this voice sound?»), with a price on changing speaker. It knows no people:
the Gaussians are thrown away, and nothing that could recognise somebody is kept. How sure it
is goes along with every part.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gehoor.sound.activity import STEP, Stretch
from gehoor.sound.traces import Numbers

Labels = NDArray[np.int64]

PIECE: Final = 8  # frames, a quarter of a second: the finest change of speaker
_WINDOW: Final = 5  # pieces on either side that are looked at for a first guess
_ROUNDS: Final = 12
_CHANGE: Final = 6.0  # nats a change of speaker must earn
_INDEPENDENT: Final = 0.25  # frames next to each other say much the same: so much each counts
_SHRINK: Final = 0.05  # of the spread of all, so that a short voice has a spread at all
ONE: Final = 0.28  # nats per frame that two voices must fit better than one (measured)
APART: Final = 0.75  # and from where on nobody mixes them up
_FITTED: Final = 210.0  # nats that two fit better than one when there is but one (measured)


class Voiced(NamedTuple):
    """A part of speech by one voice (0 or 1), and how sure that is (0.5 to 1)."""

    voice: int
    start: float
    end: float
    sure: float = 1.0


class Separated(NamedTuple):
    """Who speaks when on one channel; `gain` is how much better two voices fit than one."""

    parts: list[Voiced]
    gain: float


def separate(shape: Numbers, speech: list[Stretch]) -> Separated:
    """Return the parts of two voices in stretches of speech; one voice where two don't fit."""
    pieces = _pieces(speech, len(shape))
    if len(pieces) < 2 * _WINDOW:
        return Separated([Voiced(0, *part) for part in speech], 0.0)
    scaled = _scaled(shape, pieces)
    means, squares, counts = _sums(scaled, pieces)
    labels = _first(means, counts, pieces)
    odds = np.zeros(len(pieces))
    for _ in range(_ROUNDS):
        odds = _odds(labels, means, squares, counts)
        new = _path(odds, _joins(pieces))
        if (new == labels).all():
            break
        labels = new
    gain = _gain(labels, means, squares, counts)
    if gain < ONE or len(set(labels.tolist())) < 2:
        return Separated([Voiced(0, *part, 0.5) for part in speech], gain)
    return Separated(_parts(labels, odds, pieces, min(1.0, gain / APART)), gain)


def _pieces(speech: list[Stretch], frames: int) -> NDArray[np.int64]:
    """Return (first, past the last) frame of the pieces that speech falls apart in."""
    found: list[tuple[int, int]] = []
    for start, end in speech:
        first, last = round(start / STEP), min(round(end / STEP), frames)
        cuts = list(range(first, last, PIECE)) or [first]
        if len(cuts) > 1 and last - cuts[-1] < PIECE // 2:
            cuts.pop()
        found += [(cut, after) for cut, after in zip(cuts, [*cuts[1:], last], strict=True)]
    return np.array([piece for piece in found if piece[1] > piece[0]], np.int64).reshape(-1, 2)


def _scaled(shape: Numbers, pieces: NDArray[np.int64]) -> NDArray[np.float64]:
    inside = np.concatenate([shape[first:last] for first, last in pieces])
    found: NDArray[np.float64] = (shape - inside.mean(0)) / (inside.std(0) + 1e-6)
    return found.astype(np.float32)  # three hours of products of these are kept: half as large


def _sums(
    scaled: NDArray[np.float64], pieces: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return of each piece the sum, the sum of products and the number of frames."""
    parts = [scaled[first:last] for first, last in pieces]
    sums = np.array([part.sum(0) for part in parts])
    return sums, np.array([part.T @ part for part in parts]), np.array([len(p) for p in parts])


def _joins(pieces: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return for each piece whether it follows on the one before without a stop."""
    return np.concatenate([[False], pieces[1:, 0] == pieces[:-1, 1]])


def _first(
    sums: NDArray[np.float64], counts: NDArray[np.float64], pieces: NDArray[np.int64]
) -> Labels:
    """Return a first guess: windows of some seconds, split where they differ most."""
    begins = np.flatnonzero(~_joins(pieces))
    number = np.cumsum(~_joins(pieces)) - 1
    ends = np.append(begins[1:], len(pieces))
    at = np.arange(len(pieces))
    low, high = np.maximum(at - _WINDOW, begins[number]), np.minimum(at + _WINDOW + 1, ends[number])
    run, many = np.vstack([np.zeros(sums.shape[1]), sums.cumsum(0)]), np.append(0, counts.cumsum())
    smooth = (run[high] - run[low]) / (many[high] - many[low])[:, None]
    return _halves(smooth)


def _halves(points: NDArray[np.float64]) -> Labels:
    """Return which of two groups each point belongs to (k-means from the widest direction)."""
    centred = points - points.mean(0)
    axis = np.linalg.eigh(centred.T @ centred)[1][:, -1]
    labels: Labels = (centred @ axis > 0).astype(np.int64)
    for _ in range(20):
        if labels.all() or not labels.any():
            break
        centres = np.array([points[labels == voice].mean(0) for voice in (0, 1)])
        distance = ((points[:, None] - centres) ** 2).sum(2)
        labels = distance.argmin(1)
    return labels


def _gaussian(
    weight: NDArray[np.float64],
    sums: NDArray[np.float64],
    squares: NDArray[np.float64],
    counts: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean and spread of the pieces, each counted by its weight (0 or 1)."""
    number = max(1.0, float(counts @ weight))
    mean = weight @ sums / number
    spread = np.tensordot(weight.astype(squares.dtype), squares, 1) / number
    spread = spread - np.outer(mean, mean)
    return mean, spread * (1 - _SHRINK) + np.eye(len(mean)) * _SHRINK


def _likelihood(
    voice: tuple[NDArray[np.float64], NDArray[np.float64]],
    sums: NDArray[np.float64],
    squares: NDArray[np.float64],
    counts: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return how well a voice fits each piece, in nats."""
    mean, spread = voice
    inverse = np.linalg.inv(spread)
    within = np.einsum("nij,ij->n", squares, inverse)
    across = sums @ inverse @ mean
    away = within - 2 * across + counts * (mean @ inverse @ mean)
    found: NDArray[np.float64] = -0.5 * (away + counts * np.linalg.slogdet(spread)[1])
    return found


def _odds(
    labels: Labels,
    sums: NDArray[np.float64],
    squares: NDArray[np.float64],
    counts: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return in nats how much better the second voice fits each piece."""
    one, other = (
        _likelihood(
            _gaussian((labels == voice).astype(float), sums, squares, counts),
            sums, squares, counts,
        )
        for voice in (0, 1)
    )  # fmt: skip
    return (other - one) * _INDEPENDENT


def _path(odds: NDArray[np.float64], joins: NDArray[np.bool_]) -> Labels:
    """Return the best course of speakers: changing costs, less after a stop."""
    best = np.zeros((len(odds), 2))
    came = np.zeros((len(odds), 2), np.int64)
    before = np.zeros(2)
    for at, gain in enumerate(odds):
        price = _CHANGE if joins[at] else _CHANGE / 4
        stay, change = before, before[::-1] - price
        came[at] = np.where(change > stay, [1, 0], [0, 1])
        before = np.maximum(stay, change) + np.array([-gain, gain]) / 2
        best[at] = before
    found = np.empty(len(odds), np.int64)
    voice = int(before.argmax())
    for at in range(len(odds) - 1, -1, -1):
        found[at] = voice
        voice = int(came[at, voice])
    return found


def _gain(
    labels: Labels,
    sums: NDArray[np.float64],
    squares: NDArray[np.float64],
    counts: NDArray[np.float64],
) -> float:
    """Return how much better two voices fit than one, beyond chance, in nats per frame."""
    two = 0.0
    for voice in (0, 1):
        at = labels == voice
        own = _gaussian(at.astype(float), sums, squares, counts)
        two += float(_likelihood(own, sums, squares, counts)[at].sum())
    one = _gaussian(np.ones(len(labels)), sums, squares, counts)
    more = two - float(_likelihood(one, sums, squares, counts).sum())
    return (more - _FITTED) / float(counts.sum())


def _parts(
    labels: Labels, odds: NDArray[np.float64], pieces: NDArray[np.int64], clear: float
) -> list[Voiced]:
    """Return the pieces of one voice that follow each other as parts, with how sure they are."""
    joins = _joins(pieces)
    starts = np.flatnonzero(~joins | (np.diff(labels, prepend=-1) != 0))
    found: list[Voiced] = []
    for first, after in zip(starts, [*starts[1:], len(labels)], strict=True):
        voice = int(labels[first])
        for_it = float(odds[first:after].sum()) * (1 if voice else -1)
        sure = 1 / (1 + np.exp(-np.clip(for_it, 0, 30)))
        start, end = pieces[first, 0] * STEP, pieces[after - 1, 1] * STEP
        found.append(
            Voiced(voice, float(start), float(end), round(0.5 + (float(sure) - 0.5) * clear, 3))
        )
    return found
