"""Spoken Dutch moments, and the dates they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.following.dues import due_on
from gehoor.following.moments import moment_in

FRIDAY = "2026-11-20"


@pytest.mark.parametrize(
    ("sentence", "moment", "due"),
    [
        ("De koffer staat morgen voor elf uur in uw hotel", "morgen voor elf uur", "2026-11-21"),
        ("binnen drie werkdagen hoort u van mij", "binnen drie werkdagen", "2026-11-25"),
        ("ik bel u over twee weken", "over twee weken", "2026-12-04"),
        ("tegen zessen brengt de bezorger het", "tegen zessen", FRIDAY),
        ("Maandag om tien uur komt de opzichter", "Maandag om tien uur", "2026-11-23"),
        ("eind van de middag bel ik", "eind van de middag", FRIDAY),
        ("u krijgt het op 3 december", "op 3 december", "2026-12-03"),
        ("Ik bel u om kwart voor twee", "om kwart voor twee", FRIDAY),
        ("uiterlijk vrijdag hoort u het", "uiterlijk vrijdag", "2026-11-27"),
        ("dat staat er volgende week op", "volgende week", "2026-11-27"),
        ("over een kwartier staat het erop", "over een kwartier", FRIDAY),
        ("we bellen binnen 24 uur", "binnen 24 uur", "2026-11-21"),
        ("tussen 8 en 12 komt de monteur", "tussen 8 en 12", FRIDAY),
        ("de derde januari wordt het afgeschreven", "de derde januari", "2027-01-03"),
        ("overmorgen staat de monteur voor de deur", "overmorgen", "2026-11-22"),
        ("binnen een maand hebt u het terug", "binnen een maand", "2026-12-20"),
        ("deze week nog hoor je van ons", "deze week nog", FRIDAY),
        ("dat wordt volgende week dinsdag", "volgende week dinsdag", "2026-11-24"),
        ("maandag over een week staat hij er", "maandag over een week", "2026-11-30"),
        ("hij komt over twee weken op zaterdag", "over twee weken op zaterdag", "2026-12-05"),
        ("over 2 weken op zaterdag, tussen acht en twaalf",
         "over 2 weken op zaterdag, tussen acht en twaalf", "2026-12-05"),
        ("ik bel u nu en u hoort het binnen het half uur", "binnen het half uur", FRIDAY),
        ("binnen nu en een half uur staat hij er", "binnen nu en een half uur", FRIDAY),
        ("ge krijgt het binnen 't uur", "binnen 't uur", FRIDAY),
        ("over een half jaar kijken we opnieuw", "over een half jaar", "2027-05-20"),
        ("binnen de vijf werkdagen hebt ge antwoord", "binnen de vijf werkdagen", "2026-11-27"),
        ("de komende drie dagen houd ik het bij", "de komende drie dagen", "2026-11-23"),
        ("dat is overmorgenochtend klaar", "overmorgenochtend", "2026-11-22"),
        ("deze namiddag nog", "deze namiddag nog", FRIDAY),
        ("tegen den avond bel ik", "tegen den avond", FRIDAY),
        ("na het weekend hoor je meer", "na het weekend", "2026-11-23"),
        ("eind maart is het rond", "eind maart", "2027-03-31"),
        ("half december komt de brief", "half december", "2026-12-15"),
        ("op 3 dec. boeken we het terug", "op 3 dec.", "2026-12-03"),
        ("komende maandag voor twaalven", "komende maandag voor twaalven", "2026-11-23"),
    ],
)  # fmt: skip
def test_a_moment_and_its_date(sentence: str, moment: str, due: str) -> None:
    assert moment_in(sentence) == moment
    assert due_on(moment, FRIDAY) == due


@pytest.mark.parametrize(
    "sentence",
    [
        "ik zorg voor u",
        "op een rekening voor een brief",
        "u hoort nog van ons",
        "dat regel ik voor drie mensen",
        "ik maak het voor u in orde",
        "een van de collega's belt",
        "wij zijn 24/7 bereikbaar",
        "u was met vakantie die zomer",
        "de avond zelf is voor u",
    ],
)
def test_no_moment_where_there_is_none(sentence: str) -> None:
    assert moment_in(sentence) is None


def test_working_days_skip_the_weekend_and_easter() -> None:
    assert due_on("binnen drie werkdagen", "2026-04-02") == "2026-04-08"


def test_a_feast_is_a_moment_without_a_day() -> None:
    assert moment_in("dat is voor de kerst geregeld") == "voor de kerst"
    assert due_on("voor de kerst", FRIDAY) is None


def test_an_unknown_date_of_the_call_gives_no_due_date() -> None:
    assert due_on("morgen", "geen datum") is None


@given(st.text(max_size=120), st.dates().map(str))
def test_any_sentence_can_be_searched(sentence: str, today: str) -> None:
    moment = moment_in(sentence)

    assert moment is None or moment in sentence
    assert moment is None or due_on(moment, today) is None or due_on(moment, today)


def test_working_days_beyond_reason_give_no_date() -> None:
    assert due_on("binnen 750 werkdagen", "2026-04-02") is not None
    assert due_on("binnen 99999999 werkdagen", "2026-04-02") is None


WORDS = (
    "op voor na om rond tegen vanaf tot uiterlijk tussen en over binnen in nog het de een "
    "twee half kwart 3 12 uur week weken dagen maandag vrijdagmiddag dinsdags morgen "
    "morgenvroeg nu meteen zo eind van loop dag maand enen zessen seconden minuut lunch "
    "drie januari eerste volgende komende weekend ik bel u terug kwartier erna paar "
    "tiental "
)
WORD = st.sampled_from(WORDS.split())


@given(st.lists(WORD, max_size=9))
def test_no_moment_is_missed_by_looking_at_the_words_first(words: list[str]) -> None:
    sentence = " ".join(words)

    assert moment_in(sentence) == moment_in(f"{sentence} … é")  # of which no words are looked at
