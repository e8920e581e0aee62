"""People and what they did, as it goes in and out."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from gehoor.store.models.people import Role
from gehoor.web.api.forms.base import Count, Given, Id, Moment, Short

Roles = Annotated[tuple[Role, ...], Meta(min_length=1, max_length=5)]
Language = Literal["nl", "en"]
Email = Annotated[str, Meta(pattern=r"^[^@\s,;<>\"]+@[^@\s,;<>\"]+$", max_length=200)]


class Health(msgspec.Struct, frozen=True):
    """Whether the site works."""

    gehoor: str
    store: bool


class Me(msgspec.Struct, frozen=True):
    """Who asks."""

    id: str
    name: str
    roles: tuple[Role, ...]
    team_id: str | None
    language: str
    scopes: tuple[str, ...]


class PersonForm(msgspec.Struct, frozen=True):
    """Somebody who may come in."""

    id: str
    name: str
    email: str
    roles: tuple[Role, ...]
    team_id: str | None
    team: str | None
    active: bool
    language: str
    created: Moment


class PersonList(msgspec.Struct, frozen=True):
    """Everybody, by name."""

    people: tuple[PersonForm, ...]


class NewPersonForm(Given, frozen=True):
    """Somebody to add."""

    name: Short
    email: Email
    roles: Roles = ("employee",)
    team_id: Id | None = None
    language: Language = "nl"


class PersonChange(Given, frozen=True):
    """What changes about somebody; what is left out stays."""

    name: Short | UnsetType = UNSET
    email: Email | UnsetType = UNSET
    roles: Roles | UnsetType = UNSET
    team_id: Id | UnsetType | None = UNSET
    active: bool | UnsetType = UNSET
    language: Language | UnsetType = UNSET


class Receiver(msgspec.Struct, frozen=True):
    """Somebody a call can be shared with."""

    id: str
    name: str
    roles: tuple[Role, ...]


class ReceiverList(msgspec.Struct, frozen=True):
    """Who calls can be shared with, by name."""

    people: tuple[Receiver, ...]


class AuditQuery(Given, frozen=True):
    """Which lines of the log."""

    subject: Id | None = None
    person: Id | None = None
    before: Annotated[int, Meta(ge=1, le=2**53)] | None = None
    size: Count = 100


class AuditLine(msgspec.Struct, frozen=True):
    """A line of the log: who did what, when, with what."""

    number: int
    at: Moment
    person_id: str | None
    person: str | None
    action: str
    kind: str
    subject_id: str | None
    concerns_id: str | None
    detail: dict[str, Any]


class AuditPage(msgspec.Struct, frozen=True):
    """Lines of the log, newest first; `next` goes into `before` for older ones."""

    lines: tuple[AuditLine, ...]
    next: int | None
