"""Recordings of any kind become samples; what can't be read is said in one sentence."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import av
import numpy as np
import pytest

from gehoor.intake import IntakeFault
from gehoor.sound import is_sound, is_sound_file
from gehoor.sound.decoding import opened
from tests.sound.synth import RATE, wav

SECONDS = 3.0
TONE = np.sin(np.arange(round(SECONDS * RATE)) / RATE * 2 * np.pi * 440).astype(np.float32) * 0.3
TWO = np.stack([TONE, np.zeros_like(TONE)])


def samples(path: Path, rate: int = 8_000) -> np.ndarray:
    with opened(path, path.name) as recording:
        return np.concatenate(list(recording.blocks(rate)), axis=1)


@pytest.mark.parametrize(
    ("name", "codec", "rate"),
    [
        ("a.wav", "pcm_mulaw", 8_000),
        ("b.wav", "pcm_alaw", 8_000),
        ("c.wav", "pcm_s16le", 48_000),
        ("d.wav", "pcm_s24le", 192_000),
        ("e.mp3", "mp3", 44_100),
        ("f.m4a", "aac", 44_100),
        ("g.ogg", "libopus", 48_000),
        ("h.flac", "flac", 16_000),
        ("i.wav", "adpcm_ima_wav", 8_000),
        ("j.g722", "g722", 16_000),
        ("k.wma", "wmav2", 44_100),
        ("l.amr", "libopencore_amrnb", 8_000),
        ("m.webm", "libopus", 48_000),
    ],
)
def test_codecs_keep_channels_length_and_sound(tmp_path, name, codec, rate):
    one = name.endswith((".g722", ".amr"))
    try:
        path = wav(tmp_path / name, TWO[:1] if one else TWO, rate=rate, codec=codec)
    except av.codec.codec.UnknownCodecError:
        path = _with_sox(tmp_path / name)

    found = samples(path)

    assert len(found) == (1 if one else 2)
    assert found.shape[1] / 8_000 == pytest.approx(SECONDS, abs=0.15)
    spectrum = np.abs(np.fft.rfft(found[0]))
    assert spectrum.argmax() * 8_000 / found.shape[1] == pytest.approx(440, abs=3)
    if not one:
        assert np.sqrt(np.mean(found[1] ** 2)) < 0.01
    assert is_sound_file(path)


def _with_sox(path: Path) -> Path:
    plain = wav(path.with_suffix(".wav"), TWO[:1])
    subprocess.run(["sox", str(plain), "-r", "8000", str(path)], check=True)
    return path


def test_bare_codecs_are_known_by_name(tmp_path):
    plain = wav(tmp_path / "a.wav", TWO[:1], rate=8_000)
    for name in ("a.ul", "a.al", "a.gsm"):
        path = tmp_path / name
        subprocess.run(["sox", str(plain), "-c1", str(path)], check=True)

        assert samples(path).shape[1] == pytest.approx(SECONDS * 8_000, abs=400), name
        assert is_sound_file(path)


def test_bytes_without_a_file_are_read_too(tmp_path):
    data = wav(tmp_path / "a.mp3", TWO, rate=44_100, codec="mp3").read_bytes()

    with opened(io.BytesIO(data), "geluid") as recording:
        assert recording.about.codec.startswith("mp3")
        assert sum(block.shape[1] for block in recording.blocks(8_000)) > 23_000


def test_six_channels_become_one_and_it_is_said(tmp_path):
    path = wav(tmp_path / "vijf.wav", np.stack([TONE] * 6), rate=48_000)

    with opened(path, path.name) as recording:
        assert len(next(recording.blocks(8_000))) == 1
        assert recording.notes == ["6 kanalen; ze zijn samengevoegd tot één"]


def test_blocks_are_small_however_long_the_recording(tmp_path):
    path = wav(tmp_path / "lang.wav", np.tile(TONE, 20)[None])

    with opened(path, path.name) as recording:
        lengths = [block.shape[1] for block in recording.blocks(8_000)]

    assert max(lengths) < 8_000 * 10
    assert sum(lengths) == pytest.approx(60 * 8_000, abs=100)


def _video(path: Path) -> Path:
    with av.open(str(path), "w") as file:
        stream = file.add_stream("mpeg4", rate=5, width=64, height=48)
        stream.pix_fmt = "yuv420p"
        for _ in range(5):
            picture = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")
            file.mux(stream.encode(picture))
        file.mux(stream.encode(None))
    return path


def test_video_without_sound_says_so(tmp_path):
    path = _video(tmp_path / "stil.mp4")

    with pytest.raises(IntakeFault, match=r"stil\.mp4: er zit geen geluid in .* \(wel beeld\)"):
        samples(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "geen geluid dat te lezen is"),
        (b"RIFF\x00\x00\x00\x00WAVE", "geen geluid"),
        (b"\x00" * 5_000, "geen geluid"),
        (b"OggS" + b"\x13" * 5_000, "geen geluid"),
    ],
)
def test_what_is_no_sound_is_refused_in_one_sentence(tmp_path, content, said):
    path = tmp_path / "opname.wav"
    path.write_bytes(content)

    with pytest.raises(IntakeFault) as fault:
        samples(path)

    assert said in str(fault.value)
    assert len(fault.value.lines) == 1


def test_a_locked_song_says_that_it_is_locked(tmp_path):
    path = wav(tmp_path / "a.m4a", TWO, rate=44_100, codec="aac")
    path.write_bytes(path.read_bytes().replace(b"mp4a", b"drms"))

    with pytest.raises(IntakeFault, match=r"vergrendeld|geen geluid"):
        samples(path)


def test_a_recording_that_was_cut_off_gives_what_there_is(tmp_path):
    whole = wav(tmp_path / "a.flac", TWO, codec="flac").read_bytes()
    path = tmp_path / "half.flac"
    path.write_bytes(whole[: len(whole) // 2])

    with opened(path, path.name) as recording:
        read = sum(block.shape[1] for block in recording.blocks(8_000)) / 8_000
        assert 0.5 < read < 2.5
        assert len(recording.notes) == 1
        assert "houdt op" in recording.notes[0] or "beschadigd" in recording.notes[0]


def test_the_wrong_ending_does_not_matter(tmp_path):
    path = wav(tmp_path / "a.mp3", TWO, rate=44_100, codec="mp3").rename(tmp_path / "a.txt")

    assert is_sound_file(path)
    assert samples(path).shape[1] > 23_000


@pytest.mark.parametrize("text", [b"WEBVTT\n\n", b'{"turns": []}', b"Klant: hallo", b""])
def test_transcripts_are_no_sound(text):
    assert not is_sound(text, "gesprek.txt")
