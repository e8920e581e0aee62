"""What goes when its time has come, what stays, and the proof that is left."""

from __future__ import annotations

import json
from datetime import date

import pytest
import sqlalchemy as sa

from gehoor.store import (
    Faulty,
    Keyring,
    Refused,
    Store,
    StoreFault,
    audit,
    calls,
    deletion,
    entry,
    open_store,
    phrases,
    retention,
    shares,
    talk,
    uploads,
)
from gehoor.store.models import (
    Base,
    CallKey,
    CallRow,
    Certificate,
    Comment,
    Person,
    ReviewRow,
    StoreKey,
    Upload,
    UploadItem,
    WebSession,
)
from gehoor.store.rekeying import rekey, waiting
from tests.store.conftest import DAY, KEY, NOW, kept, person

YEAR = audit.YEAR


def rows(store: Store, table) -> int:
    with store.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def keep_for(store: Store, **days: int | None) -> None:
    with store.begin() as session:
        for kind, number in days.items():
            retention.set_days(session, kind, number)


def numbers(planned) -> dict[str, int]:
    return {item.kind: item.number for item in planned if item.number}


def test_old_calls_go_and_young_ones_and_examples_stay(store, reviewed, sanne):
    old = kept(store, reviewed, sanne, "b: oud", added=NOW - 40 * DAY)
    example = kept(store, reviewed, sanne, "b: les", added=NOW - 40 * DAY, example=True)
    young = kept(store, reviewed, sanne, "b: nieuw", added=NOW - 20 * DAY)
    keep_for(store, calls=30)
    with store.read() as session:
        assert numbers(retention.plan(session, NOW)) == {"calls": 1}
    assert rows(store, CallRow) == 3  # a plan changes nothing
    assert numbers(retention.run(store, "beheer", NOW)) == {"calls": 1}
    with store.read() as session:
        assert set(session.scalars(sa.select(CallRow.id))) == {example, young}
        (certificate,) = deletion.certificates(session)
        assert (certificate.kind, certificate.subject_id) == ("call", old)
        assert (certificate.person_id, certificate.reason) == ("beheer", "bewaartermijn")
        assert json.loads(certificate.counts)["turns"] == 1
        assert [line.action for line in audit.about(session)] == ["retention.run"]
    assert numbers(retention.run(store, "beheer", NOW)) == {}
    assert rows(store, Certificate) == 1


def test_nothing_goes_that_nobody_chose_days_for(store, reviewed, sanne):
    kept(store, reviewed, sanne, added=NOW - 20 * YEAR)
    with store.read() as session:
        assert retention.terms(session) == {
            **dict.fromkeys(retention.KINDS),
            "uploads": 30,
            "sessions": 7,
        }
    assert numbers(retention.run(store, None, NOW)) == {}
    keep_for(store, calls=1)
    keep_for(store, calls=None)
    assert numbers(retention.run(store, None, NOW)) == {}


@pytest.mark.parametrize(
    ("kind", "days"), [("audit", 364), ("certificates", 0), ("calls", -1), ("koffie", 3)]
)
def test_days_that_can_not_be_are_refused(store, kind, days):
    with pytest.raises(Faulty, match=r"verwacht"), store.begin() as session:
        retention.set_days(session, kind, days)


def test_every_kind_has_its_own_end(store, reviewed, sanne, coach):
    call_id = kept(store, reviewed, sanne)
    long_ago = NOW - 2 * YEAR
    with store.begin() as session:
        record = calls.record_in(
            calls.newest_review(session, call_id), calls.box_of(session, store.vault, call_id)
        )
        calls.keep_review(session, store.vault, call_id, record)
        session.execute(sa.update(ReviewRow).values(made=long_ago))
        for due, done in ((None, None), (date(2025, 1, 1), None), (date(2025, 1, 1), long_ago)):
            new = talk.NewComment(call_id, sanne, "tekst", due=due)
            said = talk.add_comment(session, store.vault, new, long_ago)
            session.get_one(Comment, said).done = done
        shares.share(session, call_id, sanne, coach, long_ago)
        shares.take_back(session, call_id, sanne, coach, long_ago)
        shares.share(session, call_id, sanne, coach, long_ago)
        for waits in (True, False):
            uploads.add(session, store.vault, sanne, [uploads.File("a", b"a")], now=long_ago)
            if waits:
                session.execute(sa.update(UploadItem).values(state="done", data=None))
        entry.start_session(session, sanne, DAY, now=long_ago)
        entry.start_session(session, sanne, DAY, now=NOW)
        entry.make_link(session, "reset", sanne, DAY, long_ago)
        deletion.certify(session, "call", "x", None, "", {}, long_ago)
        audit.append(session, store.vault, audit.Event(None, "call.look", "call"), long_ago)
    keep_for(store, **dict.fromkeys(retention.KINDS, 400))
    with store.read() as session:
        planned = numbers(retention.plan(session, NOW))
    assert planned == {
        "reviews": 1,
        "comments": 2,
        "shares": 1,
        "uploads": 1,
        "sessions": 2,
        "audit": 1,
        "certificates": 1,
    }
    assert numbers(retention.run(store, None, NOW)) == planned
    counted = {table: rows(store, table) for table in (ReviewRow, Comment, Upload, WebSession)}
    assert counted == {ReviewRow: 1, Comment: 1, Upload: 1, WebSession: 1}
    with store.read() as session:
        assert audit.verify(session, store.vault).fault is None


