"""Everything one person has a right to: out as a zip, and back in."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import pytest
import sqlalchemy as sa

from gehoor.intake import read_bytes
from gehoor.store import (
    Faulty,
    Store,
    audit,
    calls,
    objections,
    phrases,
    portability,
    promises,
    restoring,
    shares,
    talk,
)
from gehoor.store.models import CallRow, ReviewRow
from gehoor.store.restoring import Restored
from tests.store.conftest import NOW, kept, person


@pytest.fixture
def full(store, call_id, reviewed, sanne: str, coach) -> str:
    """A person with one of everything, and things of others that are none of theirs."""
    with store.begin() as session:
        shares.share(session, call_id, sanne, coach, NOW)
        for author, text in ((sanne, "ik werd hier onzeker"), (coach, "snap ik, heel netjes")):
            new = talk.NewComment(call_id, author, text, 1, date(2026, 12, 1))
            talk.add_comment(session, store.vault, new, NOW)
        review = calls.newest_review(session, call_id)
        new_objection = objections.NewObjection(
            review.id, sanne, "finding", "EMP01", "zei ik wel", 1
        )
        objections.object_to(session, store.vault, new_objection, NOW)
        record = calls.record_in(review, calls.box_of(session, store.vault, call_id))
        calls.keep_review(session, store.vault, call_id, record, "later")
        (promise,) = promises.promises_in(session, store.vault, call_id)
        promises.settle(session, promise.id, sanne, "kept", NOW)
        phrases.add_phrase(session, sanne, phrases.Phrase("Da's balen, zeg.", "listen"), NOW)
        phrases.add_phrase(session, coach, phrases.Phrase("Niet van Sanne.", "listen"), NOW)
        for who in (coach, sanne):
            event = audit.Event(who, "call.look", "call", call_id, sanne)
            audit.append(session, store.vault, event, NOW)
    other = kept(store, reviewed, coach, "b: geheim van Karim")
    with store.begin() as session:
        audit.append(session, store.vault, audit.Event(coach, "call.look", "call", other, coach))
    return sanne


def export(store: Store, person_id: str) -> bytes:
    out = io.BytesIO()
    with store.read() as session:
        portability.export(session, store.vault, person_id, out)
    return out.getvalue()


def restore(store: Store, person_id: str, data: bytes) -> Restored:
    with store.begin() as session:
        return restoring.restore(session, store.vault, person_id, io.BytesIO(data))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(contents: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_the_zip_holds_all_of_a_person_and_nothing_of_others(store, full, call_id):
    found = parts(export(store, full))
    (call,) = read_bytes(found[f"gesprekken/{call_id}.json"], "x", "x", ".json")
    assert call.turns[1].text.startswith("ja hallo ik heb nou al drie keer")
    dossier = json.loads(found[f"dossiers/{call_id}.json"])
    assert [len(dossier[key]) for key in ("reviews", "comments", "objections", "shares")] == [
        2,
        2,
        1,
        1,
    ]
    assert [item["text"] for item in json.loads(found["zinnen.json"])] == ["Da's balen, zeg."]
    log = json.loads(found["logboek.json"])
    assert [(line["person"], line["mine"]) for line in log] == [("Karim", False), ("Sanne", True)]
    assert json.loads(found["persoon.json"])["name"] == "Sanne"
    whole = b"".join(found.values())
    assert b"geheim van Karim" not in whole
    assert b"Niet van Sanne" not in whole


def test_a_coach_gets_what_they_wrote_and_not_the_call_of_another(store, full, coach, call_id):
    found = parts(export(store, coach))
    assert f"gesprekken/{call_id}.json" not in found
    (written,) = json.loads(found["geschreven.json"])
    assert written["text"] == "snap ik, heel netjes"
    assert b"drie keer gebeld" not in b"".join(found.values())


def test_a_zip_comes_back_into_an_empty_account_once(store, full, call_id):
    data = export(store, full)
    joris = person(store, "Joris")
    assert restore(store, joris, data) == Restored(1, 0, 1)
    assert restore(store, joris, data) == Restored(0, 1, 0)
    with store.read() as session:
        (new,) = session.scalars(sa.select(CallRow.id).where(CallRow.owner_id == joris))
        one, other = (calls.load(session, store.vault, at) for at in (call_id, new))
        assert one.call == other.call
        assert one.row.added == other.row.added
        assert [said.text for said in talk.comments_on(session, store.vault, new)] in (
            ["ik werd hier onzeker", "Eerder van Karim (2026-11-22): snap ik, heel netjes"],
            ["Eerder van Karim (2026-11-22): snap ik, heel netjes", "ik werd hier onzeker"],
        )
        (objection,) = objections.objections_on(session, store.vault, new)
        assert (objection.person_id, objection.reason) == (joris, "zei ik wel")
        assert objection.review_id != calls.newest_review(session, new).id
        (promise,) = promises.promises_in(session, store.vault, new)
        assert promise.outcome == "kept"
        assert shares.shared_with(session, new, ended=True) == ()
        made = sa.select(ReviewRow.made).where(ReviewRow.call_id == call_id)
        again = sa.select(ReviewRow.made).where(ReviewRow.call_id == new)
        assert set(session.scalars(made)) == set(session.scalars(again))


def test_a_zip_changes_nothing_where_all_of_it_is_there(store, full):
    assert restore(store, full, export(store, full)) == Restored(0, 1, 0)


def test_all_faults_are_told_and_nothing_is_kept(store, full, call_id):
    found = parts(export(store, full))
    dossier = json.loads(found[f"dossiers/{call_id}.json"])
    dossier["comments"][0]["turn"] = 99
    dossier["masks"] = [[{"kind": "naam", "start": 5, "end": 9999}]]
    other = "ab" * 16
    found |= {
        f"dossiers/{call_id}.json": json.dumps(dossier).encode(),
        f"gesprekken/{other}.json": b'{"turns": [{"speaker": "kat", "text": 3}]}',
        "zinnen.json": b'[{"text": 1}]',
    }
    joris = person(store, "Joris")
    with pytest.raises(Faulty) as caught:
        restore(store, joris, zipped(found))
    said = "\n".join(caught.value.faults)
    for part in ("een beurt die het gesprek niet heeft", "masks[0]", "kat", "ontbreekt", "zinnen"):
        assert part in said
    assert "drie keer" not in said
    with store.read() as session:
        assert session.scalars(sa.select(CallRow.id).where(CallRow.owner_id == joris)).all() == []


def bomb() -> bytes:
    return zipped({f"gesprekken/{at:032x}.json": bytes(60_000_000) for at in range(3)})


def lone(change) -> bytes:
    """A zip with one small call whose dossier was changed."""
    review = {"made": "2026-01-01T00:00:00Z", "method": "", "newest": True, "record": RECORD}
    dossier = {"form": 1, "added": "2026-01-01T00:00:00Z", "masked": False, "masks": []}
    call = b'{"id": "x", "turns": [{"speaker": "caller", "text": "hallo"}]}'
    name = f"{'0' * 32}.json"
    whole = json.dumps(change({**dossier, "reviews": [review]})).encode()
    return zipped({f"gesprekken/{name}": call, f"dossiers/{name}": whole})


RECORD = {
    "gehoor": "0.1.0",
    "profile": "evenwichtig",
    "call": {"id": "x"},
    "turns": [],
    "steps": [],
    "strengths": [],
    "findings": [],
    "agreements": [],
    "anger": {},
}


def with_step(dossier):
    step = {"step": "listen", "status": "done"}
    return _with(dossier, steps=[step, step])


def with_far_agreement(dossier):
    item = {"kind": "promise", "turn": 2**70, "quote": "", "what": "", "due": "morgen"}
    return _with(dossier, agreements=[item])


def _with(dossier, **more):
    (review,) = dossier["reviews"]
    return {**dossier, "reviews": [{**review, "record": {**RECORD, **more}}]}


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: b"geen zip", "zip-bestand"),
        (lambda: zipped({"../../weg.txt": b"x"}), "geen gesprekken"),
        (bomb, "te veel"),
        (lambda: lone(lambda it: {**it, "form": 2}), "form: verwacht 1"),
        (lambda: lone(lambda it: {**it, "reviews": []}), "minstens één"),
        (lambda: lone(lambda it: {**it, "added": "2026-01-01T00:00:00"}), "added"),
        (lambda: lone(with_step), "kan niet"),
        (lambda: lone(with_far_agreement), "kan niet"),
        (lambda: lone(lambda it: it)[:-40], "zip-bestand"),
    ],
)
def test_a_wrong_zip_is_a_sentence(store, sanne, make, said):
    with pytest.raises(Faulty, match=said):
        restore(store, sanne, make())
    with store.read() as session:
        assert session.scalars(sa.select(CallRow.id)).all() == []


def test_a_small_zip_is_taken(store, sanne):
    assert restore(store, sanne, lone(lambda it: it)) == Restored(1, 0, 0)
