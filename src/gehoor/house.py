"""The house style file `gehoor.toml`: an organisation's own choices, checked.

profile = "evenwichtig"
address_form = "u"
party_word = "huurder"
mandate = 25.0
method = ["eigen-methode"]      # folders laid over the method, relative to this file
allow_unmasked = true           # web app: people may keep calls that are not masked
[rules]
LUI03 = false
[severities]
NEE04 = "warning"
[llm]                           # for `--ear llm`
model = "qwen3:8b"
[letter]                        # for `gehoor letter`
organisation = "Woonstede"
sender = "team Bewonerszaken"
contact = "Bel 0800-1234 of mail naar bewoners@woonstede.example."
objection = "Bent u het niet eens met een nee? Dan kunt u binnen zes weken bezwaar maken."
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from gehoor.coaching import House
from gehoor.dialogue.call import AddressForm
from gehoor.dialogue.form import check
from gehoor.llm.settings import ModelSettings
from gehoor.method.model import ProfileName, Severity

FILE = "gehoor.toml"
Rules = Callable[[tuple[Path, ...]], Collection[str] | None]
"""Gives the rules of a method with these folders of the house's own; None if it can't be read."""


class HouseFault(ValueError):
    """A house style file that cannot be used; `faults` lists everything wrong with it."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


class LetterHouse(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is the same in every letter of a house; what is empty is asked in the draft."""

    organisation: str = ""
    sender: str = ""
    contact: str = ""
    objection: str = ""


class HouseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file as written."""

    profile: ProfileName = "evenwichtig"
    address_form: AddressForm | None = None
    party_word: str = "beller"
    mandate: float | None = None
    method: list[str] = []
    rules: dict[str, bool] = {}
    severities: dict[str, Severity] = {}
    llm: ModelSettings | None = None
    letter: LetterHouse = LetterHouse()
    allow_unmasked: bool = False  # people may keep a call with its personal data in it


class HouseStyle(NamedTuple):
    """The choices for the coach, the method folders, and the language model, if any."""

    house: House
    folders: tuple[Path, ...] = ()
    llm: ModelSettings | None = None
    letter: LetterHouse = LetterHouse()
    allow_unmasked: bool = False


def read_house(path: Path, rules: Rules | None = None) -> HouseStyle:
    """Return the house style in a file; with `rules`, those that it names must exist.

    Raises:
        HouseFault: with everything that is wrong with the file.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise HouseFault([f"{path}: bestaat niet"]) from None
    except UnicodeDecodeError as error:
        raise HouseFault([f"{path}: byte {error.start}: geen UTF-8"]) from None
    return parse_house(text, str(path), path.parent, rules)


def parse_house(
    text: str, name: str, folder: Path = Path(), rules: Rules | None = None
) -> HouseStyle:
    """Return the house style in a text; own method folders stand relative to `folder`.

    Raises:
        HouseFault: with everything that is wrong with the text, each fault with its name in front.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"regel {place[1]}, teken {place[2]}" if place else "het eind"
        raise HouseFault([f"{name}: {where}: geen geldige TOML"]) from None
    form, faults = check(data, HouseFile)
    folders = tuple((folder / given).resolve() for given in _texts(data.get("method")))
    faults = [*faults, *(_wrong(form) if form else ())]
    faults += [f"method: map «{path}» bestaat niet" for path in folders if not path.is_dir()]
    if rules:
        faults += _unknown(data, rules(tuple(path for path in folders if path.is_dir())))
    if form is None or faults:
        raise HouseFault([f"{name}: {fault}" for fault in faults])
    house = House(
        profile=form.profile,
        rules=form.rules,
        severities=form.severities,
        mandate=form.mandate,
        address_form=form.address_form,
        party_word=form.party_word,
    )
    return HouseStyle(house, folders, form.llm, form.letter, form.allow_unmasked)


def _wrong(form: HouseFile) -> list[str]:
    wrong = list(form.llm.faults()) if form.llm else []
    if form.mandate is not None and not 0 <= form.mandate < float("inf"):
        wrong = [*wrong, f"mandate: {form.mandate} kan niet; verwacht een bedrag vanaf 0"]
    return wrong


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _unknown(data: dict[str, Any], known: Collection[str] | None) -> list[str]:
    tables = [data.get("rules"), data.get("severities")]
    named = {rule for table in tables if isinstance(table, dict) for rule in table}
    if known is None:
        return []
    return [
        f"onbekende regel «{rule}»; zie gehoor rule --list" for rule in sorted(named - {*known})
    ]
