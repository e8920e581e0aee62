"""What several commands need before they start: the method, the house style, a reviewer."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gehoor.cli.app import fail

if TYPE_CHECKING:
    from collections.abc import Collection

    from gehoor.hearing import Listener
    from gehoor.house import HouseStyle, LetterHouse, Rules
    from gehoor.llm.settings import ModelSettings
    from gehoor.method import Method
    from gehoor.reviewing import Reviewer


class Ear(StrEnum):
    """What hears the acts."""

    joined = "joined"
    phrases = "phrases"
    llm = "llm"


EAR_HELP = (
    "Het oor: zinnen en classificatie samen (joined), alleen de zinnen (phrases), of een taalmodel "
    "(llm; zie [llm] in gehoor.toml)."
)


class SetUp(NamedTuple):
    """A method, a reviewer that uses it in the house's style, and the house's letters."""

    method: Method
    reviewer: Reviewer
    letter: LetterHouse


def set_up(
    profile: str | None, config: Path | None, folders: tuple[Path, ...], ear: Ear = Ear.joined
) -> SetUp:
    """Return what is needed to review, or end with status 2 and every fault."""
    from gehoor.house import HouseFault
    from gehoor.reviewing import Reviewer

    loading = _Loading(folders)
    try:
        style = _style(profile, config, loading.rules)
    except HouseFault as fault:
        fail(*fault.faults, *loading.faults)
    method = loading.method(style.folders)
    reviewer = Reviewer(method, style.house, _listener(ear, method, style.llm))
    return SetUp(method, reviewer, style.letter)


class _Loading:
    """Loads the method once, for what a house style may name and for the review."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._given = folders
        self._method: Method | None = None
        self.faults: list[str] = []

    def rules(self, own: tuple[Path, ...]) -> Collection[str] | None:
        from gehoor.method import MethodFault

        try:
            self._method = _load((*own, *self._given))
        except MethodFault as fault:
            self.faults = fault.faults
            return None
        return self._method.rules

    def method(self, own: tuple[Path, ...]) -> Method:
        if self.faults:
            fail(*self.faults)
        return self._method or load_method((*own, *self._given))


def _listener(ear: Ear, method: Method, settings: ModelSettings | None) -> Listener:
    from gehoor.hearing import JoinedListener, PhraseListener

    if ear is Ear.phrases:
        return PhraseListener(method)
    if ear is Ear.joined:
        return JoinedListener(method)
    if settings is None:
        fail('--ear llm: geen [llm] in gehoor.toml; verwacht minstens model = "…"')
    try:
        from gehoor.llm.listener import ModelListener
    except ImportError:
        fail("--ear llm vraagt httpx: pip install 'gehoor[llm]'")
    return ModelListener(method, settings)


def complaints(listener: Listener) -> list[str]:
    """Return what there is to say about an ear that could not always hear."""
    said = getattr(listener, "complaint", str)()
    return [said] if said else []


def load_method(folders: tuple[Path, ...] = ()) -> Method:
    """Return the method, or end with status 2 and every fault of every file."""
    from gehoor.method import MethodFault

    try:
        return _load(folders)
    except MethodFault as fault:
        fail(*fault.faults)


def _load(folders: tuple[Path, ...]) -> Method:
    from gehoor.method import MethodFault, load

    absent = [folder for folder in folders if not folder.is_dir()]
    if absent:
        raise MethodFault(
            [
                f"{folder}: map bestaat niet; verwacht een map met acts/, cues/ of rules/"
                for folder in absent
            ]
        )
    return load(folders)


def _style(profile: str | None, config: Path | None, rules: Rules) -> HouseStyle:
    import msgspec

    from gehoor.coaching import House
    from gehoor.house import FILE, HouseStyle, read_house
    from gehoor.reviewing import profile_names

    path = config or (Path(FILE) if Path(FILE).is_file() else None)
    style = read_house(path, rules) if path else HouseStyle(House())
    if profile is None:
        return style
    if profile not in profile_names():
        fail(f"--profile: onbekend profiel «{profile}»; verwacht {' of '.join(profile_names())}")
    return style._replace(house=msgspec.structs.replace(style.house, profile=profile))
