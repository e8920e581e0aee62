"""Training: the corpus is read and checked, the same corpus gives the same weights."""

import json
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from gehoor.dialogue import Turn
from gehoor.hearing import HeardTurn, JoinedListener
from gehoor.measuring.functional import read_suites
from gehoor.method import Method
from gehoor.method.weights import digest, load_weights, save_weights
from gehoor.training.corpus import CorpusFault, Example, read_corpus
from gehoor.training.fit import Trainer
from gehoor.training.folds import FOLDS
from gehoor.training.newton import Flags, Reals, regressions
from gehoor.training.noise import Recogniser, error_rate, plain
from gehoor.training.said import FAULTY, said_by
from gehoor.training.sample import SAID_WEIGHT, weights_of
from gehoor.training.trust import hits_in, trust_in
from tests.conftest import ROOT
from tests.test_cli import run

CORPUS = ROOT / "corpus"
ANGRY = ["wat een schandalige vertoning is dit", "echt schandalig hoe dit gaat", "schandalig ja"]
CALM = ["mijn postcode is drie vijf een twee", "het huisnummer is negen", "ja dat is mijn nummer"]


def small_corpus(folder: Path) -> Path:
    """Write a corpus of a few voices that differ in one word only."""
    (folder / "utterances").mkdir(parents=True)
    for voice in range(2 * FOLDS):
        lines: list[dict[str, object]] = [
            {"voice": f"stem-{voice}", "speaker": "caller", "about": "Een proefstem."}
        ]
        for text, act in [(t, "anger") for t in ANGRY] + [(t, "information") for t in CALM]:
            before: dict[str, object] = {"before": None, "before_acts": []}
            lines.append({**before, "text": f"{text} {voice}", "acts": [act], "temperature": 1})
        file = folder / "utterances" / f"stem-{voice}.jsonl"
        file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return folder


def test_the_corpus_can_be_used(method: Method) -> None:
    examples = read_corpus(CORPUS, method)

    loose = [example for example in examples if example.kind == "voice"]
    calls = {example.group for example in examples if example.kind == "call"}
    assert len(loose) >= 10_000
    assert len(calls) >= 150
    told = (CORPUS / "README.md").read_text(encoding="utf-8")
    voices = {example.group for example in loose}
    assert f"| {len(loose):,} utterances of {len(voices)} voices" in told
    assert f"| {len(calls)} whole calls" in told


def test_the_readme_of_the_corpus_counts_the_functional_tests() -> None:
    suites, _ = read_suites([CORPUS / "functional"])
    acts = [suite for suite in suites if suite.act != "emotion"]
    cases = {suite.act: 0 for suite in suites}
    for suite in suites:
        cases[suite.act] += sum(len(kind.cases) for kind in suite.type)
    emotional = cases.pop("emotion")
    types = sum(len(suite.type) for suite in acts)

    told = " ".join((CORPUS / "README.md").read_text(encoding="utf-8").split())
    assert f"{len(acts)} acts, {types} types of language, {sum(cases.values()):,} cases" in told
    assert f"{emotional} utterances full of emotion" in told


def test_every_fault_of_the_corpus_is_said(method: Method, tmp_path: Path) -> None:
    folder = small_corpus(tmp_path)
    (folder / "utterances" / "a.jsonl").write_text('{"voice": "x"}\n', encoding="utf-8")
    file = folder / "utterances" / "stem-0.jsonl"
    said = file.read_text(encoding="utf-8").replace('["anger"]', '["woede"]', 1)
    twice = json.dumps(
        {
            "before": None,
            "before_acts": [],
            "text": "ik heb nu al zo vaak gebeld en niemand belt mij ooit een keer terug",
            "acts": [],
        }
    )
    file.write_text(f"{said}\n{twice}\n{twice}\n{{", encoding="utf-8")

    with pytest.raises(CorpusFault) as raised:
        read_corpus(folder, method)

    faults = " | ".join(raised.value.faults)
    assert "a.jsonl: regel 1" in faults
    assert "«woede» is geen handeling" in faults
    assert "lijkt te veel op" in faults
    assert "stem-0.jsonl: regel 10" in faults


