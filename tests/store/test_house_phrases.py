"""The house style's history, and sentences in people's own words."""

from __future__ import annotations

import pytest

from gehoor.store import Conflict, Faulty, Refused, Store, house, people, phrases, teams
from gehoor.store.phrases import Phrase
from tests.store.conftest import NOW, person

RULES = {"EMP01", "EXC02"}


def keep(store: Store, who: str, text: str, based_on: str | None = None, why: str = "proef") -> str:
    with store.begin() as session:
        return house.keep(session, text, why, who, RULES, based_on, NOW)


def test_the_newest_version_counts_and_the_old_ones_stay(store, sanne):
    with store.read() as session:
        assert house.newest(session) is None
    first = keep(store, sanne, 'profile = "ruimhartig"')
    second = keep(store, sanne, "[rules]\nEMP01 = false", first, "te streng voor ons")
    with store.read() as session:
        newest = house.newest(session)
        assert newest is not None
        assert (newest.id, newest.person, newest.why) == (second, "Sanne", "te streng voor ons")
        assert [version.id for version in house.history(session)] == [second, first]
    assert house.check(newest.text, RULES).house.rules == {"EMP01": False}


def test_two_people_change_the_house_style_and_nothing_is_lost(store, sanne):
    first = keep(store, sanne, 'party_word = "huurder"')
    keep(store, sanne, 'party_word = "bewoner"', first)
    with pytest.raises(Conflict) as caught:
        keep(store, sanne, 'party_word = "klant"', first)
    assert (caught.value.mine, caught.value.theirs) == (
        'party_word = "klant"',
        'party_word = "bewoner"',
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("profile = ", "geen geldige TOML"),
        ('profile = "boos"\nmandaat = 3', r"mandaat.*profile.*boos"),
        ("[rules]\nXXX99 = true", "onbekende regel"),
        ('method = ["."]', "eigen mappen"),
        ("mandate = -1.0", "mandate"),
        ("#" * 200_001, "langer dan"),
    ],
)
def test_a_wrong_house_style_is_not_kept(store, sanne, text, said):
    with pytest.raises(Faulty, match=said):
        keep(store, sanne, text)
    with store.read() as session:
        assert house.history(session) == ()


def test_a_change_needs_a_reason(store, sanne):
    with pytest.raises(Faulty, match="reden"):
        keep(store, sanne, "", None, " ")


@pytest.fixture
def team(store, sanne) -> tuple[str, str]:
    """Sanne and Bilal share a team; give Bilal's id and the team's."""
    bilal = person(store, "Bilal")
    with store.begin() as session:
        made = teams.create_team(session, "Storingen")
        for who in (sanne, bilal):
            people.change(session, who, people.Change(team_id=made.id))
        return bilal, made.id


def texts(store: Store, who: str) -> list[str]:
    with store.read() as session:
        return [row.text for row in phrases.phrases_for(session, who)]


def test_a_team_reads_its_sentences_and_nobody_private_ones(store, sanne, team):
    bilal, _ = team
    with store.begin() as session:
        phrases.add_phrase(session, sanne, Phrase("Ik snap dat je baalt.", "listen"), NOW)
        phrases.add_phrase(session, sanne, Phrase("Wat  een\ngedoe zeg.", "listen", team=True), NOW)
    assert texts(store, sanne) == ["Ik snap dat je baalt.", "Wat een gedoe zeg."]
    assert texts(store, bilal) == ["Wat een gedoe zeg."]
    assert texts(store, person(store, "Iemand")) == []


def test_only_the_writer_changes_a_sentence_and_no_edit_is_lost(store, sanne, team):
    bilal, team_id = team
    with store.begin() as session:
        phrase_id = phrases.add_phrase(session, sanne, Phrase("Een", "listen", team=True), NOW)
        assert phrases.edit_phrase(session, phrase_id, sanne, Phrase("Twee", "listen"), 1, NOW) == 2
    with pytest.raises(Conflict) as caught, store.begin() as session:
        phrases.edit_phrase(session, phrase_id, sanne, Phrase("Drie", "listen"), 1)
    assert (caught.value.mine, caught.value.theirs, caught.value.edition) == ("Drie", "Twee", 2)
    with pytest.raises(Refused), store.begin() as session:
        phrases.delete_phrase(session, phrase_id, bilal)
    with store.begin() as session:
        phrases.delete_phrase(session, phrase_id, sanne)
        teams.delete_team(session, team_id)
    assert texts(store, sanne) == []


def test_a_sentence_says_all_that_is_wrong_with_it(store, sanne):
    with pytest.raises(Faulty) as caught, store.begin() as session:
        phrases.add_phrase(session, sanne, Phrase(" \0", "", team=True))
    assert [fault.split(":")[0] for fault in caught.value.faults] == [
        "zin",
        "stap of situatie",
        "team",
    ]
