"""What went wrong, for programmes and for who writes them: problem details (RFC 9457).

`type` never changes, `detail` is a Dutch sentence. Neither ever holds words of a call: what was
given is named by its place, not by its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import msgspec
from litestar import Response
from litestar.exceptions import HTTPException

from gehoor.store import Conflict, Refused, StoreFault

MEDIA_TYPE: Final = "application/problem+json"
PREFIX: Final = "urn:gehoor:problem:"


class Kind(NamedTuple):
    """A kind of problem: its status, what it is called, and what to do about it."""

    status: int
    title: str
    remedy: str


KINDS: Final[Mapping[str, Kind]] = {
    "invalid-request": Kind(
        400, "Dit verzoek klopt niet", "Kijk of het verzoek geldige HTTP en JSON is."
    ),
    "not-logged-in": Kind(401, "Niet ingelogd", "Stuur een geldig token mee."),
    "not-allowed": Kind(
        403, "Dit mag niet", "Gebruik een token met de gevraagde scope, van iemand met die rol."
    ),
    "not-found": Kind(
        404, "Niet gevonden", "Het is er niet (meer), of het is niet met deze persoon gedeeld."
    ),
    "method-not-allowed": Kind(405, "Dat kan hier niet", "Kijk in de kop Allow wat wel kan."),
    "changed-meanwhile": Kind(
        412, "Intussen veranderd", "Haal op wat er nu staat en verander dat, met de nieuwe ETag."
    ),
    "too-large": Kind(413, "Te groot", "Stuur minder in één keer."),
    "unsupported-type": Kind(415, "Andere vorm verwacht", "Noem de vorm in Content-Type."),
    "invalid-input": Kind(
        422, "De inhoud klopt niet", "Bij faults staat alles wat er mis is, met de plaats."
    ),
    "key-reused": Kind(
        422, "Sleutel al gebruikt", "Gebruik voor elk nieuw verzoek een nieuwe Idempotency-Key."
    ),
    "edition-required": Kind(
        428, "Welke versie?", "Stuur de ETag van wat je las mee in de kop If-Match."
    ),
    "too-many": Kind(429, "Even wachten", "Wacht het aantal seconden in de kop Retry-After."),
    "internal": Kind(
        500, "Er ging bij ons iets mis", "Er is niets verloren. Probeer het later nog eens."
    ),
}
_BY_STATUS: Final = {kind.status: name for name, kind in reversed(list(KINDS.items()))}


class FaultForm(msgspec.Struct, frozen=True):
    """One thing that is wrong with what was given."""

    place: str
    detail: str


class ProblemForm(msgspec.Struct, frozen=True):
    """A problem, as RFC 9457 writes it."""

    type: str
    title: str
    status: int
    detail: str
    faults: tuple[FaultForm, ...] = ()


class Problem(Exception):
    """Something that can't be done; `faults` are sentences like «turns[3].speaker: ontbreekt»."""

    def __init__(
        self,
        kind: str,
        detail: str = "",
        faults: Iterable[str] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.kind, self.faults, self.headers = kind, tuple(faults), dict(headers or {})
        self.detail = _sentence(detail or KINDS[kind].remedy)
        super().__init__(self.detail)


def not_found(what: str) -> Problem:
    """Return the problem that something is not there, or not theirs to see: nobody learns which."""
    return Problem("not-found", f"{what} is er niet (meer), of is niet met je gedeeld")


def problem_of(error: Exception) -> Problem:
    """Return what to tell about an error."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException):
        return _of_http(error)
    if isinstance(error, StoreFault):
        return _of_store(error)
    return Problem("internal")


def answer(error: Exception) -> Response[ProblemForm]:
    """Return the answer to a request that met an error."""
    problem = problem_of(error)
    kind = KINDS[problem.kind]
    form = ProblemForm(
        type=PREFIX + problem.kind,
        title=kind.title,
        status=kind.status,
        detail=problem.detail,
        faults=tuple(map(_fault, problem.faults)),
    )
    return Response(
        form, status_code=kind.status, media_type=MEDIA_TYPE, headers=dict(problem.headers)
    )


def without_values(message: str) -> str:
    """Return a message about something given without the value itself, only its place."""
    for pattern in _VALUES:
        message = pattern.sub("", message)
    return message


_VALUES: Final = (
    re.compile(r"(?<=onbekende spreker) «.*?»(?=;|$)", re.DOTALL),
    re.compile(r"(?<=onbekende waarde) '.*'(?=;|$)", re.DOTALL),
    re.compile(r", gevonden «.*»$", re.DOTALL),
)
_PLACES: Final = ("regel ", "ondertitel ", "byte ")
_LONGEST_PLACE: Final = 200  # characters: a key that somebody made up comes back in part


def _fault(fault: str) -> FaultForm:
    place, colon, detail = without_values(fault).partition(": ")
    if not colon or (" " in place and not place.startswith(_PLACES)):
        place, detail = "", without_values(fault)
    return FaultForm(place[:_LONGEST_PLACE], _sentence(_shortened(detail)))


def _shortened(text: str) -> str:
    return text if len(text) <= 2 * _LONGEST_PLACE else text[: 2 * _LONGEST_PLACE] + "…"


def _of_http(error: HTTPException) -> Problem:
    status = error.status_code
    name = _BY_STATUS.get(status, "internal" if status >= 500 else "invalid-request")
    headers: dict[str, Any] = dict(error.headers or {})
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="gehoor"'
        return Problem(name, "Log in, of stuur een geldig token mee.", headers=headers)
    said = error.detail if status == 403 else ""  # other details are the framework's, in English
    return Problem(name, said, headers=headers)


def _of_store(fault: StoreFault) -> Problem:
    if isinstance(fault, Conflict):
        return Problem("changed-meanwhile", str(fault))
    faults = getattr(fault, "faults", ())
    if faults:
        return Problem("invalid-input", faults=faults)
    return Problem("not-allowed" if isinstance(fault, Refused) else "not-found", str(fault))


def _sentence(text: str) -> str:
    text = text.strip()
    ended = text if text.endswith((".", "!", "?", "…")) else f"{text}."
    return ended[:1].upper() + ended[1:]
