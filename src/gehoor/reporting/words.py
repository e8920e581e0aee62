"""The Dutch words every report shares, for what the data calls by its English name."""

from __future__ import annotations

from collections.abc import Sequence

from gehoor.coaching import Finding
from gehoor.coaching.finding import ORDER
from gehoor.following import Agreement
from gehoor.reviewing import Review

SEVERITY = {"serious": "ernstig", "warning": "let op", "tip": "tip"}
STATUS = {"done": "gedaan", "missed": "gemist", "not-applicable": "niet nodig"}
OUTCOME = {
    "solved": "opgelost",
    "refused": "nee bleef nee",
    "transferred": "doorverbonden",
    "ended": "beëindigd om gedrag",
    "open": "nog open",
}
ANGER = {
    "none": "geen boosheid",
    "emotion": "echte emotie",
    "instrument": "boosheid als middel",
}
FAULT = {
    "organisation": "bij de organisatie",
    "caller": "bij de beller",
    "none": "bij niemand, of niet gebleken",
}
AGREEMENT = {"promise": "Toezegging", "refusal": "Nee", "alternative": "Wat wel kan"}
KIND = {"insult": "belediging", "threat": "bedreiging", "blackmail": "chantage"}
SPEAKER = {"agent": "Medewerker", "caller": "Beller"}
CHANNEL = {"phone": "telefoon", "chat": "chat", "mail": "e-mail", "app": "app", "sms": "sms"}
TEMPERATURE = ("kalm", "gespannen", "geraakt", "woedend", "beledigend of dreigend")

FIRST = 3  # things to work on at once; nobody changes ten habits in a week


def degree(temperature: float) -> str:
    """Return a temperature in words."""
    return TEMPERATURE[min(4, max(0, round(temperature)))]


def by_weight(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Return the findings of each rule together, the heaviest and most frequent rules first."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.rule, []).append(finding)
    return sorted(groups.values(), key=_weight)


def _weight(group: list[Finding]) -> tuple[int, bool, int, str]:
    """Sort by severity; within it what protects people comes first, then what happens most."""
    rule = group[0].rule
    return (ORDER[group[0].severity], not rule.startswith("GRE"), -len(group), rule)


def merged(agreements: Sequence[Agreement]) -> list[tuple[str, Agreement]]:
    """Return each sentence of what was agreed once, with the names of all that it is."""
    kinds: dict[tuple[int, str], list[str]] = {}
    first: dict[tuple[int, str], Agreement] = {}
    for item in agreements:
        kinds.setdefault((item.turn, item.quote), []).append(AGREEMENT[item.kind])
        first.setdefault((item.turn, item.quote), item)
    return [(", ".join(names), first[key]) for key, names in kinds.items()]


def missing_side(review: Review) -> str:
    """Return a sentence on who is not heard in a call, empty where both are."""
    heard = {turn.speaker for turn in review.call.turns}
    absent = [SPEAKER[speaker].lower() for speaker in SPEAKER if speaker not in heard]
    if not absent:
        return ""
    return f"In dit gesprek is geen {absent[0]} te horen; veel valt er dan niet over te zeggen."


def turns_in(review: Review) -> str:
    """Return how many turns a call has, in words."""
    count = len(review.call.turns)
    return "1 beurt" if count == 1 else f"{count} beurten"


def clock(seconds: float | None) -> str:
    """Return seconds as «m:ss», nothing where there is no time."""
    if seconds is None:
        return ""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
