"""Comments, agreements, objections, promises and sharing, through the modules' own doors."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest

from gehoor.store import (
    Conflict,
    Faulty,
    Refused,
    Store,
    StoreFault,
    access,
    calls,
    objections,
    people,
    promises,
    shares,
    talk,
)
from gehoor.store.objections import NewObjection
from gehoor.store.talk import Edit, NewComment
from tests.store.conftest import DAY, NOW, kept, person


@pytest.fixture
def shared(store: Store, call_id: str, sanne: str, coach: str) -> str:
    with store.begin() as session:
        assert shares.share(session, call_id, sanne, coach, NOW)
    return call_id


def comment(
    store: Store, call_id: str, author: str, text: str = "mooi doorgevraagd hier", **more: Any
) -> str:
    with store.begin() as session:
        return talk.add_comment(
            session, store.vault, NewComment(call_id, author, text, **more), NOW
        )


def comments(store, call_id):
    with store.read() as session:
        return talk.comments_on(session, store.vault, call_id)


def test_a_coach_comments_beside_a_turn(store, shared, coach):
    comment(store, shared, coach, "  hier mag je best even stil zijn ", turn=2)
    (said,) = comments(store, shared)
    assert (said.text, said.turn, said.author, said.edition) == (
        "hier mag je best even stil zijn",
        2,
        "Karim",
        1,
    )


def test_who_may_not_see_a_call_may_not_comment(store, call_id, coach):
    with pytest.raises(Refused, match="niet met je gedeeld"):
        comment(store, call_id, coach)


def test_two_people_edit_the_same_comment_and_nothing_is_lost(store, shared, sanne, coach):
    comment_id = comment(store, shared, coach, "we oefenen dit", due=date(2026, 12, 1))
    with store.begin() as session:
        edit = Edit("we oefenen dit samen", 1, date(2026, 12, 2))
        assert talk.edit_comment(session, store.vault, comment_id, coach, edit, NOW) == 2
    with pytest.raises(Conflict) as caught, store.begin() as session:
        talk.edit_comment(session, store.vault, comment_id, sanne, Edit("ik oefen thuis", 1), NOW)
    assert (caught.value.mine, caught.value.theirs) == ("ik oefen thuis", "we oefenen dit samen")
    assert caught.value.edition == 2
    (said,) = comments(store, shared)
    assert (said.text, said.due, said.edited) == ("we oefenen dit samen", date(2026, 12, 2), NOW)


def test_only_the_writer_changes_or_deletes_a_comment(store, shared, sanne, coach):
    comment_id = comment(store, shared, coach)
    with pytest.raises(Refused, match="iemand anders"), store.begin() as session:
        talk.edit_comment(session, store.vault, comment_id, sanne, Edit("x", 1), NOW)
    with pytest.raises(Refused), store.begin() as session:
        talk.delete_comment(session, comment_id, sanne)
    with store.begin() as session:
        talk.delete_comment(session, comment_id, coach)
    assert comments(store, shared) == ()
    with pytest.raises(Refused, match="niet meer"), store.begin() as session:
        talk.edit_comment(session, store.vault, comment_id, coach, Edit("x", 1), NOW)


@pytest.mark.parametrize(("text", "turn"), [("   ", None), ("x" * 10_001, None), ("goed", 99)])
def test_a_comment_that_can_not_be_is_refused(store, call_id, sanne, text, turn):
    with pytest.raises(Faulty, match=r"verwacht|beurten"):
        comment(store, call_id, sanne, text, turn=turn)


def test_an_agreement_falls_due_until_it_is_ticked_off(store, shared, sanne, coach):
    later = comment(store, shared, coach, "luister je gesprek terug", due=date(2026, 12, 24))
    soon = comment(store, shared, coach, "bel mevrouw terug", due=date(2026, 11, 25))
    comment(store, shared, coach)
    for who in (sanne, coach):
        with store.read() as session:
            found = talk.agreements_of(session, store.vault, who)
            assert [said.id for said in found] == [soon, later]
            until = talk.agreements_of(session, store.vault, who, date(2026, 11, 30))
            assert [said.id for said in until] == [soon]
    with store.begin() as session:
        talk.set_done(session, soon, sanne, True, NOW)
    with store.read() as session:
        assert [said.id for said in talk.agreements_of(session, store.vault, sanne)] == [later]
    with store.begin() as session:
        talk.set_done(session, soon, coach, False)
    assert [said.done for said in comments(store, shared) if said.id == soon] == [None]


def test_a_comment_without_a_day_can_not_be_ticked_off(store, call_id, sanne):
    comment_id = comment(store, call_id, sanne)
    with pytest.raises(Faulty, match="datum"), store.begin() as session:
        talk.set_done(session, comment_id, sanne, True)


def test_taking_back_a_call_hides_it_and_its_agreements(store, shared, sanne, coach):
    comment(store, shared, coach, due=date(2026, 12, 1))
    with store.begin() as session:
        assert shares.take_back(session, shared, sanne, coach, NOW + DAY)
        assert not shares.take_back(session, shared, sanne, coach)
    with store.read() as session:
        assert access.standing(session, coach, shared) is None
        assert talk.agreements_of(session, store.vault, coach) == ()
        assert shares.shared_with(session, shared) == ()
        assert [item.name for item in shares.shared_with(session, shared, ended=True)] == ["Karim"]
    with pytest.raises(Refused):
        comment(store, shared, coach)


def test_only_the_owner_shares_and_only_with_who_can_be_shown(store, shared, sanne, coach):
    joris, els = person(store, "Joris"), person(store, "Els", "coach")
    for owner, other in ((coach, els), (joris, els), (sanne, joris), (sanne, sanne), (sanne, "0")):
        with pytest.raises(Refused), store.begin() as session:
            shares.share(session, shared, owner, other)
    with store.begin() as session:
        assert not shares.share(session, shared, sanne, coach)
        assert [who.name for who in shares.receivers(session, sanne)] == ["Els", "Karim"]


def test_the_share_button_twice_at_once_shares_once(store, call_id, sanne, coach):
    answers: list[bool] = []

    def press() -> None:
        with store.begin() as session:
            answers.append(shares.share(session, call_id, sanne, coach))

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, False, False, True]


def test_who_stops_being_a_coach_is_shown_nothing_more(store, shared, coach):
    with store.begin() as session:
        people.change(session, coach, people.Change(roles=["employee"]), NOW)
    with store.read() as session:
        assert access.standing(session, coach, shared) is None


def objection(store, call_id, who, name="EMP01", **more):
    with store.begin() as session:
        review = calls.newest_review(session, call_id)
        new = NewObjection(review.id, who, "finding", name, "dat zei ik juist wel", **more)
        return objections.object_to(session, store.vault, new, NOW)


def test_an_objection_is_kept_counted_and_taken_back(store, shared, reviewed, sanne, coach):
    other = kept(store, reviewed, sanne, "b: hallo")
    first = objection(store, shared, sanne, turn=1)
    assert objection(store, shared, sanne, turn=1) == first  # the button twice
    objection(store, shared, coach)
    objection(store, other, sanne)
    with store.read() as session:
        found = objections.objections_on(session, store.vault, shared)
        assert [(item.person, item.turn) for item in found] in (
            [("Sanne", 1), ("Karim", None)],
            [("Karim", None), ("Sanne", 1)],
        )
        assert {item.reason for item in found} == {"dat zei ik juist wel"}
        assert objections.contested(session) == (objections.Contested("finding", "EMP01", 3, 2),)
    with pytest.raises(Refused), store.begin() as session:
        objections.take_back(session, first, coach)
    with store.begin() as session:
        objections.take_back(session, first, sanne)
    with store.read() as session:
        assert objections.contested(session)[0].times == 2
        assert len(objections.objections_on(session, store.vault, shared)) == 1


def test_an_objection_says_all_that_is_wrong_with_it(store, call_id, sanne):
    with store.read() as session:
        review = calls.newest_review(session, call_id)
    new = NewObjection(review.id, sanne, "mening", "", " ")  # type: ignore[arg-type]
    with pytest.raises(Faulty) as caught, store.begin() as session:
        objections.object_to(session, store.vault, new)
    assert len(caught.value.faults) == 3


def test_an_objection_stays_with_the_review_it_was_about(store, call_id, reviewed, sanne):
    objection(store, call_id, sanne)
    with store.begin() as session:
        record = calls.record_in(
            calls.newest_review(session, call_id), calls.box_of(session, store.vault, call_id)
        )
        new = calls.keep_review(session, store.vault, call_id, record)
    with store.read() as session:
        (item,) = objections.objections_on(session, store.vault, call_id)
        assert item.review_id != new
        assert calls.newest_review(session, call_id).id == new


def test_promises_fall_due_and_stay_settled_after_a_new_review(store, call_id, sanne, coach):
    with store.read() as session:
        (promise,) = promises.falling_due(session, store.vault, sanne, date(2027, 1, 1))
        assert promises.falling_due(session, store.vault, coach, date(2027, 1, 1)) == ()
    assert promise.what.quote
    with pytest.raises(Refused), store.begin() as session:
        promises.settle(session, promise.id, coach, "kept")
    with store.begin() as session:
        promises.settle(session, promise.id, sanne, "kept", NOW)
        box = calls.box_of(session, store.vault, call_id)
        record = calls.record_in(calls.newest_review(session, call_id), box)
        calls.keep_review(session, store.vault, call_id, record)
    with store.read() as session:
        assert promises.falling_due(session, store.vault, sanne, date(2027, 1, 1)) == ()
        (settled,) = promises.promises_in(session, store.vault, call_id)
        assert (settled.outcome, settled.done) == ("kept", NOW)


def test_a_call_comes_back_as_it_was_kept(store, call_id):
    with store.read() as session:
        stored = calls.load(session, store.vault, call_id)
    assert stored.call.id == "proef"
    assert stored.call.date == "2026-11-20"
    assert stored.call.turns[3].text.startswith("'t is toch godgeklaagd")
    with pytest.raises(StoreFault, match="niet meer"), store.read() as session:
        calls.load(session, store.vault, "0" * 32)
