"""The method as typed, immutable data.

These are the shapes of the files in this folder (`docs/methode-bestanden.md`) and of what
they compile to. Holds no reading (`loader`) and no judgement (`hearing`, `coaching`).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from gehoor.dialogue import Case, Channel, Speaker
from gehoor.method.automaton import Automaton
from gehoor.method.live import LiveText

Severity = Literal["serious", "warning", "tip", "off"]
ProfileName = Literal["evenwichtig", "terughoudend", "ruimhartig"]
Step = Literal["listen", "apologise", "help", "confront", "give", "close", "no", "limits"]
Voids = Literal["voids", "ignored"]
Place = Literal["opening", "later"]

STEPS: tuple[Step, ...] = (
    "listen", "apologise", "help", "confront", "give", "close", "no", "limits",
)  # fmt: skip
OPENING_TURNS = 3  # «opening» is the first three turns: both have said who they are by then

Examples = dict[str, str | list[str]]
"""phrase → one or more examples that need it, the exact words between « and »."""


class When(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases that count only in their place: after an act of the other, or in the opening."""

    phrases: Examples
    after: list[str] = []
    place: Place | None = None


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a caller or agent can do with words, or a cue that a rule looks at."""

    title: str
    definition: str
    phrases: Examples = {}
    when: list[When] = []
    exceptions: Examples = {}
    near_misses: dict[str, str] = {}
    negation: Voids = "voids"
    reported: Voids = "voids"
    yields_to: list[str] = []


class Citation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where something is written, and the claim it bears."""

    work: str
    supports: str
    section: str = ""


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An article, a handbook or a study; `evidence` says how much it can bear."""

    title: str
    evidence: Literal["article", "practice", "observation", "experiment"]
    teaches: str
    author: str = ""
    where: str = ""


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A short dialogue that tests its rule; `times` are (start, end) in seconds."""

    dialogue: str
    because: str = ""
    better: str = ""
    channel: Channel = "phone"
    profile: ProfileName = "evenwichtig"
    case: Case = Case()
    times: list[tuple[float, float]] = []
    ended: bool = True
    also: list[str] = []


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule looks at; `coaching.kinds` says what each kind does with it.

    Names are acts or cues. `within` counts turns of the other party (for a caller's act)
    or of the agent; `since_temperature` is the caller's temperature (0 to 4) at that turn.
    """

    kind: Literal["heard", "missing", "before", "never", "python"]
    acts: list[str] = []
    unless: list[str] = []
    unless_back: int = 0
    within: int = 0
    after: list[str] = []
    temperature: float | None = None
    channels: list[Channel] = []
    not_after_abuse: bool = False
    caller: list[str] = []


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule of the method: what can be done better, why, and what to say instead."""

    title: str
    step: Step
    what: str
    why: str
    advice: str
    say: list[str]
    severity: dict[ProfileName, Severity]
    sources: list[Citation]
    when: Condition
    bad: list[Example]
    good: list[Example]
    avoid: list[str] = []
    against: list[Citation] = []


Kind = Literal["spoken", "written"]
"""Where a sentence is meant for: to be said, or for a letter, mail, chat or text message."""


class Check(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something in a single sentence that can be said better, by the sentence itself.

    With `rule` it belongs to a rule and has its words; otherwise it has its own. `words` are
    hard words with a plain one for each, `abbreviations` likewise, without their dots.
    A hit does not count where its sentence holds one of `unless_words`, or with
    `unless_timed` where the text names a moment. `longest` is the most words a sentence may
    have, by kind. Without `letters` it is not asked of a whole letter, only of a sentence.
    In a letter a moment counts in the sentence itself, or in a later one of its paragraph that
    begins with one of `timed_next`; sentences that begin with one of `unless_begins` are left
    alone. With `only_after` it counts where one of those checks was heard earlier in the text.
    """

    rule: str = ""
    title: str = ""
    what: str = ""
    why: str = ""
    advice: str = ""
    say: list[str] = []
    severity: Severity = "tip"
    sources: list[Citation] = []
    against: list[Citation] = []
    kinds: tuple[Kind, ...] = ("spoken", "written")
    letters: bool = True
    longest: dict[Kind, int] = {}
    unless_words: list[str] = []
    unless_timed: bool = False
    timed_next: list[str] = []
    unless_begins: list[str] = []
    only_after: list[str] = []
    phrases: Examples = {}
    words: dict[str, str] = {}
    abbreviations: dict[str, str] = {}
    exceptions: Examples = {}
    near_misses: dict[str, str] = {}

    def as_act(self) -> Act:
        """Return what the ear looks for: the phrases, then the hard words, each by itself."""
        return Act(
            title=self.title,
            definition=self.what,
            phrases={**self.phrases, **{word: f"«{word}»" for word in self.words}},
            exceptions=self.exceptions,
            near_misses=self.near_misses,
            negation="ignored",
        )


class StepText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step of the method: what it is called, when it is done, and what to say in it."""

    title: str
    what: str
    done_when: str
    say: list[str]
    leave: list[str]
    sources: list[Citation]


class StrengthText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A good move: the agent's acts that make it, and what must surround them.

    `together` are acts in the same turn, `unless` acts that must not be there, `after` acts
    of the caller just before, `temperature` the caller's at least; `timed` asks for a
    promise with a moment, `only_once` for an act that comes once in the call.
    """

    message: str
    source: str
    acts: list[str]
    together: list[str] = []
    unless: list[str] = []
    after: list[str] = []
    temperature: float | None = None
    timed: bool = False
    only_once: bool = False


class AdviceText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What fits in a situation of the call; the situation's name says when."""

    step: Step
    why: str
    say: list[str]
    leave: list[str]


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A choice where the sources disagree."""

    title: str
    description: str
    apologise_before_fault: Literal["never", "burden", "always"]
    apologise_again: Literal["never", "after-burden", "after-fault"]
    hollow_allowed: int


class Sets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Small word sets the ear needs; each is explained in `hearing.toml`."""

    adverbs: list[str]
    openers: list[str]
    leads: list[str]
    inverting: list[str]
    tails: list[str]
    askers: list[str]
    verbs: list[str]
    subjects: list[str]
    reporters: list[str]
    self_reporters: list[str]


class HearingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words by which the ear understands negation, questions and reported speech."""

    negations: list[str]
    pseudo_negations: dict[str, str]
    sets: Sets


class Entry(msgspec.Struct, frozen=True):
    """One compiled phrase: whose it is and when it counts."""

    owner: str
    because: str
    exception: bool
    at_start: bool
    at_end: bool
    mood: str
    negated: bool
    after: list[str]
    place: Place | None


class Lexicon(msgspec.Struct, frozen=True):
    """All phrases of one speaker, compiled: `entries[k]` belongs to phrase k."""

    automaton: Automaton
    entries: list[Entry]


class Method(msgspec.Struct, frozen=True):
    """The whole method. Acts and cues stand under their speaker, rules under their id."""

    acts: dict[Speaker, dict[str, Act]]
    cues: dict[Speaker, dict[str, Act]]
    rules: dict[str, Rule]
    slugs: dict[str, str]
    steps: dict[Step, StepText]
    strengths: dict[str, StrengthText]
    advice: dict[str, AdviceText]
    profiles: dict[ProfileName, Profile]
    sources: dict[str, Source]
    hearing: HearingWords
    lexicons: dict[Speaker, Lexicon]
    pseudo: Automaton
    live: LiveText
    checks: dict[str, Check] = {}
    check_lexicon: Lexicon | None = None
