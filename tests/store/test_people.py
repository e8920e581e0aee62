"""People, roles, teams, and the ways in."""

from __future__ import annotations

import threading
from datetime import timedelta

import pyotp
import pytest

from gehoor.store import Faulty, Refused, Store, entry, passwords, people, second_step, teams
from gehoor.store.models import Person
from gehoor.store.people import Change, NewPerson
from tests.store.conftest import DAY, NOW, as_person, person

HOUR = timedelta(hours=1)
GOOD = "vier losse woorden hier"


def test_somebody_is_added_and_found(store):
    with store.begin() as session:
        new = NewPerson(" Büşra Öz ", " B.Oz@Gemeente.NL ", ["coach", "employee"], subject="iss#1")
        made = people.create(session, new, NOW)
    with store.read() as session:
        found = people.by_email(session, "b.oz@gemeente.nl")
        assert found is not None
        assert (found.id, found.name, found.role_names) == (
            made.id,
            "Büşra Öz",
            frozenset({"coach", "employee"}),
        )
        assert people.by_subject(session, "iss#1") is found
        assert people.names(session, [made.id, "weg"]) == {made.id: "Büşra Öz"}


def test_all_that_is_wrong_is_said_at_once(store, sanne):
    email = as_person(store, sanne).email
    with pytest.raises(Faulty) as caught, store.begin() as session:
        people.create(session, NewPerson("\0 ", "geen adres", ["baas"], "geen-team", "fy"))
    assert [fault.split(":")[0] for fault in caught.value.faults] == [
        "naam",
        "e-mailadres",
        "rol",
        "taal",
        "team",
    ]
    with pytest.raises(Faulty, match="heeft dit adres al"), store.begin() as session:
        people.create(session, NewPerson("Sanne", email.upper()))


def test_what_is_left_out_of_a_change_stays(store, sanne):
    with store.begin() as session:
        changed = people.change(session, sanne, Change(roles=["coach", "employee"]))
        assert changed.name == "Sanne"
    assert as_person(store, sanne).role_names == {"coach", "employee"}
    with store.begin() as session:
        people.change(session, sanne, Change(name="Sanne de Wit", roles=["coach"]))
    assert as_person(store, sanne).role_names == {"coach"}


def test_the_last_administrator_stays(store):
    first, second = person(store, "An", "admin"), person(store, "Bo", "admin")
    with store.begin() as session:
        people.change(session, first, Change(active=False))
    for wanted in (Change(active=False), Change(roles=["employee"])):
        with pytest.raises(Refused, match="minstens één beheerder"), store.begin() as session:
            people.change(session, second, wanted)
    assert as_person(store, second).active
    with store.begin() as session:
        people.change(session, first, Change(active=True))
        people.change(session, second, Change(active=False))


