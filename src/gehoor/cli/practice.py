"""`gehoor practice`: a call with a simulated caller, in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gehoor.cli.app import app, fail, say
from gehoor.cli.setup import Ear, SetUp, complaints, load_method, set_up

if TYPE_CHECKING:
    from rich.console import Console

    from gehoor.method import Method
    from gehoor.practice import Exchange, Practice, Reply, Scenario
    from gehoor.practice.wording import Worder

ENDED = "De beller heeft opgehangen. /terug probeert het anders, /stop geeft het verslag."
BACK, HINT, STOP = "/terug", "/hint", "/stop"


class Help(StrEnum):
    """How much help there is during the call."""

    card = "kaart"
    hint = "hint"
    none = "geen"


@app.command()
def practice(
    scenario: str | None = typer.Argument(
        None, metavar="[SCENARIO]", help="Naam van een scenario, of een eigen bestand (.toml)."
    ),
    listing: bool = typer.Option(False, "--list", "-l", help="Toon alle scenario's."),
    check: bool = typer.Option(
        False, "--check", help="Kijk een scenario na en speel het proef met zeven medewerkers."
    ),
    seed: int = typer.Option(
        1, "--seed", "-s", help="Dezelfde beller krijg je met hetzelfde getal."
    ),
    assist: Help = typer.Option(
        Help.hint, "--help-level", help="kaart (steeds), hint (op verzoek met /hint) of geen."
    ),
    profile: str | None = typer.Option(
        None, "--profile", "-p", help="evenwichtig, terughoudend of ruimhartig."
    ),
    config: Path | None = typer.Option(
        None, "--config", "-c", help="Huisstijlbestand (gehoor.toml)."
    ),
    llm: bool = typer.Option(
        False, "--llm", help="Laat een taalmodel de woorden kiezen (zie [llm] in gehoor.toml)."
    ),
) -> None:
    """Oefen een gesprek met een nagespeelde beller."""
    from rich.console import Console

    from gehoor.practice import load
    from gehoor.reporting.practice_text import show_list

    console = Console(highlight=False)
    made = load()
    if listing:
        show_list(made, load_method(), console)
        return
    if scenario is None:
        fail("noem een scenario, zoals «gehoor practice pakket»; --list toont ze alle")
    chosen = _scenario(scenario, made)
    ready = set_up(profile, config, (), Ear.joined)
    if check:
        _check(made, chosen, ready, console)
        return
    worder = _worder(llm, chosen, ready, config)
    from gehoor.practice import Exchange

    exchange = Exchange(made, chosen, ready.reviewer, seed, worder, Path(scenario).stem)
    _Session(exchange, assist, console, Path(scenario).stem).play(ready.method)
    say(*complaints(worder))


def _scenario(name: str, made: Practice) -> Scenario:
    from gehoor.practice import PracticeFault, read_scenario

    if name in made.scenarios:
        return made.scenarios[name]
    path = Path(name)
    if path.suffix != ".toml":
        import difflib

        near = difflib.get_close_matches(name, made.scenarios, n=1)
        hint = f"; bedoel je «{near[0]}»?" if near else ""
        fail(f"onbekend scenario «{name}»{hint} «gehoor practice --list» toont ze alle")
    try:
        return read_scenario(path.read_bytes(), made, name)
    except OSError as error:
        fail(f"{name}: niet te lezen: {error.strerror}")
    except PracticeFault as fault:
        fail(*fault.faults)


def _check(made: Practice, scenario: Scenario, ready: SetUp, console: Console) -> None:
    """Play a scenario with every played agent; status 1 where it does not teach the method."""
    from gehoor.practice.agents import dry_run
    from gehoor.reporting.practice_text import show_dry_run

    found = dry_run(made, scenario, ready.reviewer)
    show_dry_run(made, found, console)
    if found.faults:
        say(*found.faults)
        raise typer.Exit(1)


def _worder(wanted: bool, scenario: Scenario, ready: SetUp, config: Path | None) -> Worder | None:
    if not wanted:
        return None
    from gehoor.house import FILE, read_house

    path = config or Path(FILE)
    settings = read_house(path, None).llm if path.is_file() else None
    if settings is None:
        fail('--llm: geen [llm] in gehoor.toml; verwacht minstens model = "…"')
    try:
        from gehoor.llm.caller import ModelWorder
    except ImportError:
        fail("--llm vraagt httpx: pip install 'gehoor[llm]'")
    return ModelWorder(scenario, settings, ready.reviewer.listener)


def _typed(console: Console) -> Iterator[str]:
    """Yield what is typed, until there is no more."""
    asks = sys.stdin.isatty()
    while True:
        if asks:
            console.print("[bold]jij     [/]", end="")
        line = sys.stdin.readline()
        if not line:
            return
        yield line.strip()


class _Session:
    """One practice call at a terminal: what is typed, and what comes back."""

    def __init__(self, exchange: Exchange, assist: Help, console: Console, name: str) -> None:
        self.exchange, self.assist, self.console, self.name = exchange, assist, console, name
        self._first: Reply | None = None  # the answer to the try that was taken back

    def play(self, method: Method) -> None:
        """Practise until there is no more, then show how it went."""
        from gehoor.reporting.practice_text import show_start

        show_start(self.exchange.scenario, self.console)
        for line in _typed(self.console):
            if line == STOP:
                break
            self._take(line)
        self._report(method)

    def _take(self, line: str) -> None:
        if line == HINT:
            self._hint()
        elif line == BACK:
            self._back()
        elif line.startswith("/"):
            self._note(f"Onbekend: {line}. Verwacht {HINT}, {BACK} of {STOP}.")
        elif self.exchange.ended:
            self._note(ENDED)
        else:
            self._say(line)

    def _say(self, line: str) -> None:
        from gehoor.practice.ending import difference
        from gehoor.practice.exchange import TooLong
        from gehoor.reporting import practice_text as shown

        try:
            reply = self.exchange.say(line)
        except TooLong as fault:
            self._note(str(fault))
            return
        shown.show_reply(reply, self.console, ENDED)
        if self.assist is Help.card:
            shown.show_card(self.exchange.conversation.advice(), reply, self.console)
        if self._first is not None:
            found = difference(self._first, reply)
            shown.show_difference(self.exchange.practice, found, self.console)
            self._first = None

    def _hint(self) -> None:
        from gehoor.reporting.practice_text import show_hint

        if self.assist is Help.none:
            self._note("Dit keer oefen je zonder hulp.")
        else:
            show_hint(self.exchange.conversation.advice(), self.console)

    def _back(self) -> None:
        if not self.exchange.replies:
            self._note("Er is nog niets gezegd.")
            return
        self._first = self.exchange.replies[-1]
        self.exchange = self.exchange.back()
        said = self.exchange.replies[-1].text if self.exchange.replies else "(de telefoon gaat)"
        self._note(f"Probeer het anders. De beller zei: {said}")

    def _report(self, method: Method) -> None:
        from gehoor.practice.ending import next_scenario, things_to_try
        from gehoor.reporting.practice_text import show_course
        from gehoor.reporting.terminal import show

        if not self.exchange.replies:
            return
        review = self.exchange.review()
        show(review, method, self.console)
        things = things_to_try(self.exchange, review)
        after = next_scenario(self.exchange.practice, (), review, self.name)
        show_course(self.exchange, things, after or "", self.console)

    def _note(self, text: str) -> None:
        from rich.text import Text

        self.console.print(Text(f"        {text}", style="dim"))
