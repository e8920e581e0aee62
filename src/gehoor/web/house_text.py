"""The house style as text (`gehoor.toml`), as the fields of a form, and in differences.

Reading and checking the text is `gehoor.house`' business; here is the way back: from choices
on a page to a text that people can download, read and keep.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import NamedTuple, get_args

import msgspec

from gehoor.coaching import House
from gehoor.dialogue.call import AddressForm
from gehoor.house import HouseFile as Written
from gehoor.house import parse_house
from gehoor.method import Method
from gehoor.method.model import ProfileName, Severity
from gehoor.store import Faulty
from gehoor.web.texts import marked

DEFAULT = ""  # in a form: as the profile has it
CHOICES: tuple[str, ...] = (DEFAULT, "off", "tip", "warning", "serious")
_THOUSANDS = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?")
_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")
_FIELDS = {
    "profile": marked("Profiel"),
    "address_form": marked("Aanspreekvorm"),
    "party_word": marked("Hoe de ander heet"),
    "mandate": marked("Wat je zelf mag weggeven"),
}


class HouseFile(Written, frozen=True, forbid_unknown_fields=True):
    """The file as written, with what a page does with it."""

    def house(self) -> House:
        """Return the choices for the coach."""
        return House(
            profile=self.profile,
            rules=self.rules,
            severities=self.severities,
            mandate=self.mandate,
            address_form=self.address_form,
            party_word=self.party_word,
        )

    def choice(self, name: str, method: Method) -> str:
        """Return what a form shows for a rule: one of CHOICES."""
        if self.rules.get(name) is False:
            return "off"
        if name in self.severities:
            return self.severities[name]
        off = method.rules[name].severity[self.profile] == "off"
        return "tip" if self.rules.get(name) and off else DEFAULT


class Change(NamedTuple):
    """One thing that differs between two house styles; None is «not chosen»."""

    what: str
    rule: str
    before: str
    after: str


def read_file(text: str) -> HouseFile:
    """Return the choices in a text.

    Raises:
        Faulty: with everything that is wrong with it.
    """
    from gehoor.house import HouseFault

    try:
        parse_house(text, marked("huisstijl"))
    except HouseFault as fault:
        raise Faulty(*fault.faults) from None
    return msgspec.convert(tomllib.loads(text), HouseFile)


def write_file(file: HouseFile) -> str:
    """Return the text of a `gehoor.toml` with these choices."""
    lines = [f"profile = {_toml(file.profile)}"]
    if file.address_form:
        lines.append(f"address_form = {_toml(file.address_form)}")
    lines.append(f"party_word = {_toml(file.party_word)}")
    if file.mandate is not None:
        lines.append(f"mandate = {float(file.mandate)!r}")
    if file.allow_unmasked:
        lines.append("allow_unmasked = true")
    if file.method:
        lines.append(f"method = [{', '.join(map(_toml, file.method))}]")
    tables: dict[str, Mapping[str, object]] = {"rules": file.rules, "severities": file.severities}
    tables["letter"] = {k: v for k, v in msgspec.to_builtins(file.letter).items() if v}
    if file.llm:
        tables["llm"] = {k: v for k, v in msgspec.to_builtins(file.llm).items() if v is not None}
    for name, table in tables.items():
        if table:
            lines += ["", f"[{name}]"]
            lines += [f"{key} = {_toml(value)}" for key, value in sorted(table.items())]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    """Return a value in TOML; JSON's texts, numbers and booleans are TOML's as well."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def from_form(fields: Mapping[str, str], before: HouseFile, method: Method) -> HouseFile:
    """Return the choices somebody made in the form; what the form doesn't show stays.

    Raises:
        Faulty: with everything that is wrong with them.
    """
    faults = list(_faults(fields))
    if faults:
        raise Faulty(*faults)
    rules: dict[str, bool] = {}
    severities: dict[str, Severity] = {}
    for name in method.rules:
        choice = fields.get(f"rule-{name}", DEFAULT)
        if choice == "off":
            rules[name] = False
        elif choice in CHOICES and choice != DEFAULT:
            severities[name] = choice  # type: ignore[assignment]
    file = msgspec.structs.replace(
        before,
        profile=fields.get("profile", before.profile),
        address_form=fields.get("address_form") or None,
        party_word=" ".join(fields.get("party_word", "").split()) or "beller",
        mandate=_amount(fields.get("mandate", "")),
        rules=rules,
        severities=severities,
    )
    return read_file(write_file(file))


def _faults(fields: Mapping[str, str]) -> Iterator[str]:
    if fields.get("profile", "evenwichtig") not in get_args(ProfileName):
        yield marked("Profiel: kies er een uit de lijst.")
    if fields.get("address_form", "") not in ("", *get_args(AddressForm)):
        yield marked("Aanspreekvorm: kies u, je of geen van beide.")
    if len(fields.get("party_word", "")) > 40:
        yield marked("Hoe de ander heet: dat mag hoogstens 40 tekens zijn.")
    try:
        amount = _amount(fields.get("mandate", ""))
    except ValueError:
        yield marked("Wat je zelf mag weggeven: schrijf een bedrag, zoals 25 of 12,50.")
    else:
        if amount is not None and not 0 <= amount <= 1_000_000:
            yield marked("Wat je zelf mag weggeven: schrijf een bedrag vanaf 0.")


def _amount(text: str) -> float | None:
    text = text.replace("€", "").replace(" ", "").strip().removesuffix(",-")
    if not text:
        return None
    if _THOUSANDS.fullmatch(text):
        text = text.replace(".", "")
    text = text.replace(",", ".")
    if not _AMOUNT.fullmatch(text):
        raise ValueError(text)
    return float(text)


def shown_amount(amount: float | None) -> str:
    """Return an amount as people write it: «12,50», or nothing."""
    if amount is None:
        return ""
    return f"{amount:.0f}" if amount == int(amount) else f"{amount:.2f}".replace(".", ",")


def changes(before: HouseFile, after: HouseFile, method: Method) -> tuple[Change, ...]:
    """Return what differs, field by field and rule by rule."""
    found = []
    for field, title in _FIELDS.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            found.append(Change(title, "", _shown(old), _shown(new)))
    for name in sorted({*before.rules, *after.rules, *before.severities, *after.severities}):
        if name in method.rules:
            old, new = before.choice(name, method), after.choice(name, method)
            if old != new:
                found.append(Change(method.rules[name].title, name, old, new))
    if before.llm != after.llm:
        found.append(Change(marked("Taalmodel"), "", "", ""))
    return tuple(found)


def _shown(value: object) -> str:
    return shown_amount(value) if isinstance(value, float) else str(value or "")