def test_two_administrators_who_leave_at_once_do_not_both_leave(store):
    ids = [person(store, name, "admin") for name in ("An", "Bo")]
    refused: list[Refused] = []

    def leave(person_id: str) -> None:
        try:
            with store.begin() as session:
                people.change(session, person_id, Change(active=False))
        except Refused as fault:
            refused.append(fault)

    threads = [threading.Thread(target=leave, args=(person_id,)) for person_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    with store.read() as session:
        assert people.has_admin(session)


def test_who_is_switched_off_is_out_at_once(store, sanne):
    with store.begin() as session:
        secret, _ = entry.start_session(session, sanne, DAY)
        token, _ = entry.make_token(session, sanne, "koppeling", ["reviews"])
        people.change(session, sanne, Change(active=False))
    with store.read() as session:
        assert entry.find_session(session, secret) is None
        assert entry.find_token(session, token) is None


def test_teams_come_change_and_go(store, sanne):
    with store.begin() as session:
        team = teams.create_team(session, "Debiteuren")
        people.change(session, sanne, Change(team_id=team.id))
        with pytest.raises(Faulty, match="al een team"):
            teams.create_team(session, "debiteuren ")
        teams.rename_team(session, team.id, "Betalen")
    with store.begin() as session:
        assert [item.name for item in teams.all_teams(session)] == ["Betalen"]
        teams.delete_team(session, team.id)
    assert as_person(store, sanne).team_id is None


def test_a_session_runs_until_it_ends_or_stands_idle(store, sanne):
    with store.begin() as session:
        secret, row = entry.start_session(session, sanne, DAY, now=NOW)
        other, _ = entry.start_session(session, sanne, DAY, now=NOW)
        assert secret.encode() not in row.hash
    with store.begin() as session:
        assert entry.find_session(session, secret, HOUR, NOW + HOUR) is None
        assert entry.touch_session(session, secret, NOW + HOUR)
        assert not entry.touch_session(session, secret, NOW + HOUR)
    with store.begin() as session:
        found = entry.find_session(session, secret, HOUR, NOW + HOUR)
        assert found is not None
        assert found.person_id == sanne
        assert entry.find_session(session, secret, None, NOW + DAY) is None
        assert entry.end_all(session, sanne, keep=secret) == 1
        assert entry.find_session(session, other, None, NOW) is None
        entry.end_session(session, secret)
        session.expire_all()
        assert entry.find_session(session, secret, None, NOW) is None


def test_a_link_works_once_and_for_a_while(store, sanne):
    with store.begin() as session:
        old = entry.make_link(session, "reset", sanne, HOUR, NOW)
        link = entry.make_link(session, "reset", sanne, HOUR, NOW)
        first = entry.make_link(session, "first-admin", None, HOUR, NOW)
    for secret, purpose, moment in (
        (old, "reset", NOW),
        (link, "invite", NOW),
        (link, "reset", NOW + HOUR),
        ("niks", "reset", NOW),
    ):
        with pytest.raises(Refused, match="werkt niet"), store.begin() as session:
            entry.use_link(session, secret, purpose, moment)  # type: ignore[arg-type]
    with store.begin() as session:
        assert entry.use_link(session, link, "reset", NOW) == sanne
        assert entry.use_link(session, first, "first-admin", NOW) is None
    with pytest.raises(Refused), store.begin() as session:
        entry.use_link(session, link, "reset", NOW)


def test_a_token_works_until_it_ends_or_is_revoked(store, sanne, coach):
    with store.begin() as session:
        secret, row = entry.make_token(
            session, sanne, "nachtrun", ["reviews", "calls"], NOW + DAY, NOW
        )
    assert row.scopes == "calls reviews"
    with store.begin() as session:
        assert entry.find_token(session, secret, NOW) is not None
        assert entry.find_token(session, secret, NOW + DAY) is None
        assert entry.find_token(session, secret + "x", NOW) is None
        with pytest.raises(Refused):
            entry.revoke_token(session, row.id, coach)
        entry.touch_token(session, row.id, NOW)
    with store.begin() as session:
        assert [token.used for token in entry.tokens_of(session, sanne)] == [NOW]
        entry.revoke_token(session, row.id, sanne)
        assert entry.find_token(session, secret, NOW) is None
    with pytest.raises(Faulty, match=r"naam.*bereik"), store.begin() as session:
        entry.make_token(session, sanne, " ", [])


def test_a_password_is_checked_and_ends_other_sessions(store, sanne):
    with store.begin() as session:
        mine, _ = entry.start_session(session, sanne, DAY)
        other, _ = entry.start_session(session, sanne, DAY)
        passwords.set_password(session, sanne, GOOD, keep=mine)
    with store.begin() as session:
        known = session.get_one(Person, sanne)
        assert (known.password or "").startswith("$argon2id$")
        assert passwords.is_right(known, GOOD)
        assert not passwords.is_right(known, GOOD + "x")
        assert not passwords.is_right(None, "niemand")
        assert entry.find_session(session, mine) is not None
        assert entry.find_session(session, other) is None
        known.active = False
        assert not passwords.is_right(known, GOOD)


@pytest.mark.parametrize("given", ["kort", "x" * 1001])
def test_a_bad_password_is_refused(store, sanne, given):
    with pytest.raises(Faulty, match="wachtwoord"), store.begin() as session:
        passwords.set_password(session, sanne, given)
    assert as_person(store, sanne).password is None


def test_ones_own_address_is_no_password(store, sanne):
    email = as_person(store, sanne).email
    with pytest.raises(Faulty, match="te makkelijk"), store.begin() as session:
        passwords.set_password(session, sanne, email)


def accepted(store: Store, person_id: str, code: str, at=NOW) -> bool:
    with store.begin() as session:
        known = session.get_one(Person, person_id)
        return second_step.accept(session, store.vault, known, code, at)


def test_a_code_works_once_and_no_older_one_after_it(store, sanne):
    secret = second_step.new_secret()
    code = pyotp.TOTP(secret).at
    with pytest.raises(Faulty, match="code"), store.begin() as session:
        second_step.turn_on(session, store.vault, sanne, secret, "000000x", NOW)
    assert not accepted(store, sanne, code(NOW))
    with store.begin() as session:
        second_step.turn_on(session, store.vault, sanne, secret, code(NOW), NOW)
    assert secret.encode() not in (as_person(store, sanne).totp or b"")
    assert not accepted(store, sanne, code(NOW))  # used to turn it on
    later = NOW + timedelta(seconds=60)
    assert not accepted(store, sanne, "123", later)
    assert not accepted(store, sanne, "½¾²³¹⁴", later)
    shown = code(later)
    assert accepted(store, sanne, f"{shown[:3]} {shown[3:]}", later)
    assert not accepted(store, sanne, shown, later)
    assert not accepted(store, sanne, code(later - timedelta(seconds=30)), later)
    with store.begin() as session:
        second_step.turn_off(session, sanne)
    assert as_person(store, sanne).totp is None
