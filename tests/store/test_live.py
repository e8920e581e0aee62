"""Calls in progress in the store: kept in order by several processes, sealed, helped, gone."""

from __future__ import annotations

import queue
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from gehoor.dialogue import Call, Case
from gehoor.store import Keyring, Refused, Store, StoreFault, deletion, live, live_help, rekeying
from gehoor.store.live import NewLive, Told
from gehoor.store.live_news import listen
from gehoor.store.models import LiveCall, LiveEvent, Person
from tests.store.conftest import NOW, person

OPENING = Call("badkamer", (), case=Case(fault="organisation"))


def begun(store: Store, owner: str, reference: str = "") -> str:
    with store.begin() as session:
        return live.begin(session, store.vault, NewLive(owner, OPENING, reference), NOW)


def append(store: Store, live_id: str, *texts: str) -> int:
    told = [Told("event", float(at), text.encode()) for at, text in enumerate(texts)]
    with store.begin() as session:
        return live.append(session, store.vault, live_id, told, False, NOW)


def kept(store: Store, live_id: str, number: int = 0) -> list[tuple[int, str]]:
    with store.read() as session:
        row = live.row_of(session, live_id)
        return [(k.number, k.data.decode()) for k in live.since(session, store.vault, row, number)]


def test_what_is_told_is_kept_in_order(store, sanne):
    live_id = begun(store, sanne)
    assert append(store, live_id, "a", "b") == 2
    assert append(store, live_id, "c") == 3
    assert kept(store, live_id) == [(1, "a"), (2, "b"), (3, "c")]
    assert kept(store, live_id, 2) == [(3, "c")]
    with store.read() as session:
        assert live.opening_of(store.vault, live.row_of(session, live_id)) == OPENING


def test_many_at_once_get_numbers_of_their_own(store, url, keyring, sanne):
    from gehoor.store import open_store

    live_id = begun(store, sanne)
    others = [open_store(url, keyring) for _ in range(3)]
    threads = [
        threading.Thread(target=lambda s=s: [append(s, live_id, "x") for _ in range(10)])
        for s in others
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for other in others:
        other.close()
    assert [number for number, _ in kept(store, live_id)] == list(range(1, 31))


def test_a_reference_is_one_call_of_one_person(store, sanne, coach):
    first = begun(store, sanne, "centrale-1")
    assert begun(store, sanne, "centrale-1") == first
    with pytest.raises(Refused, match="iemand anders"):
        begun(store, coach, "centrale-1")
    for _ in range(live.MOST - 1):
        begun(store, sanne)
    with pytest.raises(Refused, match="er lopen al"):
        begun(store, sanne)


def test_nothing_is_told_to_a_call_that_is_finished(store, sanne):
    live_id = begun(store, sanne)
    append(store, live_id, "a")
    with store.begin() as session:
        live.finish(session, live_id)
    for again in (lambda: append(store, live_id, "b"), lambda: kept(store, live_id)):
        with pytest.raises(StoreFault, match="loopt niet"):
            again()
    with store.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(LiveEvent)) == 0


def test_one_process_hears_what_another_kept(store, url, keyring, sanne):
    from gehoor.store import open_store

    live_id, stop = begun(store, sanne), threading.Event()
    heard: queue.Queue[str] = queue.Queue()
    known = {live_id: (0, NOW)}
    thread = threading.Thread(target=listen, args=(store, lambda: known, heard.put, stop))
    thread.start()
    other = open_store(url, keyring)
    append(other, live_id, "a")
    assert heard.get(timeout=20) == live_id
    other.close()
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def team(store: Store, *people: str) -> None:
    from gehoor.store import teams

    with store.begin() as session:
        made = teams.create_team(session, "Noord")
        for person_id in people:
            session.get_one(Person, person_id).team_id = made.id


def needs(store: Store, person_id: str) -> list[str]:
    with store.read() as session:
        return [row.id for row, _ in live_help.in_need(session, person_id)]


def offer(store: Store, live_id: str, helper: str) -> None:
    with store.begin() as session:
        live_help.offer_help(session, live_id, helper, NOW)


def standing(store: Store, live_id: str, person_id: str) -> str | None:
    with store.read() as session:
        return live.standing(session, live_id, person_id)


def test_only_who_is_asked_in_may_look(store, sanne, coach):
    noor, stranger = person(store, "Noor"), person(store, "Ali", "team_lead")
    team(store, sanne, coach, noor)
    live_id = begun(store, sanne)
    assert needs(store, coach) == needs(store, noor) == []
    with pytest.raises(Refused):
        offer(store, live_id, coach)
    with store.begin() as session:
        live_help.ask_help(session, live_id, True, NOW)
    assert needs(store, coach) == needs(store, noor) == [live_id]
    assert needs(store, stranger) == needs(store, sanne) == []
    with pytest.raises(Refused):
        offer(store, live_id, stranger)
    offer(store, live_id, noor)
    assert (standing(store, live_id, noor), standing(store, live_id, coach)) == ("helper", None)
    with pytest.raises(Refused, match="kijkt al mee"):
        offer(store, live_id, coach)
    with store.begin() as session:
        live_help.ask_help(session, live_id, False, NOW)
    assert standing(store, live_id, noor) is None


def test_after_a_threat_who_leads_may_offer_and_the_owner_decides(store, sanne, coach):
    noor = person(store, "Noor")
    team(store, sanne, coach, noor)
    live_id = begun(store, sanne)
    with store.begin() as session:
        live.append(session, store.vault, live_id, [Told("event", 1.0, b"x")], True, NOW)
    append(store, live_id, "rustig")  # a threat that was heard stays heard
    assert needs(store, coach) == [live_id]
    assert needs(store, noor) == []
    offer(store, live_id, coach)
    assert standing(store, live_id, coach) is None
    for yes, expected in ((False, None), (True, None)):
        with store.begin() as session:
            live_help.agree(session, live_id, yes, NOW)
        assert standing(store, live_id, coach) == expected
    offer(store, live_id, coach)
    with store.begin() as session:
        live_help.agree(session, live_id, True, NOW)
    assert standing(store, live_id, coach) == "helper"
    with store.begin() as session:
        live_help.leave(session, live_id, coach, NOW)
    assert standing(store, live_id, coach) is None


def test_it_goes_with_its_owner_or_when_nobody_finishes_it(store, sanne, coach):
    with store.begin() as session:
        session.get_one(Person, coach)
    mine, old = begun(store, sanne), begun(store, coach)
    append(store, mine, "a")
    with store.begin() as session:
        assert live.forget_old(session, NOW - timedelta(days=1)) == 0
        deletion.delete_person(session, sanne, None, "op verzoek", NOW)
    with store.begin() as session:
        assert live.forget_old(session, NOW + timedelta(days=1)) == 1
    for live_id in (mine, old):
        with pytest.raises(StoreFault):
            kept(store, live_id)


def test_a_new_main_key_opens_calls_in_progress(store, url, keyring, sanne):
    from gehoor.store import open_store

    live_id = begun(store, sanne)
    append(store, live_id, "a")
    both = Keyring({"nieuw---": bytes(reversed(range(32))), **keyring.keys})
    changed = open_store(url, both)
    rekeying.rekey(changed)
    with changed.read() as session:
        assert session.get_one(LiveCall, live_id).wrapped.startswith(b"nieuw---")
    assert kept(changed, live_id) == [(1, "a")]
    changed.close()
