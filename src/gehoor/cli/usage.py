"""What is wrong with a command line, in one Dutch sentence.

Typer says it in English and in several lines. Its exceptions are told apart by name, since
they live in a package that moved between its versions.
"""

from __future__ import annotations

import re
from typing import Any, cast

import typer

USAGE_ERROR = cast("type[Exception]", typer.BadParameter.__mro__[1])
"""What Typer raises for a command line it cannot use."""


def said(error: Any) -> str:
    """Return the fault as a sentence: which option, what was given, what was expected."""
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return f"onbekende optie «{error.option_name}»{_help(error)}"
    if kind == "MissingParameter":
        return f"{_name(error)} ontbreekt{_help(error)}"
    if kind == "BadParameter":
        return f"{_name(error)}: {_expected(error)}"
    if "command" in error.message:
        return f"onbekende opdracht {_quoted(error.message)}{_help(error)}"
    return f"zo kan het niet: {_quoted(error.message) or error.message}{_help(error)}"


def _name(error: Any) -> str:
    if error.param is None:
        return error.param_hint or "een argument"
    names = [name for name in error.param.opts if name.startswith("--")]
    return names[0] if names else str(error.param.metavar or error.param.name)


def _expected(error: Any) -> str:
    given = _quoted(error.message.split(" is ")[0])
    choices = list(getattr(error.param.type, "choices", ())) if error.param else []
    if not choices:
        return f"{given} kan niet"
    *first, last = [str(getattr(choice, "value", choice)) for choice in choices]
    return f"{given} kan niet; verwacht {', '.join(first)} of {last}"


def _quoted(message: str) -> str:
    found = re.search(r"'([^']*)'", message)
    return f"«{found[1]}»" if found else ""


def _help(error: Any) -> str:
    path = error.ctx.command_path if error.ctx else "gehoor"
    return f"; zie {path} --help"
