"""What guards the ways in, on both databases: attempts, drafts, forms sent twice, recovery codes."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from gehoor.store import attempts, audit, drafts, people, recovery
from gehoor.store.attempts import ACCOUNT, Limit
from gehoor.store.drafts import Draft
from gehoor.store.models import KeptForm, SentForm

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIMITS = (Limit("account/jo", ACCOUNT),)
DRAFT = Draft("/beheer/teams", "/beheer/teams", (("name", "Noord «é»"),))


@pytest.fixture
def jo(store) -> str:
    with store.begin() as session:
        return people.create(session, people.NewPerson("Jo", "jo@voorbeeld.nl")).id


def test_waiting_doubles_up_to_a_quarter_of_an_hour(store):
    waits, now = [], NOW
    for _ in range(20):
        with store.begin() as session:
            waits.append(attempts.wait(session, store.vault, LIMITS, now))
            now += timedelta(seconds=waits[-1])
            assert attempts.wait(session, store.vault, LIMITS, now) == 0
            attempts.count(session, store.vault, LIMITS, now)
    assert waits[:5] == [0] * 5
    assert waits[5:10] == [1, 2, 4, 8, 16]
    assert max(waits) == waits[-1] == 15 * 60
    with store.begin() as session:
        later = now + timedelta(days=1)
        assert attempts.wait(session, store.vault, LIMITS, later) == 0
        attempts.forget_old(session, later)
        attempts.forgive(session, store.vault, LIMITS)


def test_the_attempts_name_nobody(store):
    with store.begin() as session:
        attempts.count(session, store.vault, LIMITS, NOW)
        keys = session.connection().exec_driver_sql("SELECT key FROM attempts").scalars().all()
    assert b"jo" not in b"".join(bytes(key) for key in keys)


def test_a_draft_is_its_writers_and_ends(store, jo):
    with store.begin() as session:
        other = people.create(session, people.NewPerson("Bo", "bo@voorbeeld.nl")).id
        secret = drafts.keep(session, store.vault, DRAFT, jo, NOW)
        assert secret is not None
        assert drafts.keep(session, store.vault, DRAFT, "0" * 32, NOW) is None
    with store.begin() as session:
        assert drafts.find(session, store.vault, secret, jo, NOW) == DRAFT
        assert drafts.find(session, store.vault, secret, other, NOW) is None
        assert drafts.find(session, store.vault, "another", jo, NOW) is None
        late = NOW + drafts.LIFE
        assert drafts.find(session, store.vault, secret, jo, late) is None
        drafts.forget_old(session, late)
        assert session.query(KeptForm).count() == 0


def test_of_the_same_form_sent_at_once_one_is_first(store):
    first = []

    def send() -> None:
        with store.begin() as session:
            first.append(drafts.first_time(session, b"m" * 16, NOW))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(first) == [False, False, False, True]
    with store.begin() as session:
        assert drafts.answer(session, b"m" * 16) == (True, None)
        drafts.answered(session, b"m" * 16, "/daar")
        assert drafts.answer(session, b"m" * 16) == (True, "/daar")
        drafts.answered(session, b"m" * 16, None)  # it failed: it may come again
        assert drafts.answer(session, b"m" * 16) == (False, None)
        assert drafts.first_time(session, b"m" * 16, NOW)
        drafts.forget_old(session, NOW + drafts.REMEMBERED)
        assert session.query(SentForm).count() == 0


def test_recovery_codes_work_once(store, jo):
    with store.begin() as session:
        codes = recovery.make(session, store.vault, jo)
    with store.begin() as session:
        assert recovery.left(session, jo) == recovery.COUNT == len(set(codes))
        assert recovery.use(session, store.vault, jo, f" {codes[0].upper()} ")
        assert not recovery.use(session, store.vault, jo, codes[0])
        assert not recovery.use(session, store.vault, "0" * 32, codes[1])
        assert recovery.left(session, jo) == recovery.COUNT - 1
        recovery.make(session, store.vault, jo)
        assert not recovery.use(session, store.vault, jo, codes[1])  # older ones are over
        recovery.drop(session, jo)
        assert recovery.left(session, jo) == 0


def test_the_log_by_action(store, jo):
    with store.begin() as session:
        for action in ("login", "team.add", "login"):
            audit.append(session, store.vault, audit.Event(jo, action, "person", jo))
        assert [line.number for line in audit.about(session, action="login")] == [3, 1]
