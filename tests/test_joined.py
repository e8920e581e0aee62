"""The ear as it is used: what the phrases and the classifier hear together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.dialogue import Speaker, Turn
from gehoor.hearing import HeardAct, HeardTurn, JoinedListener, PhraseListener
from gehoor.hearing.classifier import Classifier
from gehoor.method import Method, load
from gehoor.method.weights import Weights

EAR = JoinedListener(load())
EARLIER = [HeardTurn(Turn("agent", "…"))] * 3


def weights(act: str, cut: float, **features: float) -> dict[Speaker, Weights]:
    """Make weights of one act; a name like `w_boos` stands for the feature «w:boos»."""
    names = tuple(name.replace("_", ":", 1) for name in features)
    return {
        "caller": Weights(
            acts=(act,),
            features=names,
            table=np.array([[round(w * 10)] for w in features.values()], dtype=np.int8).reshape(
                -1, 1
            ),
            steps=np.array([0.1], dtype=np.float32),
            bias=np.array([-1.0], dtype=np.float32),
            cut=np.array([cut], dtype=np.float32),
        )
    }


def acts(ear: JoinedListener, text: str) -> list[HeardAct]:
    return list(ear.hear(Turn("caller", text), EARLIER).acts)


def test_words_alone_can_be_enough(method: Method) -> None:
    ear = JoinedListener(method, weights("anger", 0.0, w_knettergek=2.0, w_sok=-0.1))

    (act,) = acts(ear, "Mijn sok. Knettergek word je ervan, van die sok.")

    assert act.name == "anger"
    assert act.because == "words «knettergek»"
    assert act.span == (10, 20)
    assert 0.5 < act.confidence < 1


def test_a_phrase_is_weighed_and_can_be_taken_back(method: Method) -> None:
    text = "Ik ben er helemaal klaar mee!"
    by_phrase = PhraseListener(method).hear(Turn("caller", text), EARLIER).acts
    assert [act.name for act in by_phrase] == ["anger"]

    def ear(weight: float) -> JoinedListener:
        made = weights("anger", 0.0, x=weight)["caller"]
        return JoinedListener(
            method,
            {"caller": Weights(made.acts, ("phrase:anger",), *_numbers(made))},
        )

    assert acts(ear(0.5), text) == []
    (kept,) = acts(ear(3.0), text)
    assert (kept.span, kept.because) == (by_phrase[0].span, by_phrase[0].because)


def _numbers(made: Weights) -> tuple[np.ndarray, ...]:
    return made.table, made.steps, made.bias, made.cut


def test_acts_it_does_not_know_are_left_to_the_phrases(method: Method) -> None:
    ear = JoinedListener(method, weights("anger", 99.0))

    assert [act.name for act in acts(ear, "Bedankt voor de moeite.")] == ["thanks"]


def test_a_speaker_without_weights_is_left_to_the_phrases(method: Method) -> None:
    ear = JoinedListener(method, weights("anger", 0.0))
    turn = Turn("agent", "Mag ik uw klantnummer?")

    assert ear.hear(turn, EARLIER) == PhraseListener(method).hear(turn, EARLIER)


def test_words_seen_before_weigh_the_same(method: Method) -> None:
    classifier = Classifier(weights("anger", 0.0, w_boos=1.5)["caller"])

    first = classifier.weigh(["boos", "heel", "boos"], ["onbekend"]).scores
    again = classifier.weigh(["heel", "boos"], []).scores

    assert first.tolist() == again.tolist() == pytest.approx([0.5])


@given(st.sampled_from(["caller", "agent"]), st.text(max_size=80))
def test_any_text_is_heard(speaker: Speaker, text: str) -> None:
    heard = EAR.hear(Turn(speaker, text), EARLIER)

    for act in heard.acts:
        start, end = act.span
        assert 0 <= start < end <= len(text)
        assert heard.quote(act.span) == text[start:end]
        assert act.because
        assert 0 <= act.confidence <= 1


@pytest.mark.parametrize(
    ("speaker", "text", "act"),
    [
        ("caller", "nou lekker dan, sta ik hier weer voor aap met m'n goeie gedrag", "anger"),
        ("caller", "Amai, zeg, dat is toch niet meer normaal zoals ge met de mensen omgaat", "anger"),
        ("caller", "die kerel van gisteren is nooit komen opdagen voor de ketel", "complaint"),
        ("agent", "Morgen voor tienen heeft u van mij een mailtje met de nieuwe datum", "promise"),
        ("agent", "U hebt de hele dag thuis gezeten met een ziek kind en er kwam niemand",
         "empathy_named"),
    ],
)  # fmt: skip
def test_it_hears_what_nobody_wrote_down(speaker: Speaker, text: str, act: str) -> None:
    heard = EAR.hear(Turn(speaker, text), EARLIER)

    assert act in {found.name for found in heard.acts}


@pytest.mark.parametrize(
    "text",
    ["Sorry? Wat zegt u?", "ik ga u echt niet bedreigen hoor", "Ben ik nou zo dom?", "Ja."],
)
def test_it_does_not_accuse(text: str) -> None:
    heard = EAR.hear(Turn("caller", text), EARLIER)

    assert {act.name for act in heard.acts}.isdisjoint({"insult", "threat", "blackmail"})
