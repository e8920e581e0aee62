"""What a rule's file must hold beside the right types. Used by `loader` alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from gehoor.method.model import STEPS, ProfileName, Rule


def rule_faults(rule: Rule) -> Iterable[str]:
    """Yield what is wrong with a rule that has the right types."""
    if rule.step not in STEPS:
        yield f"step: onbekende stap «{rule.step}»"
    missing = [name for name in get_args(ProfileName) if name not in rule.severity]
    if missing:
        yield f"severity: ontbreekt voor {', '.join(missing)}"
    for key, items in (("say", rule.say), ("bad", rule.bad), ("good", rule.good)):
        if len(items) < 2:
            yield f"{key}: verwacht er minstens twee, gevonden {len(items)}"
    if not rule.sources:
        yield "sources: een regel noemt minstens één bron"
