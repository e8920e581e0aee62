"""Who speaks when, held against dialogues whose truth is known."""

from __future__ import annotations

import subprocess

import numpy as np
import pytest

from gehoor.sound.activity import RATE as HEARD_RATE
from gehoor.sound.activity import Activity, stretches
from gehoor.sound.decoding import opened
from gehoor.sound.heard import hear
from tests.sound.measures import TALK, boundaries, f1, of, overlap, rightly_told
from tests.sound.synth import AGENT, CALLER, RATE, dialogue, noisy, say, telephone, wav


@pytest.fixture(scope="module")
def known():
    return dialogue(TALK)


@pytest.mark.parametrize(("decibel", "least"), [(20, 0.9), (5, 0.8)])
def test_turns_and_overlap_on_the_telephone(tmp_path, known, decibel, least):
    path = telephone(tmp_path / "lijn.wav", noisy(known.channels, decibel))

    heard = hear(path, path.name)

    assert heard.about.codec == "pcm_mulaw"
    assert heard.apart
    assert boundaries(heard, known.truth) >= least
    assert overlap(heard, known.truth) >= least


@pytest.mark.parametrize(
    ("voices", "decibel"),
    [((AGENT, CALLER), 20), (("nl", "nl+f3"), 20), (("nl+m1", "nl+m7"), 20), ((AGENT, CALLER), 5)],
)
def test_two_voices_on_one_channel_are_told_apart(tmp_path, voices, decibel):
    one = dialogue([line._replace(gap=max(line.gap, 0.1)) for line in TALK], voices)
    mixed = noisy(one.channels.sum(0, keepdims=True), decibel)

    heard = hear(telephone(tmp_path / "mono.wav", mixed), "mono.wav")

    assert not heard.apart
    assert rightly_told(heard, one.truth) >= 0.9
    assert "twee stemmen uit elkaar gehaald, naar schatting" in heard.notes[-1]
    assert heard.overlap == []


def test_one_voice_is_no_two(tmp_path):
    alone = dialogue([line._replace(who=1, gap=0.3) for line in TALK])

    heard = hear(wav(tmp_path / "een.wav", noisy(alone.channels[1:], 20)), "een.wav")

    assert {part.voice for part in heard.parts} == {0}
    assert heard.notes == ["één kanaal en één stem, of twee die te veel op elkaar lijken"]


def test_lanes_hear_what_one_long_run_hears(tmp_path, known):
    path = wav(tmp_path / "a.wav", np.tile(noisy(known.channels[:1], 15), 2), rate=8_000)
    with opened(path, path.name) as recording:
        whole = np.concatenate(list(recording.blocks(HEARD_RATE)), axis=1)
    at_once, in_bits = Activity(1), Activity(1)
    at_once.take(whole)
    for start in range(0, whole.shape[1], 9_001):
        in_bits.take(whole[:, start : start + 9_001])

    first, other = at_once.finish(), in_bits.finish()

    assert np.array_equal(first, other)
    straight = Activity(1)
    straight.take(whole[:, -30 * HEARD_RATE :])
    later = straight.finish()[0]
    frames = min(len(later), 900)
    offset = first.shape[1] - len(later)
    near = np.abs(first[0, offset + 60 : offset + frames] - later[60:frames])
    assert np.median(near) < 0.05
    assert f1(*(len(stretches(x)) for x in (later, later, first[0, offset:]))) > 0.9


def test_the_same_sound_on_both_channels_is_one_channel(tmp_path, known):
    mixed = noisy(known.channels.sum(0, keepdims=True), 25)
    path = wav(tmp_path / "dubbel.wav", np.repeat(mixed, 2, 0))

    heard = hear(path, path.name)

    assert not heard.apart
    assert heard.notes[0] == "op beide kanalen staat hetzelfde geluid"
    assert rightly_told(heard, known.truth) > 0.85


def test_crosstalk_is_no_second_speaker(tmp_path, known):
    leaking = known.channels + 0.15 * known.channels[::-1]
    path = telephone(tmp_path / "lek.wav", noisy(leaking, 30))

    heard = hear(path, path.name)

    assert boundaries(heard, known.truth) >= 0.85
    assert overlap(heard, known.truth) >= 0.8


def test_hold_music_is_found_and_is_no_speech(tmp_path):
    tune = tmp_path / "wacht.wav"
    notes = [f"synth 0.5 pluck {tone}" for tone in ("C4", "E4", "G4", "B4", "A3", "F4") * 3]
    chain = " : ".join(notes).split()
    subprocess.run(["sox", "-n", "-r", str(RATE), "-c", "1", str(tune), *chain], check=True)
    with opened(tune, "wacht") as recording:
        music = np.concatenate(list(recording.blocks(RATE)), axis=1)[0] * 0.3
    before, after = say(TALK[0].text, AGENT), say(TALK[4].text, AGENT)
    gap = np.zeros(RATE // 2, np.float32)
    agent = np.concatenate([before, gap, music, gap, after])
    path = telephone(tmp_path / "a.wav", noisy(np.stack([agent, np.zeros_like(agent)]), 30))
    starts = (len(before) + len(gap)) / RATE
    ends = starts + len(music) / RATE

    heard = hear(path, path.name)

    assert len(heard.hold) == 1
    assert heard.hold[0].start == pytest.approx(starts, abs=0.8)
    assert heard.hold[0].end == pytest.approx(ends, abs=1.0)
    assert sum(part.length for part in heard.of(0) if starts < part.start < ends - 0.5) < 0.8


def test_silence_has_nobody_in_it(tmp_path):
    quiet = noisy(np.zeros((2, 20 * RATE), np.float32), 30)

    heard = hear(wav(tmp_path / "stil.wav", quiet), "stil.wav")

    assert heard.parts == []
    assert heard.notes == ["er wordt niets gezegd in deze opname"]
    assert heard.seconds == pytest.approx(20, abs=0.1)


def test_what_the_truth_is_made_of(known):
    agent, caller = of(known.truth, 0), of(known.truth, 1)

    assert len(agent) == len(caller) == 6
    assert agent[1].start < caller[0].end
