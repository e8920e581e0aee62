"""The classifier's weights: data that comes with the method, made by `gehoor train`.

Kept as plain arrays without any code in them. What they mean, `hearing.classifier` knows.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec
import numpy as np
from numpy.typing import NDArray

from gehoor.dialogue import Speaker

WEIGHTS = Path(__file__).with_name("weights.npz")
SPEAKERS: tuple[Speaker, ...] = ("caller", "agent")
_ARRAYS = ("table", "steps", "bias", "cut")

Numbers = NDArray[np.float32]


class Weights(msgspec.Struct, frozen=True):
    """The weights of one speaker's acts.

    `table` has a row per feature and a column per act, as small whole numbers of `steps`
    (one per act); `bias` and `cut` are log-odds per act.
    """

    acts: tuple[str, ...]
    features: tuple[str, ...]
    table: NDArray[np.int8]
    steps: Numbers
    bias: Numbers
    cut: Numbers


@lru_cache(maxsize=2)
def load_weights(path: Path = WEIGHTS) -> dict[Speaker, Weights]:
    """Return the weights per speaker (those it has), as `save_weights` wrote them."""
    with np.load(path, allow_pickle=False) as stored:
        return {
            speaker: _weights(stored, speaker)
            for speaker in SPEAKERS
            if f"{speaker}.acts" in stored
        }


def _weights(stored: Mapping[str, Any], speaker: Speaker) -> Weights:
    return Weights(
        acts=_texts(stored[f"{speaker}.acts"]),
        features=_texts(stored[f"{speaker}.features"]),
        **{name: stored[f"{speaker}.{name}"] for name in _ARRAYS},
    )


def save_weights(path: Path, weights: Mapping[Speaker, Weights]) -> None:
    """Write the weights; the same weights give the same bytes."""
    with ZipFile(path, "w") as archive:
        for speaker, part in weights.items():
            arrays = {name: getattr(part, name) for name in _ARRAYS}
            arrays |= {"acts": _bytes(part.acts), "features": _bytes(part.features)}
            for name, values in arrays.items():
                content = io.BytesIO()
                np.save(content, values, allow_pickle=False)
                entry = ZipInfo(f"{speaker}.{name}.npy")  # its date is fixed, unlike np.savez's
                entry.compress_type = ZIP_DEFLATED
                archive.writestr(entry, content.getvalue())


def digest(path: Path = WEIGHTS) -> str:
    """Return what identifies a file of weights: the start of its SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _texts(stored: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(stored.tobytes().decode().split("\n"))


def _bytes(texts: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)
