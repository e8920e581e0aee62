"""Getting a model: from the address where its makers put it, or from a folder on disk.

Everything goes to a folder beside its place first, and takes its place in one step once
every file has the size and hash it should have. A transfer that was cut off goes on where it
stopped.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

import msgspec

from gehoor.intake import IntakeFault
from gehoor.sound.models import LIST, Known, Listed, Manifest, digest, home, known

HUB: Final = "https://huggingface.co"  # where these models are published; HF_ENDPOINT changes it
_BLOCK: Final = 1 << 20
_PATIENCE: Final = 30.0  # seconds without a byte

Progress = Callable[[str, int, int], None]
"""Called with a file's name, the bytes that are here, and the bytes there will be."""


class Offered(NamedTuple):
    """A file as its makers list it; `sha256` or else `blob`, Git's hash of small files."""

    name: str
    size: int
    sha256: str | None
    blob: str | None


def fetch(name: str, progress: Progress) -> Path:
    """Get a model from its makers; return its folder.

    Raises:
        IntakeFault: unknown, not reachable, or not what its makers list.
    """
    model = known(name)
    offered = {file.name: file for file in _offered(model)}
    missing = [file for file in model.files if file not in offered]
    if missing:
        raise IntakeFault(name, "", f"bij de makers ontbreekt {', '.join(missing)}")
    wanted = [offered[file] for file in (*model.files, *model.any_of) if file in offered]
    part = _beside(name)
    for file in wanted:
        _download(model, file, part, progress)
    return _settled(name, part)


def copy(name: str, folder: Path, progress: Progress) -> Path:
    """Take a model from a folder on disk; return its folder.

    Raises:
        IntakeFault: files are missing, or not what the folder's own list says.
    """
    model = known(name)
    missing = [file for file in model.files if not (folder / file).is_file()]
    if missing:
        raise IntakeFault(str(folder), "", f"ontbreekt: {', '.join(missing)}")
    promised = _promised(folder)
    part = _beside(name)
    try:
        for file in (*model.files, *model.any_of):
            if (folder / file).is_file():
                _copied(folder / file, part / file, promised.get(file), progress)
    except IntakeFault:
        shutil.rmtree(part)
        raise
    return _settled(name, part)


def _beside(name: str) -> Path:
    part = home() / f".{name}.deel"
    part.mkdir(parents=True, exist_ok=True)
    return part


def _settled(name: str, part: Path) -> Path:
    """Write the list and put the folder in its place."""
    files = sorted(path for path in part.iterdir() if path.is_file() and path.name != LIST)
    listed = tuple(Listed(path.name, path.stat().st_size, digest(path)) for path in files)
    (part / LIST).write_bytes(msgspec.json.encode(Manifest(name, listed)))
    place = home() / name
    if place.exists():
        shutil.rmtree(place)
    part.rename(place)
    return place


def _promised(folder: Path) -> dict[str, str]:
    """Return the hashes that a folder's own list gives, by file."""
    try:
        found = msgspec.json.decode((folder / LIST).read_bytes(), type=Manifest)
    except FileNotFoundError:
        return {}
    except msgspec.MsgspecError:
        raise IntakeFault(str(folder / LIST), "", "onleesbaar") from None
    return {file.name: file.sha256 for file in found.files}


def _copied(source: Path, place: Path, sha256: str | None, progress: Progress) -> None:
    size, done, found = source.stat().st_size, 0, hashlib.sha256()
    with source.open("rb") as reading, place.open("wb") as writing:
        while block := reading.read(_BLOCK):
            writing.write(block)
            found.update(block)
            done += len(block)
            progress(source.name, done, size)
    if sha256 is not None and found.hexdigest() != sha256:
        raise IntakeFault(str(source), "", "de controlesom klopt niet; dit bestand is veranderd")


def _address(path: str) -> str:
    return f"{os.environ.get('HF_ENDPOINT', HUB).rstrip('/')}/{path}"


def _offered(model: Known) -> Iterator[Offered]:
    data = _json(model, _address(f"api/models/{model.repository}/tree/main?recursive=true"))
    for file in data if isinstance(data, list) else []:
        if file.get("type") == "file":
            large = file.get("lfs") or {}
            yield Offered(file["path"], int(file["size"]), large.get("oid"), file.get("oid"))


def _json(model: Known, address: str) -> Any:
    try:
        with urlopen(Request(address), timeout=_PATIENCE) as answer:
            return json.load(answer)
    except (OSError, ValueError) as error:
        raise _unreachable(model.name, error) from None


def _unreachable(name: str, error: Exception) -> IntakeFault:
    why = f"antwoord {error.code}" if isinstance(error, HTTPError) else "geen verbinding"
    if isinstance(error, URLError) and not isinstance(error, HTTPError):
        why = f"geen verbinding ({error.reason})"
    return IntakeFault(
        name,
        "",
        f"niet op te halen: {why}; zonder internet: gehoor models get {name} --from MAP",
    )


def _download(model: Known, file: Offered, part: Path, progress: Progress) -> None:
    """Get a file, from where an earlier try stopped, and check it."""
    place = part / file.name
    have = place.stat().st_size if place.is_file() else 0
    if have > file.size:
        place.unlink()
        have = 0
    if have < file.size:
        _received(model, file, place, have, progress)
    if place.stat().st_size < file.size:
        again = f"de verbinding brak af; gehoor models get {model.name} gaat verder waar het was"
        raise IntakeFault(model.name, file.name, again)
    if place.stat().st_size != file.size or not _right(place, file):
        place.unlink()
        raise IntakeFault(
            model.name, file.name, "is niet wat de makers beloven (grootte of controlesom)"
        )


def _received(model: Known, file: Offered, place: Path, have: int, progress: Progress) -> None:
    address = _address(f"{model.repository}/resolve/main/{quote(file.name)}")
    asked = Request(address, headers={"Range": f"bytes={have}-"} if have else {})
    try:
        with urlopen(asked, timeout=_PATIENCE) as answer:
            if have and answer.status != 206:
                have = 0
            with place.open("ab" if have else "wb") as writing:
                while block := answer.read(_BLOCK):
                    writing.write(block)
                    have += len(block)
                    progress(file.name, have, file.size)
    except OSError as error:
        raise _unreachable(model.name, error) from None


def _right(place: Path, file: Offered) -> bool:
    if file.sha256 is not None:
        return digest(place) == file.sha256
    data = place.read_bytes()  # small files only: large ones have a SHA-256
    made = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False)
    return file.blob is None or made.hexdigest() == file.blob