def test_training_teaches_a_word_and_repeats_itself(method: Method, tmp_path: Path) -> None:
    examples = read_corpus(small_corpus(tmp_path), method)
    files = []
    for name in ("een", "twee"):
        fitted = Trainer(method, examples, print, said=[]).fit()
        files.append(tmp_path / name)
        save_weights(files[-1], {speaker: part.weights for speaker, part in fitted.items()})

    assert files[0].read_bytes() == files[1].read_bytes()
    ear = JoinedListener(method, load_weights(files[0]))
    earlier = [HeardTurn(Turn("agent", "…"))] * 3
    heard = ear.hear(Turn("caller", "gewoonweg schandalig vind ik het"), earlier)
    assert "anger" in {act.name for act in heard.acts}


def test_folds_never_share_a_voice(method: Method, tmp_path: Path) -> None:
    examples = read_corpus(small_corpus(tmp_path), method)

    folds = Trainer(method, examples, print, said=[]).folds

    assert set(folds) == {example.group for example in examples}
    assert set(folds.values()) == set(range(FOLDS))


def test_the_shipped_weights_know_every_act(method: Method) -> None:
    for speaker, weights in load_weights().items():
        assert set(weights.acts) == set(method.acts[speaker])
    assert len(digest()) == 16


@pytest.mark.parametrize("rate", [0.0, 0.25, 0.5])
def test_a_recogniser_is_as_wrong_as_asked(method: Method, rate: float) -> None:
    texts = [example.text for example in read_corpus(CORPUS, method)]
    long = [text for text in texts if len(text) > 60]
    recogniser = Recogniser(texts)

    rates = [error_rate(text, recogniser.hear(text, rate)) for text in long[::40]]

    assert sum(rates) / len(rates) == pytest.approx(rate, abs=0.03)


def test_a_recogniser_hears_the_same_twice() -> None:
    texts = ["Ik heb 3 keer gebeld, en niemand belt terug!"]

    first, second = Recogniser(texts, seed=4), Recogniser(texts, seed=4)

    assert first.hear(texts[0], 0.5) == second.hear(texts[0], 0.5)
    assert plain(texts[0]) == [
        "ik",
        "heb",
        "drie",
        "keer",
        "gebeld",
        "en",
        "niemand",
        "belt",
        "terug",
    ]


@given(st.text(max_size=60), st.floats(0, 1))
def test_a_recogniser_takes_any_text(text: str, rate: float) -> None:
    heard = Recogniser([text], seed=random.Random(text).randint(0, 9)).hear(text, rate)

    assert isinstance(heard, str)


def test_the_command_writes_weights_and_a_page(tmp_path: Path) -> None:
    folder = small_corpus(tmp_path / "corpus")
    weights, page = tmp_path / "gewichten.npz", tmp_path / "nauwkeurigheid.md"

    done = run("train", folder, "--output", weights, "--report", page)

    assert done.returncode == 0, done.stderr.decode()
    text = page.read_text(encoding="utf-8")
    assert digest(weights) in text
    assert "## Per handeling" in text
    assert load_weights(weights)["caller"].features
    assert {file.name for file in tmp_path.iterdir()} == {"corpus", weights.name, page.name}


def test_a_corpus_with_faults_writes_nothing(tmp_path: Path) -> None:
    weights = tmp_path / "gewichten.npz"

    done = run("train", tmp_path, "--output", weights)

    assert done.returncode == 2
    assert "geen calls/*.json" in done.stderr.decode()
    assert not weights.exists()


