"""The store for tests: once on SQLite, once on a PostgreSQL that is started here."""

from __future__ import annotations

import base64
import itertools
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gehoor.dialogue import Call
from gehoor.reporting.record import Record, record_of
from gehoor.reviewing import Reviewer
from gehoor.store import Keyring, Store, calls, open_store, people
from gehoor.store.models import Person
from tests.conftest import call_of
from tests.store import postgres

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = base64.b64encode(bytes(range(32))).decode()
KINDS = ("sqlite", "postgresql")
_count = itertools.count()

NewStore = Callable[[], str]


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    return Keyring.from_lines(KEY, "proef")


@pytest.fixture(scope="session", params=KINDS)
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, keyring: Keyring
) -> Iterator[NewStore]:
    """Give a function that makes one more database, copied of a migrated one; returns its url."""
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("sqlite")
        open_store(f"sqlite:///{folder}/template.db", keyring).close()

        def new() -> str:
            path = folder / f"{next(_count)}.db"
            shutil.copy(folder / "template.db", path)
            return f"sqlite:///{path}"

        yield new
        return
    with postgres.running() as home:
        postgres.command(home, "CREATE DATABASE template_gehoor")
        open_store(postgres.url(home, "template_gehoor"), keyring).close()

        def new() -> str:
            name = f"t{next(_count)}"
            postgres.command(home, f"CREATE DATABASE {name} TEMPLATE template_gehoor")
            return postgres.url(home, name)

        yield new


@pytest.fixture
def url(new_database: NewStore) -> str:
    return new_database()


@pytest.fixture
def store(url: str, keyring: Keyring) -> Iterator[Store]:
    opened = open_store(url, keyring)
    yield opened
    opened.close()


@pytest.fixture
def path(url: str) -> Path | None:
    """Return the file of the database, where it is one."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None


def person(store: Store, name: str = "Sanne", *roles: str) -> str:
    """Add somebody; return their id."""
    new = people.NewPerson(
        name, f"{name.lower()}{next(_count)}@voorbeeld.nl", roles or ("employee",)
    )
    with store.begin() as session:
        return people.create(session, new, NOW).id


@pytest.fixture
def sanne(store: Store) -> str:
    return person(store, "Sanne")


@pytest.fixture
def coach(store: Store) -> str:
    return person(store, "Karim", "coach")


@pytest.fixture(scope="session")
def reviewed(reviewer: Reviewer) -> Callable[[Call], Record]:
    def review(call: Call) -> Record:
        return record_of(reviewer.review(call), reviewer.advice(call))

    return review


CALL = (
    "m: Goedemiddag, u spreekt met Sanne van de Woonstichting",
    "b: ja hallo ik heb nou al drie keer gebeld over mn badkamer en er gebeurt gewoon niks",
    "m: Dat is vervelend. Ik stuur de loodgieter volgende week dinsdag naar u toe.",
    "b: 't is toch godgeklaagd zeg, ik zit hier al veertien dagen zonder warm water",
)


def kept(
    store: Store, reviewed: Callable[[Call], Record], owner: str, *lines: str, **more: object
) -> str:
    """Keep a call of an owner; return its id."""
    call = call_of(*(lines or CALL), date="2026-11-20")
    source = str(more.pop("source", lines)).encode()
    new = calls.NewCall(owner, call, reviewed(call), source, **more)  # type: ignore[arg-type]
    with store.begin() as session:
        return calls.add(session, store.vault, new)[0]


@pytest.fixture
def call_id(store: Store, reviewed: Callable[[Call], Record], sanne: str) -> str:
    return kept(store, reviewed, sanne)


def as_person(store: Store, person_id: str) -> Person:
    with store.read() as session:
        return session.get_one(Person, person_id)
