"""From a recording to a call, through `gehoor review` and the real library with a small model."""

from __future__ import annotations

import io
import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.intake import IntakeFault
from gehoor.sound.models import recogniser
from gehoor.sound.recognition import PIECE, RATE, OnnxRecogniser, spread
from gehoor.sound.recordings import Piece, cut_out, pieces_of, read_recording
from gehoor.sound.voices import Voiced
from tests.sound.running import run
from tests.sound.synth import noisy, telephone, wav
from tests.sound.tiny import TALK, talk


def texts(call) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in call.turns]


def share_right(call) -> float:
    """Return the share of the words of the talk that are with the right speaker."""
    right = total = 0
    for who, name in ((0, "agent"), (1, "caller")):
        said = " ".join(turn.text for turn in call.turns if turn.speaker == name).split()
        for line in TALK:
            if line.who == who:
                total += len(line.text.split())
                right += sum(word in said for word in line.text.split())
    return right / total


def test_a_recording_becomes_a_call_with_times(models, spoken):
    _, truth = talk()

    found = read_recording(spoken, "opname.wav", "opname", recogniser)

    assert [turn.speaker for turn in found.call.turns] == ["agent", "caller"] * 3
    assert share_right(found.call) >= 0.9
    assert found.notes == ()
    times = {(item.who, item.text): item.start for item in truth}
    heard = [
        (turn.speaker, w)
        for turn, ws in zip(found.call.turns, found.words, strict=True)
        for w in ws
    ]
    known = [(word, times.get((0 if who == "agent" else 1, word.text))) for who, word in heard]
    near = [abs(word.start - start) <= 0.2 for word, start in known if start is not None]
    assert sum(near) / len(near) > 0.8
    assert all(0 <= word.confidence <= 1 and word.start <= word.end for _, word in heard)
    for turn, words in zip(found.call.turns, found.words, strict=True):
        assert turn.text == " ".join(word.text for word in words)
        assert turn.start <= words[0].start
        assert words[-1].end <= turn.end


def test_the_agent_is_who_speaks_as_one_whichever_the_channel(models, tmp_path):
    channels, _ = talk()
    path = telephone(tmp_path / "om.wav", noisy(channels[::-1], 30))

    found = read_recording(path, path.name, "om", recogniser)

    assert found.roles == {0: "caller", 1: "agent"}
    turned = read_recording(path, path.name, "om", recogniser, agent="kanaal 1")
    assert turned.roles == {0: "agent", 1: "caller"}
    assert [t for _, t in texts(turned.call)] == [t for _, t in texts(found.call)]


def test_one_channel_with_two_voices_says_how_sure_it_is(models, tmp_path):
    channels, _ = talk()
    path = wav(tmp_path / "mono.wav", noisy(channels.sum(0, keepdims=True), 30))

    found = read_recording(io.BytesIO(path.read_bytes()), "mono.wav", "mono", recogniser)

    assert share_right(found.call) >= 0.8
    assert "uit elkaar gehaald, naar schatting" in found.notes[0]


def test_a_voice_that_is_not_there_is_named(models, spoken):
    with pytest.raises(IntakeFault, match=r"geen stem «3»; verwacht «kanaal 1» of «kanaal 2»"):
        read_recording(spoken, "opname.wav", "opname", recogniser, agent="3")


def test_who_is_the_agent_is_asked_where_words_do_not_tell(models, tmp_path):
    channels, _ = talk()
    channels[0] = 0
    path = wav(tmp_path / "een.wav", noisy(channels[1:], 30))

    with pytest.raises(IntakeFault, match=r"maar één stem te horen; geef --agent «stem 1» mee"):
        read_recording(path, path.name, "een", recogniser)


def test_review_of_a_recording_from_start_to_end(models, spoken):
    status, out, err = run("review", str(spoken), "--format", "json", "--model", "parakeet")

    assert status == 0, err
    review = json.loads(out)
    assert [turn["speaker"] for turn in review["turns"]] == ["agent", "caller"] * 3
    assert review["turns"][0]["start"] == pytest.approx(0.9, abs=0.2)
    assert review["call"]["duration"] > 20


