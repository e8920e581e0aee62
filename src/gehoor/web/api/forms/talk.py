"""Comments, objections, shares and agreements, as they go in and out."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from gehoor.store.objections import Kind
from gehoor.store.promises import Outcome
from gehoor.web.api.forms.base import Given, Id, Moment, Text, TurnNumber

Reason = Annotated[str, Meta(pattern=r"\S", min_length=1, max_length=4_000)]
Name = Annotated[str, Meta(pattern=r"\S", min_length=1, max_length=40)]


class NewCommentForm(Given, frozen=True):
    """A comment to keep; with a day it is a coaching agreement."""

    text: Text
    turn: TurnNumber | None = None
    due: date | None = None


class CommentChange(Given, frozen=True):
    """What changes about a comment; what is left out stays."""

    text: Text | UnsetType = UNSET
    due: date | UnsetType | None = UNSET
    done: bool | UnsetType = UNSET


class CommentForm(msgspec.Struct, frozen=True):
    """A comment beside a turn, or about the call."""

    id: str
    author_id: str
    author: str
    turn: int | None
    text: str
    made: Moment
    edited: Moment | None
    edition: int
    due: date | None
    done: Moment | None


class CommentList(msgspec.Struct, frozen=True):
    """The comments on a call, the oldest first."""

    comments: tuple[CommentForm, ...]


class NewObjectionForm(Given, frozen=True):
    """A judgement that is wrong, and why; of the newest review, unless another is named."""

    kind: Kind
    name: Name
    reason: Reason
    turn: TurnNumber | None = None
    review_id: Id | None = None


class ObjectionForm(msgspec.Struct, frozen=True):
    """An objection: «klopt niet»."""

    id: str
    review_id: str
    person_id: str
    person: str
    made: Moment
    kind: str
    name: str
    turn: int | None
    reason: str


class ObjectionList(msgspec.Struct, frozen=True):
    """The objections on a call, the oldest first."""

    objections: tuple[ObjectionForm, ...]


class ShareForm(msgspec.Struct, frozen=True):
    """Somebody a call is shared with."""

    person_id: str
    name: str
    since: Moment


class ShareList(msgspec.Struct, frozen=True):
    """Who a call is shared with."""

    shares: tuple[ShareForm, ...]


class AgreementQuery(Given, frozen=True):
    """Until which day agreements must fall due to be shown."""

    until: date | None = None


class PromiseForm(msgspec.Struct, frozen=True):
    """A promise that was made in a call."""

    id: str
    call_id: str
    turn: int
    who: str
    due: date | None
    what: str
    when: str | None
    quote: str
    done: Moment | None
    outcome: str | None


class CoachingForm(msgspec.Struct, frozen=True):
    """A coaching agreement: a comment with a day."""

    call_id: str
    comment: CommentForm


class AgreementList(msgspec.Struct, frozen=True):
    """What is still open and falls due, by day."""

    promises: tuple[PromiseForm, ...]
    coaching: tuple[CoachingForm, ...]


class Settled(Given, frozen=True):
    """What became of a promise; null opens it again."""

    outcome: Outcome | None
