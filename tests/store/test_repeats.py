"""Requests that may be sent again: done once, also when two come at the same moment."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from gehoor.store import Store, phrases, repeats
from gehoor.store.phrases import Phrase
from gehoor.store.repeats import OtherRequest, Repeat
from tests.store.conftest import DAY, NOW

SENTENCE = Phrase("Ik zoek het nu voor u uit.", "listen")


def test_what_was_asked_before_is_known_for_a_day(store: Store, sanne: str, coach: str) -> None:
    asked = Repeat(sanne, "sleutel", b"POST /api/phrases")
    with store.begin() as session:
        assert repeats.claim(session, store.vault, asked, NOW) is None
        repeats.settle(session, store.vault, asked, "0" * 32)

    with store.begin() as session:
        again = repeats.claim(session, store.vault, asked, NOW + DAY)
        other = Repeat(coach, "sleutel", b"POST /api/phrases")
        assert (again, repeats.claim(session, store.vault, other, NOW)) == ("0" * 32, None)
        changed = Repeat(sanne, "sleutel", b"POST /api/calls")
        with pytest.raises(OtherRequest):
            repeats.claim(session, store.vault, changed, NOW)
        later = NOW + DAY + timedelta(seconds=1)
        assert repeats.claim(session, store.vault, asked, later) is None


def claim_and_fail(store: Store, asked: Repeat) -> None:
    with store.begin() as session:
        repeats.claim(session, store.vault, asked, NOW)
        raise ZeroDivisionError


def test_a_request_that_failed_may_come_again(store: Store, sanne: str) -> None:
    asked = Repeat(sanne, "sleutel", b"POST")
    with pytest.raises(ZeroDivisionError):
        claim_and_fail(store, asked)

    with store.begin() as session:
        assert repeats.claim(session, store.vault, asked, NOW) is None


def test_of_two_at_the_same_moment_one_waits_for_the_other(store: Store, sanne: str) -> None:
    asked, made = Repeat(sanne, "sleutel", b"POST"), list[str]()
    start = threading.Barrier(4)

    def ask() -> None:
        start.wait(30)
        with store.begin() as session:
            phrase_id = repeats.claim(session, store.vault, asked, NOW)
            if phrase_id is None:
                phrase_id = phrases.add_phrase(session, sanne, SENTENCE, NOW)
                repeats.settle(session, store.vault, asked, phrase_id)
        made.append(phrase_id)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert len(made) == 4
    assert len(set(made)) == 1
    with store.read() as session:
        assert len(phrases.phrases_for(session, sanne)) == 1
