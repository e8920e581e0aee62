"""People, their roles and teams, and the ways they come in."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from gehoor.store.models.base import At, Base, Id, Moment, Name, Short, ref

Role = Literal["employee", "coach", "team_lead", "confidant", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)


class Team(Base):
    """A group of people who share phrases and figures."""

    __tablename__ = "teams"
    id: Mapped[Id]
    name: Mapped[Name] = mapped_column(unique=True)


class Person(Base):
    """Somebody who may come in. `email` is kept in lower case; it names the account."""

    __tablename__ = "people"
    id: Mapped[Id]
    name: Mapped[Name]
    email: Mapped[Name] = mapped_column(unique=True)
    team_id: Mapped[str | None] = ref("teams.id", ondelete="SET NULL", index=True)
    active: Mapped[bool] = mapped_column(default=True)
    password: Mapped[str | None] = mapped_column(sa.String(200))  # argon2id; None: no local log-in
    totp: Mapped[bytes | None] = mapped_column(
        sa.LargeBinary
    )  # sealed secret; None: no second step
    totp_used: Mapped[int | None] = mapped_column(sa.BigInteger)  # time step of the last good code
    subject: Mapped[str | None] = mapped_column(
        sa.String(400), unique=True
    )  # issuer and sub (OIDC)
    language: Mapped[Short] = mapped_column(default="nl")
    created: Mapped[At]
    roles: Mapped[list[PersonRole]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="PersonRole.role"
    )
    team: Mapped[Team | None] = relationship(lazy="joined")

    @property
    def role_names(self) -> frozenset[str]:
        """Return the names of the person's roles."""
        return frozenset(item.role for item in self.roles)


class PersonRole(Base):
    """One role of one person."""

    __tablename__ = "person_roles"
    person_id: Mapped[str] = ref("people.id", primary_key=True)
    role: Mapped[Short] = mapped_column(primary_key=True)


class WebSession(Base):
    """Somebody logged in, in one browser. The cookie holds a secret; here stands its hash."""

    __tablename__ = "web_sessions"
    hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    person_id: Mapped[str | None] = ref("people.id", index=True)
    stage: Mapped[Short]  # "code": password was right, code not yet given; "in": logged in
    csrf: Mapped[Short]
    created: Mapped[At]
    seen: Mapped[At]
    ends: Mapped[At]


class OneTimeLink(Base):
    """A link that works once: the first administrator, an invitation, a forgotten password."""

    __tablename__ = "one_time_links"
    hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), primary_key=True)
    purpose: Mapped[Short]  # first-admin, invite, reset
    person_id: Mapped[str | None] = ref("people.id")
    ends: Mapped[At]
    used: Mapped[datetime | None] = mapped_column(Moment)


class ApiToken(Base):
    """A token with which a programme acts for a person, within its scopes."""

    __tablename__ = "api_tokens"
    id: Mapped[Id]
    person_id: Mapped[str] = ref("people.id", index=True)
    name: Mapped[Name]
    hash: Mapped[bytes] = mapped_column(sa.LargeBinary(32), unique=True)
    scopes: Mapped[str] = mapped_column(sa.String(200))  # names with spaces between
    created: Mapped[At]
    used: Mapped[datetime | None] = mapped_column(Moment)
    ends: Mapped[datetime | None] = mapped_column(Moment)
