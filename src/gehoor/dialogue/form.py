"""Checking plain data against a Struct, and saying in Dutch all that is wrong with it.

`msgspec` stops at the first fault; someone who edits a file wants all of them at once.
Used for the method's files, the house style and calls in JSON. Reads no files itself.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterable
from itertools import islice
from typing import Any, TypeVar, Union, get_args, get_origin

import msgspec

T = TypeVar("T")
MOST = 1_000  # faults named; whoever made more made them by machine

_KINDS = {
    "str": "tekst",
    "int": "een geheel getal",
    "float": "een getal",
    "bool": "true of false",
    "array": "een lijst",
    "object": "een tabel",
    "null": "niets (null)",
}
_MESSAGES = {
    "Expected `str` matching regex": "heeft niet de verwachte vorm",
    "Expected `datetime` with a timezone": "verwacht een tijdzone, als 2026-03-10T12:00:00Z",
    "Invalid RFC3339 encoded datetime": "verwacht een moment als 2026-03-10T12:00:00Z",
    "Invalid RFC3339 encoded date": "verwacht een datum als 2026-03-10",
    "Number out of range": "dit getal is te groot",
}


def check(data: object, form: type[T], where: str = "") -> tuple[T | None, list[str]]:
    """Return the data as `form`, or None and every fault (up to MOST), each with its place.

    `where` is the key under which the data stands; faults read «turns[3].speaker: …».
    """
    faults = list(islice(_faults(data, form, where), MOST))
    if faults:
        return None, faults
    try:
        return msgspec.convert(data, form), []
    except (msgspec.ValidationError, ValueError) as error:
        return None, [_place(where) + translate(str(error))]


def translate(message: str) -> str:
    """Return a message of msgspec in Dutch, without its path."""
    message = message.split(" - at ")[0]
    expected = re.fullmatch(r"Expected `(.+?)`, got `(.+?)`", message)
    if expected:
        return f"verwacht {_kinds(expected[1])}, gevonden {_kinds(expected[2])}"
    choice = re.fullmatch(r"Invalid enum value (.+)", message, re.DOTALL)
    if choice:
        return f"onbekende waarde {choice[1]}"
    bound = re.fullmatch(r"Expected `(\w+)` (of length )?(>=|<=) (.+)", message)
    if bound:
        much = "minstens" if bound[3] == ">=" else "hoogstens"
        unit = {"str": " tekens", "array": " stuks"}.get(bound[1], "") if bound[2] else ""
        return f"verwacht {much} {bound[4]}{unit}"
    return next((said for known, said in _MESSAGES.items() if message.startswith(known)), message)


def _kinds(names: str) -> str:
    return " of ".join(_KINDS.get(name.strip(), name.strip()) for name in names.split("|"))


def _place(where: str) -> str:
    return f"{where}: " if where else ""


def _faults(data: object, form: Any, where: str) -> Iterable[str]:
    form = _without_none(form, data)
    origin = get_origin(form)
    if isinstance(form, type) and issubclass(form, msgspec.Struct):
        yield from _struct_faults(data, form, where)
    elif origin in (list, tuple) and isinstance(data, list):
        for index, item in enumerate(data):
            yield from _faults(item, get_args(form)[0], f"{where}[{index}]")
    elif origin is dict and isinstance(data, dict):
        for key, item in data.items():
            yield from _faults(item, get_args(form)[1], f"{where}.{key}" if where else str(key))
    else:
        yield from _value_faults(data, form, where)


def _without_none(form: Any, data: object) -> Any:
    if get_origin(form) in (Union, types.UnionType) and data is not None:
        rest = [arg for arg in get_args(form) if arg is not type(None)]
        return rest[0] if len(rest) == 1 else form
    return form


def _value_faults(data: object, form: Any, where: str) -> Iterable[str]:
    try:
        msgspec.convert(data, form)
    except (msgspec.ValidationError, ValueError) as error:
        message = translate(str(error))
        choices = [arg for arg in get_args(form) if isinstance(arg, str)]
        if choices and message.startswith("onbekende waarde"):
            message += f"; verwacht {' of '.join(choices)}"
        yield _place(where) + message


def _struct_faults(data: object, form: type[msgspec.Struct], where: str) -> Iterable[str]:
    if not isinstance(data, dict):
        yield _place(where) + f"verwacht een tabel, gevonden {_name(data)}"
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(form)}
    for key in data:
        if key not in fields and form.__struct_config__.forbid_unknown_fields:
            yield _place(where) + _unknown(str(key), fields)
    for name, field in fields.items():
        inside = f"{where}.{name}" if where else name
        if name in data:
            yield from _faults(data[name], field.type, inside)
        elif field.required:
            yield f"{inside}: ontbreekt"


def _unknown(key: str, known: Iterable[str]) -> str:
    import difflib

    near = difflib.get_close_matches(key, list(known), n=1)
    return f"onbekende sleutel «{key}»" + (f"; bedoel je «{near[0]}»?" if near else "")


def _name(data: object) -> str:
    kinds = {str: "str", bool: "bool", int: "int", float: "float", list: "array"}
    return _KINDS.get(kinds.get(type(data), "null"), type(data).__name__)
