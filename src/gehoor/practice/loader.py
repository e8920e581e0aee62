"""Reading the practice's data, and saying all that is wrong with it at once.

Everything a caller feels, does and says stands in `data/`, as TOML that a coach can read. What it
does is `inside`, `choosing` and `wording`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from gehoor.dialogue.form import check
from gehoor.method import Method
from gehoor.method import load as load_method
from gehoor.method.model import STEPS
from gehoor.practice.forms import (
    GAUGES,
    AgentText,
    Choice,
    GaugeText,
    Intent,
    Model,
    Move,
    Scenario,
    Temperament,
    Voice,
    When,
)
from gehoor.practice.noticing import NOTICED, Noticing
from gehoor.practice.slots import slots_in

T = TypeVar("T")
HOME = Path(__file__).parent / "data"
MOST_BYTES = 200_000  # of one scenario: more is no scenario


class PracticeFault(ValueError):
    """Data that cannot be used; `faults` lists every fault, each with file and key."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


class Practice(msgspec.Struct, frozen=True):
    """All that simulated callers are made of."""

    model: Model
    gauges: dict[str, GaugeText]
    moves: dict[str, Move]
    temperaments: dict[str, Temperament]
    intents: dict[str, Intent]
    choices: tuple[Choice, ...]
    voices: dict[str, Voice]
    noticing: Noticing
    scenarios: dict[str, Scenario]
    agents: dict[str, AgentText]


@cache
def load() -> Practice:
    """Return the practice that comes with Gehoor.

    Raises:
        PracticeFault: with every fault of every file.
    """
    return build(read_files(HOME), load_method())


