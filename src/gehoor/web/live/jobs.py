"""What the hub is asked to do, and how it answers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, NamedTuple

from gehoor.live import Event, View
from gehoor.store import StoreFault


class TooBusy(StoreFault):
    """More work waits than can be done in time, or the programme stops."""


class Fed(NamedTuple):
    """What came of events: the view, and which were refused and why."""

    view: View
    refused: dict[int, str]


class Feed(NamedTuple):
    """Events of a call to take in."""

    live_id: str
    events: tuple[Event, ...]
    answer: Future[Fed]
    began: float


class Ask(NamedTuple):
    """Something to do between all else."""

    work: Callable[[], Any]
    answer: Future[Any]


def answer(job: Ask) -> None:
    """Do what is asked, and answer with what comes of it."""
    try:
        job.answer.set_result(job.work())
    except Exception as error:  # noqa: BLE001 - whoever asked gets it
        fail(job.answer, error)


def fail(answer: Future[Any], error: BaseException) -> None:
    """Answer that it failed, unless there is an answer already."""
    if not answer.done():
        answer.set_exception(error)
