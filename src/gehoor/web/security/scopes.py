"""What a token may be allowed to do. It never may more than the person it acts for."""

from __future__ import annotations

from typing import Final

from gehoor.web.texts import marked

BASIC: Final = "basic"  # every token: who am I, the rules, the house style
REVIEW: Final = "review"
READ: Final = "calls:read"
WRITE: Final = "calls:write"
LIVE: Final = "live"
PHRASES: Final = "phrases"
HOUSE: Final = "house"
ADMIN: Final = "admin"

SCOPES: Final = {  # what can be chosen for a token
    REVIEW: marked("een gesprek laten beoordelen; er wordt niets bewaard"),
    READ: marked("mijn gesprekken lezen"),
    WRITE: marked("gesprekken toevoegen, delen en verwijderen"),
    LIVE: marked("meeluisteren: beurten van een lopend gesprek sturen"),
    PHRASES: marked("mijn zinnen lezen en veranderen"),
    HOUSE: marked("de huisstijl lezen, en veranderen als ik dat mag"),
    ADMIN: marked("beheren, als ik beheerder ben"),
}
