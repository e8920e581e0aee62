"""Logistic regression for many acts at once, on one sparse matrix.

One Newton method for all columns together: they share the matrix, so that each pass over it
serves every act, which is several times as fast as one regression after another. The step is
found by conjugate gradients (truncated Newton: Lin, Weng and Keerthi, JMLR 2008), each feature
scaled by its own curvature, since a common word curves far more than a rare one (Hsia, Chiang
and Lin, ACML 2018). Only sums in a fixed order, no threads and no chance: the same numbers give
the same weights, to the bit.
Knows nothing of acts, features or examples.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

NEWTONS = 40  # steps at most; a dozen is usual
PRODUCTS = 60  # of the curvature with a direction, at most, within one step
FORCING = 0.1  # share of the gradient that may be left when a step is good enough
DONE = 5e-3  # share of the first gradient that may be left at the end
HALVINGS = 20
ARMIJO = 1e-4  # share of the promised gain that a step must bring

Flags = NDArray[np.bool_]
Reals = NDArray[np.float64]


def regressions(
    matrix: csr_matrix,
    wanted: Flags,
    sample: Reals,
    emphasis: Reals,
    strength: float,
    done: float = DONE,
) -> tuple[Reals, Reals]:
    """Return the weights (features by acts) and the intercepts of each act's regression.

    `wanted` is examples by acts, and so is `sample`, the weight of each example (or one column
    for all acts); `emphasis` (features by acts) scales each feature, and so how freely it may
    weigh; `strength` is the inverse of the regularisation, `done` the share of the first
    gradient that may be left.
    """
    problem = _Problem(matrix, np.where(wanted, 1.0, -1.0), sample * strength, emphasis)
    weights = np.zeros((matrix.shape[1] + 1, wanted.shape[1]))
    margins = np.zeros(wanted.shape)
    gradient = problem.gradient(weights, margins)
    aim = done * _norm(gradient)
    for _ in range(NEWTONS):
        active = np.flatnonzero(_norm(gradient) > aim)
        if not active.size:
            break
        part = problem.of(active)
        step = part.direction(margins[:, active], gradient[:, active])
        moved = part.matrix @ (part.emphasis * step)
        scale = part.search(weights[:, active], margins[:, active], step, moved)
        weights[:, active] += scale * step
        margins[:, active] += scale * moved
        gradient[:, active] = part.gradient(weights[:, active], margins[:, active])
    return weights[:-1] * emphasis, weights[-1]


class _Problem:
    """The regularised logistic loss of some acts; the last feature is always one."""

    def __init__(self, matrix: csr_matrix, signs: Reals, sample: Reals, emphasis: Reals) -> None:
        ones = csr_matrix(np.ones((matrix.shape[0], 1)))
        self.matrix: csr_matrix = hstack([matrix, ones]).tocsr()
        self._turned: csr_matrix = self.matrix.T.tocsr()
        self._squared: csr_matrix = self._turned.multiply(self._turned).tocsr()
        self._signs = signs
        self._sample = sample if sample.ndim == 2 else sample[:, None]
        self.emphasis = np.vstack([emphasis, np.ones(emphasis.shape[1])])

    def of(self, active: NDArray[np.int64]) -> _Problem:
        """Return the same for some of the acts."""
        part = object.__new__(_Problem)
        part.matrix, part._turned, part._squared = self.matrix, self._turned, self._squared
        part._signs, part.emphasis = self._signs[:, active], self.emphasis[:, active]
        part._sample = self._sample[:, active] if self._sample.shape[1] > 1 else self._sample
        return part

    def loss(self, weights: Reals, margins: Reals) -> Reals:
        terms: Reals = np.logaddexp(0.0, -self._signs * margins)
        total: Reals = (self._sample * terms).sum(axis=0) + (weights**2).sum(axis=0) / 2
        return total

    def gradient(self, weights: Reals, margins: Reals) -> Reals:
        slope = -self._sample * self._signs / (1 + np.exp(self._signs * margins))
        found: Reals = weights + self.emphasis * (self._turned @ slope)
        return found

    def direction(self, margins: Reals, gradient: Reals) -> Reals:
        """Return where to go: the Newton step, by conjugate gradients, as good as needed."""
        chance = 1 / (1 + np.exp(-margins))
        curve = self._sample * chance * (1 - chance)
        scale = 1 + self.emphasis**2 * (self._squared @ curve)
        step, rest = np.zeros_like(gradient), -gradient
        eased = rest / scale
        going, size = eased.copy(), (rest * eased).sum(axis=0)
        enough = FORCING**2 * size
        for _ in range(PRODUCTS):
            busy = size > enough
            if not busy.any():
                break
            pull = going + self.emphasis * (
                self._turned @ (curve * (self.matrix @ (self.emphasis * going)))
            )
            ahead = np.where(busy, size / (going * pull).sum(axis=0), 0.0)
            step += ahead * going
            rest -= ahead * pull
            eased = rest / scale
            left = (rest * eased).sum(axis=0)
            going = np.where(busy, eased + left / size * going, going)
            size = np.where(busy, left, size)
        return step

    def search(self, weights: Reals, margins: Reals, step: Reals, moved: Reals) -> Reals:
        """Return per act how far to go along its step: halved until the loss falls enough."""
        before, slope = self.loss(weights, margins), self.gradient(weights, margins)
        promised = (slope * step).sum(axis=0)
        scale: Reals = np.ones(step.shape[1])
        for _ in range(HALVINGS):
            after = self.loss(weights + scale * step, margins + scale * moved)
            poor = after > before + ARMIJO * scale * promised
            if not poor.any():
                break
            scale = np.where(poor, scale / 2, scale)
        return scale


def _norm(columns: Reals) -> Reals:
    found: Reals = np.sqrt((columns**2).sum(axis=0))
    return found
