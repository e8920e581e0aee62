"""Which speech models there are, which are here, and how one gets here.

A model is a folder with the files its library loads, and a list of them with their sizes and
hashes (`gehoor-model.json`). Nothing is fetched unless asked (`fetching`); what is fetched or
copied counts only once every file has the right size and hash.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

import msgspec

from gehoor.intake import IntakeFault
from gehoor.sound.recognition import OnnxRecogniser, Recogniser, WhisperRecogniser

LIST: Final = "gehoor-model.json"
FOLDER: Final = "GEHOOR_MODELS"
_BLOCK: Final = 1 << 20


class Known(NamedTuple):
    """A model that Gehoor knows: where it comes from, which files of it are needed.

    `any_of` are files of which a model has one or none, beside the `files` it must have.
    """

    name: str
    library: Literal["onnx-asr", "faster-whisper"]
    kind: str
    repository: str
    files: tuple[str, ...]
    about: str
    quantization: str | None = None
    any_of: tuple[str, ...] = ()


KNOWN: Final = {
    model.name: model
    for model in (
        Known(
            "parakeet",
            "onnx-asr",
            "nemo-parakeet-tdt-0.6b-v3",
            "istupakov/parakeet-tdt-0.6b-v3-onnx",
            (
                "config.json",
                "vocab.txt",
                "encoder-model.int8.onnx",
                "decoder_joint-model.int8.onnx",
            ),
            "Parakeet v3: snel en goed, ook zonder grafische kaart; de gewone keuze",
            "int8",
        ),
        Known(
            "canary",
            "onnx-asr",
            "nemo-canary-1b-v2",
            "istupakov/canary-1b-v2-onnx",
            ("config.json", "vocab.txt", "encoder-model.int8.onnx", "decoder-model.int8.onnx"),
            "Canary: nauwkeuriger, twee tot drie keer zo traag; geeft geen tijden van woorden",
            "int8",
        ),
        Known(
            "whisper-turbo",
            "faster-whisper",
            "whisper",
            "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
            ("config.json", "model.bin", "tokenizer.json", "preprocessor_config.json"),
            "Whisper turbo: sterk met namen en vreemde woorden, het traagst",
            any_of=("vocabulary.json", "vocabulary.txt"),
        ),
    )
}


class Listed(msgspec.Struct, frozen=True):
    """A file of a model: its name, size in bytes and SHA-256."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """The list in a model's folder."""

    model: str
    files: tuple[Listed, ...]


def home() -> Path:
    """Return the folder with models: GEHOOR_MODELS, or a place of the user's own."""
    if os.environ.get(FOLDER):
        return Path(os.environ[FOLDER])
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "gehoor" / "models"


def known(name: str) -> Known:
    """Return a model by name.

    Raises:
        IntakeFault: there is none of that name.
    """
    if name not in KNOWN:
        raise IntakeFault(name, "", f"onbekend model; verwacht {', '.join(KNOWN)}")
    return KNOWN[name]


def installed() -> list[str]:
    """Return the names of the models that are here, in order of choice."""
    return [name for name in KNOWN if (home() / name / LIST).is_file()]


def manifest(name: str) -> Manifest:
    """Return the list of a model that is here.

    Raises:
        IntakeFault: it is not here, or its list cannot be read.
    """
    path = home() / name / LIST
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        expected = f"dit model is er niet; haal het met gehoor models get {name}"
        raise IntakeFault(name, "", expected) from None
    except (OSError, msgspec.MsgspecError):
        raise IntakeFault(str(path), "", "onleesbaar; haal het model opnieuw met --force") from None


def faults(name: str, thorough: bool = False) -> Iterator[str]:
    """Yield what is wrong with the files of a model that is here.

    Args:
        name: of the model.
        thorough: look at the hashes too, which takes a few seconds a gigabyte.
    """
    for file in manifest(name).files:
        path = home() / name / file.name
        if not path.is_file():
            yield f"{file.name} ontbreekt"
        elif path.stat().st_size != file.size:
            yield f"{file.name} is {path.stat().st_size} bytes; verwacht {file.size}"
        elif thorough and digest(path) != file.sha256:
            yield f"{file.name} is veranderd: de controlesom klopt niet"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def recogniser(name: str | None = None) -> Recogniser:
    """Return a model that is loaded: the one that is named, or the first that is here.

    Raises:
        IntakeFault: none is here, its files are wrong, or its library is missing.
    """
    chosen = name or next(iter(installed()), None)
    if chosen is None:
        expected = (
            "er is nog geen spraakmodel; haal er één met «gehoor models get parakeet», of geef een "
            "uitgeschreven gesprek"
        )
        raise IntakeFault("spraak", "", expected)
    model = known(chosen)
    wrong = list(faults(chosen))
    if wrong:
        raise IntakeFault(chosen, "", f"{'; '.join(wrong)}; haal het opnieuw met --force")
    return _loaded(model, home() / chosen)


@lru_cache(maxsize=1)
def _loaded(model: Known, folder: Path) -> Recogniser:
    try:
        if model.library == "faster-whisper":
            return WhisperRecogniser(folder)
        return OnnxRecogniser(model.kind, folder, model.quantization)
    except ImportError:
        expected = f"daarvoor is {model.library} nodig: pip install 'gehoor[speech]'"
        raise IntakeFault(model.name, "", expected) from None
    except Exception as error:  # noqa: BLE001 - a library may fail in any way on files it can't use
        said = f"{model.library} kan dit model niet laden ({type(error).__name__})"
        raise IntakeFault(model.name, "", said) from None
