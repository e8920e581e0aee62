"""The OpenAPI document as its page shows it: operations by subject, forms with their fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

_METHODS = ("get", "post", "put", "patch", "delete")
_TYPES = {
    "string": "tekst",
    "integer": "geheel getal",
    "number": "getal",
    "boolean": "ja of nee",
    "null": "niets",
    "object": "tabel",
    "array": "lijst",
}
_FORMATS = {"date": "datum", "date-time": "moment"}


class ShownField(NamedTuple):
    """A field or parameter: its name, what it may be, whether it must be there, what it is."""

    name: str
    type: str
    form: str
    required: bool
    about: str


class ShownAnswer(NamedTuple):
    """A way the request can end."""

    status: str
    about: str
    form: str
    problem: bool


class ShownOperation(NamedTuple):
    """One thing that can be asked."""

    id: str
    method: str
    path: str
    summary: str
    about: str
    roles: tuple[str, ...]
    scope: str
    parameters: tuple[ShownField, ...]
    types: tuple[str, ...]
    body: str
    example: str
    answers: tuple[ShownAnswer, ...]


class ShownForm(NamedTuple):
    """A form with its fields."""

    name: str
    about: str
    fields: tuple[ShownField, ...]


def shown_groups(document: Mapping[str, Any]) -> list[tuple[str, list[ShownOperation]]]:
    """Return the operations of a document by subject."""
    groups: dict[str, list[ShownOperation]] = {tag["name"]: [] for tag in document["tags"]}
    for path, item in document["paths"].items():
        for method in _METHODS:
            if method in item:
                operation = item[method]
                groups[operation["tags"][0]].append(_operation(document, path, method, operation))
    return list(groups.items())


def shown_forms(document: Mapping[str, Any]) -> list[ShownForm]:
    """Return the forms of a document, by name."""
    return [
        ShownForm(
            name,
            schema["description"],
            tuple(
                _field(field, shape, field in schema.get("required", ()))
                for field, shape in schema.get("properties", {}).items()
            ),
        )
        for name, schema in document["components"]["schemas"].items()
    ]


def _operation(
    document: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]
) -> ShownOperation:
    content = operation.get("requestBody", {}).get("content", {})
    body = content.get("application/json", {})
    security = operation["security"]
    return ShownOperation(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        about=operation["description"],
        roles=tuple(operation.get("x-roles", ())),
        scope=security[0]["token"][0] if security else "",
        parameters=tuple(
            _field(
                item["name"],
                item["schema"] | {"description": item["description"]},
                item.get("required", False),
            )
            for item in operation["parameters"]
        ),
        types=tuple(content),
        body=_form_of(body.get("schema", {})),
        example=json.dumps(body["example"], ensure_ascii=False, indent=2) if body else "",
        answers=tuple(
            _answer(document, status, answer) for status, answer in operation["responses"].items()
        ),
    )


def _answer(document: Mapping[str, Any], status: str, answer: Mapping[str, Any]) -> ShownAnswer:
    problem = "$ref" in answer
    if problem:
        answer = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    content = answer.get("content", {})
    schema = next(iter(content.values()))["schema"] if content else {}
    return ShownAnswer(status, answer["description"], _form_of(schema), problem)


def _field(name: str, shape: Mapping[str, Any], required: bool) -> ShownField:
    return ShownField(name, _type(shape), _form_of(shape), required, shape.get("description", ""))


def _form_of(shape: Mapping[str, Any]) -> str:
    """Return the name of the form that a shape points at, anywhere in it."""
    if "$ref" in shape:
        return str(shape["$ref"]).rpartition("/")[2]
    inside = [*shape.get("allOf", ()), *shape.get("anyOf", ())]
    if isinstance(shape.get("items"), dict):
        inside.append(shape["items"])
    return next((name for name in map(_form_of, inside) if name), "")


def _type(shape: Mapping[str, Any]) -> str:
    if "$ref" in shape:
        return _form_of(shape)
    if "enum" in shape:
        return " · ".join("null" if value is None else str(value) for value in shape["enum"])
    options = [*shape.get("allOf", ()), *shape.get("anyOf", ())]
    if options:
        return " of ".join(map(_type, options))
    return _plain_type(shape)


def _plain_type(shape: Mapping[str, Any]) -> str:
    name = str(shape.get("type", ""))
    if name == "array" and isinstance(shape.get("items"), dict):
        return f"lijst van {_type(shape['items'])}"
    said = _FORMATS.get(shape.get("format", ""), _TYPES.get(name, "wat dan ook"))
    if "minimum" in shape and "maximum" in shape:
        said += f", {shape['minimum']} tot {shape['maximum']}"
    elif "maxLength" in shape:
        said += f", hoogstens {shape['maxLength']} tekens"
    return said
