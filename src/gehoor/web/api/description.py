"""The OpenAPI document: Litestar describes the routes, and what a route says of itself is added.

The forms are described by msgspec, which checks them too, so that document and check can't
differ; the Dutch words beside every form and field stand in `words.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
from litestar import Litestar, Router
from litestar.openapi import OpenAPIConfig
from litestar.routes import HTTPRoute

from gehoor import __version__
from gehoor.web.api import answers, parts
from gehoor.web.api.given import JSON, Taken
from gehoor.web.api.problems import ProblemForm
from gehoor.web.security.access import PUBLIC, RULE

WORDS: Final[dict[str, dict[str, str]]] = tomllib.loads(
    (Path(__file__).parent / "words.toml").read_text(encoding="utf-8")
)
_ID: Final = {"type": "string", "pattern": "^[0-9a-f]{32}$", "minLength": 32, "maxLength": 32}
_REF: Final = "#/components/schemas/{name}"


@cache
def describe() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the API, as plain data."""
    bare = Litestar(
        [Router("/api", route_handlers=parts.ROUTES)],
        openapi_config=OpenAPIConfig("Gehoor", __version__, description=answers.INTRODUCTION),
    )
    document: dict[str, Any] = bare.openapi_schema.to_schema()
    operations = list(_operations(bare, document))
    for path, operation, opt in operations:
        _finish(path, operation, opt)
    document["components"] = {
        "schemas": _schemas(document, [opt["takes"] for *_, opt in operations if "takes" in opt]),
        "responses": answers.components(),
        "securitySchemes": answers.SECURITY,
    }
    document["tags"] = [{"name": name} for name in dict.fromkeys(_tags(operations))]
    return document


Operation = tuple[str, dict[str, Any], Mapping[str, Any]]


def _operations(app: Litestar, document: dict[str, Any]) -> Iterator[Operation]:
    """Yield path, operation and `opt` of every route in the document."""
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for handler in route.route_handlers:
            for method in handler.http_methods:
                operation = document["paths"].get(route.path_format, {}).get(method.lower())
                if operation is not None and RULE in handler.opt:
                    operation["operationId"] = handler.handler_name.rpartition(".")[2]
                    yield route.path_format, operation, handler.opt


def _tags(operations: list[Operation]) -> Iterator[str]:
    for _, operation, _ in operations:
        yield from operation["tags"]


def _finish(path: str, operation: dict[str, Any], opt: Mapping[str, Any]) -> None:
    taken: Taken = opt.get("takes", Taken())
    operation["parameters"] = [
        *(_path_parameter(item) for item in operation.get("parameters", [])),
        *_query_parameters(taken.query),
        *answers.header_parameters(taken),
    ]
    if taken.body is not None:
        operation["requestBody"] = _body(taken)
    answers.finish(path, operation, opt, taken)
    if opt[RULE] == PUBLIC:
        operation["security"] = []
        return
    operation["security"] = [{"token": [opt["scope"]]}]
    operation["x-roles"] = sorted(opt[RULE])


def _path_parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    name = parameter["name"]
    schema = _ID if name.endswith("_id") else parameter["schema"]
    about = WORDS["path"][name]
    return {"name": name, "in": "path", "required": True, "schema": schema, "description": about}


def _query_parameters(form: type[msgspec.Struct] | None) -> Iterator[dict[str, Any]]:
    if form is None:
        return
    schema = msgspec.json.schema_components([form], ref_template=_REF)[1][form.__name__]
    for name, field in schema["properties"].items():
        about = WORDS[form.__name__][name]
        plain = _without_null({key: value for key, value in field.items() if key != "default"})
        yield {"name": name, "in": "query", "schema": plain, "description": about}


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without «or null»: in a query nothing is left out by leaving it out."""
    if "anyOf" in schema:
        kept = [item for item in schema["anyOf"] if item != {"type": "null"}]
        return kept[0] if len(kept) == 1 else {"anyOf": kept}
    if "enum" in schema:
        return {**schema, "enum": [value for value in schema["enum"] if value is not None]}
    return schema


def _body(taken: Taken) -> dict[str, Any]:
    assert taken.body is not None
    schema = {"$ref": _REF.format(name=taken.body.__name__)}
    content: dict[str, Any] = {JSON: {"schema": schema}}
    if taken.example is not None:
        content[JSON]["example"] = taken.example
    for kind in taken.texts:
        content[kind] = {"schema": {"type": "string"}, "example": answers.TEXTS[kind]}
    return {"required": True, "content": content}


def _schemas(document: dict[str, Any], taken: list[Taken]) -> dict[str, Any]:
    """Return the forms that the document names, as msgspec describes them, in Dutch."""
    named = set(document["components"]["schemas"])
    forms = [*answers.forms_named(named), ProblemForm, *(item.body for item in taken if item.body)]
    _, schemas = msgspec.json.schema_components(forms, ref_template=_REF)
    for name, schema in schemas.items():
        schema.pop("title", None)
        schema["description"] = WORDS[name]["form"]
        for field, shape in schema.get("properties", {}).items():
            schema["properties"][field] = _described(shape, WORDS[name][field])
    return dict(sorted(schemas.items()))


def _described(shape: dict[str, Any], about: str) -> dict[str, Any]:
    if "$ref" in shape:
        return {"allOf": [shape], "description": about}
    return {**shape, "description": about}
