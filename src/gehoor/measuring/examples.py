"""The method's own examples, proved: each phrase, exception and near miss does what it says.

Used by `gehoor method`, by the tests, and by anyone who adds files of their own. Rules'
dialogues are proved in `dialogues`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gehoor.checking.own import as_method
from gehoor.dialogue import Speaker, Turn
from gehoor.dialogue.call import OTHER
from gehoor.hearing import HeardAct, HeardTurn, PhraseListener
from gehoor.method import Method
from gehoor.method.compiling import Said, phrases_of
from gehoor.method.model import OPENING_TURNS, Act

OPEN, CLOSE = "«", "»"


class Marked(NamedTuple):
    """A text without its marks, and the spans that were marked."""

    text: str
    spans: list[tuple[int, int]]


def unmark(text: str) -> Marked:
    """Return a text without « and », and what stood between them.

    Raises:
        ValueError: the marks do not pair.
    """
    plain, spans, start = "", [], -1
    for char in text:
        if char == OPEN and start < 0:
            start = len(plain)
        elif char == CLOSE and start >= 0:
            spans.append((start, len(plain)))
            start = -1
        elif char in (OPEN, CLOSE):
            raise ValueError(f"« en » vormen geen paren in: {text}")
        else:
            plain += char
    if start >= 0:
        raise ValueError(f"« en » vormen geen paren in: {text}")
    return Marked(plain, spans)


def prove_acts(method: Method, listener: PhraseListener) -> Iterator[str]:
    """Yield one line for each example of an act or cue that does not hold."""
    for folder, groups in (("acts", method.acts), ("cues", method.cues)):
        for speaker, acts in groups.items():
            for name, act in acts.items():
                prover = _Prover(f"{folder}/{speaker}/{name}.toml", speaker, name, act, listener)
                yield from prover.faults()


def prove_checks(method: Method) -> Iterator[str]:
    """Yield one line for each example of a check of sentences that does not hold."""
    made = as_method(method)
    for line in prove_acts(made, PhraseListener(made)):
        yield line.replace("acts/agent/", "checks/", 1)


class _Prover:
    def __init__(
        self, where: str, speaker: Speaker, name: str, act: Act, listener: PhraseListener
    ) -> None:
        self.where, self.speaker, self.name, self.act = where, speaker, name, act
        self.listener = listener

    def faults(self) -> Iterator[str]:
        for said in phrases_of(self.name, self.act):
            for example in said.examples or [""]:
                prove = self._exception if said.exception else self._phrase
                yield from (f"{self.where}: «{said.text}»: {f}" for f in prove(said, example))
        for text in self.act.near_misses:
            for act in self._heard(text, []):
                yield f"{self.where}: near_misses: «{text}» wordt toch gehoord door {act.because}"

    def _heard(self, text: str, before: list[HeardTurn]) -> list[HeardAct]:
        heard = self.listener.hear(Turn(self.speaker, text), before)
        return [act for act in (*heard.acts, *heard.cues) if act.name == self.name]

    def _phrase(self, said: Said, example: str) -> Iterator[str]:
        try:
            marked = unmark(example)
        except ValueError as error:
            yield str(error)
            return
        if not marked.spans:
            yield f"het voorbeeld heeft geen «woorden» gemerkt: {example}"
            return
        heard = self._heard(marked.text, self._before(said))
        for span in marked.spans:
            yield from self._marked(said, marked, span, heard)

    def _before(self, said: Said) -> list[HeardTurn]:
        other = Turn(OTHER[self.speaker], "…")
        acts = tuple(HeardAct(name, (0, 1), 1.0, "example") for name in said.when.after[:1])
        count = OPENING_TURNS if said.when.place == "later" else 0
        return [HeardTurn(other)] * count + ([HeardTurn(other, acts)] if acts else [])

    def _marked(
        self, said: Said, marked: Marked, span: tuple[int, int], heard: list[HeardAct]
    ) -> Iterator[str]:
        words = marked.text[slice(*span)]
        if any(act.span == span and act.because == said.because for act in heard):
            return
        if any(act.span == span for act in heard):
            others = ", ".join(a.because for a in heard if a.span == span)
            yield f"«{words}» wordt al gehoord door {others}; deze zin is dan niet nodig"
        elif heard:
            found = ", ".join(f"«{marked.text[slice(*a.span)]}» ({a.because})" for a in heard)
            yield f"gemerkt is «{words}», gehoord is {found} in: {marked.text}"
        else:
            yield f"niet gehoord: «{words}» in: {marked.text} {self._why(said, marked.text)}"

    def _why(self, said: Said, text: str) -> str:
        hits = [hit.entry for hit in self.listener.hits(Turn(self.speaker, text))]
        if any(entry.because == said.because for entry in hits):
            undone = [e for e in hits if e.exception and e.owner == self.name]
            if undone:
                return "(een uitzondering of voorwaarde maakt de treffer ongedaan)"
            return (
                "(de woorden staan er, maar zijn ontkend, geciteerd, of staan niet op hun plaats)"
            )
        return ""

    def _exception(self, said: Said, example: str) -> Iterator[str]:
        text = example.replace(OPEN, "").replace(CLOSE, "")
        hits = self.listener.hits(Turn(self.speaker, text))
        mine = [hit for hit in hits if hit.entry.owner == self.name]
        ranges = [(h.start, h.end) for h in mine if h.entry.exception]
        if not ranges:
            yield f"de uitzondering komt niet voor in haar voorbeeld: {text}"
            return
        phrases = [hit for hit in mine if not hit.entry.exception]
        if not any(h.start < end and start < h.end for h in phrases for start, end in ranges):
            yield f"de uitzondering is niet nodig: niets wordt gehoord in: {text}"
