"""Who a name or label stands for: the agent or the caller."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from gehoor.dialogue import Speaker
from gehoor.intake.roles import find_agent, roles_of

_AGENT = """medewerker medewerkster mdw mw. agent consulent adviseur klantenservice helpdesk balie
    receptie operator servicemedewerker klantcontact kcc m a agent1 spreker_medewerker"""
_CALLER = """klant beller caller customer client cliënt patiënt patient huurder inwoner burger
    bewoner ouder verzekerde reiziger lid student leerling consument k b c"""
_Roles = dict[str, Speaker]
WORDS: _Roles = {}
WORDS.update((word, "agent") for word in _AGENT.split())
WORDS.update((word, "caller") for word in _CALLER.split())
EXPECTED = "verwacht «Medewerker:» of «Klant:» (of beller, patiënt, huurder, inwoner…)"
_NUMBER = re.compile(r"[\s_-]*\d+$")


def speaker_of(label: str) -> Speaker | None:
    """Return who a label stands for, None if it is no known word."""
    word = label.strip().strip("[]()").lower()
    base = _NUMBER.sub("", word)  # «Medewerker 4», but not «K1»: that may be a channel
    return WORDS.get(word) or (WORDS.get(base) if len(base) > 1 else None)


def by_words(said: Sequence[tuple[str, str]], agent: str | None = None) -> Mapping[str, Speaker]:
    """Return who the names stand for, by the one that is given or by what they say.

    Args:
        said: (name, text) in order.
        agent: the agent's name, where somebody said so.

    Empty where it can't be told.
    """
    names = list(dict.fromkeys(name for name, _ in said))
    found = agent if agent in names else find_agent(said)
    return {} if found is None else roles_of(found, names)
