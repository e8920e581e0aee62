"""Where reports go: to the terminal as they come, or to a file, whole or not at all."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Protocol

from gehoor.cli.app import fail
from gehoor.method import Method
from gehoor.reviewing import Review, Reviewer


class Output(Protocol):
    """Takes reviews one by one, and finishes."""

    def take(self, review: Review, reviewer: Reviewer) -> None:
        """Take one review."""

    def finish(self) -> None:
        """Write what was still waiting."""


def make_output(form: str, path: Path | None, method: Method, several: bool) -> Output:
    """Return the output for a form of report and a place to put it."""
    if form == "html":
        if several:
            return _Pages(
                path or fail("html van meer gesprekken: noem met --output een map"), method
            )
        return _Page(path, method)
    if form == "json":
        return _Lines(path)
    return _Table(path) if form == "csv" else _Terminal(path, method)


def _put(path: Path | None, content: bytes) -> None:
    if path is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    from gehoor.reporting.files import write_whole

    write_whole(path, content)


class _Lines:
    """JSON Lines: to standard output as they come, to a file at the end."""

    def __init__(self, path: Path | None) -> None:
        self.path, self.waiting = path, bytearray()

    def take(self, review: Review, reviewer: Reviewer) -> None:
        from gehoor.reporting.json_form import as_json

        line = as_json(review) + b"\n"
        if self.path is None:
            _put(None, line)
        else:
            self.waiting += line

    def finish(self) -> None:
        if self.path is not None:
            _put(self.path, bytes(self.waiting))


class _Table:
    def __init__(self, path: Path | None) -> None:
        self.path, self.reviews = path, list[Review]()

    def take(self, review: Review, reviewer: Reviewer) -> None:
        self.reviews.append(review)

    def finish(self) -> None:
        from gehoor.reporting.csv_form import as_csv

        _put(self.path, as_csv(self.reviews).encode())


class _Terminal:
    def __init__(self, path: Path | None, method: Method) -> None:
        from rich.console import Console

        self.path, self.method = path, method
        if path is None:
            self.console = Console(highlight=False, emoji=False)
        else:
            self.console = Console(
                file=io.StringIO(), record=True, width=100, highlight=False, emoji=False
            )

    def take(self, review: Review, reviewer: Reviewer) -> None:
        from gehoor.reporting.terminal import show

        show(review, self.method, self.console)

    def finish(self) -> None:
        if self.path is not None:
            _put(self.path, self.console.export_text().encode())


class _Page:
    """One HTML page; a second call is refused, since a file holds one page."""

    def __init__(self, path: Path | None, method: Method) -> None:
        self.path, self.method, self.page = path, method, b""

    def take(self, review: Review, reviewer: Reviewer) -> None:
        from gehoor.reporting.html_form import as_html

        if self.page:
            fail("html van meer gesprekken: noem met --output een map")
        self.page = as_html(review, self.method, reviewer.advice(review.call)).encode()

    def finish(self) -> None:
        if self.page:
            _put(self.path, self.page)


class _Pages:
    """A folder of HTML pages with a table of contents."""

    def __init__(self, folder: Path, method: Method) -> None:
        if folder.exists() and not folder.is_dir():
            fail(f"{folder}: is een bestand; html van meer gesprekken gaat naar een map")
        self.folder, self.method = folder, method
        self.entries: list[tuple[str, Review]] = []

    def take(self, review: Review, reviewer: Reviewer) -> None:
        from gehoor.reporting.html_form import as_html, page_name

        name = page_name(review.call.id, [name for name, _ in self.entries])
        page = as_html(review, self.method, reviewer.advice(review.call), index="index.html")
        _put(self.folder / name, page.encode())
        self.entries.append((name, review))

    def finish(self) -> None:
        from gehoor.reporting.html_form import index_html

        if self.entries:
            _put(self.folder / "index.html", index_html(self.entries, self.method).encode())
            print(self.folder / "index.html")
