"""Who of two voices is the agent, by what they say: for forms that number their speakers.

Agents open with the house's name, ask for a customer number and say what they will look up;
callers say what happened to them. Each cue is a few words and a weight; the sum decides, and
says nothing where it is small. Words only, never a voice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from gehoor.dialogue import Speaker

OPENING: Final = 3  # turns of a voice that count double: people introduce themselves first
SURE: Final = 2.0  # a difference of one clear cue and a half
FIRST: Final = 1.5  # whoever answers the telephone speaks first; not so when the house calls
_AGENT: Final = (
    (2.0, r"\b(je|ge) spreekt? met\b|\bu spreekt met .{0,40}\b(van|bij)\b"),
    (2.0, r"\bwaarme[de]e? (kan|mag) ik\b|\bhoe kan ik (u|je) (helpen|van dienst)\b"),
    (1.0, r"\bu spreekt met\b|\bfijn dat (u|je) belt\b|\b(postcode|geboorte ?datum)\b.{0,16}$"),
    (1.5, r"\bzeg(t u)? het maar\b|\bvertel(t u)? (maar|eens|het)\b|\bwaar ?kan ik\b"),
    (
        1.5,
        r"\b(klant|huurders?|dossier|polis|order|pas|kaart|bon|zaak|kandidaat) ?nummer\b.{0,12}$",
    ),
    (1.5, r"\b(uw|je|jouw|haar|zijn) (postcode|geboorte ?datum|klantnummer|kenteken|huisnummer)\b"),
    (1.5, r"\b(geeft|hebt|heeft|heb) (u|je|ge) .{0,25}(nummer|code|kenteken)\b"),
    (1.0, r"\bik (kijk|zoek|pak|controleer) (het |even |eventjes |dat |voor u |er |de )+"),
    (1.0, r"\bik zie (hier |in |dat |het |u |even |een (melding|bon|aanslag))"),
    (1.0, r"\b(ik ga|laat mij|laat me) .{0,20}\b(doorverbinden|navragen|uitzoeken|noteren)\b"),
    (
        1.0,
        r"\bkan ik (u|je) (verder|nog) (ergens|met iets)\b|\bbedankt voor het (bellen|wachten)\b",
    ),
    (1.0, r"\b(meneer|mevrouw) (van |de |den |der )*[a-z]+, (ik|dat|we)\b|\bmag ik (uw|je)\b"),
    (1.0, r"^(goe\w+,? )?[\w' ]{3,40},? (goe\w+,? )?met \w+( \w+)?[.!]?$"),
    (1.0, r"\b(klantenservice|klantcontact|receptie|helpdesk|gemeente|afdeling)\b.{0,40}\bmet\b"),
    (0.5, r"\bwat vervelend\b|\bik begrijp (dat|het|uw|je)\b|\bmomentje\b|\been moment\b"),
)
_CALLER: Final = (
    (1.5, r"\bik bel (je |jullie |u )?(omdat|over|voor|naar aanleiding|nu al)\b"),
    (1.5, r"\bik (wacht|heb al) .{0,25}\b(weken|dagen|keer|uur|maanden)\b"),
    (1.0, r"\bjullie (hebben|zijn|moeten|zouden|beloven|sturen|doen|zeggen|laten)\b"),
    (
        1.0,
        r"\bik heb (een |hier een |dus )?(vraag|klacht|brief|rekening|factuur|boete|mail)\b",
    ),
    (
        1.0,
        r"\bmet (de )?(vader|moeder|zoon|dochter|man|vrouw|zus|broer) van\b|\buit [a-z]+\.?$",
    ),
    (
        1.0,
        r"\b(ik wil|ik eis|ik moet) .{0,25}\b(geld terug|manager|leidinggevende|klacht|spreken)\b",
    ),
    (0.5, r"\bbij (jou|jullie|u)\b|\bmijn (man|vrouw|moeder|vader|kind|zoon|dochter)\b"),
    (0.5, r"\bbelachelijk\b|\bschandalig\b|\bik ben .{0,12}\b(boos|klaar|zat|woedend)\b"),
)


def find_agent(said: Iterable[tuple[str, str]]) -> str | None:
    """Return which of two voices is the agent's; None where the words don't tell.

    Args:
        said: (voice, text) in order.
    """
    scores: dict[str, float] = {}
    said = list(said)
    turns: dict[str, int] = {}
    for voice, text in said:
        turns[voice] = turns.get(voice, 0) + 1
        weight = 2.0 if turns[voice] <= OPENING else 1.0
        scores[voice] = scores.get(voice, 0.0) + weight * _leaning(text)
    if len(scores) != 2:
        return None
    scores[said[0][0]] += FIRST
    agent, caller = sorted(scores, key=lambda voice: -scores[voice])
    return agent if scores[agent] - scores[caller] >= SURE else None


def _leaning(text: str) -> float:
    """Return how much a turn sounds like an agent (above zero) or a caller (below)."""
    folded = text.casefold()
    agent = sum(weight for weight, cue in _AGENT if re.search(cue, folded))
    return agent - sum(weight for weight, cue in _CALLER if re.search(cue, folded))


def roles_of(agent: str, voices: Iterable[str]) -> Mapping[str, Speaker]:
    """Return who each voice is, given the agent's."""
    return {voice: "agent" if voice == agent else "caller" for voice in voices}