def read_files(folder: Path) -> dict[str, bytes]:
    """Return path → content of the data files in a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.toml"))
    }


def build(files: Mapping[str, bytes], method: Method) -> Practice:
    """Return the practice these files describe.

    Raises:
        PracticeFault: with every fault of every file.
    """
    reader = _Reader(files, method)
    found = reader.practice()
    if reader.faults or found is None:
        raise PracticeFault(sorted(reader.faults))
    return found


def read_scenario(content: bytes, practice: Practice, name: str = "scenario.toml") -> Scenario:
    """Return the scenario in a file that somebody wrote.

    Raises:
        PracticeFault: with everything that is wrong with it.
    """
    if len(content) > MOST_BYTES:
        raise PracticeFault([f"{name}: verwacht hoogstens {MOST_BYTES} bytes"])
    faults: list[str] = []
    found = _one(name, content, Scenario, faults)
    if found is not None:
        faults += [
            f"{name}: {fault}"
            for fault in scenario_faults(
                found,
                practice.voices,
                practice.temperaments,
                line_names(practice.intents, practice.moves),
            )
        ]
    if faults or found is None:
        raise PracticeFault(faults)
    return found


def line_names(intents: Iterable[str], moves: Mapping[str, Move]) -> list[str]:
    """Return for what there may be lines: intents, and reactions to what the agent said."""
    return [*intents, *dict.fromkeys(f"on_{m.reaction}" for m in moves.values() if m.reaction)]


def scenario_faults(
    scenario: Scenario,
    voices: Mapping[str, Voice],
    temperaments: Iterable[str],
    names: Iterable[str],
) -> Iterator[str]:
    """Yield what does not fit in a scenario that has the right form."""
    yield from _not_in("voice", [scenario.voice], voices, "stem")
    yield from _not_in("temperament", [scenario.temperament], temperaments, "temperament")
    yield from _not_in("steps", scenario.steps, STEPS, "stap")
    yield from _not_in("lines", scenario.lines, names, "bedoeling")
    for gauge in GAUGES:
        if gauge not in scenario.inside:
            yield f"inside.{gauge}: ontbreekt; verwacht een getal van 0 tot 4"
    if scenario.case.mandate is not None and scenario.case.mandate < 0:
        yield f"case.mandate: {scenario.case.mandate:g} is geen bedrag; verwacht 0 of meer"
    known = {*voices.get("gewoon", Voice("", 0)).slots, *scenario.slots, "feit"}
    known |= set(voices[scenario.voice].slots) if scenario.voice in voices else set()
    for where, lines in _lines_of(scenario):
        if not lines:
            yield f"{where}: verwacht minstens één zin"
        for line in lines:
            for slot in slots_in(line):
                if slot not in known:
                    yield f"{where}: onbekend gat «{{{slot}}}»"


def _lines_of(scenario: Scenario) -> Iterator[tuple[str, list[str]]]:
    yield "opening", scenario.opening
    for name, fact in scenario.facts.items():
        yield f"facts.{name}.say", fact.say
    for name, fillers in scenario.slots.items():
        yield f"slots.{name}", fillers
    for name, lines in scenario.lines.items():
        yield f"lines.{name}", [*lines.any, *lines.cool, *lines.warm, *lines.hot]


def _not_in(where: str, names: Iterable[str], known: Iterable[str], what: str) -> Iterator[str]:
    known = list(known)
    for name in names:
        if name not in known:
            yield f"{where}: onbekende {what} «{name}»; verwacht {' of '.join(known)}"


def _toml(path: str, content: bytes, faults: list[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        faults.append(f"{path}: geen UTF-8-tekst (byte {error.start})")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        faults.append(f"{path}: geen geldige TOML: {error}")
    return None


def _one(path: str, content: bytes, form: type[T], faults: list[str]) -> T | None:
    data = _toml(path, content, faults)
    if data is None:
        return None
    found, wrong = check(data, form)
    faults += [f"{path}: {fault}" for fault in wrong]
    return found


class _Reader:
    def __init__(self, files: Mapping[str, bytes], method: Method) -> None:
        self.files, self.method = files, method
        self.faults: list[str] = []

    def practice(self) -> Practice | None:
        model = self._file("model.toml", Model)
        noticing = self._file("noticing.toml", Noticing)
        moves = self._tables("moves.toml", Move)
        intents = self._tables("intents.toml", Intent)
        choices = self._choices()
        voices = self._folder("words", Voice)
        temperaments = self._tables("temperaments.toml", Temperament)
        scenarios = self._folder("scenarios", Scenario)
        gauges = self._tables("gauges.toml", GaugeText)
        agents = self._tables("agents.toml", AgentText)
        if model is None or noticing is None or self.faults:
            return None
        self._check_moves(moves)
        names = line_names(intents, moves)
        self._check_intents(intents, choices)
        for name, voice in voices.items():
            self._missing(f"words/{name}.toml: bedoeling", voice.lines, names)
        for name, scenario in scenarios.items():
            faults = scenario_faults(scenario, voices, temperaments, names)
            self.faults += [f"scenarios/{name}.toml: {fault}" for fault in faults]
        return Practice(
            model,
            gauges,
            moves,
            temperaments,
            intents,
            choices,
            voices,
            noticing,
            scenarios,
            agents,
        )

    def _file(self, path: str, form: type[T]) -> T | None:
        if path not in self.files:
            self.faults.append(f"{path}: ontbreekt")
            return None
        return _one(path, self.files[path], form, self.faults)

    def _tables(self, path: str, form: type[T]) -> dict[str, T]:
        return self._file(path, dict[str, form]) or {}  # type: ignore[valid-type]

    def _folder(self, folder: str, form: type[T]) -> dict[str, T]:
        found: dict[str, T] = {}
        for path in self.files:
            if path.startswith(f"{folder}/"):
                item = self._file(path, form)
                if item is not None:
                    found[Path(path).stem] = item
        return found

    def _choices(self) -> tuple[Choice, ...]:
        found = self._file("choices.toml", dict[str, list[Choice]]) or {}
        return tuple(found.get("choice", []))

    def _check_moves(self, moves: Mapping[str, Move]) -> None:
        for name, move in moves.items():
            where = f"moves.toml: {name}"
            self._check_acts(where, [*move.on, *_named(move.when)])
            self._missing(f"{where}: bron", move.sources, self.method.sources)

    def _check_intents(self, intents: Mapping[str, Intent], choices: Iterable[Choice]) -> None:
        for name, intent in intents.items():
            self._missing(f"intents.toml: {name}: handeling", intent.acts, self._caller_acts)
        for at, choice in enumerate(choices):
            where = f"choices.toml: {at + 1} ({choice.intent})"
            self._check_acts(where, [*choice.heard, *_named(choice.when)])
            self._missing(f"{where}: bedoeling", [choice.intent], intents)

    @property
    def _caller_acts(self) -> set[str]:
        return {*self.method.acts["caller"], *self.method.cues["caller"]}

    def _check_acts(self, where: str, names: Iterable[str]) -> None:
        known = {*self.method.acts["agent"], *self.method.cues["agent"], *NOTICED}
        self._missing(f"{where}: handeling", names, known)

    def _missing(self, where: str, names: Iterable[str], known: Iterable[str]) -> None:
        known = set(known)
        self.faults += [f"{where} «{name}» bestaat niet" for name in names if name not in known]


def _named(when: When) -> list[str]:
    return [*when.without, *when.together, *when.before, *when.never]
