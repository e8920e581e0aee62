"""Reading the method's files, all of them, and saying all that is wrong with them at once.

An organisation's own folder is laid over the method's own: a file with the same path
replaces it, a new one is added. What a file means is checked here; whether its examples
hold is `examples.py`'s business, and speed `cache.py`'s.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import TypeVar, get_args

from gehoor.dialogue import Speaker
from gehoor.dialogue.form import check
from gehoor.method.forms import rule_faults
from gehoor.method.live import LiveText, live_faults
from gehoor.method.model import (
    STEPS,
    Act,
    AdviceText,
    Check,
    Citation,
    HearingWords,
    Method,
    Profile,
    ProfileName,
    Rule,
    Source,
    Step,
    StepText,
    StrengthText,
)

T = TypeVar("T")

HOME = Path(__file__).parent
_SUFFIXES = {".toml", ".txt"}
SPEAKERS: tuple[Speaker, ...] = ("caller", "agent")


class MethodFault(ValueError):
    """The method cannot be used; `faults` lists every fault of every file."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("; ".join(faults))


def read_files(folders: Iterable[Path]) -> dict[str, bytes]:
    """Return path → content of the method's files, later folders laid over earlier ones.

    Raises:
        MethodFault: a folder does not exist or holds no method files.
    """
    files: dict[str, bytes] = {}
    for folder in folders:
        here = _files_of(folder)
        if not here:
            raise MethodFault(
                [f"{folder}: verwacht een map met .toml-bestanden in acts/, cues/ of rules/"]
            )
        files.update(here)
    return files


def _files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in _SUFFIXES and path.is_file()
    }


def build(files: Mapping[str, bytes]) -> Method:
    """Return the method that these files describe.

    Raises:
        MethodFault: with every fault of every file, each with file and key.
    """
    method, faults = build_what_can(files)
    if faults or method is None:
        raise MethodFault(faults)
    return method


def build_what_can(files: Mapping[str, bytes]) -> tuple[Method | None, list[str]]:
    """Return a method of the files that are right, and the faults of the others.

    For those who write method files: one half-written file must not hide the rest.
    The method is None where even that cannot be made.
    """
    reader = _Reader(files)
    method = reader.method()
    return method, sorted(reader.faults)


def word_lists(
    files: Mapping[str, bytes], faults: list[str] | None = None
) -> dict[str, tuple[str, ...]]:
    """Return name → entries of the word lists among the method's files."""
    lists = {}
    for path, content in files.items():
        if path.startswith("words/") and path.endswith(".txt"):
            try:
                lines = [
                    line.split("#")[0].strip() for line in content.decode("utf-8-sig").splitlines()
                ]
            except UnicodeDecodeError as error:
                lines = []
                if faults is not None:
                    faults.append(f"{path}: geen UTF-8-tekst (byte {error.start})")
            lists[PurePosixPath(path).stem] = tuple(line for line in lines if line)
    return lists


