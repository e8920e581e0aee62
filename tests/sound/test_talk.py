"""Who speaks when; and the caller's sound, which the agent's channel never reaches."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gehoor.dialogue import Call, Turn
from gehoor.intake import IntakeFault
from gehoor.sound.activity import Stretch
from gehoor.sound.caller import measured, sounding
from gehoor.sound.heard import hear
from gehoor.sound.talk import Moment, talk_of
from tests.sound.measures import TALK
from tests.sound.synth import dialogue, noisy, wav


def call(*turns: tuple[Any, float, float, str]) -> Call:
    return Call("a", tuple(Turn(who, text, start, end) for who, start, end, text in turns))


def test_shares_speed_pauses_and_interruptions():
    found = talk_of(
        call(
            ("agent", 0, 6, "een twee drie vier vijf zes zeven acht negen tien"),
            ("caller", 6, 16, "woord " * 30),
            ("agent", 15, 19, "woord " * 10),
            ("caller", 19, 19.4, "ja"),
            ("agent", 24, 26, "nou"),
        )
    )

    assert found.seconds == {"agent": 12, "caller": 10.4}
    assert found.share["agent"] == pytest.approx(12 / 22.4, abs=0.001)
    assert found.speed == {"agent": 105.0, "caller": pytest.approx(178.8, abs=0.1)}
    assert found.interrupted == {"agent": (Moment(15, 16, 2),), "caller": ()}
    assert found.pauses == (Moment(19.4, 24),)


def test_a_yes_in_between_is_no_interruption():
    found = talk_of(
        call(("caller", 0, 10, "woord"), ("agent", 5, 5.6, "ja"), ("caller", 11, 12, "o"))
    )

    assert found.interrupted["agent"] == ()


def test_without_times_there_is_nothing_to_tell():
    assert talk_of(Call("a", (Turn("agent", "Hallo."),))) is None


@pytest.fixture(scope="module")
def known():
    return dialogue(TALK)


def test_the_agents_channel_never_reaches_a_feature(tmp_path, known):
    """Whatever is on the agent's channel, the figures are the same to the last digit."""
    one = noisy(known.channels, 30)
    other = one.copy()
    other[0] = np.random.default_rng(5).normal(0, 0.3, one.shape[1])
    first, second = (
        wav(tmp_path / name, sound, rate=8_000)
        for name, sound in (("a.wav", one), ("b.wav", other))
    )
    heard = hear(first, "a.wav")

    figures = [sounding(path, path.name, heard, caller=1, allowed=True) for path in (first, second)]

    assert figures[0] == figures[1]
    assert len(figures[0]) == len(heard.of(1))
    starts = {part.start for part in heard.of(0)}
    assert not starts & {item.start for item in figures[0]}


def test_it_is_off_unless_turned_on(tmp_path, known):
    path = wav(tmp_path / "a.wav", noisy(known.channels, 30))

    with pytest.raises(IntakeFault, match="wordt niet gemeten: het staat uit"):
        sounding(path, "a.wav", hear(path, "a.wav"), caller=1)


def test_it_is_refused_on_one_channel(tmp_path, known):
    path = wav(tmp_path / "a.wav", noisy(known.channels.sum(0, keepdims=True), 30))

    with pytest.raises(IntakeFault, match="alleen op een eigen kanaal van de beller"):
        sounding(path, "a.wav", hear(path, "a.wav"), caller=0, allowed=True)


def test_pitch_and_loudness_are_right_on_a_known_tone():
    time = np.arange(4 * 8_000) / 8_000
    tone = sum(np.sin(2 * np.pi * 140 * n * time) / n for n in range(1, 8)).astype(np.float32)
    sound = np.concatenate([tone * 0.1, tone * 0.4])

    soft, loud = measured(np.array_split(sound, 9), [Stretch(0.5, 3.5), Stretch(4.5, 7.5)])

    assert soft.pitch == pytest.approx(140, rel=0.02)
    assert loud.loudness - soft.loudness == pytest.approx(12.0, abs=0.2)


def test_hiss_has_no_pitch():
    hiss = np.random.default_rng(1).normal(0, 0.1, 16_000).astype(np.float32)

    (found,) = measured([hiss], [Stretch(0, 2)])

    assert found.pitch is None