def test_a_deleted_call_leaves_nothing_but_a_certificate(store, call_id, sanne, path):
    with store.begin() as session:
        wrapped = session.get_one(CallKey, call_id).wrapped
        certificate = deletion.delete_call(session, call_id, sanne, "op verzoek", NOW)
    store.scrub()
    for table in Base.metadata.tables.values():
        if "call_id" in table.c:
            assert rows(store, table) == 0, table.name
    with store.read() as session:
        kept_proof = session.get_one(Certificate, certificate)
        assert kept_proof.subject_id == call_id
        assert json.loads(kept_proof.counts)["call_keys"] == 1
    with pytest.raises(StoreFault, match="niet meer"), store.begin() as session:
        deletion.delete_call(session, call_id, sanne, "nog eens")
    if path is not None:  # SQLite: the bytes of the key are gone from its files
        files = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
        assert wrapped not in files


def test_a_deleted_person_goes_with_everything_of_theirs(store, reviewed, sanne, coach, path):
    mine, other = kept(store, reviewed, sanne), kept(store, reviewed, coach, "b: blijft")
    with store.begin() as session:
        shares.share(session, mine, sanne, coach, NOW)
        talk.add_comment(session, store.vault, talk.NewComment(mine, coach, "goed bezig"), NOW)
        phrases.add_phrase(session, sanne, phrases.Phrase("Ik hoor je.", "listen"), NOW)
        uploads.add(session, store.vault, sanne, [uploads.File("a.txt", b"a")], now=NOW)
        entry.start_session(session, sanne, DAY)
        entry.make_token(session, sanne, "nacht", ["calls"])
        audit.append(session, store.vault, audit.Event(coach, "call.look", "call", mine, sanne))
        certificate = deletion.delete_person(session, sanne, coach, "uit dienst", NOW)
    with store.read() as session:
        counts = json.loads(session.get_one(Certificate, certificate).counts)
        assert counts["people"] == counts["calls"] == counts["phrases"] == 1
        assert set(session.scalars(sa.select(CallRow.id))) == {other}
        assert set(session.scalars(sa.select(Person.id))) == {coach}
        assert session.scalars(sa.select(UploadItem.id)).all() == []
        (line,) = audit.about(session, concerns_id=sanne)
        assert line.subject_id == mine
        assert audit.verify(session, store.vault).fault is None
    store.close()
    if path is not None:
        assert b"Sanne" not in path.read_bytes()


def test_the_last_administrator_can_not_be_deleted(store):
    first, second = person(store, "An", "admin"), person(store, "Bo", "admin")
    with store.begin() as session:
        deletion.delete_person(session, first, second, "uit dienst")
    with pytest.raises(Refused, match="minstens één beheerder"), store.begin() as session:
        deletion.delete_person(session, second, second, "uit dienst")


def test_a_new_main_key_opens_everything_and_the_old_one_nothing(
    store, url, keyring, call_id, sanne
):
    with store.begin() as session:
        uploads.add(session, store.vault, sanne, [uploads.File("a.txt", b"inhoud")], now=NOW)
    newer = Keyring.from_lines("Ag" * 21 + "A=\n" + KEY, "proef")
    both = open_store(url, newer)
    assert waiting(both) == 3
    assert rekey(both) == 3
    assert (rekey(both), waiting(both)) == (0, 0)
    both.close()
    alone = open_store(url, Keyring({newer.current: newer.keys[newer.current]}))
    with alone.begin() as session:
        assert calls.load(session, alone.vault, call_id).call.turns
        claimed = uploads.claim(session, alone.vault)
        assert claimed is not None
        assert claimed.data == b"inhoud"
    assert alone.vault.fingerprint("x", "word") == store.vault.fingerprint("x", "word")
    alone.close()
    with pytest.raises(ValueError, match="hoofdsleutel"):
        open_store(url, keyring)
    assert rows(store, StoreKey) == 1
