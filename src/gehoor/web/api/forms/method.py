"""The method, as it goes out."""

from __future__ import annotations

import msgspec

from gehoor.method.model import ProfileName, Severity, Step


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
