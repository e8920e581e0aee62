"""Bringing calls in: files, or a transcript that is pasted; and how far they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from anyio import to_thread
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Redirect

from gehoor.store import Faulty, Refused, uploads
from gehoor.store.models import Upload
from gehoor.store.uploads import File, Item
from gehoor.web.asked import Asked
from gehoor.web.house_style import in_force
from gehoor.web.pages.forms import UNREADABLE, Form
from gehoor.web.pages.opened import PEOPLE_WITH_CALLS, site_of, visitor_of
from gehoor.web.paper import page, wants_part
from gehoor.web.security.access import may
from gehoor.web.views.dates import dates_for
from gehoor.web.views.pasted import Pasted, as_file, pasted

RULE = may(*PEOPLE_WITH_CALLS)
MOST_FILES = 1000
MEGABYTE = 1024 * 1024


@get("/gesprekken/nieuw", opt=RULE, sync_to_thread=True)
def bring_page(request: Asked) -> Response[str]:
    """Show where files and transcripts can be given."""
    return _bring(request, pasted({}, ""))


def _bring(request: Asked, text: Pasted, status: int = 200, fault: str = "") -> Response[str]:
    site, visitor = site_of(request), visitor_of(request)
    with site.store.read() as session:
        running = uploads.uploads_of(session, visitor.id, only_open=True)
    sizes = {
        "largest_file": site.settings.largest_file // MEGABYTE,
        "largest": site.settings.largest_upload // MEGABYTE,
    }
    shown = {
        "text": text,
        "fault": fault,
        "free": in_force(site).file.allow_unmasked,
        "running": running,
        **sizes,
    }
    return page(request, "calls/bring.html", status, **shown, **dates_for(request))


@post("/gesprekken/bestanden", opt=RULE, status_code=303)
async def bring_files(request: Asked) -> Response[Any]:
    """Keep the files that were sent, to be reviewed one after the other."""
    form = await request.form()
    given = [item for item in form.getall("bestand", []) if isinstance(item, UploadFile)]
    named = [item for item in given if item.filename]
    if len(named) > MOST_FILES:
        sentence = f"kies hoogstens {MOST_FILES} bestanden tegelijk"
        return await to_thread.run_sync(_refused, request, sentence)
    files = [File(item.filename, await item.read()) for item in named]
    return await to_thread.run_sync(_keep_files, request, files, form.get("heel") == "ja")


def _refused(request: Asked, fault: str) -> Response[Any]:
    return _bring(request, pasted({}, ""), UNREADABLE, fault)


def _keep_files(request: Asked, files: Sequence[File], whole: bool) -> Response[Any]:
    try:
        upload_id = _queue(request, files, whole)
    except Faulty as fault:
        return _refused(request, str(fault))
    return Redirect(f"/gesprekken/nieuw/{upload_id}", status_code=303)


def _queue(request: Asked, files: Sequence[File], whole: bool) -> str:
    """Put files in the queue, masked unless the house lets people choose and they chose."""
    site = site_of(request)
    mask = not (whole and in_force(site).file.allow_unmasked)
    with site.store.begin() as session:
        vault, owner = site.store.vault, visitor_of(request).id
        upload_id = uploads.add(session, vault, owner, files, mask, site.now())
    request.app.state.worker.wake()
    return upload_id


@post("/gesprekken/plakken/proef", opt=RULE, sync_to_thread=True, status_code=200)
def try_text(request: Asked, data: Form) -> Response[str]:
    """Show how a transcript is understood, without keeping anything."""
    text = pasted(data, "")
    if wants_part(request):
        return page(request, "calls/understood.html", text=text)
    return _bring(request, text)


@post("/gesprekken/plakken", opt=RULE, sync_to_thread=True, status_code=303)
def keep_text(request: Asked, data: Form) -> Response[Any]:
    """Keep a transcript that was pasted."""
    site = site_of(request)
    untitled = f"Gesprek van {site.now().astimezone():%d-%m-%Y %H.%M}"
    text = pasted(data, untitled)
    if text.call is None:
        return _bring(request, text, UNREADABLE)
    if text.day and not _is_day(text.day):
        return _bring(request, text, UNREADABLE, "deze datum bestaat niet")
    file = File(f"{text.call.id}.json", as_file(text.call))
    return Redirect(
        f"/gesprekken/nieuw/{_queue(request, [file], data.get('heel') == 'ja')}", status_code=303
    )


def _is_day(typed: str) -> bool:
    try:
        date.fromisoformat(typed)
    except ValueError:
        return False
    return True


@get("/gesprekken/nieuw/{upload_id:str}", opt=RULE, sync_to_thread=True)
def progress_page(request: Asked, upload_id: FromPath[str]) -> Response[str]:
    """Show how far the files are; the page asks again until all are done."""
    site, visitor = site_of(request), visitor_of(request)
    with site.store.read() as session:
        ask = sa.select(Upload.id).where(Upload.id == upload_id, Upload.owner_id == visitor.id)
        if session.scalar(ask) is None:
            raise Refused("Deze bestanden zijn er niet (meer), of ze zijn van iemand anders.")
        progress = uploads.progress(session, upload_id)
        items = uploads.items(session, site.store.vault, upload_id)
    if not progress.ended:
        request.app.state.worker.wake()  # also after a worker died
    return page(
        request,
        "calls/progress.html",
        upload_id=upload_id,
        progress=progress,
        failed=[(item, _sentences(item)) for item in items if item.state == "failed"],
        double=[item for item in items if item.state == "double"],
        items=items,
        only=items[0].call_id if len(items) == 1 and items[0].calls < 2 else None,
    )


def _sentences(item: Item) -> list[str]:
    """Return what is wrong with a file, a sentence each, without its name: that stands above."""
    return [line.removeprefix(f"{item.name}: ") for line in item.fault.split("\n")]


ROUTES = [bring_page, bring_files, try_text, keep_text, progress_page]
