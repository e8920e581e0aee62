"""A text as tokens with their places, as finding looks at it.

The words of `dialogue.words` will not do here: they fold all digits into one, and digits are
what this is about. A box of a masked text is one token that nothing looks into.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from gehoor.privacy.lists import fold
from gehoor.privacy.personal import BOX

WORD, DIGITS, MIXED, MARK, BOXED, AMOUNT = "word", "digits", "mixed", "mark", "box", "amount"
FILLERS = frozenset({"eh", "ehm", "eeh", "uh", "uhm", "euh", "euhm", "hm", "hmm", "mm", "em"})
ENDS = frozenset(".!?;")

_AMOUNT = (
    r"(?<![\d.,/:'-])(?:(?:\d{1,3}(?:\.\d{3})+|\d+),\d{1,2}"  # 1.284,50
    r"|[1-9]\d{0,2}\.\d{3}"  # 84.000
    r"|\d{1,2}[.:]\d{2})(?![.,/:'-]?\d)"  # 12.00, 18:15
)
_TOKEN = re.compile(
    rf"(?P<box>{BOX.pattern})|(?P<amount>{_AMOUNT})|(?P<word>t\.n\.v\.|[^\W_]+(?:['’`][^\W\d_]+)*)"
    r"|(?P<mark>\S)"
)


class Token(NamedTuple):
    """A word, number, mark or box; `fold` is its plain form, the span half-open."""

    fold: str
    raw: str
    start: int
    end: int
    kind: str

    @property
    def capital(self) -> bool:
        """Tell whether it starts with a capital."""
        return self.raw[0].isupper()


class Text(NamedTuple):
    """A text, its tokens, and whether capitals in it mean anything; `before` is the turn before."""

    text: str
    tokens: list[Token]
    cased: bool
    before: tuple[Token, ...] = ()

    def fold(self, at: int) -> str:
        """Return the plain form of a token, nothing outside the text."""
        return self.tokens[at].fold if 0 <= at < len(self.tokens) else ""

    def kind(self, at: int) -> str:
        """Return the kind of a token, nothing outside the text."""
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    def glued(self, at: int) -> bool:
        """Tell whether a token stands right against the one before it."""
        return 0 < at < len(self.tokens) and self.tokens[at - 1].end == self.tokens[at].start

    def ends(self, at: int) -> bool:
        """Tell whether a sentence ends at a token: a stop with space behind it."""
        if self.fold(at) not in ENDS or self.glued(at + 1):
            return False
        return not (self.fold(at - 1) == "." and self.glued(at))  # «…» is a pause


def text_of(text: str, before: str = "") -> Text:
    """Return a text as tokens."""
    return Text(text, tokens_of(text), is_cased(text), tuple(tokens_of(before)[-60:]))


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text, in order; spaces are no tokens."""
    return [
        Token(_fold(match), match[0], match.start(), match.end(), _kind(match))
        for match in _TOKEN.finditer(text)
    ]


def is_cased(text: str) -> bool:
    """Tell whether a writer used capitals for what they are for."""
    capitals = sum(map(str.isupper, text))
    return 0 < capitals < 0.6 * sum(map(str.isalpha, text)) or (0 < capitals <= 3)


def _fold(match: re.Match[str]) -> str:
    return fold(match[0]) if match.lastgroup == "word" else match[0]


def _kind(match: re.Match[str]) -> str:
    if match.lastgroup != "word":
        return match.lastgroup or MARK
    raw = match[0]
    if raw.isascii() and raw.isdecimal():
        return DIGITS
    return MIXED if any(map(str.isdigit, raw)) else WORD
