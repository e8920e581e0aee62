"""A small Whisper in the very layout that faster-whisper loads.

Its weights are zero but for two things: what it says next follows from how much it has said,
and with each word it looks a little further on. So it gives one fixed sentence with times,
whatever it hears; the file format, the tokens, the
search and the alignment of words are the real library's.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2.specs import common_spec, whisper_spec
from tokenizers import AddedToken, Tokenizer, decoders, models

WIDTH, MELS = 64, 128
EOT, TIMES = 50_257, 50_365
SIZE = 51_866  # as of Whisper large v3 and its turbo form
PROMPT = 3  # start of transcript, language, task
WORDS = 100  # the first word's token
STEP = 8  # frames of 20 ms that each token looks at, in order


def make_whisper(folder: Path, sentence: str, until: float) -> Path:
    """Write a model that says a sentence from 0 to `until` seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    words = sentence.split()
    names = _names(words)
    spec = whisper_spec.WhisperSpec(1, 1, 1, 1)
    _encoder(spec.encoder)
    said = [TIMES, *range(WORDS, WORDS + len(words)), TIMES + round(until * 50), EOT]
    _decoder(spec.decoder, said)
    spec.register_vocabulary(names)
    spec.config.lang_ids = list(range(50_259, 50_359))
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.alignment_heads = [(0, 0)]
    spec.validate()
    spec.optimize()
    spec.save(str(folder))
    _tokenizer(names).save(str(folder / "tokenizer.json"))
    (folder / "preprocessor_config.json").write_text(json.dumps({"feature_size": MELS}))
    return folder


def _names(words: list[str]) -> list[str]:
    names = [*(f"t{at}" for at in range(EOT - 1)), ""]  # by the empty one it is multilingual
    names[WORDS : WORDS + len(words)] = [f"Ġ{word}" for word in words]
    languages = ["en", "nl", *(f"x{at}" for at in range(98))]
    names += ["<|endoftext|>", "<|startoftranscript|>", *(f"<|{name}|>" for name in languages)]
    names += ["<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>"]
    names += ["<|nospeech|>", "<|notimestamps|>"]
    return names + [f"<|{at * 0.02:.2f}|>" for at in range(SIZE - TIMES)]


def _tokenizer(names: list[str]) -> Tokenizer:
    vocabulary = {name: at for at, name in enumerate(names)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="t0"))
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(name, special=True) for name in names[EOT:TIMES]])
    return tokenizer


def _zeros(*shape: int) -> Any:
    return np.zeros(shape, np.float32)


def _places(count: int, step: int) -> Any:
    """Return places that are told apart by one number each, `step` in a row alike."""
    places = _zeros(count, WIDTH)
    places[np.arange(count), np.minimum(np.arange(count) // step, WIDTH - 1)] = 1
    return places


def _norm(spec: Any) -> None:
    spec.gamma, spec.beta = np.ones(WIDTH, np.float32), _zeros(WIDTH)


def _linear(spec: Any, out: int, into: int = WIDTH) -> None:
    spec.weight, spec.bias = _zeros(out, into), _zeros(out)


def _encoder(spec: Any) -> None:
    spec.conv1.weight, spec.conv1.bias = _zeros(WIDTH, MELS, 3), _zeros(WIDTH)
    spec.conv2.weight, spec.conv2.bias = _zeros(WIDTH, WIDTH, 3), _zeros(WIDTH)
    spec.position_encodings.encodings = _places(1500, STEP)
    _norm(spec.layer_norm)
    for layer in spec.layer:
        _attention(layer.self_attention)
        _feed_forward(layer.ffn)


def _attention(spec: Any) -> None:
    _norm(spec.layer_norm)
    sizes = (3 * WIDTH, WIDTH) if len(spec.linear) == 2 else (WIDTH, 2 * WIDTH, WIDTH)
    for linear, size in zip(spec.linear, sizes, strict=True):
        _linear(linear, size)


def _feed_forward(spec: Any) -> None:
    _norm(spec.layer_norm)
    _linear(spec.linear_0, 2 * WIDTH)
    _linear(spec.linear_1, WIDTH, 2 * WIDTH)


def _decoder(spec: Any, said: list[int]) -> None:
    embeddings = spec.embeddings[0] if isinstance(spec.embeddings, list) else spec.embeddings
    assert isinstance(embeddings, common_spec.EmbeddingsSpec)
    embeddings.weight = _zeros(SIZE, WIDTH)
    spec.position_encodings.encodings = _places(448, 1)
    _norm(spec.layer_norm)
    for layer in spec.layer:
        _attention(layer.self_attention)
        _attention(layer.attention)
        layer.attention.linear[0].weight[:] = np.eye(WIDTH)
        layer.attention.linear[1].weight[:WIDTH] = np.eye(WIDTH)
        _feed_forward(layer.ffn)
    projection = _zeros(SIZE, WIDTH)
    projection[EOT, PROMPT - 1 + len(said) :] = 40
    for at, token in enumerate(said):
        projection[token, PROMPT - 1 + at] = 40
    spec.projection.weight, spec.projection.bias = projection, _zeros(SIZE)
