"""Sealing: what is kept of a call can be read with that call's own key only.

Every call has a key of its own; that key is itself sealed («wrapped») with a main key that
stands outside the database, in a file or the environment. Whoever destroys the wrapped key
destroys the call, also in backups that don't hold that key (docs/gegevens.md). AES-256-GCM
(NIST SP 800-38D), a random nonce of 12 bytes before each sealed text, and the place it belongs
to as associated data, so that a sealed text can't be moved to another row unnoticed. Holds no
database.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_SIZE = 32  # bytes: AES-256
_NONCE = 12
ENVIRONMENT = "GEHOOR_KEY"


class KeyFault(ValueError):
    """A main key that is absent or wrong; the message says what was expected."""


class Keyring:
    """The main keys by name: the first seals, all of them open, so that keys can be changed."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys or any(len(key) != KEY_SIZE for key in keys.values()):
            raise KeyFault("de hoofdsleutel is niet 32 bytes lang; verwacht base64 van 32 bytes")
        self.keys = dict(keys)
        self.current = next(iter(self.keys))

    @classmethod
    def from_lines(cls, text: str, where: str) -> Keyring:
        """Return the keys in a text: one a line, base64, the newest first."""
        keys: dict[str, bytes] = {}
        for line in filter(None, map(str.strip, text.splitlines())):
            try:
                key = base64.b64decode(line, validate=True)
            except binascii.Error:
                raise KeyFault(f"{where}: geen base64; verwacht een sleutel van 32 bytes") from None
            keys[hashlib.sha256(key).hexdigest()[:8]] = key
        try:
            return cls(keys)
        except KeyFault as fault:
            raise KeyFault(f"{where}: {fault}") from None

    @classmethod
    def from_file(cls, path: Path, make: bool = False) -> Keyring:
        """Return the keys in a file; `make` writes a new one where there is none (mode 0600)."""
        if make and not path.exists():
            _write_key(path)
        try:
            return cls.from_lines(path.read_text(encoding="ascii"), str(path))
        except FileNotFoundError:
            raise KeyFault(
                f"{path}: bestaat niet; verwacht het bestand met de hoofdsleutel"
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise KeyFault(f"{path}: niet te lezen als sleutelbestand: {error}") from None

    @classmethod
    def find(cls, path: Path, make: bool = False) -> Keyring:
        """Return the keys in the environment (`GEHOOR_KEY`), else those in a file."""
        given = os.environ.get(ENVIRONMENT)
        return cls.from_lines(given, ENVIRONMENT) if given else cls.from_file(path, make)


def _write_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, flags, 0o600), "wb") as out:
        out.write(base64.b64encode(os.urandom(KEY_SIZE)) + b"\n")


class Vault:
    """Seals and opens texts, and makes keyed fingerprints.

    Args:
        keyring: the main keys.
        root: the store's own key, wrapped; fingerprints come of it, so that they stay the same
            when the main key is changed. Without it the oldest main key takes its place.
    """

    def __init__(self, keyring: Keyring, root: bytes | None = None) -> None:
        self._ring = keyring
        self._root = self.box(root).key if root else list(keyring.keys.values())[-1]
        self._mark = _derived(self._root, b"fingerprint")

    @property
    def keyring(self) -> Keyring:
        """Return the main keys, for another process of this site."""
        return self._ring

    @property
    def newest(self) -> str:
        """Return the name of the main key that seals now."""
        return self._ring.current

    def new_key(self) -> bytes:
        """Return a fresh key, wrapped: to be kept beside what it will seal."""
        return self._wrap(os.urandom(KEY_SIZE))

    def box(self, wrapped: bytes) -> Box:
        """Return the box that a wrapped key opens.

        Raises:
            KeyFault: the key was wrapped with a main key that is not here, or was tampered with.
        """
        name, sealed = wrapped[:8].decode("ascii", "replace"), wrapped[8:]
        main = self._ring.keys.get(name)
        if main is None:
            raise KeyFault(f"verzegeld met hoofdsleutel {name}, en die is er niet")
        return Box(_open(AESGCM(main), sealed, b"key"))

    def is_newest(self, wrapped: bytes) -> bool:
        """Tell whether a key is wrapped with the current main key."""
        return wrapped[:8] == self._ring.current.encode()

    def rewrap(self, wrapped: bytes) -> bytes:
        """Return a wrapped key sealed anew with the current main key."""
        return self._wrap(self.box(wrapped).key)

    def own_box(self, purpose: str) -> Box:
        """Return a box with a key derived of the store's own: for what belongs to no call."""
        return Box(_derived(self._root, b"box/" + purpose.encode()))

    def fingerprint(self, text: str | bytes, purpose: str, size: int = 16) -> bytes:
        """Return a keyed hash (HMAC-SHA-256, cut to `size` bytes); without the key it is noise."""
        data = text.encode() if isinstance(text, str) else text
        return hmac.digest(self._mark, purpose.encode() + b"\0" + data, "sha256")[:size]

    def _wrap(self, key: bytes) -> bytes:
        name = self._ring.current
        return name.encode() + _seal(AESGCM(self._ring.keys[name]), key, b"key")


class Box:
    """Seals and opens with one key; `place` ties a sealed text to where it belongs."""

    def __init__(self, key: bytes) -> None:
        self.key = key
        self._cipher = AESGCM(key)

    def seal(self, data: bytes, place: str) -> bytes:
        """Return the data sealed: nonce, then ciphertext and tag."""
        return _seal(self._cipher, data, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """Return the data that was sealed for this place.

        Raises:
            KeyFault: another key, another place, or changed data.
        """
        return _open(self._cipher, sealed, place.encode())


def _seal(cipher: AESGCM, data: bytes, place: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + cipher.encrypt(nonce, data, place)


def _open(cipher: AESGCM, sealed: bytes, place: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], place)
    except (InvalidTag, ValueError):
        raise KeyFault("niet te openen: andere sleutel, of veranderde gegevens") from None


def _derived(key: bytes, purpose: bytes) -> bytes:
    return hmac.digest(key, b"gehoor/" + purpose, "sha256")
