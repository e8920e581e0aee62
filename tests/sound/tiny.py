"""Small models in the very layout that onnx-asr loads, made from the test's own voices.

The encoder is one convolution, fitted by least squares to say which word begins at a frame; the joint network passes that on and never says the same word twice running. It knows
the words of these tests and no others, but everything around it is the real thing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx_asr.preprocessors.numpy_preprocessor import NemoPreprocessorNumpy

from tests.sound.synth import AGENT, CALLER, RATE, Line, Samples, Spoken, narrow, say

FEATURES, STEP, WIDE = 80, 8, 49  # mels, frames of 10 ms a step, and how many are looked at
BETWEEN = 0.06  # seconds between the words of a line
DURATIONS = 5

TALK = (
    Line(0, "goedemiddag gemeente rijnstad u spreekt met karin waarmee kan ik u helpen"),
    Line(1, "ik bel nu al voor de derde keer over mijn aanslag", 0.5),
    Line(0, "dat begrijp ik wat vervelend", 0.6),
    Line(1, "het is belachelijk jullie bellen nooit terug", 0.5),
    Line(0, "ik zoek het voor u uit", 0.7),
    Line(1, "dank u wel", 0.5),
)


class Said(NamedTuple):
    """A line spoken word by word, and when each word was."""

    samples: Samples
    words: list[tuple[str, float, float]]


@cache
def line(text: str, voice: str) -> Said:
    parts, words, at = [], [], 0.0
    for word in text.split():
        sound = say(word, voice)
        words.append((word, at, at + len(sound) / RATE))
        parts += [sound, np.zeros(round(BETWEEN * RATE), np.float32)]
        at += len(sound) / RATE + BETWEEN
    return Said(np.concatenate(parts[:-1]), words)


def talk(voices: Sequence[str] = (AGENT, CALLER)) -> tuple[Samples, list[Spoken]]:
    """Return the channels of TALK, spoken word by word, and who said which word when."""
    ends, parts, truth, end = 0.0, [], [], 0.5
    for who, text, gap in TALK:
        said = line(text, voices[who])
        start = end + gap
        parts.append((who, round(start * RATE), said.samples))
        truth += [Spoken(who, word, start + a, start + b) for word, a, b in said.words]
        end = ends = start + len(said.samples) / RATE
    channels = np.zeros((2, round((ends + 0.7) * RATE)), np.float32)
    for who, at, sound in parts:
        channels[who, at : at + len(sound)] = sound
    return channels, truth


@cache
def _fitted() -> tuple[list[str], Samples, Samples]:
    """Return the words, and the weights (word, mel, frame) and biases that hear them."""
    words = sorted({word for item in TALK for word in item.text.split()})
    rows, wanted = [], []
    chance = np.random.default_rng(3)
    for item in TALK:
        said = line(item.text, (AGENT, CALLER)[item.who])
        for margin in (0.06, 0.09, 0.1, 0.11, 0.13, 0.16):
            x, y = _example(said, words, margin, chance)
            rows.append(x)
            wanted.append(y)
    x, y = np.concatenate(rows), np.concatenate(wanted)
    x1 = np.hstack([x, np.ones((len(x), 1))])
    inner = x1 @ x1.T + 10.0 * np.eye(len(x1))
    weights = x1.T @ np.linalg.solve(inner, y)
    shaped = weights[:-1].reshape(WIDE, FEATURES, len(words)).transpose(2, 1, 0)
    return words, shaped.astype(np.float32), weights[-1].astype(np.float32)


def _example(said: Said, words: list[str], margin: float, chance: Any) -> tuple[Samples, Samples]:
    edge = np.zeros(round(margin * RATE), np.float32)
    sound = np.concatenate([edge, said.samples, edge])
    if chance.random() < 0.5:
        sound = narrow(sound)
    sound = (sound + chance.normal(0, 10 ** chance.uniform(-4.5, -2.2), len(sound))).astype(
        np.float32
    )
    found, _ = NemoPreprocessorNumpy(f"nemo{FEATURES}")(sound[None], np.array([len(sound)]))
    mels = np.pad(found[0], ((0, 0), (WIDE // 2, WIDE // 2 + STEP)))
    steps = (found.shape[2] - 1) // STEP + 1
    x = np.stack([mels[:, at * STEP : at * STEP + WIDE].T.ravel() for at in range(steps)])
    y = np.zeros((steps, len(words)))
    for word, start, end in said.words:
        begun = (margin + min(start + 0.08, (start + end) / 2)) * 100 / STEP
        y[min(steps - 1, round(begun)), words.index(word)] = 1
    return x, y


def make_parakeet(folder: Path) -> Path:
    """Write a transducer with durations («TDT») that knows the words of TALK."""
    folder.mkdir(parents=True, exist_ok=True)
    words, weights, bias = _fitted()
    config = {
        "model_type": "nemo-conformer-tdt",
        "features_size": FEATURES,
        "subsampling_factor": STEP,
    }
    (folder / "config.json").write_text(json.dumps(config))
    vocabulary = [*(f"▁{word}" for word in words), "<blk>"]
    (folder / "vocab.txt").write_text("".join(f"{w} {at}\n" for at, w in enumerate(vocabulary)))
    onnx.save(_encoder(weights, bias), folder / "encoder-model.int8.onnx")
    onnx.save(_joint(len(words)), folder / "decoder_joint-model.int8.onnx")
    return folder


def _value(name: str, kind: int, shape: Any) -> Any:
    return helper.make_tensor_value_info(name, kind, shape)


def _tensor(name: str, values: Any) -> Any:
    return numpy_helper.from_array(np.asarray(values), name)


def _encoder(weights: Samples, bias: Samples) -> Any:
    nodes = [
        helper.make_node(
            "Conv", ["audio_signal", "weights", "bias"], ["outputs"],
            strides=[STEP], pads=[WIDE // 2, WIDE // 2],
        ),
        helper.make_node("Sub", ["length", "one"], ["less"]),
        helper.make_node("Div", ["less", "step"], ["steps"]),
        helper.make_node("Add", ["steps", "one"], ["encoded_lengths"]),
    ]  # fmt: skip
    inputs = [
        _value("audio_signal", TensorProto.FLOAT, ["b", FEATURES, "t"]),
        _value("length", TensorProto.INT64, ["b"]),
    ]
    outputs = [
        _value("outputs", TensorProto.FLOAT, ["b", len(bias), "s"]),
        _value("encoded_lengths", TensorProto.INT64, ["b"]),
    ]
    fixed = [
        _tensor("weights", weights), _tensor("bias", bias),
        _tensor("one", np.int64(1)), _tensor("step", np.int64(STEP)),
    ]  # fmt: skip
    return _model(nodes, inputs, outputs, fixed)


def _joint(words: int) -> Any:
    """Return the network that says a word where its score passes the blank, unless just said."""
    size = words + 1
    keep = np.zeros((words, size), np.float32)
    keep[:, :words] = np.eye(words) * 12
    said = np.eye(size, dtype=np.float32) * -1000
    said[words] = 0  # the blank comes as often as it likes
    blank = np.zeros(size, np.float32)
    blank[words] = 12 * 0.4
    duration = np.zeros((1, 1, 1, DURATIONS), np.float32)
    duration[..., 1] = 1
    nodes = [
        helper.make_node("Transpose", ["encoder_outputs"], ["frame"], perm=[0, 2, 1]),
        helper.make_node("MatMul", ["frame", "keep"], ["scores"]),
        helper.make_node("Add", ["scores", "blank"], ["open"]),
        helper.make_node("Gather", ["said", "wide"], ["before"]),
        helper.make_node("Cast", ["targets"], ["wide"], to=TensorProto.INT64),
        helper.make_node("Add", ["open", "before"], ["tokens"]),
        helper.make_node("Unsqueeze", ["tokens", "axis"], ["tokens4"]),
        helper.make_node("Concat", ["tokens4", "duration"], ["outputs"], axis=3),
        helper.make_node("Identity", ["input_states_1"], ["output_states_1"]),
        helper.make_node("Identity", ["input_states_2"], ["output_states_2"]),
        helper.make_node("Identity", ["target_length"], ["prednet_lengths"]),
    ]
    nodes[3], nodes[4] = nodes[4], nodes[3]
    state = [1, "b", 1]
    inputs = [
        _value("encoder_outputs", TensorProto.FLOAT, ["b", words, "s"]),
        _value("targets", TensorProto.INT32, ["b", "u"]),
        _value("target_length", TensorProto.INT32, ["b"]),
        _value("input_states_1", TensorProto.FLOAT, state),
        _value("input_states_2", TensorProto.FLOAT, state),
    ]
    outputs = [
        _value("outputs", TensorProto.FLOAT, ["b", 1, 1, size + DURATIONS]),
        _value("prednet_lengths", TensorProto.INT32, ["b"]),
        _value("output_states_1", TensorProto.FLOAT, state),
        _value("output_states_2", TensorProto.FLOAT, state),
    ]
    fixed = [
        _tensor("keep", keep), _tensor("said", said), _tensor("blank", blank),
        _tensor("duration", duration), _tensor("axis", np.array([1], np.int64)),
    ]  # fmt: skip
    return _model(nodes, inputs, outputs, fixed)


def _model(nodes: Any, inputs: Any, outputs: Any, fixed: Any) -> Any:
    graph = helper.make_graph(nodes, "klein", inputs, outputs, fixed)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    return model
