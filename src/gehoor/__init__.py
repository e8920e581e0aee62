"""Gehoor: a Dutch coach for calls with someone who is angry or sad.

    >>> import gehoor
    >>> call = gehoor.read("examples/woning-zonder-warm-water.json")
    >>> review = gehoor.review(call)

Everything heavy is loaded when it is first asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gehoor.coaching import House
    from gehoor.dialogue import Call
    from gehoor.reviewing import Review

__version__ = "0.1.0"
__all__ = ["__version__", "read", "review"]


def read(path: str | Path) -> Call:
    """Return the call in a file: JSON, plain text, WebVTT or SRT.

    Raises:
        gehoor.intake.IntakeFault: in one sentence: which file, where, and what was expected.
    """
    from gehoor.intake import read as read_call

    return read_call(path)


def review(call: Call, house: House | None = None, method_folders: tuple[Path, ...] = ()) -> Review:
    """Return the review of a call, in the house's style and with its own method folders.

    Raises:
        gehoor.method.MethodFault: a method folder has faults; lists all of them.
    """
    from gehoor.method import load
    from gehoor.reviewing import Reviewer

    return Reviewer(load(method_folders), house).review(call)
