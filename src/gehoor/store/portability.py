"""Everything one person has a right to, in one zip that people and programmes can read.

Calls stand in it in the contract's form, so that `gehoor review` reads them; beside each what
belongs to it: reviews, comments, objections, promises, with whom it was shared. Then the
person's sentences, what they wrote about other people's calls, and the lines of the log about
them. `restoring` reads it back.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import IO, Annotated, Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from gehoor.reporting.record import Record
from gehoor.store import calls, objections, people, phrases, practice, promises, shares, talk
from gehoor.store.calls import Mask
from gehoor.store.models import AuditEntry, CallKey, CallRow, Comment, ReviewRow
from gehoor.store.vault import Vault

FORM: Final = 1
PERSON, PHRASES, LOG, WRITTEN, PRACTICES, READ_ME = (
    "persoon.json",
    "zinnen.json",
    "logboek.json",
    "geschreven.json",
    "oefeningen.json",
    "LEESMIJ.txt",
)
CALLS, FILES = "gesprekken/", "dossiers/"
_READ_ME: Final = """\
Dit zijn jouw gegevens in Gehoor.

persoon.json      wie je bent in Gehoor
gesprekken/       je gesprekken; gehoor review kan ze lezen
dossiers/         wat bij elk gesprek hoort: beoordelingen, opmerkingen, bezwaren, afspraken, delen
zinnen.json       je eigen zinnen
geschreven.json   wat je bij gesprekken van anderen schreef
oefeningen.json   je oefengesprekken; ze worden niet teruggezet
logboek.json      wie wat deed met jouw gesprekken, en wat je zelf deed

Bewaar dit bestand veilig: wie het heeft, kan alles lezen.
"""


When = Annotated[datetime, msgspec.Meta(tz=True)]


class KeptReview(msgspec.Struct, frozen=True):
    """A review as it was given then."""

    made: When
    method: str
    newest: bool
    record: Record


class KeptComment(msgspec.Struct, frozen=True):
    """A comment; `mine`: written by whose zip it is."""

    author: str
    mine: bool
    turn: int | None
    text: str
    made: When
    edited: When | None = None
    due: date | None = None
    done: When | None = None


class KeptObjection(msgspec.Struct, frozen=True):
    """An objection; `review` counts the reviews from 0."""

    review: int
    person: str
    mine: bool
    made: When
    kind: objections.Kind
    name: str
    turn: int | None
    reason: str


class KeptPromise(msgspec.Struct, frozen=True):
    """What became of a promise."""

    turn: int
    who: str
    due: date | None
    done: When | None = None
    outcome: promises.Outcome | None = None


class KeptShare(msgspec.Struct, frozen=True):
    """With whom a call was shared, and until when."""

    name: str
    since: When
    ended: When | None = None


class Dossier(msgspec.Struct, frozen=True):
    """All that belongs to a call beside its words; `masks` by turn."""

    form: int
    added: When
    masked: bool
    masks: list[list[Mask]]
    reviews: list[KeptReview]
    comments: list[KeptComment] = []
    objections: list[KeptObjection] = []
    promises: list[KeptPromise] = []
    shares: list[KeptShare] = []


class KeptPhrase(msgspec.Struct, frozen=True):
    """A sentence of one's own."""

    text: str
    step: str
    situation: str = ""
    team: bool = False


class KeptLine(msgspec.Struct, frozen=True):
    """A line of the log, with the name of who did it as far as they are still there."""

    number: int
    at: When
    person: str | None
    mine: bool
    action: str
    kind: str
    subject_id: str | None


def export(session: Session, vault: Vault, person_id: str, out: IO[bytes]) -> int:
    """Write the zip of a person; return the number of calls in it.

    Raises:
        Refused: there is nobody with this id.
    """
    person = people.get(session, person_id)
    ids = session.scalars(
        sa.select(CallRow.id)
        .join(CallKey, CallKey.call_id == CallRow.id)
        .where(CallRow.owner_id == person_id)
        .order_by(CallRow.id)
    ).all()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(READ_ME, _READ_ME)
        put = _writer(archive)
        put(PERSON, _about(person))
        for call_id in ids:
            stored = calls.load(session, vault, call_id)
            put(f"{CALLS}{call_id}.json", stored.call)
            put(f"{FILES}{call_id}.json", _dossier(session, vault, person_id, stored))
            session.expunge_all()  # many calls need not stay in memory
        put(PHRASES, _phrases(session, person_id))
        put(WRITTEN, _written(session, vault, person_id))
        put(PRACTICES, practice.of_person(session, vault, person_id))
        put(LOG, _log(session, person_id))
    return len(ids)


