"""The compiled method, kept between runs, so that a start costs little.

The cache holds data only (MessagePack, checked against its type), never code, is named
after the content of the method's files, and is written whole or not at all. Whatever is
wrong with it, it is made again; where it cannot be written, that is no error.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from gehoor.method.loader import HOME, build, read_files
from gehoor.method.model import Method

_FORMAT = b"gehoor-method-2"
_DIGEST = hashlib.sha256


@lru_cache(maxsize=4)
def load(folders: tuple[Path, ...] = ()) -> Method:
    """Return the method, with an organisation's own folders laid over it.

    Raises:
        MethodFault: with every fault of every file.
    """
    files = read_files((HOME, *folders))
    name = _name(files)
    with _uncollected():
        method = _read(folder() / name)
        if method is None:
            method = build(files)
            _write(folder() / name, method)
    return method


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector out of something large that is going to stay."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


def _name(files: Mapping[str, bytes]) -> str:
    digest = _DIGEST(_FORMAT + _shape())
    for path in sorted(files):
        digest.update(f"{path}\0{len(files[path])}\0".encode())
        digest.update(files[path])
    return f"{digest.hexdigest()[:32]}.msgpack"


def _shape() -> bytes:
    """Return what identifies the code that compiles: its own files."""
    names = ("model.py", "live.py", "grammar.py", "automaton.py", "network.py", "compiling.py")
    return b"".join((HOME / name).read_bytes() for name in names)


def folder() -> Path:
    """Return where the compiled method is kept."""
    if chosen := os.environ.get("GEHOOR_CACHE"):
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "gehoor"


def _read(path: Path) -> Method | None:
    try:
        stored = path.read_bytes()
    except OSError:
        return None
    digest, content = stored[:32], stored[32:]
    if _DIGEST(content).digest() != digest:
        return None
    try:
        return msgspec.msgpack.decode(content, type=Method)
    except (msgspec.DecodeError, ValueError):
        return None


def _write(path: Path, method: Method) -> None:
    content = msgspec.msgpack.encode(method)
    import tempfile

    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_DIGEST(content).digest() + content)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