def test_without_a_model_one_sentence_says_what_to_do_and_transcripts_still_work(
    no_models, spoken, tmp_path
):
    (tmp_path / "gesprek.txt").write_text("Medewerker: Goedemiddag.\nKlant: Ik ben woedend!\n")
    broken = tmp_path / "kapot.wav"
    broken.write_bytes(b"")

    status, out, err = run("review", str(spoken), str(tmp_path), "--format", "json")

    assert status == 2
    lines = err.splitlines()
    assert len(lines) == 2
    assert "er is nog geen spraakmodel; haal er één met «gehoor models get parakeet»" in lines[0]
    assert "kapot.wav: geen geluid dat te lezen is" in lines[1]
    assert "woedend" in out


class _Ears:
    """A recogniser that counts what it is given."""

    def __init__(self):
        self.lengths: list[float] = []

    def words(self, samples):
        self.lengths.append(len(samples) / RATE)
        return spread(["goedemiddag", "u", "spreekt", "met", "karin"], len(samples) / RATE)


def test_pieces_are_no_longer_than_a_model_takes():
    parts = [Voiced(0, at * 5.2, at * 5.2 + 5.0) for at in range(30)]
    parts += [Voiced(1, 200.0, 275.0)]

    pieces = pieces_of(parts, apart=True)

    assert all(piece.end - piece.start <= PIECE for piece in pieces)
    assert sum(piece.end - piece.start for piece in pieces) >= 30 * 5 + 75


def test_on_one_channel_the_other_voice_ends_a_piece():
    parts = [Voiced(0, 0, 2), Voiced(1, 2.1, 2.4), Voiced(0, 2.5, 4), Voiced(0, 4.2, 5)]

    assert [(p.voice, p.start, p.end) for p in pieces_of(parts, apart=False)] == [
        (0, 0, 2), (1, 2.1, 2.4), (0, 2.5, 5),
    ]  # fmt: skip
    assert [(p.voice, p.start, p.end) for p in pieces_of(parts, apart=True)] == [
        (1, 2.1, 2.4), (0, 0, 5),
    ]  # fmt: skip


@given(
    st.lists(st.tuples(st.floats(0, 60), st.floats(0.1, 20)), min_size=1, max_size=12),
    st.lists(st.integers(1, 90_000), min_size=1, max_size=40),
)
def test_pieces_are_cut_out_whole_wherever_blocks_end(spans, sizes):
    sound = np.arange(80 * RATE, dtype=np.float32)[None]
    edges = [0, *np.cumsum(sizes).clip(max=sound.shape[1]).tolist(), sound.shape[1]]
    blocks = [sound[:, a:b] for a, b in pairwise(edges) if b > a]
    pieces = sorted((Piece(0, at, at + long) for at, long in spans), key=lambda p: p.end)

    for piece, samples in cut_out(blocks, pieces):
        assert samples[0, 0] == pytest.approx(max(0, (piece.start - 0.1) * RATE), abs=2)
        assert samples[0, -1] == pytest.approx((piece.end + 0.1) * RATE, abs=3)


def test_a_turn_ends_at_a_long_pause_and_at_the_other_voice(models, tmp_path):
    channels, _ = talk()
    quiet = np.zeros((2, 3 * RATE), np.float32)
    path = wav(tmp_path / "a.wav", noisy(np.hstack([channels, quiet, channels]), 30))

    found = read_recording(path, path.name, "a", lambda: _Ears(), agent="1")

    assert [turn.speaker for turn in found.call.turns] == ["agent", "caller"] * 6
    assert found.call.turns[6].start - found.call.turns[5].end > 3


def test_a_model_without_times_has_its_words_spread(parakeet):
    model = OnnxRecogniser("nemo-conformer-tdt", Path(parakeet), "int8")
    model._model = _NoTimes()

    found = model.words(np.zeros(RATE * 2, np.float32))

    assert [word.text for word in found] == ["een", "langwoord"]
    assert found[0].end == found[1].start
    assert found[1].end == 2.0


class _NoTimes:
    def recognize(self, samples, **_):
        from onnx_asr.asr import TimestampedResult

        return TimestampedResult("een langwoord")
