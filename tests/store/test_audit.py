"""The log: it grows in one chain, does not change, and says where it was changed after all."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from gehoor.store import Faulty, Store, audit
from gehoor.store.audit import YEAR, Event
from tests.store.conftest import DAY, NOW, person


def look(store: Store, number: int = 1, at=NOW, owner: str = "sanne", who: str = "karim") -> None:
    for at_line in range(number):
        event = Event(who, "call.look", "call", f"gesprek-{at_line}", owner, {"page": "verslag"})
        with store.begin() as session:
            audit.append(session, store.vault, event, at)


def checked(store: Store) -> audit.Checked:
    with store.read() as session:
        return audit.verify(session, store.vault)


def meddle(store: Store, *commands: str) -> None:
    """Do what only the owner of the database could do: without the locks."""
    off = {
        "sqlite": ["DROP TRIGGER audit_no_change", "DROP TRIGGER audit_no_delete"],
        "postgresql": ["ALTER TABLE audit DISABLE TRIGGER USER"],
    }
    with store.begin() as session:
        for command in (*off[store.engine.dialect.name], *commands):
            session.execute(sa.text(command))


def test_an_untouched_log_is_sound(store):
    assert checked(store) == audit.Checked(0, 0, "0" * 16)
    look(store, 5)
    found = checked(store)
    assert (found.number, found.lines, found.fault) == (5, 5, None)


@pytest.mark.parametrize(
    ("commands", "said"),
    [
        (["UPDATE audit SET person_id = 'els' WHERE number = 3"], "regel 3 is veranderd"),
        (["UPDATE audit SET detail = '{}' WHERE number = 2"], "regel 2 is veranderd"),
        (["DELETE FROM audit WHERE number = 3"], "regel 3 ontbreekt"),
        (["DELETE FROM audit WHERE number < 3"], "regels 1 tot en met 2 ontbreken"),
        (
            ["DELETE FROM audit WHERE number = 2", "UPDATE audit SET number = 2 WHERE number = 3"],
            "regel 2 is veranderd",
        ),
    ],
)
def test_the_first_broken_line_is_named(store, commands, said):
    look(store, 5)
    meddle(store, *commands)
    assert checked(store).fault == said


@pytest.mark.parametrize(
    "command", ["UPDATE audit SET detail = 'x'", "DELETE FROM audit WHERE number = 1"]
)
def test_the_database_itself_refuses_to_change_lines(store, command):
    look(store, 2)
    with pytest.raises(DBAPIError, match="audit: lines"), store.begin() as session:
        session.execute(sa.text(command))
    assert checked(store).lines == 2


def test_many_write_at_once_in_one_chain(store):
    threads = [threading.Thread(target=look, args=(store, 5)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = checked(store)
    assert (found.number, found.lines, found.fault) == (20, 20, None)


def test_a_line_goes_with_the_work_it_is_about(store):
    def half_way() -> None:
        with store.begin() as session:
            audit.append(session, store.vault, Event(None, "call.add", "call"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_way()
    assert checked(store).lines == 0


def test_an_employee_sees_who_looked_at_their_calls(store):
    sanne = person(store)
    look(store, 2, owner=sanne, who="karim")
    look(store, 1, owner=sanne, who=sanne)
    look(store, 1, owner="joris", who="karim")
    with store.read() as session:
        assert [entry.number for entry in audit.looks_at(session, sanne)] == [2, 1]
        assert [entry.number for entry in audit.looks_at(session, sanne, before=2)] == [1]
        assert [entry.number for entry in audit.about(session, concerns_id=sanne)] == [3, 2, 1]
        assert [entry.number for entry in audit.about(session, person_id="karim", size=2)] == [4, 2]
        assert len(audit.about(session, subject_id="gesprek-0")) == 3


def test_lines_of_over_a_year_may_go_and_the_log_stays_sound(store):
    look(store, 3, NOW - 2 * YEAR)
    look(store, 2, NOW - DAY)
    with store.begin() as session:
        assert audit.older_than(session, NOW - YEAR) == 3
        assert audit.trim(session, store.vault, NOW - YEAR, "beheer", NOW) == 3
        assert audit.trim(session, store.vault, NOW - YEAR, "beheer", NOW) == 0
    found = checked(store)
    assert (found.number, found.lines, found.fault) == (6, 3, None)
    with pytest.raises(Faulty, match="minstens een jaar"), store.begin() as session:
        audit.trim(session, store.vault, NOW - DAY, None, NOW)
