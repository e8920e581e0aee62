"""What the OpenAPI document says of answers: forms, problems, headers and who may ask."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

import msgspec

from gehoor.reporting.record import ContractReview
from gehoor.web.api.forms import calls, house, method, people, talk
from gehoor.web.api.given import Taken
from gehoor.web.api.problems import KINDS, MEDIA_TYPE
from gehoor.web.security.access import PUBLIC, RULE

INTRODUCTION: Final = (
    "Hetzelfde als op de pagina's van Gehoor, voor programma's: gesprekken brengen, verslagen "
    "halen, opmerkingen, zinnen en huisstijl. Stuur een token mee in `Authorization: Bearer …`; "
    "je maakt het bij «Mijn gegevens». Een token mag nooit meer dan de persoon van wie het is. "
    "Fouten komen als `application/problem+json`, met een Nederlandse zin in `detail`."
)
SECURITY: Final = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "Een token van een persoon, met scopes. Te maken bij «Mijn gegevens».",
    }
}
TEXTS: Final = {
    "text/plain": "Medewerker: Goedemorgen, u spreekt met Noor.\nKlant: Ja hallo, ik bel nou "
    "voor de derde keer.\n",
    "text/vtt": "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Medewerker>Goedemorgen.\n\n"
    "00:00:03.000 --> 00:00:05.000\n<v Klant>Ja hallo, ik bel nou voor de derde keer.\n",
    "application/x-subrip": "1\n00:00:01,000 --> 00:00:03,000\nMedewerker: Goedemorgen.\n\n"
    "2\n00:00:03,000 --> 00:00:05,000\nKlant: Ja hallo, ik bel nou voor de derde keer.\n",
}
_SAID: Final = {200: "Gelukt.", 201: "Gemaakt.", 204: "Gedaan; er komt niets terug."}
_ETAG: Final = {"ETag": {"description": "De versie, voor If-Match.", "schema": {"type": "string"}}}
_LOCATION: Final = {"Location": {"description": "Waar het is.", "schema": {"type": "string"}}}
_HEADERS: Final = {
    429: {"Retry-After": {"description": "Seconden.", "schema": {"type": "integer"}}},
    401: {"WWW-Authenticate": {"description": "Bearer.", "schema": {"type": "string"}}},
}


def forms_named(names: Collection[str]) -> list[type[msgspec.Struct]]:
    """Return the forms with these names that go out."""
    found: dict[str, type[msgspec.Struct]] = {"ContractReview": ContractReview}
    for part in (calls, house, method, people, talk):
        for name, value in vars(part).items():
            if isinstance(value, type) and issubclass(value, msgspec.Struct):
                found[name] = value
    return [found[name] for name in sorted(names) if name in found]


def components() -> dict[str, Any]:
    """Return the answers that tell of a problem, by name of the problem."""
    schema = {"$ref": "#/components/schemas/ProblemForm"}
    return {
        name: {
            "description": f"{kind.title}. {kind.remedy}",
            "content": {MEDIA_TYPE: {"schema": schema}},
            **({"headers": _HEADERS[kind.status]} if kind.status in _HEADERS else {}),
        }
        for name, kind in KINDS.items()
    }


def header_parameters(taken: Taken) -> Iterator[dict[str, Any]]:
    """Yield the headers that a route looks at."""
    if taken.edits:
        yield {
            "name": "If-Match",
            "in": "header",
            "required": True,
            "schema": {"type": "string", "pattern": r'^"[0-9a-z]{1,40}"$'},
            "description": "De ETag van wat je las; * als het niet uitmaakt.",
        }
    if taken.keeps:
        yield {
            "name": "Idempotency-Key",
            "in": "header",
            "schema": {"type": "string", "pattern": "^[!-~]{1,200}$", "maxLength": 200},
            "description": "Zelf gekozen. Hetzelfde verzoek met dezelfde sleutel doet, een dag "
            "lang, niets dubbel.",
        }


def finish(path: str, operation: dict[str, Any], opt: Mapping[str, Any], taken: Taken) -> None:
    """Write the answers of a route into its operation: what it says, then the problems."""
    responses: dict[str, Any] = operation["responses"]
    responses.pop("400", None)
    for status, response in responses.items():
        response["description"] = _SAID[int(status)]
        response["headers"] = {}
        if taken.made:
            response["headers"] |= _LOCATION
        if taken.edits or (taken.made and path != "/api/calls"):
            response["headers"] |= _ETAG
    for also, said in taken.also.items():
        first = next(iter(responses.values()))
        responses[str(also)] = {**first, "description": said}
    for name in _problems(path, opt, taken):
        reference = {"$ref": f"#/components/responses/{name}"}
        responses.setdefault(str(KINDS[name].status), reference)
    operation["responses"] = dict(sorted(responses.items()))


def _problems(path: str, opt: Mapping[str, Any], taken: Taken) -> Iterator[str]:
    if taken.body or taken.keeps:
        yield "invalid-request"
    if opt[RULE] != PUBLIC:
        yield from ("not-logged-in", "not-allowed", "too-many")
    if "{" in path:
        yield "not-found"
    if taken.body:
        yield from ("too-large", "unsupported-type")
    if taken.body or taken.query or taken.keeps:
        yield "invalid-input"
    if taken.edits:
        yield from ("changed-meanwhile", "edition-required")