def test_all_regressions_at_once_find_what_one_alone_finds() -> None:
    chance = np.random.default_rng(3)
    matrix = csr_matrix(chance.random((80, 6)) * (chance.random((80, 6)) < 0.4))
    wanted = np.column_stack([chance.random(80) < share for share in (0.1, 0.5)])
    sample, emphasis = 0.5 + chance.random(80), chance.random((6, 2))

    weights, bias = regressions(matrix, wanted, sample, emphasis, 2.0, 1e-5)

    for act in range(2):
        alone = minimize(_loss, np.zeros(7), (matrix, wanted[:, act], sample, emphasis[:, act]))
        expected = matrix @ (alone.x[:6] * emphasis[:, act]) + alone.x[6]
        assert np.allclose(matrix @ weights[:, act] + bias[act], expected, atol=0.01)


def test_a_weight_of_its_own_for_each_act_counts_as_if_learnt_alone() -> None:
    chance = np.random.default_rng(4)
    matrix = csr_matrix(chance.random((60, 4)))
    wanted = np.column_stack([chance.random(60) < share for share in (0.3, 0.5)])
    sample, emphasis = chance.random((60, 2)) * (chance.random((60, 2)) < 0.7), np.ones((4, 2))

    weights, bias = regressions(matrix, wanted, sample, emphasis, 2.0, 1e-6)

    for act in range(2):
        known = sample[:, act] > 0
        one = wanted[known, act : act + 1]
        alone = regressions(matrix[known], one, sample[known, act], emphasis[:, :1], 2.0, 1e-6)
        assert np.allclose(weights[:, act], alone[0][:, 0], atol=1e-3)
        assert bias[act] == pytest.approx(alone[1][0], abs=1e-3)


def test_the_method_says_what_is_an_act_and_what_only_looks_like_it(method: Method) -> None:
    said = {(example.text, example.known): example for example in said_by(method)}

    known = ("threat",)
    assert said["ik vermoord die gast", known].acts == known
    assert said["Ik doe hier aangifte van bij de politie.", known].acts == ()
    assert said["Ik mail u vandaag wat we hebben afgesproken.", FAULTY].acts == ()
    assert not any("«" in text for text, _ in said)


def test_a_phrase_is_not_seen_in_its_own_example(method: Method) -> None:
    trainer = Trainer(method, [], print, said=[])
    text = "ik vermoord jullie"
    own = Example("caller", text, ("threat",), "method", "method", known=("threat",))
    seen = Example("caller", text, ("threat",), "stem", "voice")

    assert "phrase:threat" in trainer.features(seen, {})
    assert "phrase:threat" not in trainer.features(own, {})


def test_an_example_of_one_act_tells_nothing_of_acts_that_go_with_it() -> None:
    acts = ("anger", "insult", "thanks")
    both = [Example("caller", "a", ("anger", "insult"), "stem", "voice")] * 3
    insult = Example("caller", "b", ("insult",), "method", "method", known=("insult",))
    near = Example("caller", "c", (), "method", "method", known=("insult",))
    examples = [*both, insult, near]
    labels = np.array([[act in example.acts for act in acts] for example in examples])

    weights = weights_of(examples, labels, acts)

    assert weights[:3].tolist() == [[1.0, 1.0, 1.0]] * 3
    assert weights[3].tolist() == [0.0, SAID_WEIGHT, SAID_WEIGHT]
    assert weights[4].tolist() == [0.0, SAID_WEIGHT, 0.0]


def test_a_phrase_adds_what_it_deserves_and_never_takes() -> None:
    scores = np.full((40, 2), -1.0)
    labels = np.column_stack([np.ones(40, dtype=bool), np.zeros(40, dtype=bool)])

    right, wrong = trust_in(scores, labels, np.ones((40, 2), dtype=bool), np.ones(40))

    assert right > 1.0
    assert wrong == 0.0
    assert hits_in([["w:au", "phrase:b"], ["phrase:c"]], ("a", "b")).tolist() == [
        [False, True],
        [False, False],
    ]


def _loss(free: Reals, matrix: csr_matrix, wanted: Flags, sample: Reals, emphasis: Reals) -> float:
    margins = (matrix @ (free[:6] * emphasis) + free[6]) * np.where(wanted, 1.0, -1.0)
    return float((free**2).sum() / 2 + 2.0 * (sample * np.logaddexp(0.0, -margins)).sum())
