"""Files that came in and wait: nothing lost, nothing twice, whenever the programme stops.

A file is claimed, read without any transaction, and finished in one: its calls and its end are
kept together or not at all. Whoever dies half-way leaves a claim that comes back. Files are
sealed with a key of their own, and their bytes go when they are done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from gehoor.intake import IntakeFault
from gehoor.store import calls
from gehoor.store.calls import NewCall
from gehoor.store.database import Store
from gehoor.store.fault import Conflict, Faulty
from gehoor.store.models import Upload, UploadItem
from gehoor.store.models.base import new_id, new_ordered_id, utc_now
from gehoor.store.vault import Box, Vault

State = Literal["waiting", "busy", "done", "double", "failed"]
OPEN = ("waiting", "busy")
TRIES = 3  # a file that stopped the programme this often is not tried again
STALE = timedelta(minutes=15)  # a claim this old is of a process that died
LONGEST_NAME = 200  # characters
STOPPED = f"dit bestand liet het programma {TRIES} keer stoppen; het is daarom overgeslagen"
TAKEN = "een ander heeft dit bestand intussen overgenomen"


class File(msgspec.Struct, frozen=True):
    """A file that came in; its name may hold anything, a folder in it is left out."""

    name: str
    data: bytes


class Claimed(msgspec.Struct, frozen=True):
    """A file to do now. `tries` tells this claim from those before it."""

    id: str
    upload_id: str
    owner_id: str
    mask: bool
    name: str
    data: bytes
    tries: int


class Result(msgspec.Struct, frozen=True):
    """How a file ended: its calls, those of them that were there already, or what is wrong."""

    calls: Sequence[NewCall] = ()
    fault: str = ""


class Item(msgspec.Struct, frozen=True):
    """A file in an upload, as people see it; `calls` is how many new calls it gave."""

    number: int
    name: str
    state: str
    calls: int
    call_id: str | None
    fault: str


class Progress(msgspec.Struct, frozen=True):
    """How many files of an upload are where."""

    waiting: int = 0
    busy: int = 0
    done: int = 0
    double: int = 0
    failed: int = 0

    @property
    def total(self) -> int:
        """Return the number of files."""
        return self.waiting + self.busy + self.done + self.double + self.failed

    @property
    def ended(self) -> bool:
        """Tell whether no file has to be done any more."""
        return self.waiting + self.busy == 0


def add(
    session: Session,
    vault: Vault,
    owner_id: str,
    files: Sequence[File],
    mask: bool = True,
    now: datetime | None = None,
) -> str:
    """Keep files to be done, all of them or none; return the id of the upload.

    Raises:
        Faulty: there are no files.
    """
    if not files:
        raise Faulty("kies eerst een of meer bestanden")
    upload_id = new_id()
    session.add(Upload(id=upload_id, owner_id=owner_id, made=now or utc_now(), mask=mask))
    session.flush()
    for number, file in enumerate(files):
        item_id, wrapped = new_ordered_id(), vault.new_key()
        box = vault.box(wrapped)
        item = UploadItem(
            id=item_id,
            upload_id=upload_id,
            number=number,
            state="waiting",
            tries=0,
            calls=0,
            wrapped=wrapped,
            name=box.seal(_plain_name(file.name).encode(), f"upload/{item_id}/name"),
            data=box.seal(file.data, f"upload/{item_id}/data"),
        )
        session.add(item)
        session.flush()
        session.expunge(item)  # 200 files need not stay in memory
    return upload_id


def _plain_name(name: str) -> str:
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    shown = "".join(char for char in last if char.isprintable()).strip()
    return shown[-LONGEST_NAME:] or "bestand"


def claim(session: Session, vault: Vault, now: datetime | None = None) -> Claimed | None:
    """Take the file that waits longest; None where none does. No two processes get the same."""
    query = (
        sa.select(UploadItem)
        .where(UploadItem.state == "waiting")
        .order_by(UploadItem.id)
        .limit(1)
        .with_for_update(skip_locked=True)  # PostgreSQL; SQLite has one writer at a time
    )
    row = session.scalar(query)
    if row is None:
        return None
    row.state, row.claimed, row.tries = "busy", now or utc_now(), row.tries + 1
    session.flush()
    upload, box = session.get_one(Upload, row.upload_id), vault.box(row.wrapped)
    return Claimed(
        row.id,
        row.upload_id,
        upload.owner_id,
        upload.mask,
        _name(row, box),
        box.open(row.data or b"", f"upload/{row.id}/data"),
        row.tries,
    )


def finish(session: Session, vault: Vault, claimed: Claimed, result: Result) -> str:
    """Keep the calls of a file and end it, together; return its state.

    Raises:
        Conflict: the claim was taken back meanwhile; nothing is kept.
    """
    _hold(session, claimed)
    row = session.get_one(UploadItem, claimed.id, populate_existing=True)
    ids = [calls.add(session, vault, new) for new in result.calls]
    new = [call_id for call_id, fresh in ids if fresh]
    row.state = "failed" if result.fault else "done" if new else "double"
    row.calls, row.call_id = len(new), ids[0][0] if ids else None
    row.fault = _sealed_fault(row, vault.box(row.wrapped), result.fault)
    row.data = None
    session.flush()
    return row.state


def _hold(session: Session, claimed: Claimed) -> None:
    held = session.execute(
        sa.update(UploadItem)
        .where(UploadItem.id == claimed.id, UploadItem.state == "busy")
        .where(UploadItem.tries == claimed.tries)
        .values(claimed=UploadItem.claimed)
    )
    if not (isinstance(held, CursorResult) and held.rowcount == 1):
        raise Conflict(TAKEN)


def work_one(store: Store, read: Callable[[Claimed], Sequence[NewCall]]) -> bool:
    """Do one waiting file, if there is one; return whether there was.

    Args:
        store: the store.
        read: gives the calls in a file with their reviews, all of them, or raises IntakeFault
            with what is wrong; whatever else it raises ends the file too, and is not lost on
            people: the file says that something went wrong.
    """
    with store.begin() as session:
        claimed = claim(session, store.vault)
    if claimed is None:
        return False
    try:
        result = Result(tuple(read(claimed)))
    except IntakeFault as fault:
        result = Result(fault="\n".join(fault.lines))
    except Exception as error:  # noqa: BLE001  # one odd file must not keep all others waiting
        result = Result(fault=f"dit bestand gaf een onverwachte fout ({type(error).__name__})")
    with store.begin() as session:
        finish(session, store.vault, claimed, result)
    return True


def take_back(session: Session, vault: Vault, before: datetime | None = None) -> int:
    """Let claims of processes that died be claimed again; return how many.

    Args:
        session: a session of the store.
        vault: seals what is said of a file that stopped the programme time and again.
        before: only claims older than this; None takes all back, for a start with one process.
    """
    query = sa.select(UploadItem).where(UploadItem.state == "busy")
    if before is not None:
        query = query.where(UploadItem.claimed < before)
    rows = session.scalars(query.with_for_update(skip_locked=before is not None)).all()
    for row in rows:
        row.state = "waiting"
        if row.tries >= TRIES:
            row.state, row.data = "failed", None
            row.fault = _sealed_fault(row, vault.box(row.wrapped), STOPPED)
    session.flush()
    return len(rows)


def progress(session: Session, upload_id: str) -> Progress:
    """Return how far an upload is."""
    rows = session.execute(
        sa.select(UploadItem.state, sa.func.count())
        .where(UploadItem.upload_id == upload_id)
        .group_by(UploadItem.state)
    )
    return Progress(**{row[0]: row[1] for row in rows})


def items(session: Session, vault: Vault, upload_id: str) -> tuple[Item, ...]:
    """Return the files of an upload, in the order they came, without their bytes."""
    rows = session.scalars(
        sa.select(UploadItem)
        .where(UploadItem.upload_id == upload_id)
        .order_by(UploadItem.number)
        .options(sa.orm.defer(UploadItem.data))
    )
    found = []
    for row in rows:
        box = vault.box(row.wrapped)
        fault = box.open(row.fault, f"upload/{row.id}/fault").decode() if row.fault else ""
        found.append(Item(row.number, _name(row, box), row.state, row.calls, row.call_id, fault))
    return tuple(found)


def uploads_of(session: Session, owner_id: str, only_open: bool = False) -> tuple[Upload, ...]:
    """Return somebody's uploads, the newest first."""
    query = sa.select(Upload).where(Upload.owner_id == owner_id)
    if only_open:
        waiting = sa.exists().where(UploadItem.upload_id == Upload.id, UploadItem.state.in_(OPEN))
        query = query.where(waiting)
    return tuple(session.scalars(query.order_by(Upload.made.desc(), Upload.id)))


def _name(row: UploadItem, box: Box) -> str:
    return box.open(row.name, f"upload/{row.id}/name").decode()


def _sealed_fault(row: UploadItem, box: Box, fault: str) -> bytes | None:
    return box.seal(fault.encode(), f"upload/{row.id}/fault") if fault else None
