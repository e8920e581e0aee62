"""Comments about a call: beside a turn or about the whole; with a day, a coaching agreement.

Whoever may see a call may comment on it and reads all comments. Only the writer changes or
deletes a comment; an agreement is also the call's owner's, to change and to tick off. Texts are
sealed with the key of the call, and go with it.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from gehoor.store.access import demand
from gehoor.store.calls import box_of
from gehoor.store.fault import Conflict, Faulty, Refused
from gehoor.store.models import CallRow, Comment, Person
from gehoor.store.models.base import new_id, utc_now
from gehoor.store.vault import Box, Vault

LONGEST = 10_000  # characters
CHANGED = "iemand anders heeft dit intussen veranderd; hieronder staan beide teksten"
GONE = "deze opmerking is er niet meer"


class NewComment(msgspec.Struct, frozen=True):
    """A comment to keep; `turn` from 0, None for the whole call; `due` makes it an agreement."""

    call_id: str
    author_id: str
    text: str
    turn: int | None = None
    due: date | None = None


class Said(msgspec.Struct, frozen=True):
    """A comment, opened. `edition` is what an edit must be based on."""

    id: str
    call_id: str
    author_id: str
    author: str
    turn: int | None
    text: str
    made: datetime
    edited: datetime | None
    edition: int
    due: date | None
    done: datetime | None


class Edit(msgspec.Struct, frozen=True):
    """What a comment becomes, and the edition that the editor had before them."""

    text: str
    edition: int
    due: date | None = None


def add_comment(
    session: Session, vault: Vault, new: NewComment, now: datetime | None = None
) -> str:
    """Keep a comment; return its id.

    Raises:
        Refused: the call is not the writer's to see.
        Faulty: no text, too much of it, or a turn that the call does not have.
    """
    demand(session, new.author_id, new.call_id)
    turns = session.get_one(CallRow, new.call_id).turns
    if new.turn is not None and not 0 <= new.turn < turns:
        raise Faulty(f"beurt: het gesprek heeft {turns} beurten")
    comment_id, text = new_id(), _checked(new.text)
    session.add(
        Comment(
            id=comment_id,
            call_id=new.call_id,
            author_id=new.author_id,
            turn=new.turn,
            made=now or utc_now(),
            edition=1,
            due=new.due,
            sealed=_seal(box_of(session, vault, new.call_id), comment_id, text),
        )
    )
    session.flush()
    return comment_id


def edit_comment(
    session: Session,
    vault: Vault,
    comment_id: str,
    editor_id: str,
    edit: Edit,
    now: datetime | None = None,
) -> int:
    """Change a comment; return its new edition.

    Raises:
        Conflict: somebody changed it since; holds both texts.
        Refused: it is somebody else's, or the call is not the editor's to see (any more).
        Faulty: no text, or too much of it.
    """
    row = _editable(session, comment_id, editor_id)
    box, text = box_of(session, vault, row.call_id), _checked(edit.text)
    values = {
        "sealed": _seal(box, comment_id, text),
        "due": edit.due,
        "edited": now or utc_now(),
        "edition": edit.edition + 1,
    }
    changed = session.execute(
        sa.update(Comment)
        .where(Comment.id == comment_id, Comment.edition == edit.edition)
        .values(values)
    )
    if not _one(changed):
        session.refresh(row)
        raise Conflict(CHANGED, text, _text(row, box), row.edition)
    return edit.edition + 1


def _one(result: object) -> bool:
    return isinstance(result, CursorResult) and result.rowcount == 1


def delete_comment(session: Session, comment_id: str, person_id: str) -> None:
    """Delete a comment of one's own; raises Refused where it is not."""
    row = _visible(session, comment_id, person_id)
    if row.author_id != person_id:
        raise Refused("een opmerking kan alleen weg door wie haar schreef")
    session.delete(row)
    session.flush()


def set_done(
    session: Session, comment_id: str, person_id: str, done: bool, now: datetime | None = None
) -> None:
    """Tick an agreement off, or take that back.

    Raises:
        Refused: the person is neither its writer nor the owner of the call.
        Faulty: it is no agreement: it has no day.
    """
    row = _editable(session, comment_id, person_id)
    if row.due is None:
        raise Faulty("alleen een afspraak met een datum kan worden afgevinkt")
    row.done = (row.done or now or utc_now()) if done else None
    session.flush()


def comments_on(session: Session, vault: Vault, call_id: str) -> tuple[Said, ...]:
    """Return the comments on a call, the oldest first."""
    query = _with_author().where(Comment.call_id == call_id)
    box = box_of(session, vault, call_id)
    return tuple(_said(row, name, box) for row, name in session.execute(query))


def agreements_of(
    session: Session, vault: Vault, person_id: str, until: date | None = None
) -> tuple[Said, ...]:
    """Return the open agreements of a person, as coach or as owner of the call, by day."""
    query = (
        _with_author()
        .join(CallRow, CallRow.id == Comment.call_id)
        .where(Comment.due.is_not(None), Comment.done.is_(None))
        .where(sa.or_(Comment.author_id == person_id, CallRow.owner_id == person_id))
        .order_by(None)
        .order_by(Comment.due, Comment.id)
    )
    query = query if until is None else query.where(Comment.due <= until)
    found = []
    for row, name in session.execute(query):
        if _may_see(session, person_id, row.call_id):
            found.append(_said(row, name, box_of(session, vault, row.call_id)))
    return tuple(found)


def _may_see(session: Session, person_id: str, call_id: str) -> bool:
    try:
        demand(session, person_id, call_id)
    except Refused:
        return False
    return True


def _with_author() -> sa.Select[Comment, str]:
    return (
        sa.select(Comment, Person.name)
        .join(Person, Person.id == Comment.author_id)
        .order_by(Comment.made, Comment.id)
    )


def _visible(session: Session, comment_id: str, person_id: str) -> Comment:
    row = session.get(Comment, comment_id)
    if row is None:
        raise Refused(GONE)
    demand(session, person_id, row.call_id)
    return row


def _editable(session: Session, comment_id: str, person_id: str) -> Comment:
    row = _visible(session, comment_id, person_id)
    owner = session.get_one(CallRow, row.call_id).owner_id
    if row.author_id != person_id and not (row.due is not None and owner == person_id):
        raise Refused("deze opmerking is van iemand anders")
    return row


def _checked(text: str) -> str:
    text = text.strip()
    if not 0 < len(text) <= LONGEST:
        raise Faulty(f"opmerking: verwacht 1 tot {LONGEST} tekens, gevonden {len(text)}")
    return text


def _seal(box: Box, comment_id: str, text: str) -> bytes:
    return box.seal(text.encode(), f"comment/{comment_id}")


def _text(row: Comment, box: Box) -> str:
    return box.open(row.sealed, f"comment/{row.id}").decode()


def _said(row: Comment, name: str, box: Box) -> Said:
    return Said(
        row.id,
        row.call_id,
        row.author_id,
        name,
        row.turn,
        _text(row, box),
        row.made,
        row.edited,
        row.edition,
        row.due,
        row.done,
    )
