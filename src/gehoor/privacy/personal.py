"""What personal data is: its kinds, their Dutch labels, and a place where one stands.

Holds no way of finding any.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from gehoor.dialogue import Call

Kind = Literal[
    "name", "address", "postcode", "place", "phone", "email",
    "iban", "bsn", "birth_date", "number", "plate", "card",
]  # fmt: skip
Span = tuple[int, int]

LABELS: dict[Kind, str] = {
    "name": "naam",
    "address": "adres",
    "postcode": "postcode",
    "place": "woonplaats",
    "phone": "telefoonnummer",
    "email": "e-mailadres",
    "iban": "rekeningnummer",
    "bsn": "burgerservicenummer",
    "birth_date": "geboortedatum",
    "number": "klant- of dossiernummer",
    "plate": "kenteken",
    "card": "creditcardnummer",
}
"""What stands in the box, for people to read."""

KINDS: dict[str, Kind] = {f"[{label}]": kind for kind, label in LABELS.items()}
"""A box as it stands in a masked text, and its kind."""

BOX = re.compile("|".join(map(re.escape, KINDS)))


class Personal(msgspec.Struct, frozen=True):
    """Personal data in a text: its kind, its half-open character span, and what gave it away."""

    kind: Kind
    span: Span
    because: str


class Box(msgspec.Struct, frozen=True):
    """Where something is hidden: `span` in the text as it was, `box` in the masked text."""

    kind: Kind
    span: Span
    box: Span
    because: str


class Masked(msgspec.Struct, frozen=True):
    """A call with boxes in it, and for each of its turns the boxes, in order."""

    call: Call
    spans: tuple[tuple[Box, ...], ...]


def boxed(kind: Kind) -> str:
    """Return the box that stands for a kind: «[naam]»."""
    return f"[{LABELS[kind]}]"