class _Reader:
    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.faults: list[str] = []

    def method(self) -> Method | None:
        from gehoor.method.compiling import compile_checks, compile_lexicon, compile_pseudo

        words = word_lists(self.files, self.faults)
        acts = {speaker: self._folder(f"acts/{speaker}", Act) for speaker in SPEAKERS}
        cues = {speaker: self._folder(f"cues/{speaker}", Act) for speaker in SPEAKERS}
        rules, slugs = self._rules()
        steps = self._tables("steps.toml", StepText, STEPS)
        strengths = self._tables("strengths.toml", StrengthText, ())
        advice = self._tables("advice.toml", AdviceText, ())
        profiles = self._tables("profiles.toml", Profile, get_args(ProfileName))
        sources = self._tables("sources.toml", Source, ())
        hearing = self._file("hearing.toml", HearingWords)
        live = self._live(advice)
        self._check_names(acts, cues, rules)
        checks = self._folder("checks", Check)
        self._check_sources(rules, steps, checks, sources)
        self._check_checks(checks, rules)
        lexicons = {
            speaker: compile_lexicon(speaker, acts[speaker], cues[speaker], words, self.faults)
            for speaker in SPEAKERS
        }
        if (
            hearing is None
            or live is None
            or not {*STEPS} <= steps.keys()
            or len(profiles) < len(get_args(ProfileName))
        ):
            return None
        return Method(
            acts=acts,
            cues=cues,
            rules=rules,
            slugs=slugs,
            steps=_of_steps(steps),
            strengths=strengths,
            advice=advice,
            profiles=_of_profiles(profiles),
            sources=sources,
            hearing=hearing,
            lexicons=lexicons,
            pseudo=compile_pseudo(hearing, words, self.faults),
            live=live,
            checks=checks,
            check_lexicon=compile_checks(checks, words, self.faults),
        )

    def _live(self, advice: Mapping[str, AdviceText]) -> LiveText | None:
        live = self._file("live.toml", LiveText)
        self.faults += [f"live.toml: {f}" for f in (live_faults(live, advice) if live else ())]
        return live

    def _paths(self, folder: str, suffix: str) -> list[str]:
        return sorted(
            path
            for path in self.files
            if PurePosixPath(path).parent.as_posix() == folder and path.endswith(suffix)
        )

    def _text(self, path: str) -> str:
        try:
            return self.files[path].decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.faults.append(f"{path}: geen UTF-8-tekst (byte {error.start})")
            return ""

    def _toml(self, path: str) -> dict[str, object] | None:
        if path not in self.files:
            self.faults.append(f"{path}: ontbreekt")
            return None
        try:
            return tomllib.loads(self._text(path).replace("\r\n", "\n"))
        except tomllib.TOMLDecodeError as error:
            self.faults.append(f"{path}: geen geldige TOML: {error}")
            return None

    def _file(self, path: str, form: type[T]) -> T | None:
        data = self._toml(path)
        if data is None:
            return None
        found, faults = check(data, form)
        self.faults += [f"{path}: {fault}" for fault in faults]
        return found

    def _folder(self, folder: str, form: type[T]) -> dict[str, T]:
        found = {
            PurePosixPath(path).stem: self._file(path, form)
            for path in self._paths(folder, ".toml")
        }
        return {name: item for name, item in found.items() if item is not None}

    def _tables(self, path: str, form: type[T], expected: Iterable[str]) -> dict[str, T]:
        found: dict[str, T] = {}
        tables = self._toml(path) or {}
        for name, table in tables.items():
            item, faults = check(table, form, name)
            self.faults += [f"{path}: {fault}" for fault in faults]
            if item is not None:
                found[name] = item
        if tables:
            missing = [name for name in expected if name not in tables]
            self.faults += [f"{path}: tabel [{name}] ontbreekt" for name in missing]
        return found

    def _rules(self) -> tuple[dict[str, Rule], dict[str, str]]:
        rules, slugs = {}, {}
        for path in self._paths("rules", ".toml"):
            name, _, slug = PurePosixPath(path).stem.partition("-")
            if not slug:
                self.faults.append(
                    f"{path}: een regelbestand heet ID-naam.toml, zoals EXC02-meer-dan-eens.toml"
                )
            rule = self._file(path, Rule)
            if rule is not None:
                rules[name], slugs[name] = rule, slug
                self.faults += [f"{path}: {fault}" for fault in rule_faults(rule)]
        return rules, slugs

    def _check_names(
        self,
        acts: Mapping[Speaker, Mapping[str, Act]],
        cues: Mapping[Speaker, Mapping[str, Act]],
        rules: Mapping[str, Rule],
    ) -> None:
        known = {s: acts[s].keys() | cues[s].keys() for s in SPEAKERS}
        anyone = known["caller"] | known["agent"]
        for speaker in SPEAKERS:
            for name, act in {**acts[speaker], **cues[speaker]}.items():
                named = [*act.yields_to, *(a for when in act.when for a in when.after)]
                self._unknown(f"{speaker}/{name}.toml", named, anyone)
        for name, rule in rules.items():
            when = rule.when
            named = [*when.acts, *when.unless, *when.after, *when.caller]
            self._unknown(f"rules/{name}", named, anyone)

    def _unknown(self, where: str, named: Iterable[str], known: Iterable[str]) -> None:
        self.faults += [
            f"{where}: onbekende handeling «{name}»" for name in sorted(set(named) - set(known))
        ]

    def _check_sources(
        self,
        rules: Mapping[str, Rule],
        steps: Mapping[str, StepText],
        checks: Mapping[str, Check],
        sources: Mapping[str, Source],
    ) -> None:
        cited: dict[str, list[Citation]] = {
            f"rules/{name}": [*rule.sources, *rule.against] for name, rule in rules.items()
        }
        cited |= {f"steps.toml: {name}": step.sources for name, step in steps.items()}
        cited |= {f"checks/{name}": [*c.sources, *c.against] for name, c in checks.items()}
        for where, citations in cited.items():
            unknown = sorted({c.work for c in citations} - set(sources))
            self.faults += [
                f"{where}: bron «{work}» staat niet in sources.toml" for work in unknown
            ]

    def _check_checks(self, checks: Mapping[str, Check], rules: Mapping[str, Rule]) -> None:
        for name, item in checks.items():
            if item.rule and item.rule not in rules:
                self.faults.append(f"checks/{name}: rule: onbekende regel «{item.rule}»")
            elif not item.rule and not (item.title and item.why and item.sources):
                self.faults.append(f"checks/{name}: verwacht rule, of title, why en sources")


def _of_steps(steps: Mapping[str, StepText]) -> dict[Step, StepText]:
    return {name: steps[name] for name in STEPS}


def _of_profiles(profiles: Mapping[str, Profile]) -> dict[ProfileName, Profile]:
    names: tuple[ProfileName, ...] = get_args(ProfileName)
    return {name: profiles[name] for name in names}
