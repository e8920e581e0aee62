"""Whether a string of digits and letters is what it looks like: check digits and forms.

The check digits come from python-stdnum, telephone numbers from phonenumbers; both are loaded
when the first candidate turns up, since most turns hold none.
"""

from __future__ import annotations

import re

_IBAN_SIZES = {
    "nl": 18, "be": 16, "de": 22, "fr": 27, "lu": 20, "gb": 22, "pl": 28, "es": 24, "pt": 25,
    "it": 27, "tr": 26, "at": 20, "ch": 21, "ie": 22, "lt": 20, "ro": 24, "bg": 22, "gr": 27,
}  # fmt: skip
_OWN_IBAN = re.compile(r"nl\d\d[a-z]{4}\d{10}|be\d{14}")
_PLATES = [
    "LLDDDD",
    "DDDDLL",
    "DDLLDD",
    "LLDDLL",
    "LLLLDD",
    "DDLLLL",
    "DDLLLD",
    "DLLLDD",
    "LLDDDL",
    "LDDDLL",
    "LLLDDL",
    "LDDLLL",
    "DLLDDD",
    "DDDLLD",
    "DLLLDDD",
    "LLLDDD",
    "DDDLLL",
]  # the Dutch sidecodes 1 to 14, then the Belgian ones
_SHAPES = frozenset(_PLATES)
_FREE_OR_PAID = frozenset({2, 3, 4, 5})  # numbers of organisations: 0800, 0900 and their like
_REGIONS = ("NL", "BE")


def iban_at(chars: str, start: int) -> int | None:
    """Return where an IBAN ends that starts here, None if none does.

    A Dutch or Belgian one may have a wrong check digit: it was misheard, and is still one.
    """
    size = _IBAN_SIZES.get(chars[start : start + 2])
    if size is None or not chars[start + 2 : start + 4].isdecimal():
        return None
    candidate = chars[start : start + size]
    if len(candidate) < size:
        return None
    return start + size if _OWN_IBAN.fullmatch(candidate) or is_iban(candidate) else None


def is_iban(chars: str) -> bool:
    """Tell whether the check digits of an IBAN are right."""
    from stdnum import iban

    return bool(iban.is_valid(chars, check_country=False))


def is_bsn(chars: str) -> bool:
    """Tell whether nine digits pass the eleven-test, or eleven the Belgian register's."""
    if len(chars) == 9:
        from stdnum.nl import bsn

        return bool(bsn.is_valid(chars))
    from stdnum.be import nn

    return len(chars) == 11 and bool(nn.is_valid(chars))


def is_card(chars: str) -> bool:
    """Tell whether digits are a card number by the test of Luhn."""
    from stdnum import luhn

    return 13 <= len(chars) <= 19 and chars[0] in "23456" and bool(luhn.is_valid(chars))


def is_phone(chars: str) -> bool:
    """Tell whether digits, perhaps after «+», are a Dutch, Belgian or foreign telephone number.

    Numbers that anyone may call free or at a charge are organisations', so they are not meant.
    """
    if chars.startswith("00"):
        chars = "+" + chars[2:]
    if not (chars.startswith("+") or (chars.startswith("0") and 9 <= len(chars) <= 10)):
        return False
    return any(_valid(chars, region) for region in _REGIONS)


def _valid(chars: str, region: str) -> bool:
    import phonenumbers

    try:
        number = phonenumbers.parse(chars, region)
    except phonenumbers.NumberParseException:
        return False
    kind = phonenumbers.number_type(number)
    return phonenumbers.is_valid_number(number) and kind not in _FREE_OR_PAID


def is_plate(chars: str) -> bool:
    """Tell whether characters have the form of a Dutch or Belgian licence plate."""
    if not 6 <= len(chars) <= 7 or not chars.isalnum():
        return False
    return "".join("D" if char.isdecimal() else "L" for char in chars) in _SHAPES


def is_postcode(chars: str) -> bool:
    """Tell whether characters have the form of a Dutch postcode."""
    form = re.fullmatch(r"[1-9]\d{3}([a-z]{2})", chars)
    return form is not None and form[1] not in ("sa", "sd", "ss")
