"""Reading the zip of `portability` back into an account: all of it or nothing, and once.

What stands in it comes from outside: names, sizes and every value are checked before anything
is kept, and all faults are told at once. Comments of others become the person's own, with the
name of who wrote them in front: nobody can put words in another's account. The log takes no
lines from elsewhere, and nothing is shared by it.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import IO, NamedTuple, TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from gehoor.dialogue import Call
from gehoor.dialogue.form import check, translate
from gehoor.intake import IntakeFault
from gehoor.intake.own import parse_json
from gehoor.store import calls, people, phrases
from gehoor.store.fault import Faulty, StoreFault
from gehoor.store.models import AgreementRow, CallRow, Comment, Objection, PhraseRow, ReviewRow
from gehoor.store.models.base import new_id
from gehoor.store.portability import (
    CALLS,
    FILES,
    FORM,
    PHRASES,
    Dossier,
    KeptComment,
    KeptObjection,
    KeptPhrase,
    KeptReview,
)
from gehoor.store.vault import Box, Vault

T = TypeVar("T")
LARGEST = 64 * 1024 * 1024  # bytes of one part, unpacked
LARGEST_ALL = 4 * 1024 * 1024 * 1024  # bytes of all parts, unpacked
DENSEST = 100  # times smaller a zip with text can be; what is denser wants to fill the disk
_SIZES = ("compress_size", "file_size")
MOST = 400_000  # parts
SHOWN = 20  # faults
_ID = re.compile(rf"{CALLS}([0-9a-f]{{32}})\.json")
_ODD = (DataError, IntegrityError, OverflowError, ValueError)
_UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError)


class Restored(msgspec.Struct, frozen=True):
    """What was taken over: new calls and sentences, and calls that were there already."""

    calls: int
    known: int
    phrases: int


class _Part(NamedTuple):
    call_id: str
    source: bytes
    call: Call
    dossier: Dossier


def restore(session: Session, vault: Vault, person_id: str, file: IO[bytes]) -> Restored:
    """Take over what stands in a zip into the account of a person.

    Raises:
        Faulty: with all that is wrong with the zip; nothing is kept.
        Refused: there is nobody with this id.
    """
    people.get(session, person_id)
    try:
        with zipfile.ZipFile(file) as archive:
            _demand_sound(archive)
            new = known = 0
            for part in _parts(archive):
                fresh = _keep(session, vault, person_id, part)
                new, known = new + fresh, known + (not fresh)
                session.expunge_all()  # many calls need not stay in memory
            return Restored(new, known, _keep_phrases(session, person_id, archive))
    except StoreFault:
        raise
    except _ODD:
        raise Faulty(
            "een waarde in dit zip-bestand kan niet; verwacht een export van Gehoor"
        ) from None
    except _UNREADABLE as error:
        raise Faulty(f"dit is geen zip-bestand dat te lezen is ({type(error).__name__})") from None


def _demand_sound(archive: zipfile.ZipFile) -> None:
    """Look at everything once, so that all faults are told before anything is kept."""
    listed = archive.infolist()
    large = [item.filename for item in listed if item.file_size > LARGEST]
    packed, size = (sum(getattr(item, key) for item in listed) for key in _SIZES)
    if len(listed) > MOST or size > max(LARGEST, min(LARGEST_ALL, packed * DENSEST)):
        raise Faulty("er zit te veel in dit zip-bestand; verwacht een export van Gehoor")
    faults = [f"{_shown(name)}: groter dan {LARGEST // 1024**2} MB" for name in large]
    if not faults:
        faults = list(_faults(archive))
    if faults:
        more = len(faults) - SHOWN
        raise Faulty(*faults[:SHOWN], *([f"en nog {more} fouten"] if more > 0 else []))


def _shown(name: str) -> str:
    return "".join(char for char in name[-80:] if char.isprintable())


def _faults(archive: zipfile.ZipFile) -> Iterator[str]:
    names = archive.namelist()
    if len(set(names)) < len(names):
        yield "twee onderdelen hebben dezelfde naam"
    found = 0
    for name in names:
        if matched := _ID.fullmatch(name):
            found += 1
            yield from _part(archive, matched[1])[1]
    if not found and PHRASES not in names:
        yield "geen gesprekken en geen zinnen; verwacht een export van Gehoor"
    if PHRASES in names:
        yield from _checked(archive, PHRASES, list[KeptPhrase])[1]


def _parts(archive: zipfile.ZipFile) -> Iterator[_Part]:
    for name in sorted(archive.namelist()):
        if matched := _ID.fullmatch(name):
            part = _part(archive, matched[1])[0]
            assert part is not None  # its faults were looked for before
            yield part


def _part(archive: zipfile.ZipFile, call_id: str) -> tuple[_Part | None, list[str]]:
    name, faults = f"{CALLS}{call_id}.json", list[str]()
    source, call = archive.read(name), None
    try:
        call = parse_json(source.decode("utf-8", "replace"), name, call_id)
    except IntakeFault as fault:
        faults += fault.lines
    dossier, wrong = _checked(archive, f"{FILES}{call_id}.json", Dossier)
    if dossier is not None and call is not None:
        wrong = [f"{FILES}{call_id}.json: {fault}" for fault in _dossier_faults(call, dossier)]
    faults += wrong
    if faults or call is None or dossier is None:
        return None, faults
    return _Part(call_id, source, call, dossier), []


def _dossier_faults(call: Call, dossier: Dossier) -> Iterator[str]:
    if dossier.form != FORM:
        yield f"form: verwacht {FORM}, gevonden {dossier.form}"
    if not dossier.reviews:
        yield "reviews: verwacht minstens één"
    turns = range(len(call.turns))
    spoken: list[KeptComment | KeptObjection] = [*dossier.comments, *dossier.objections]
    if any(item.turn is not None and item.turn not in turns for item in spoken):
        yield "comments, objections: een beurt die het gesprek niet heeft"
    if any(item.review not in range(len(dossier.reviews)) for item in dossier.objections):
        yield "objections: een beoordeling die er niet is"
    for at, masks in enumerate(dossier.masks):
        length = len(call.turns[at].text) if at in turns else -1
        if any(not 0 <= mask.start <= mask.end <= length for mask in masks):
            yield f"masks[{at}]: valt buiten de tekst"


def _checked(archive: zipfile.ZipFile, name: str, form: type[T]) -> tuple[T | None, list[str]]:
    """Return a part in its form, or None and all that is wrong with it."""
    try:
        data = archive.read(name)
        return msgspec.json.decode(data, type=form), []
    except KeyError:
        return None, [f"{name}: ontbreekt"]
    except msgspec.ValidationError as error:
        # `check` knows all faults, but not JSON's text keys: then the first one must do
        faults = check(msgspec.json.decode(data), form, name)[1]
        return None, faults or [f"{name}: {translate(str(error))}"]
    except (msgspec.DecodeError, RecursionError):
        return None, [f"{name}: geen geldige JSON"]


def _keep(session: Session, vault: Vault, person_id: str, part: _Part) -> bool:
    """Keep a call with what belongs to it; return False where the person has it already."""
    dossier = part.dossier
    owner = session.scalar(sa.select(CallRow.owner_id).where(CallRow.id == part.call_id))
    if owner == person_id:
        return False
    order = sorted(range(len(dossier.reviews)), key=lambda at: _age(dossier.reviews[at]))
    first, *later = (dossier.reviews[at] for at in order)
    new = calls.NewCall(
        person_id,
        part.call,
        first.record,
        part.source,
        first.method,
        masks=[tuple(turn) for turn in dossier.masks],
        masked=dossier.masked,
        added=dossier.added,
    )
    call_id, fresh = calls.add(session, vault, new)
    if not fresh:
        return False
    ids = [calls.newest_review(session, call_id).id]
    ids += [
        calls.keep_review(session, vault, call_id, review.record, review.method) for review in later
    ]
    made = dict(zip(order, ids, strict=True))
    for review_id, review in zip(ids, [first, *later], strict=True):
        session.execute(
            sa.update(ReviewRow).where(ReviewRow.id == review_id).values(made=review.made)
        )
    _keep_talk(session, vault, person_id, call_id, dossier, made)
    return True


def _age(review: KeptReview) -> tuple[bool, datetime]:
    return review.newest, review.made


def _keep_talk(
    session: Session,
    vault: Vault,
    person_id: str,
    call_id: str,
    dossier: Dossier,
    review_ids: Mapping[int, str],
) -> None:
    box = calls.box_of(session, vault, call_id)
    for said in dossier.comments:
        session.add(_comment(said, person_id, call_id, box))
    for item in dossier.objections:
        session.add(_objection(item, person_id, call_id, review_ids[item.review], box))
    for promise in dossier.promises:
        same = sa.and_(
            AgreementRow.call_id == call_id,
            AgreementRow.turn == promise.turn,
            AgreementRow.who == promise.who,
            AgreementRow.due.is_(None) if promise.due is None else AgreementRow.due == promise.due,
        )
        values = {"done": promise.done, "outcome": promise.outcome}
        session.execute(sa.update(AgreementRow).where(same).values(values))
    session.flush()


def _comment(said: KeptComment, person_id: str, call_id: str, box: Box) -> Comment:
    text = said.text if said.mine else _quoted(said.author, said.made, said.text)
    row = Comment(
        id=new_id(),
        call_id=call_id,
        author_id=person_id,
        turn=said.turn,
        made=said.made,
        edited=said.edited,
        edition=1,
        due=said.due,
        done=said.done,
    )
    row.sealed = box.seal(text.encode(), f"comment/{row.id}")
    return row


def _objection(
    item: KeptObjection, person_id: str, call_id: str, review_id: str, box: Box
) -> Objection:
    reason = item.reason if item.mine else _quoted(item.person, item.made, item.reason)
    row = Objection(
        id=new_id(),
        call_id=call_id,
        review_id=review_id,
        person_id=person_id,
        made=item.made,
        kind=item.kind,
        name=item.name[:40],
        turn=item.turn,
    )
    row.sealed = box.seal(reason.encode(), f"objection/{row.id}")
    return row


def _quoted(name: str, made: datetime, text: str) -> str:
    return f"Eerder van {name} ({made.date().isoformat()}): {text}"


def _keep_phrases(session: Session, person_id: str, archive: zipfile.ZipFile) -> int:
    if PHRASES not in archive.namelist():
        return 0
    kept = _checked(archive, PHRASES, list[KeptPhrase])[0] or []
    query = sa.select(PhraseRow.step, PhraseRow.text).where(PhraseRow.owner_id == person_id)
    present = {(row.step, row.text) for row in session.execute(query)}
    new = [item for item in kept if (item.step, item.text) not in present]
    for item in new:
        phrase = phrases.Phrase(item.text, item.step, item.situation)
        phrases.add_phrase(session, person_id, phrase)
    return len(new)
