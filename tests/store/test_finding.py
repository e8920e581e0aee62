"""The list of calls, against a plain Python filter over the same calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gehoor.store import Store, calls, finding
from gehoor.store.finding import CallFilter
from gehoor.store.marks import sought, words_of
from gehoor.store.models import CallRow, CallRule, CallStep, Share
from tests.conftest import call_of
from tests.store.conftest import NOW, kept, person

SAID = (
    "ik wacht al weken op die loodgieter",
    "de loodgieter kwam niet opdagen en mn kelder staat blank",
    "'t is godgeklaagd wat gij hier durft vragen",
    "meneer de factuur klopt langs geen kanten",
    "ik heb drie keer gebeld over die factuur",
)
OUTCOMES, ANGERS, RULES = ("open", "solved", "refused"), ("none", "emotion"), ("EMP01", "EXC02")


class Shelf:
    """Some calls of two people, some of them shared, and the same as plain data."""

    def __init__(self, store: Store, reviewed: Callable[..., Any]) -> None:
        self.store = store
        self.sanne, self.joris = person(store, "Sanne"), person(store, "Joris")
        self.coach = person(store, "Karim", "employee", "coach")
        self.calls: dict[str, dict[str, Any]] = {}
        for at in range(24):
            owner = (self.sanne, self.joris, self.coach)[at % 3]
            text = f"{SAID[at % 5]} {SAID[at % 4]}"
            call_id = kept(store, reviewed, owner, f"b: {text}", source=str(at))
            self.calls[call_id] = {"owner": owner, "words": words_of(text) | {"proef"}}
        with store.begin() as session:
            for at, (call_id, known) in enumerate(self.calls.items()):
                self._vary(session, at, call_id, known)

    def _vary(self, session, at: int, call_id: str, known: dict[str, Any]) -> None:
        values = {
            "outcome": OUTCOMES[at % 3],
            "anger": ANGERS[at % 2],
            "incident": at % 7 == 0,
            "temperature_high": at % 5 * 1.0,
            "held": None if at % 6 == 0 else date(2026, 11, 1) + timedelta(at % 9),
            "added": NOW + timedelta(hours=at),
        }
        session.execute(sa.update(CallRow).where(CallRow.id == call_id).values(values))
        for table in (CallRule, CallStep):
            session.execute(sa.delete(table).where(table.call_id == call_id))
        rules = {rule for number, rule in enumerate(RULES) if (at >> number) % 2}
        steps = {"listen": ("done", "missed", "not-applicable")[at % 3]}
        session.add_all(CallRule(call_id=call_id, rule=rule) for rule in rules)
        session.add_all(CallStep(call_id=call_id, step=s, status=v) for s, v in steps.items())
        shared = known["owner"] != self.coach and at % 4 < 2
        if shared:
            ended = NOW if at % 4 == 1 else None
            session.add(Share(call_id=call_id, person_id=self.coach, since=NOW, ended=ended))
        known |= values | {"rules": rules, "steps": steps, "shared": shared and at % 4 == 0}

    def plainly(self, person_id: str, wanted: CallFilter) -> list[str]:
        """Return what the list must show, by looking at every call."""
        return [
            call_id
            for call_id, known in sorted(self.calls.items(), reverse=True)
            if self._seen(person_id, wanted, known) and _fits(wanted, known)
        ]

    def _seen(self, person_id: str, wanted: CallFilter, known: dict[str, Any]) -> bool:
        mine = known["owner"] == person_id
        shared = person_id == self.coach and known["shared"]
        return bool({"all": mine or shared, "mine": mine, "shared": shared}[wanted.whose])

    def shown(self, person_id: str, wanted: CallFilter, size: int) -> list[str]:
        """Return what the list does show, page by page."""
        ids, after = [], None
        with self.store.read() as session:
            while True:
                page = finding.find(
                    session, self.store.vault, person_id, wanted, after=after, size=size
                )
                ids += [item.row.id for item in page.calls]
                assert all(item.title == "proef" for item in page.calls)
                assert len(page.calls) == size or page.next is None
                if page.next is None:
                    return ids
                after = page.next


def _fits(wanted: CallFilter, known: dict[str, Any]) -> bool:
    status = known["steps"].get(wanted.step) if wanted.step else known["steps"]["listen"]
    statuses = (wanted.step_status,) if wanted.step_status else ("done", "missed")
    held = known["held"]
    dated = wanted.held_from or wanted.held_to
    return bool(
        sought(wanted.text) <= known["words"]
        and all(
            getattr(wanted, key) in (None, known[key]) for key in ("outcome", "anger", "incident")
        )
        and (wanted.rule is None or wanted.rule in known["rules"])
        and (not (wanted.step or wanted.step_status) or status in statuses)
        and (
            wanted.temperature_from is None or known["temperature_high"] >= wanted.temperature_from
        )
        and (not dated or held is not None)
        and (wanted.held_from is None or held >= wanted.held_from)
        and (wanted.held_to is None or held <= wanted.held_to)
        and (wanted.added_from is None or known["added"] >= wanted.added_from)
        and (wanted.added_to is None or known["added"] <= wanted.added_to)
    )


@pytest.fixture
def shelf(store, reviewed) -> Shelf:
    return Shelf(store, reviewed)


def maybe(*values):
    return st.sampled_from((None, *values))


days = st.none() | st.integers(0, 10).map(lambda day: date(2026, 11, 1) + timedelta(day))
moments = st.none() | st.integers(0, 24).map(lambda hour: NOW + timedelta(hours=hour))
texts = st.sampled_from(
    ("", "Loodgieter", "factuur", "ik", "drie keer", "gij factuur", "kelder loodgieter", "niks")
)
filters = st.builds(
    CallFilter,
    text=texts,
    step=maybe("listen"),
    step_status=maybe("done", "missed"),
    rule=maybe(*RULES, "XXX99"),
    temperature_from=maybe(0.0, 2.0, 4.0),
    outcome=maybe(*OUTCOMES),
    anger=maybe(*ANGERS),
    incident=maybe(True, False),
    held_from=days,
    held_to=days,
    added_from=moments,
    added_to=moments,
    whose=st.sampled_from(("all", "mine", "shared")),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    wanted=filters | st.builds(CallFilter, text=texts, rule=maybe(*RULES)), size=st.integers(1, 9)
)
def test_the_list_shows_what_a_plain_filter_leaves(shelf, wanted, size):
    for person_id in (shelf.sanne, shelf.coach):
        expected = shelf.plainly(person_id, wanted)
        assert shelf.shown(person_id, wanted, size) == expected
        with shelf.store.read() as session:
            counted = finding.count(session, shelf.store.vault, person_id, wanted)
        assert (counted.number, counted.more) == (len(expected), False)


def test_newest_comes_first(store, reviewed, sanne):
    ids = [kept(store, reviewed, sanne, f"b: hallo nummer {at}") for at in range(5)]
    with store.read() as session:
        page = finding.find(session, store.vault, sanne)
    assert [item.row.id for item in page.calls] == ids[::-1]
    assert all(item.mine for item in page.calls)


def test_many_are_counted_as_more(store, reviewed, sanne, monkeypatch):
    monkeypatch.setattr(finding, "COUNTED", 2)
    for at in range(3):
        kept(store, reviewed, sanne, f"b: hallo nummer {at}")
    with store.read() as session:
        assert finding.count(session, store.vault, sanne) == finding.Count(2, True)


def test_a_mark_that_two_words_share_shows_no_wrong_call(store, reviewed, sanne, monkeypatch):
    monkeypatch.setattr("gehoor.store.marks.mark", lambda _, word: len(word))
    right = kept(store, reviewed, sanne, "b: mijn fiets is gestolen")
    for at in range(6):
        kept(store, reviewed, sanne, f"b: {at} stoel gebroken")
    with store.read() as session:
        page = finding.find(session, store.vault, sanne, CallFilter(text="fiets"), size=2)
    assert [item.row.id for item in page.calls] == [right]


def test_words_are_found_without_case_and_accents_and_in_the_title(store, reviewed, sanne):
    call_id = kept(store, reviewed, sanne, "b: zo'n CAFÉ, ge moet ne keer naar Ixelles bellen")
    with store.read() as session:
        for text in ("cafe", "Café", "IXELLES", "proef", "ne keer ixelles"):
            page = finding.find(session, store.vault, sanne, CallFilter(text=text))
            assert [item.row.id for item in page.calls] == [call_id], text


def test_the_same_call_is_kept_once(store, reviewed, sanne):
    call = call_of("b: hallo")
    new = calls.NewCall(sanne, call, reviewed(call), b"zelfde")
    with store.begin() as session:
        first = calls.add(session, store.vault, new)
        again = calls.add(session, store.vault, new)
    assert first == (again[0], True)
    assert again[1] is False