def _writer(archive: zipfile.ZipFile) -> Callable[[str, Any], None]:
    def put(name: str, data: Any) -> None:
        archive.writestr(name, msgspec.json.format(msgspec.json.encode(data), indent=1))

    return put


def _about(person: Any) -> dict[str, Any]:
    return {
        "form": FORM,
        "name": person.name,
        "email": person.email,
        "team": person.team.name if person.team else None,
        "roles": sorted(person.role_names),
        "language": person.language,
        "created": person.created,
    }


def _dossier(session: Session, vault: Vault, person_id: str, stored: calls.StoredCall) -> Dossier:
    call_id = stored.row.id
    rows = _reviews(session, call_id)
    box = calls.box_of(session, vault, call_id)
    place = {row.id: at for at, row in enumerate(rows)}
    return Dossier(
        form=FORM,
        added=stored.row.added,
        masked=stored.row.masked,
        masks=[list(turn) for turn in stored.masks],
        reviews=[
            KeptReview(row.made, row.method, row.newest, calls.record_in(row, box)) for row in rows
        ],
        comments=[_comment(said, person_id) for said in talk.comments_on(session, vault, call_id)],
        objections=[
            _objection(item, place[item.review_id], person_id)
            for item in objections.objections_on(session, vault, call_id)
        ],
        promises=[
            KeptPromise(item.turn, item.who, item.due, item.done, _outcome(item.outcome))
            for item in promises.promises_in(session, vault, call_id)
        ],
        shares=[
            KeptShare(item.name, item.since, item.ended)
            for item in shares.shared_with(session, call_id, ended=True)
        ],
    )


def _reviews(session: Session, call_id: str) -> list[ReviewRow]:
    """Return the reviews of a call, the newest last."""
    query = sa.select(ReviewRow).where(ReviewRow.call_id == call_id)
    return list(session.scalars(query.order_by(ReviewRow.newest, ReviewRow.made, ReviewRow.id)))


def _outcome(given: str | None) -> promises.Outcome | None:
    return next((outcome for outcome in promises.OUTCOMES if outcome == given), None)


def _comment(said: talk.Said, person_id: str) -> KeptComment:
    return KeptComment(
        said.author,
        said.author_id == person_id,
        said.turn,
        said.text,
        said.made,
        said.edited,
        said.due,
        said.done,
    )


def _objection(item: objections.Objected, review: int, person_id: str) -> KeptObjection:
    kind = next(kind for kind in objections.KINDS if kind == item.kind)
    mine = item.person_id == person_id
    return KeptObjection(
        review, item.person, mine, item.made, kind, item.name, item.turn, item.reason
    )


def _phrases(session: Session, person_id: str) -> list[KeptPhrase]:
    return [
        KeptPhrase(row.text, row.step, row.situation, row.team_id is not None)
        for row in phrases.phrases_for(session, person_id)
        if row.owner_id == person_id
    ]


def _written(session: Session, vault: Vault, person_id: str) -> list[KeptComment]:
    rows = session.execute(
        sa.select(Comment.call_id)
        .join(CallRow, CallRow.id == Comment.call_id)
        .where(Comment.author_id == person_id, CallRow.owner_id != person_id)
        .distinct()
    )
    return [
        _comment(said, person_id)
        for (call_id,) in rows
        for said in talk.comments_on(session, vault, call_id)
        if said.author_id == person_id
    ]


def _log(session: Session, person_id: str) -> list[KeptLine]:
    about = sa.or_(AuditEntry.concerns_id == person_id, AuditEntry.person_id == person_id)
    rows = session.scalars(sa.select(AuditEntry).where(about).order_by(AuditEntry.number)).all()
    names = people.names(session, {row.person_id for row in rows if row.person_id})
    return [
        KeptLine(
            row.number,
            row.at,
            names.get(row.person_id or ""),
            row.person_id == person_id,
            row.action,
            row.kind,
            row.subject_id,
        )
        for row in rows
    ]
