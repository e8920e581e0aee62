"""A call in progress: live and report agree, the card is calm, limits come in stages."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gehoor
from gehoor.dialogue import Call, Turn
from gehoor.hearing import HeardAct, HeardTurn
from gehoor.live import Hold, LiveFault, Resume, Session, View, Words
from gehoor.measuring.live import played
from gehoor.method import load
from gehoor.reviewing import Reviewer
from tests.conftest import EXAMPLES, ROOT, call_of
from tests.test_cli import run

FILES = sorted([*EXAMPLES.glob("*.json"), *(ROOT / "corpus" / "calls").glob("*.json")])
REVIEWER = Reviewer(load(), strict=True)
READ = {path: gehoor.read(path) for path in FILES}


def timed(call: Call) -> Call:
    """Give every turn a time of its own, so that their order is known whatever comes first."""
    turns = [
        msgspec.structs.replace(turn, start=10.0 * at, end=10.0 * at + 8)
        for at, turn in enumerate(call.turns)
    ]
    return msgspec.structs.replace(call, turns=tuple(turns))


def crumbs(number: int, turn: Turn, chance: random.Random) -> Iterator[Words]:
    """Tell one turn as a recogniser does: in cuts, in pieces, wrong first, and twice."""
    source = turn.speaker
    words = turn.text.split(" ")
    cut = chance.randint(1, len(words))
    pieces = [" ".join(words[:cut]), " ".join(words[cut:])] if cut < len(words) else [turn.text]
    for at, text in enumerate(pieces):
        ends = turn.end if at == len(pieces) - 1 else None
        told = Words(f"t{number}", turn.speaker, text, True, at, 1, source, turn.start, ends)
        yield msgspec.structs.replace(told, text=text[: len(text) // 2], final=False)
        if chance.random() < 0.3:
            yield msgspec.structs.replace(told, text="wat een sukkel ben jij", edition=0)
        yield told
        if chance.random() < 0.2:
            yield told


def streamed(call: Call, chance: random.Random) -> Iterator[Words]:
    """Tell a call out of order, by no more than a few turns: two sources, one behind."""
    told = [
        (number + chance.uniform(0, 3), number, word)
        for number, turn in enumerate(call.turns)
        for word in crumbs(number, turn, chance)
    ]
    for _, _, word in sorted(told, key=lambda item: item[:2]):
        yield word


def heard_live(call: Call, events: Sequence[Words]) -> Session:
    session = Session(REVIEWER, call)
    for at, event in enumerate(events):
        session.feed(event, at * 1.5)
    session.end(len(events) * 1.5)
    return session


def without_blanks(call: Call) -> Call:
    said = (t for t in call.turns if t.text.strip())
    return msgspec.structs.replace(call, turns=tuple(said))


@settings(max_examples=25)
@given(st.sampled_from(FILES), st.randoms(use_true_random=False))
def test_live_and_report_agree_over_cuts_corrections_and_order(
    path: Path, chance: random.Random
) -> None:
    call = timed(without_blanks(READ[path]))
    session = heard_live(call, list(streamed(call, chance)))

    assert session.call() == call
    assert session.review() == REVIEWER.review(call)


@pytest.mark.parametrize("part", range(4))
def test_every_example_and_corpus_call_told_turn_by_turn_is_its_report(part: int) -> None:
    for path in FILES[part::4]:
        call = without_blanks(READ[path])
        session = Session(REVIEWER, call)
        for session, _ in played(REVIEWER, call):  # noqa: B007 - the last one counts
            pass
        session.end(1e4)
        assert session.review() == REVIEWER.review(call), path.name


@settings(max_examples=25)
@given(st.sampled_from(FILES))
def test_a_card_is_what_the_review_advises_at_its_turn(path: Path) -> None:
    from gehoor.coaching.advice import situations

    call = without_blanks(READ[path])
    cards = {v.card for _, v in played(REVIEWER, call) if v.card}
    growing = REVIEWER.start(call)
    fits = {}
    for index in range(len(call.turns)):
        growing.add(index)
        fits[index] = situations(REVIEWER.coach.method, growing.story)
    for card in cards:
        assert card.situation in fits[card.turn], (path.name, card)


@settings(max_examples=25)
@given(st.sampled_from(FILES))
def test_the_card_is_calm(path: Path) -> None:
    pace = REVIEWER.coach.method.live.seconds
    last, since, safe = None, float("-inf"), False
    for _, view in played(REVIEWER, without_blanks(READ[path])):
        card = view.card
        if card and card != last and card.since != since:
            goes_first = card.safety and not safe
            assert goes_first or card.since - since >= pace("between")
            since, safe = card.since, card.safety
        if last and card is None:
            assert view.at - last.since >= min(pace("shortest"), last.until - last.since)
        if card:
            assert view.at < card.until
            assert view.step == card.step
        last = card


@settings(max_examples=20)
@given(st.sampled_from(FILES), st.lists(st.floats(0, 300), max_size=40))
def test_it_does_not_matter_how_often_somebody_looks(path: Path, moments: list[float]) -> None:
    call = without_blanks(READ[path])
    told = [(5.0 * at, turn) for at, turn in enumerate(call.turns, 1)]

    def play(looks: list[float]) -> list[View]:
        session, seen = Session(REVIEWER, call), []
        for number, (at, turn) in enumerate(told):
            for look in [m for m in looks if at - 5 <= m < at]:
                session.view(look)
            session.feed(Words(f"t{number}", turn.speaker, turn.text), at)
            seen.append(session.view())
        return seen

    assert play(sorted(moments)) == play([])


def told(*lines: str, gap: float = 10.0) -> Session:
    """Tell a call of lines, ten seconds each."""
    session = Session(REVIEWER, call_of())
    for number, turn in enumerate(call_of(*lines).turns, 1):
        session.feed(Words(f"t{number}", turn.speaker, turn.text), number * gap)
    return session


ABUSE = "b: Wat ben jij een ongelooflijke sukkel zeg."
LIMIT = "m: U scheldt mij uit, daar ben ik niet van gediend. Ik wil graag verder zonder dat."
WARNING = "m: Als u mij nog een keer uitscheldt, beëindig ik het gesprek."


def stages(*lines: str) -> list[str]:
    session = Session(REVIEWER, call_of())
    found: list[str] = []
    for number, turn in enumerate(call_of(*lines).turns, 1):
        session.feed(Words(f"t{number}", turn.speaker, turn.text), number * 10.0)
        card = session.view().card
        found.append(card.stage if card else "")
    return found


def test_limits_come_in_stages_with_the_exact_words() -> None:
    found = stages(ABUSE, LIMIT, ABUSE, WARNING, ABUSE)
    assert found == ["name", "", "warn", "", "end"]
    card = told(ABUSE, LIMIT, ABUSE, WARNING, ABUSE).view().card
    assert card is not None
    assert "beëindig nu dit gesprek" in card.say[0]


def test_ending_sentences_follow_the_stage() -> None:
    ending = REVIEWER.coach.method.live.ending
    assert told("b: Goedemorgen.").view().ending == tuple(ending.calm)
    assert told(ABUSE).view().ending == tuple(ending.not_warned)
    assert told(ABUSE, WARNING).view().ending == tuple(ending.warned)


def test_what_is_open_closes_when_it_is_done() -> None:
    def kinds(*lines: str) -> set[str]:
        return {item.kind for item in told(*lines).view().open}

    complaint = "b: De monteur is gisteren niet gekomen."
    assert "complaint_not_summarised" in kinds(complaint)
    assert kinds(complaint, "m: Dus als ik u goed begrijp is de monteur niet gekomen?") == set()
    promise = "m: Daar hoort u nog van, ik bel u terug."
    assert "promise_without_time" in kinds(promise)
    assert "promise_without_time" not in kinds("m: Ik bel u morgen voor twaalf uur terug.")
    assert "data_without_reason" in kinds("m: Mag ik uw postcode?")
    assert "data_without_reason" not in kinds(
        "m: Mag ik uw postcode, dan zoek ik op wat er is afgesproken?"
    )
    assert "apology_given" in kinds("m: Daarvoor bied ik u mijn excuses aan.")


class Said:
    """An ear that hears what a turn spells out: «insult=0.5 anger=0.9»."""

    def hear(self, turn: Turn, before: Sequence[HeardTurn]) -> HeardTurn:
        named = [item.split("=") for item in turn.text.split() if "=" in item]
        acts = tuple(HeardAct(n, (0, 1), float(sure), "proef") for n, sure in named)
        return HeardTurn(turn, acts)


def spelled(*lines: str) -> list[str | None]:
    """Return the situation on the card after each line."""
    session = Session(Reviewer(load(), listener=Said(), strict=True), call_of())
    found = []
    for number, turn in enumerate(call_of(*lines).turns, 1):
        session.feed(Words(f"t{number}", turn.speaker, turn.text), number * 10.0)
        card = session.view().card
        found.append(card.situation if card else None)
    return found


def test_a_doubtful_warning_waits_for_a_second_sign() -> None:
    assert spelled("b: threat=0.5") == [None]
    assert spelled("b: threat=0.9") == ["threat"]
    assert spelled("b: threat=0.5", "m: ja", "b: threat=0.5") == [None, None, "threat"]


def test_the_kind_of_anger_changes_the_words() -> None:
    lines = ("b: sadness=0.9 powerless=0.9", "b: threat=0.9 blackmail=0.9")
    reviewer = Reviewer(load(), listener=Said(), strict=True)
    said = []
    for line in lines:
        session = Session(reviewer, call_of())
        session.feed(Words("t1", "caller", line[3:]), 1.0)
        session.feed(Words("t2", "caller", "insult=0.9"), 20.0)
        said.append(session.view(40.0))
    assert [view.anger for view in said] == ["emotion", "instrument"]
    assert said[0].card.say != said[1].card.say


def test_safety_goes_first_and_feeling_does_not_follow_abuse() -> None:
    session = Session(Reviewer(load(), listener=Said(), strict=True), call_of())
    session.feed(Words("t1", "caller", "anger=0.9"), 1.0)
    assert session.view().card.situation == "upset"
    session.feed(Words("t2", "caller", "threat=0.9"), 2.0)
    assert session.view().card.situation == "threat"
    session.feed(Words("t3", "agent", "boundary=0.9"), 20.0)
    session.feed(Words("t4", "agent", "refusal=0.9"), 40.0)
    assert session.view().card is None


def test_nothing_said_on_hold_is_heard() -> None:
    session = Session(REVIEWER, call_of())
    session.feed(Hold(), 1.0)
    session.feed(Words("t1", "caller", "Ik weet je te vinden."), 2.0)
    assert session.view().on_hold
    session.feed(Resume(), 3.0)
    session.feed(Words("t2", "caller", "Goedemorgen."), 4.0)
    assert [turn.text for turn in session.call().turns] == ["Goedemorgen."]


def test_partial_words_show_who_speaks_and_say_nothing() -> None:
    session = Session(REVIEWER, call_of())
    session.feed(Words("t1", "caller", "Wat ben jij een", final=False), 1.0)
    assert session.view().speaking == "caller"
    assert session.view().card is None
    assert session.call().turns == ()


def test_a_partial_or_older_edition_that_comes_late_changes_nothing() -> None:
    session = Session(REVIEWER, call_of())
    session.feed(Words("t1", "caller", "Goedemorgen.", edition=2), 1.0)
    session.feed(Words("t1", "caller", "Wat een sukkel", edition=1), 2.0)
    session.feed(Words("t1", "caller", "Goede", final=False, edition=2), 3.0)
    assert [turn.text for turn in session.call().turns] == ["Goedemorgen."]


def test_a_correction_takes_its_card_away() -> None:
    session = Session(REVIEWER, call_of())
    session.feed(Words("t1", "caller", "Ik maak je kapot, ik weet waar je werkt."), 1.0)
    assert session.view().card.situation == "threat"
    session.feed(Words("t1", "caller", "Ik maak me zorgen over mijn werk.", edition=1), 2.0)
    assert session.view(20.0).card is None
    assert not session.threat


def test_recognition_that_falls_behind_is_said() -> None:
    session = Session(REVIEWER, call_of())
    session.feed(Words("t1", "caller", "Goedemorgen.", start=1.0, end=2.0), 2.5)
    assert session.view().behind == 0.0
    session.feed(Words("t2", "agent", "Goedemorgen.", start=3.0, end=4.0), 14.0)
    assert session.view().behind == 10.0


def test_a_clock_that_runs_back_stands_still() -> None:
    session = Session(REVIEWER, call_of())
    session.feed(Words("t1", "caller", "Goedemorgen."), 50.0)
    session.feed(Words("t2", "caller", "Ik bel over mijn rekening."), 10.0)
    assert session.view(3.0).at == 50.0
    assert len(session.call().turns) == 2


def test_what_cannot_be_taken_in_is_said_and_changes_nothing() -> None:
    session = Session(REVIEWER, call_of())
    for number in range(250):
        session.feed(Words(f"t{number}", "agent", "Ja.", start=100.0 + number), 400.0 + number)
    before = session.call()
    with pytest.raises(LiveFault, match="verder terug dan 200 beurten"):
        session.feed(Words("oud", "caller", "Wat ben jij een sukkel", start=1.0), 700.0)
    assert session.call() == before
    session.end(800.0)
    with pytest.raises(LiveFault, match="al afgesloten"):
        session.feed(Words("na", "caller", "Hallo?"), 801.0)


def test_the_figures_are_printed() -> None:
    result = run("score", "--live", ROOT / "corpus" / "calls" / "a-01.json")
    said = result.stdout.decode()
    assert result.returncode == 0, result.stderr
    assert "gewaarschuwd zonder incident" in said
    assert "live gelijk aan het verslag    1 van 1" in said
