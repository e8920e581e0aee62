"""The method, as it goes out."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from gehoor.checking.checker import LONGEST, LONGEST_TEXT
from gehoor.method.model import Kind, ProfileName, Severity, Step
from gehoor.web.api.forms.base import Given


class CitationForm(msgspec.Struct, frozen=True):
    """Where something is written."""

    work: str
    title: str
    section: str
    supports: str


class RuleForm(msgspec.Struct, frozen=True):
    """A rule of the method."""

    id: str
    slug: str
    title: str
    step: Step
    what: str
    why: str
    advice: str
    say: tuple[str, ...]
    avoid: tuple[str, ...]
    severity: dict[ProfileName, Severity]
    sources: tuple[CitationForm, ...]
    against: tuple[CitationForm, ...]


class RuleList(msgspec.Struct, frozen=True):
    """All rules."""

    rules: tuple[RuleForm, ...]


class Sentence(Given, frozen=True):
    """A sentence that somebody wants to say or send."""

    text: Annotated[str, Meta(pattern=r"\S", min_length=1, max_length=LONGEST)]
    kind: Kind = "spoken"


class Letter(Given, frozen=True):
    """A letter, an e-mail or a message that somebody wants to send."""

    text: Annotated[str, Meta(pattern=r"\S", min_length=1, max_length=LONGEST_TEXT)]


class RemarkForm(msgspec.Struct, frozen=True):
    """Something in a sentence that can be said better."""

    name: str
    is_rule: bool
    severity: Severity
    span: tuple[int, int]
    quote: str
    title: str
    message: str
    why: str
    advice: str
    better: tuple[str, ...]
    sources: tuple[CitationForm, ...]
    against: tuple[CitationForm, ...]


class RemarkList(msgspec.Struct, frozen=True):
    """What can be said better in a sentence, the heaviest first."""

    remarks: tuple[RemarkForm, ...]


class StepForm(msgspec.Struct, frozen=True):
    """A step of the method."""

    step: Step
    title: str
    what: str
    done_when: str
    say: tuple[str, ...]
    leave: tuple[str, ...]
    sources: tuple[CitationForm, ...]


class StepList(msgspec.Struct, frozen=True):
    """The steps, in order."""

    steps: tuple[StepForm, ...]
