"""The Dutch words every report shares, for what the data calls by its English name."""

from __future__ import annotations

from collections.abc import Sequence

from gehoor.coaching import Finding
from gehoor.coaching.finding import ORDER

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
    "emotion": "boosheid uit emotie",
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
    return sorted(groups.values(), key=lambda g: (ORDER[g[0].severity], -len(g), g[0].rule))


def clock(seconds: float | None) -> str:
    """Return seconds as «m:ss», nothing where there is no time."""
    if seconds is None:
        return ""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
