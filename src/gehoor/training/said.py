"""What the method itself says: the examples of its phrases, to learn from beside the corpus.

Every phrase of an act comes with an example in other words around it, every exception and near
miss with one in which the act is not heard. Each is known for that act only, so that only that
act learns from it; and it learns from the words, not from the phrase, which always fits its own
example. Nothing is ever measured on these.
"""

from __future__ import annotations

from collections.abc import Iterator

from gehoor.dialogue import Speaker
from gehoor.measuring.examples import unmark
from gehoor.method import Method
from gehoor.method.compiling import phrases_of
from gehoor.method.model import Act
from gehoor.training.corpus import OTHER, Example

FAULTY = (
    *("argue", "blame", "empathy_hollow", "empathy_self", "false_hope", "minimise"),
    *("overfriendly", "policy_shield"),
)
"""What an agent had better not do: no sentence that the method advises is one of these."""
SAID = "method"  # the group of these
LATER = 3  # turns taken to have gone before


def said_by(method: Method) -> list[Example]:
    """Return every example of the method's acts, and what it advises, each text once an act."""
    found: dict[tuple[Speaker, str, tuple[str, ...]], Example] = {}
    for speaker, acts in method.acts.items():
        for name, act in acts.items():
            for example in _of_act(speaker, name, act):
                found.setdefault((speaker, example.text, example.known), example)
    for text in _advised(method):
        found.setdefault(("agent", text, FAULTY), _example("agent", text, (), FAULTY))
    return list(found.values())


def _of_act(speaker: Speaker, name: str, act: Act) -> Iterator[Example]:
    for said in phrases_of(name, act):
        acts = () if said.exception else (name,)
        before = None
        if said.when.after:
            before = _example(OTHER[speaker], "…", tuple(said.when.after[:1]), ())
        place = 0 if said.when.place == "opening" else LATER
        for marked in said.examples:
            text = unmark(marked).text
            yield _example(speaker, text, acts, (name,), before, place)
    for text in act.near_misses:
        yield _example(speaker, text, (), (name,), None, LATER)


def _advised(method: Method) -> Iterator[str]:
    for texts in (method.rules, method.advice, method.steps):
        for text in texts.values():
            yield from text.say


def _example(
    speaker: Speaker,
    text: str,
    acts: tuple[str, ...],
    known: tuple[str, ...],
    before: Example | None = None,
    place: int = LATER,
) -> Example:
    return Example(speaker, text, acts, SAID, "method", before, place, known=known)
