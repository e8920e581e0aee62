"""What a request gives, checked: its body, its query, and what a route says that it takes.

All faults at once, each with its place. Unknown keys are refused, in a query too: a filter with
a typing mistake must not show everything.
"""

from __future__ import annotations

import difflib
import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar, Union, get_args, get_origin

import msgspec

from gehoor.dialogue.form import check, translate
from gehoor.intake import IntakeFault
from gehoor.intake.own import decoded
from gehoor.web.api.problems import Problem
from gehoor.web.asked import Asked

T = TypeVar("T", bound=msgspec.Struct)
JSON: Final = "application/json"
SMALL: Final = 64 * 1024  # bytes: anything but a call
LARGE: Final = 2 * 1024 * 1024  # bytes: a call; thirty hours of talking


def takes(
    body: type[msgspec.Struct] | None = None,
    query: type[msgspec.Struct] | None = None,
    *,
    texts: Sequence[str] = (),
    example: Any = None,
    edits: bool = False,
    keeps: bool = False,
    also: Mapping[int, str] | None = None,
    made: bool = False,
) -> dict[str, Any]:
    """Return what a route takes, for its `opt`; the OpenAPI document is made of it.

    Args:
        body: the form of a JSON body.
        query: the form of the query.
        texts: media types that the body may have instead.
        example: a body that is right.
        edits: the request says which edition it changes (If-Match).
        keeps: the request may be sent again safely (Idempotency-Key).
        also: what else it may answer: a status, and when.
        made: the answer says where what was made can be found (Location).
    """
    return {"takes": Taken(body, query, tuple(texts), example, edits, keeps, also or {}, made)}


class Taken(msgspec.Struct, frozen=True):
    """What a route takes; see `takes`."""

    body: type[msgspec.Struct] | None = None
    query: type[msgspec.Struct] | None = None
    texts: tuple[str, ...] = ()
    example: Any = None
    edits: bool = False
    keeps: bool = False
    also: Mapping[int, str] = {}
    made: bool = False


def given(request: Asked, body: bytes, form: type[T]) -> T:
    """Return the JSON body of a request.

    Raises:
        Problem: another type, no JSON, or with all faults.
    """
    demand_type(request, JSON)
    data = json_in(body)
    value, faults = check(data, form)
    if value is None or (faults := list(_nuls(data))):
        raise Problem("invalid-input", faults=faults)
    return value


def _nuls(data: Any, where: str = "") -> Iterator[str]:
    """Yield where there is a character that no database keeps in a text."""
    if isinstance(data, str) and "\0" in data:
        yield f"{where}: bevat een teken dat niet bewaard kan worden (\\u0000)"
    elif isinstance(data, list):
        for at, item in enumerate(data):
            yield from _nuls(item, f"{where}[{at}]")
    elif isinstance(data, dict):
        for key, item in data.items():
            yield from _nuls(item, f"{where}.{key}" if where else key)


def json_in(body: bytes) -> Any:
    """Return the plain data in a JSON body; raises Problem where it is none."""
    try:
        return decoded(body.decode("utf-8-sig"), "")
    except UnicodeDecodeError as error:
        raise Problem(
            "invalid-request", faults=[f"byte {error.start}: geen UTF-8, en dus geen JSON"]
        ) from None
    except IntakeFault as fault:
        raise Problem("invalid-request", faults=fault.faults) from None


def type_of(request: Asked) -> str:
    """Return the media type of a request's body, without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def demand_type(request: Asked, *types: str) -> str:
    """Return the media type of a request; raises Problem where it is none of these."""
    found = type_of(request)
    if found not in types:
        raise Problem(
            "unsupported-type", f"Verwacht Content-Type {' of '.join(types)}.", headers=_take(types)
        )
    return found


def _take(types: Sequence[str]) -> dict[str, str]:
    return {"Accept": ", ".join(types)}


def asked(request: Asked, form: type[T]) -> T:
    """Return the query of a request.

    Raises:
        Problem: unknown names, a name twice, or wrong values: all of them.
    """
    fields = {field.name: _without_none(field.type) for field in msgspec.structs.fields(form)}
    values: dict[str, Any] = {}
    faults = []
    for name, texts in request.query_params.dict().items():
        if name not in fields:
            faults.append(f"{name[:60]}: onbekend{_nearest(name, fields)}")
        elif len(texts) > 1:
            faults.append(f"{name}: staat er {len(texts)} keer; verwacht eenmaal")
        else:
            try:
                values[name] = msgspec.convert(
                    texts[0], fields[name], strict=not _plain(fields[name])
                )
            except (msgspec.ValidationError, ValueError) as error:
                faults.append(f"{name}: {translate(str(error))}")
    if faults:
        raise Problem("invalid-input", faults=faults)
    return form(**values)


def _without_none(form: Any) -> Any:
    """Return a type without None: in a query «null» is a word like any other."""
    if get_origin(form) not in (Union, types.UnionType):
        return form
    rest = tuple(part for part in get_args(form) if part is not types.NoneType)
    return rest[0] if len(rest) == 1 else Union[rest]  # noqa: UP007  # made at run time


def _plain(form: Any) -> bool:
    """Tell a number or a yes or no, which in a query come as text, from all else."""
    return getattr(form, "__origin__", form) in (int, float, bool)


def _nearest(name: str, known: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(name[:60], list(known), n=1)
    return f"; bedoel je «{near[0]}»?" if near else ""
