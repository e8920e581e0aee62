"""The rules that no declarative kind fits: one function each, named after the rule's id.

Grouped by step. Each takes the story and the profile with the house's facts, and yields the
places it points at; it never takes one back when more turns come.
"""

from gehoor.coaching.rules import apology, closing, giving, limits, listening, tone
from gehoor.coaching.rules.context import Context, PythonRule

RULES: dict[str, PythonRule] = {
    "LUI01": listening.lui01,
    "LUI03": listening.lui03,
    "LUI04": listening.lui04,
    "EMP02": listening.emp02,
    "EMP04": listening.emp04,
    "EMP05": listening.emp05,
    "EXC01": apology.exc01,
    "EXC02": apology.exc02,
    "EXC05": apology.exc05,
    "HLP03": giving.hlp03,
    "GEV01": giving.gev01,
    "GEV02": giving.gev02,
    "AFS03": closing.afs03,
    "AFS04": closing.afs04,
    "AFS05": closing.afs05,
    "GRE02": limits.gre02,
    "GRE03": limits.gre03,
    "GRE04": limits.gre04,
    "GRE05": limits.gre05,
    "TON01": tone.ton01,
    "TON04": tone.ton04,
}

__all__ = ["RULES", "Context", "PythonRule"]
