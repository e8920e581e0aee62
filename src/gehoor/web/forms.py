"""A form as it came in, ready before the handler runs: `form: Fields` in a handler's arguments."""

from __future__ import annotations

from litestar.datastructures import UploadFile
from litestar.di import NamedDependency, Provide

from gehoor.web.asked import Asked


class Form:
    """The fields of a form; what was not filled in is an empty text."""

    def __init__(self, items: list[tuple[str, object]]) -> None:
        self._items = items

    @property
    def names(self) -> list[str]:
        """Return the names of the fields that hold text."""
        return [name for name, value in self._items if isinstance(value, str)]

    def text(self, name: str) -> str:
        """Return what was typed in a field, without spaces around it."""
        return self.exact(name).strip()

    def exact(self, name: str) -> str:
        """Return what was typed in a field, with its spaces: for passwords."""
        return next((v for n, v in self._items if n == name and isinstance(v, str)), "")

    def all(self, name: str) -> list[str]:
        """Return everything that was chosen under one name."""
        return [value for n, value in self._items if n == name and isinstance(value, str)]

    def file(self, name: str) -> UploadFile | None:
        """Return the file that was chosen, if any."""
        found = (v for n, v in self._items if n == name and isinstance(v, UploadFile))
        return next((file for file in found if file.filename), None)


async def _read(request: Asked) -> Form:
    return Form(list((await request.form()).multi_items()))


Fields = NamedDependency[Form]
DEPENDENCIES = {"form": Provide(_read)}
