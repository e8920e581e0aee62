"""What several commands need before they start: the method, the house style, a reviewer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gehoor.cli.app import fail

if TYPE_CHECKING:
    from gehoor.coaching import House
    from gehoor.method import Method
    from gehoor.reviewing import Reviewer


class SetUp(NamedTuple):
    """A method, and a reviewer that uses it in the house's style."""

    method: Method
    reviewer: Reviewer


def set_up(profile: str | None, config: Path | None, folders: tuple[Path, ...]) -> SetUp:
    """Return what is needed to review, or end with status 2 and every fault."""
    from gehoor.house import HouseFault, check_rules
    from gehoor.reviewing import Reviewer

    try:
        house, own = _house(profile, config)
        method = load_method((*own, *folders))
        check_rules(house, set(method.rules), str(config or "gehoor.toml"))
    except HouseFault as fault:
        fail(*fault.faults)
    return SetUp(method, Reviewer(method, house))


def load_method(folders: tuple[Path, ...] = ()) -> Method:
    """Return the method, or end with status 2 and every fault of every file."""
    from gehoor.method import MethodFault, load

    absent = [folder for folder in folders if not folder.is_dir()]
    if absent:
        fail(
            *(
                f"{folder}: map bestaat niet; verwacht een map met acts/, cues/ of rules/"
                for folder in absent
            )
        )
    try:
        return load(folders)
    except MethodFault as fault:
        fail(*fault.faults)


def _house(profile: str | None, config: Path | None) -> tuple[House, tuple[Path, ...]]:
    import msgspec

    from gehoor.coaching import House
    from gehoor.house import FILE, read_house
    from gehoor.reviewing import profile_names

    path = config or (Path(FILE) if Path(FILE).is_file() else None)
    house, folders = read_house(path) if path else (House(), ())
    if profile is None:
        return house, folders
    if profile not in profile_names():
        fail(f"--profile: onbekend profiel «{profile}»; verwacht {' of '.join(profile_names())}")
    return msgspec.structs.replace(house, profile=profile), folders
