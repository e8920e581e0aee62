"""The classifier's weights: data that comes with the method, made by `gehoor train`.

Kept as plain arrays without any code in them. What they mean, `hearing.classifier` knows.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

from gehoor.dialogue import Speaker

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

WEIGHTS = Path(__file__).with_name("weights.npz")
SPEAKERS: tuple[Speaker, ...] = ("caller", "agent")
_ARRAYS = ("table", "steps", "bias", "cut")

_KINDS = {"table": "|i1", "features": "|u1", "acts": "|u1"}  # the others are single floats


class Stored(NamedTuple):
    """The weights of one speaker's acts as they lie in the file, for the native core.

    `features` has one name a line; the others are the bytes of the arrays in `Weights`.
    """

    acts: tuple[str, ...]
    features: bytes
    table: bytes
    steps: bytes
    bias: bytes
    cut: bytes


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

    def stored(self) -> Stored:
        """Return the same for the native core."""
        arrays = (self.table, self.steps, self.bias, self.cut)
        features = "\n".join(self.features).encode()
        return Stored(self.acts, features, *(values.tobytes() for values in arrays))


def read_weights(path: Path = WEIGHTS) -> dict[Speaker, Stored]:
    """Return the weights per speaker for the native core, without loading numpy.

    Raises:
        ValueError: the file holds other arrays than `save_weights` writes.
    """
    with ZipFile(path) as archive:
        held = {speaker for speaker in SPEAKERS if f"{speaker}.acts.npy" in archive.namelist()}
        return {speaker: _stored(archive, speaker) for speaker in SPEAKERS if speaker in held}


def _stored(archive: ZipFile, speaker: Speaker) -> Stored:
    parts = {name: _content(archive, speaker, name) for name in ("acts", "features", *_ARRAYS)}
    acts = tuple(parts.pop("acts").decode().split("\n"))
    return Stored(acts, **parts)


def _content(archive: ZipFile, speaker: Speaker, name: str) -> bytes:
    """Return the bytes of an array: what stands after the header of its .npy file."""
    stored = archive.read(f"{speaker}.{name}.npy")
    end = 10 + int.from_bytes(stored[8:10], "little")
    kind = _KINDS.get(name, "<f4").encode()
    if stored[:7] != b"\x93NUMPY\x01" or kind not in stored[10:end]:
        raise ValueError(f"{archive.filename}: {speaker}.{name}: verwacht {kind.decode()}")
    return stored[end:]


@lru_cache(maxsize=2)
def load_weights(path: Path = WEIGHTS) -> dict[Speaker, Weights]:
    """Return the weights per speaker (those it has), as `save_weights` wrote them."""
    import numpy as np

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
    import numpy as np

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
    import numpy as np

    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)
