"""Who a name or label stands for: the agent or the caller."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gehoor.dialogue import Speaker

_AGENT = """medewerker medewerkster mdw mw. agent consulent adviseur klantenservice helpdesk balie
    receptie operator servicemedewerker klantcontact kcc m a agent1 spreker_medewerker"""
_CALLER = """klant beller caller customer client cliënt patiënt patient huurder inwoner burger
    bewoner ouder verzekerde reiziger lid student leerling consument k b c"""
_Roles = dict[str, Speaker]
WORDS: _Roles = {}
WORDS.update((word, "agent") for word in _AGENT.split())
WORDS.update((word, "caller") for word in _CALLER.split())
EXPECTED = "verwacht «Medewerker:» of «Klant:» (of beller, patiënt, huurder, inwoner…)"
_GREETING = re.compile(
    r"\b(u spreekt met|je spreekt met|waarmee kan ik|goede(morgen|middag|navond))\b", re.IGNORECASE
)


def speaker_of(label: str) -> Speaker | None:
    """Return who a label stands for, None if it is no known word."""
    return WORDS.get(label.strip().strip("[]()").lower())


def by_first_greeting(said: Sequence[tuple[str, str]]) -> dict[str, Speaker]:
    """Return who two names stand for: whoever opens with a greeting of the house is the agent.

    `said` are (name, text) in order. Empty where there are not two names, or nobody greets.
    """
    names = list(dict.fromkeys(name for name, _ in said))
    if len(names) != 2:
        return {}
    agent = next((name for name, text in said[:3] if _GREETING.search(text)), None)
    if agent is None:
        return {}
    return {name: "agent" if name == agent else "caller" for name in names}
