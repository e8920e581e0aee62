"""The method: complete, and every example in it holds."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from gehoor.coaching.advice import SITUATIONS
from gehoor.coaching.rules import RULES
from gehoor.following.temperature import HEAT
from gehoor.hearing import PhraseListener
from gehoor.measuring.dialogues import prove_rules
from gehoor.measuring.examples import prove_acts, unmark
from gehoor.method import Method
from gehoor.method.loader import HOME, MethodFault, build, build_what_can, read_files
from gehoor.method.model import STEPS
from tests.conftest import ROOT

FREQUENT = {
    "caller": {"anger", "complaint", "question", "information", "repeat_contact", "demand"},
    "agent": {"fact", "explain", "action", "promise", "refusal", "data_request", "summary",
              "empathy_named", "alternative", "apology"},
}  # fmt: skip


def test_it_is_complete(method: Method) -> None:
    assert {speaker: len(acts) for speaker, acts in method.acts.items()} == {
        "caller": 21,
        "agent": 38,
    }
    assert len(method.rules) == 44
    assert tuple(method.steps) == STEPS
    assert set(method.profiles) == {"evenwichtig", "terughoudend", "ruimhartig"}


@pytest.mark.parametrize("speaker", ["caller", "agent"])
def test_every_act_has_phrases_enough(method: Method, speaker: str) -> None:
    for name, act in method.acts[speaker].items():  # type: ignore[index]
        count = len(act.phrases) + sum(len(when.phrases) for when in act.when)
        assert count >= (40 if name in FREQUENT[speaker] else 15), name
        assert len(act.near_misses) >= 3, name


def test_every_example_of_every_act_holds(method: Method, listener: PhraseListener) -> None:
    assert list(prove_acts(method, listener)) == []


def test_every_dialogue_and_advice_of_every_rule_holds(method: Method) -> None:
    assert list(prove_rules(method)) == []


def test_a_rule_is_declared_or_has_its_function(method: Method) -> None:
    declared_so = {rule_id for rule_id, rule in method.rules.items() if rule.when.kind == "python"}

    assert declared_so == set(RULES)


def test_situations_and_heats_have_their_words(method: Method) -> None:
    assert set(method.advice) == set(SITUATIONS)
    assert all(len(text.say) >= 2 for text in method.advice.values())
    assert set(HEAT) <= set(method.acts["caller"])


def test_words_that_look_like_a_negation_have_their_example(method: Method) -> None:
    listener = PhraseListener(method)
    grammar = listener.grammar
    for text, example in method.hearing.pseudo_negations.items():
        from gehoor.dialogue.words import words_of

        assert grammar.pseudo.find(words_of(example)), text


@pytest.mark.parametrize("text", ["«a", "a»", "««a»»"])
def test_marks_must_pair(text: str) -> None:
    with pytest.raises(ValueError, match="paren"):
        unmark(text)


def test_a_phrase_without_an_example_that_needs_it_is_found_out() -> None:
    files = read_files((HOME,))
    files["acts/agent/wish.toml"] = (
        'title = "Wens"\ndefinition = "x"\n[phrases]\n"veel sterkte" = "«veel sterkte»"\n'
        '"sterkte" = "veel «sterkte»"\n"moed" = "geen teken"\n'
        '[exceptions]\n"nooit gezegd" = "iets anders"\n[near_misses]\n"veel sterkte" = "zomaar"\n'
    ).encode()
    method, _ = build_what_can(files)
    assert method is not None

    found = [f for f in prove_acts(method, PhraseListener(method)) if "acts/agent/wish" in f]

    assert len(found) == 4
    for part in (
        "gemerkt is «sterkte»",
        "heeft geen «woorden» gemerkt",
        "komt niet voor",
        "toch gehoord",
    ):
        assert any(part in fault for fault in found)


def test_all_faults_of_all_files_are_said_at_once() -> None:
    files = read_files((HOME,))
    files["acts/agent/wish.toml"] = b'titel = "x"\n[phrases]\n"(a" = 3\n'
    files["acts/caller/anger.toml"] = b"title ="
    files["rules/EMP02-holle-frase.toml"] = b'title = "x"\nstep = "dansen"\n'
    files["words/getal.txt"] = b"\xff\xfe"
    files["live.toml"] = files["live.toml"].replace(b"[pace.step]", b"[pace.stap]")
    del files["sources.toml"]

    with pytest.raises(MethodFault) as fault:
        build(files)

    said = "\n".join(fault.value.faults)
    for part in (
        "acts/agent/wish.toml: onbekende sleutel «titel»; bedoel je «title»?",
        "acts/agent/wish.toml: title: ontbreekt",
        "acts/caller/anger.toml: geen geldige TOML",
        "rules/EMP02-holle-frase.toml: step: onbekende waarde",
        "words/getal.txt: geen UTF-8-tekst",
        "sources.toml: ontbreekt",
        "live.toml: [pace.step] ontbreekt",
        "live.toml: [pace.stap]: onbekende naam",
    ):
        assert part in said


def test_the_files_are_in_the_wheel(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())

    for path in (ROOT / "src").rglob("*"):
        if path.suffix in (".toml", ".txt", ".html", ".css") or path.name == "py.typed":
            assert path.relative_to(ROOT / "src").as_posix() in names
