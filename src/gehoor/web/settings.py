"""How a site runs, as an administrator writes it down: a file, the environment, options.

`gehoor-serve.toml` holds the same names as the options; the environment has them in capitals
after `GEHOOR_` (`GEHOOR_PORT`, `GEHOOR_OIDC_CLIENT_SECRET`). An option wins from the
environment, the environment from the file. Holds no house style: that is `gehoor.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args
from urllib.parse import SplitResult, urlsplit

import msgspec

from gehoor.dialogue.form import check
from gehoor.store.models.people import ROLES

FILE = "gehoor-serve.toml"
PREFIX = "GEHOOR_"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_MEGABYTE = 1024 * 1024


class SettingsFault(ValueError):
    """Settings that cannot be used; `faults` lists everything wrong with them."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


class Oidc(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another service that logs people in (OpenID Connect).

    `first_login` lets in whoever the service knows; without it only people who were invited.
    `roles` says which roles a value of the claim `roles_claim` gives.
    """

    issuer: str = ""
    client_id: str = ""
    client_secret: str = ""
    name: str = "je organisatie"
    first_login: bool = False
    roles_claim: str = ""
    roles: dict[str, list[str]] = {}
    default_roles: tuple[str, ...] = ("employee",)


class Settings(msgspec.Struct, frozen=True):
    """How this site runs. Sizes are in bytes, times in seconds.

    `address` is how people reach it («https://gehoor.example.nl»), for links and checks of
    origin; `hosts` are other names it answers to.
    """

    address: str = "http://127.0.0.1:8300"
    folder: Path = Path("gehoor-data")
    largest_upload: int = 64 * _MEGABYTE
    largest_file: int = 16 * _MEGABYTE
    session_idle: int = 8 * 3600
    session_longest: int = 7 * 24 * 3600
    hosts: tuple[str, ...] = ()
    oidc: Oidc | None = None

    @property
    def names(self) -> frozenset[str]:
        """Return every host name by which people may reach the site."""
        return LOOPBACK | {urlsplit(self.address).hostname or "", *self.hosts}


class ServeFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings as written. An empty text stands for what follows from the others."""

    host: str = "127.0.0.1"
    port: int = 8300
    address: str = ""
    folder: str = "gehoor-data"
    database: str = ""
    key_file: str = ""
    hosts: list[str] = []
    proxies: list[str] = []  # whose forwarded headers are believed
    certificate: str = ""
    certificate_key: str = ""
    largest_upload_mb: int = 64
    largest_file_mb: int = 16
    session_idle_hours: int = 8
    session_longest_hours: int = 168
    oidc: Oidc | None = None

    def reached_at(self) -> str:
        """Return the address people use."""
        scheme = "https" if self.certificate else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.address or f"{scheme}://{host}:{self.port}").rstrip("/")

    def settings(self) -> Settings:
        """Return what the pages need to know of it."""
        return Settings(
            address=self.reached_at(),
            folder=Path(self.folder),
            largest_upload=self.largest_upload_mb * _MEGABYTE,
            largest_file=self.largest_file_mb * _MEGABYTE,
            session_idle=self.session_idle_hours * 3600,
            session_longest=self.session_longest_hours * 3600,
            hosts=tuple(self.hosts),
            oidc=self.oidc,
        )


def read_settings(
    options: Mapping[str, object], environment: Mapping[str, str], path: Path | None = None
) -> ServeFile:
    """Return the settings of options, environment and file together.

    Args:
        options: what was asked on the command line; None stands for not given.
        environment: the variables of the process.
        path: the file; None takes `gehoor-serve.toml` here, where there is one.

    Raises:
        SettingsFault: with everything that is wrong, each with where it stands.
    """
    data, faults = _file(path)
    given, more = _environment(environment)
    oidc = {**data.get("oidc", {}), **given.pop("oidc", {})}
    data |= given | {name: value for name, value in options.items() if value is not None}
    if oidc:
        data["oidc"] = oidc
    form, wrong = check(data, ServeFile)
    faults += [*more, *wrong, *(_faults(form) if form else [])]
    if form is None or faults:
        raise SettingsFault(faults)
    return form


def _file(path: Path | None) -> tuple[dict[str, Any], list[str]]:
    if path is None and not Path(FILE).exists():
        return {}, []
    path = path or Path(FILE)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        return {}, [f"{path}: niet te lezen; verwacht een bestand met instellingen"]
    except UnicodeDecodeError as error:
        return {}, [f"{path}: byte {error.start}: geen UTF-8"]
    except tomllib.TOMLDecodeError as error:
        return {}, [f"{path}: geen geldige TOML: {error}"]
    oidc = data.get("oidc", {})
    return (data, []) if isinstance(oidc, dict) else ({}, [f"{path}: oidc: verwacht een tabel"])


def _environment(environment: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    data, faults = _named(environment, ServeFile, PREFIX)
    oidc, more = _named(environment, Oidc, f"{PREFIX}OIDC_")
    return data | ({"oidc": oidc} if oidc else {}), faults + more


def _named(
    environment: Mapping[str, str], form: type[msgspec.Struct], prefix: str
) -> tuple[dict[str, Any], list[str]]:
    data: dict[str, Any] = {}
    faults = []
    for field in msgspec.structs.fields(form):
        given = environment.get(prefix + field.name.upper())
        if given is None or Oidc in (field.type, *get_args(field.type)):
            continue
        try:
            data[field.name] = _read(given, field.type)
        except ValueError as error:
            faults.append(f"{prefix}{field.name.upper()}: {error}")
    return data, faults


def _read(given: str, kind: Any) -> object:
    if kind is bool:
        if given.lower() not in ("0", "1", "true", "false"):
            raise ValueError("verwacht true of false")
        return given.lower() in ("1", "true")
    if kind is int:
        if not given.lstrip("-").isdigit():
            raise ValueError("verwacht een geheel getal")
        return int(given)
    if kind is str:
        return given
    if kind == list[str]:
        return [part.strip() for part in given.split(",") if part.strip()]
    raise ValueError("kan alleen in het bestand staan")


def _faults(form: ServeFile) -> Iterator[str]:
    if not 0 <= form.port <= 65535:
        yield f"port: {form.port} kan niet; verwacht 0 tot en met 65535"
    for name in ("largest_upload_mb", "largest_file_mb"):
        if not 1 <= getattr(form, name) <= 4096:
            yield f"{name}: verwacht 1 tot en met 4096 megabyte"
    for name in ("session_idle_hours", "session_longest_hours"):
        if not 1 <= getattr(form, name) <= 24 * 90:
            yield f"{name}: verwacht 1 tot en met 2160 uur"
    if bool(form.certificate) != bool(form.certificate_key):
        yield "certificate en certificate_key horen bij elkaar; geef beide of geen van beide"
    for name in ("certificate", "certificate_key"):
        if (given := getattr(form, name)) and not Path(given).is_file():
            yield f"{name}: bestand «{given}» bestaat niet"
    yield from _address_faults(form)
    if form.oidc is not None:
        yield from _oidc_faults(form.oidc)


def _address_faults(form: ServeFile) -> Iterator[str]:
    parts = _split(form.reached_at())
    if parts is None or parts.path or parts.query:
        yield f"address: «{form.address}» is geen adres; verwacht https://gehoor.example.nl"
    elif parts.scheme == "http" and parts.hostname not in LOOPBACK:
        yield (
            f"address: «{form.reached_at()}» is niet versleuteld, dan kan niemand inloggen; "
            "verwacht een adres met https:// (via een proxy of met certificate en certificate_key)"
        )


def _oidc_faults(oidc: Oidc) -> Iterator[str]:
    for name in ("issuer", "client_id", "client_secret"):
        if not getattr(oidc, name):
            yield f"oidc.{name}: ontbreekt"
    parts = _split(oidc.issuer)
    if oidc.issuer and (
        parts is None or (parts.scheme == "http" and parts.hostname not in LOOPBACK)
    ):
        yield f"oidc.issuer: «{oidc.issuer}» kan niet; verwacht een adres met https://"
    named = {role for roles in oidc.roles.values() for role in roles} | set(oidc.default_roles)
    for role in sorted(named - set(ROLES)):
        yield f"oidc.roles: onbekende rol «{role}»; verwacht {', '.join(ROLES)}"
    if oidc.roles and not oidc.roles_claim:
        yield "oidc.roles_claim: ontbreekt; verwacht de naam van de claim waar de rollen in staan"
    if oidc.first_login and not oidc.default_roles and not oidc.roles:
        yield "oidc.default_roles: ontbreekt; verwacht minstens één rol"


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") and parts.hostname else None
