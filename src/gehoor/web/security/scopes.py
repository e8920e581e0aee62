"""What a token may be allowed to do. It never may more than the person it acts for."""

from __future__ import annotations

from typing import Final

BASIC: Final = "basic"  # every token: who am I, the rules, the house style
REVIEW: Final = "review"
READ: Final = "calls:read"
WRITE: Final = "calls:write"
PHRASES: Final = "phrases"
HOUSE: Final = "house"
ADMIN: Final = "admin"

SCOPES: Final = {  # what can be chosen for a token, and what it allows
    REVIEW: "gesprekken laten bekijken, zonder dat er iets wordt bewaard",
    READ: "gesprekken, verslagen, opmerkingen en afspraken lezen",
    WRITE: "gesprekken bewaren, delen en verwijderen, en erop reageren",
    PHRASES: "eigen zinnen lezen en veranderen",
    HOUSE: "de huisstijl veranderen",
    ADMIN: "mensen beheren en het logboek lezen",
}
