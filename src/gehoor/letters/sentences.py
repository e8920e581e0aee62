"""From what was said to a sentence that can stand in a letter, without changing what it says.

Words that only belong to speech («nou», «hoor», «even») go; capitals and a full stop come.
What can't be tidied without changing its meaning is left as it was said, and marked.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_OPENERS: Final = re.compile(
    r"^(?:(?:ja|jawel|nee|nou|oké|oke|ok|goed|en|maar|dus|eh|euh|uh|uhm|tja|zeker|kijk|luister|"
    r"weet u|weet je|natuurlijk|prima|meneer|mevrouw|amai|allez)(?=[\s,.…])[\s,.…]*)+",
    re.IGNORECASE,
)
_FILLERS: Final = re.compile(
    r"(?:,\s*)?\b(?:hoor|hè|hé|zeg|joh|eh|euh|uhm|uh|zal ik maar zeggen)\b(?=\s*[,.!?]|\s|$)",
    re.IGNORECASE,
)
_ADDRESSED: Final = re.compile(
    r",\s*(?:meneer|mevrouw)"
    r"(?: (?:[vV]an |[dD]e |[dD]en |[dD]er |[tT]er |[tT]en )*[A-Z][\w'’-]*)?(?=\s*[,.!?]|$)"
)
_BLANKS: Final = re.compile(r"\s+")
_LONGEST: Final = 25  # words; B1 asks for sentences of fifteen, spoken ones run on


class Written(NamedTuple):
    """A sentence for a letter; `rough` where a person should look at its wording."""

    text: str
    rough: bool


def written(said: str) -> Written:
    """Return what was said as a written sentence."""
    text = _FILLERS.sub("", _ADDRESSED.sub("", said))
    text = _OPENERS.sub("", _BLANKS.sub(" ", text).strip(" ,"))
    text = _BLANKS.sub(" ", re.sub(r"\s+([,.!?])", r"\1", text)).strip(" ,;:")
    if not text:
        text = said.strip()
    text = text[:1].upper() + text[1:]
    if text.endswith(("!", "…")):
        text = text.rstrip("!…")
    if not text.endswith((".", "?")):
        text += "."
    return Written(text, _is_rough(said, text))


def _is_rough(said: str, text: str) -> bool:
    words = len(text.split())
    unpunctuated = said == said.lower() and words > _LONGEST // 2
    return words > _LONGEST or unpunctuated or "..." in said
