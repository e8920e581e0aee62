"""How heated the caller is after each turn: 0 calm to 4 abusive (may be fractional).

0 calm · 1 irritated or tense · 2 clearly upset, angry or sad · 3 furious or beside
themselves · 4 insulting or threatening. It goes by words alone, never by a voice.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

ABUSE = frozenset({"insult", "threat", "blackmail"})
EMOTIONAL = 2.0
"""From here on a caller is «emotional» in the rules (method.md)."""
FURIOUS = 3.0
ABUSIVE = 4.0

HEAT: dict[str, float] = {
    "insult": 4.0,  # an insult, however mild, is 4
    "threat": 4.0,
    "blackmail": 3.0,  # blackmail alone is 3 at least: pressure, not yet abuse
    "accusation": 2.2,  # anger that has moved from the matter to the organisation (B2)
    "anger": 2.0,
    "powerless": 2.0,
    "sadness": 2.0,
    "disappointment": 2.0,  # quieter than anger, no less felt
    "wants_manager": 1.6,
    "swearing": 1.4,  # aimed at no one: tension, not attack
    "worry": 1.3,
    "demand": 1.2,
    "complaint": 1.0,  # a fact about what went wrong: tense, not yet upset
    "repeat_contact": 1.0,
    "rejection": 0.8,
}
CALMING = frozenset({"relief", "thanks", "acceptance"})
ALSO = 0.3  # each further heated act adds a little: anger with an accusation is near 3
LINGER = 0.25  # what is left of a hotter turn before: nobody cools in one turn
COOLING = 0.8  # what a neutral turn (an answer, a question) takes off
SOOTHED = 0.4  # and a bit more where the agent recognised or helped in between
SETTLED = 0.3  # share that is left after thanks or relief


def temperature_after(names: AbstractSet[str], before: float, soothed: bool) -> float:
    """Return the temperature after a caller's turn.

    `names` are the acts heard in it, `before` the temperature until then, `soothed` whether
    the agent recognised the feeling or offered help since the caller last spoke.
    """
    heats = [HEAT[name] for name in names if name in HEAT]
    calming = not CALMING.isdisjoint(names)
    if not heats:
        if calming:
            return round(before * SETTLED, 2)
        return round(max(0.0, before - COOLING - soothed * SOOTHED), 2) if before else 0.0
    top = max(heats)
    heat = top + ALSO * (sum(heats) - top) / 1.5 if len(heats) > 1 else top
    if top < ABUSIVE:
        heat = min(heat, 3.4)
    if calming and ABUSE.isdisjoint(names):
        heat *= 0.5
    elif before > heat:
        heat += LINGER * (before - heat)
    return round(min(heat, ABUSIVE), 2)
