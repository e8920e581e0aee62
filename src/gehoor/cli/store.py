"""`gehoor store`: looking after what is kept: the log, retention, keys, export and import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gehoor.cli.app import app, fail

if TYPE_CHECKING:
    from gehoor.store import Store
    from gehoor.store.retention import Planned

FOLDER = Path("gehoor-data")
store_app = typer.Typer(
    name="store", help="Beheer wat bewaard is.", no_args_is_help=True, add_completion=False
)
app.add_typer(store_app)

Database = Annotated[
    str | None,
    typer.Option(
        "--database",
        envvar="GEHOOR_DATABASE",
        help="Adres van de database; anders gehoor.db in de map.",
    ),
]
Folder = Annotated[Path, typer.Option("--folder", help="Map met gehoor.db en gehoor.key.")]


@store_app.command()
def audit(
    verify: bool = typer.Option(False, "--verify", help="Controleer elke regel."),
    number: int = typer.Option(20, "--number", "-n", min=1, help="Hoeveel regels."),
    database: Database = None,
    folder: Folder = FOLDER,
) -> None:
    """Toon de nieuwste regels van het logboek, of controleer het."""
    store = _open(database, folder)
    from gehoor.store import audit as log

    with store.read() as session:
        if not verify:
            for line in reversed(log.about(session, size=number)):
                what = f"{line.action} {line.kind} {line.subject_id or ''}".rstrip()
                print(f"{line.number}  {line.at:%Y-%m-%d %H:%M}  {line.person_id or '-'}  {what}")
            return
        checked = log.verify(session, store.vault)
    if checked.fault:
        fail(f"logboek: {checked.fault}")
    print(f"in orde: {checked.lines} regels, de laatste is {checked.number} ({checked.mark})")


@store_app.command()
def retention(
    dry_run: bool = typer.Option(False, "--dry-run", help="Toon alleen wat weg zou gaan."),
    days: list[str] = typer.Option(
        [], "--days", metavar="SOORT=DAGEN", help="Kies een termijn; SOORT=altijd bewaart altijd."
    ),
    database: Database = None,
    folder: Folder = FOLDER,
) -> None:
    """Verwijder wat langer bewaard is dan de termijn, met een bewijs van verwijdering."""
    store = _open(database, folder)
    from gehoor.store import retention as terms

    _choose(store, [_term(given) for given in days])
    if dry_run:
        with store.read() as session:
            _show(terms.plan(session), "zou weggaan")
    else:
        _show(terms.run(store), "verwijderd")


def _term(given: str) -> tuple[str, int | None]:
    kind, _, number = given.partition("=")
    if number == "altijd":
        return kind, None
    if not (number.isascii() and number.isdigit()):
        fail(f"--days: «{given}» kan niet; verwacht bijvoorbeeld calls=90 of calls=altijd")
    return kind, int(number)


def _choose(store: Store, chosen: list[tuple[str, int | None]]) -> None:
    from gehoor.store import Faulty, audit, retention

    try:
        with store.begin() as session:
            for kind, days in chosen:
                retention.set_days(session, kind, days)
                detail = {"days": days}
                event = audit.Event(None, "retention.set", "retention", kind, detail=detail)
                audit.append(session, store.vault, event)
    except Faulty as fault:
        fail(*(f"--days: {line}" for line in fault.faults))


def _show(planned: tuple[Planned, ...], what: str) -> None:
    for item in planned:
        kept = "altijd bewaard" if item.days is None else f"{item.days} dagen"
        print(f"{item.kind:13} {kept:>15}   {item.number} {what}   {item.title}")


@store_app.command()
def rekey(database: Database = None, folder: Folder = FOLDER) -> None:
    """Verzegel alle sleutels opnieuw met de nieuwste hoofdsleutel (de bovenste in het bestand)."""
    store = _open(database, folder)
    from gehoor.store import KeyFault
    from gehoor.store import rekeying as keys

    try:
        changed = keys.rekey(store)
    except KeyFault as fault:
        fail(str(fault))
    print(f"{changed} sleutels opnieuw verzegeld; een oudere hoofdsleutel is niet meer nodig")


@store_app.command("export")
def export_person(
    email: str = typer.Argument(..., metavar="E-MAIL", help="Van wie."),
    output: Path = typer.Option(..., "--output", "-o", help="Het zip-bestand."),
    database: Database = None,
    folder: Folder = FOLDER,
) -> None:
    """Schrijf alles waar iemand recht op heeft in een zip-bestand."""
    import os

    store = _open(database, folder)
    from gehoor.store import audit, portability

    person_id = _person(store, email)
    part = output.with_name(f".{output.name}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out, store.read() as session:
            number = portability.export(session, store.vault, person_id, out)
        part.replace(output)
    except OSError as error:
        fail(f"{output}: niet te schrijven: {error.strerror}")
    finally:
        part.unlink(missing_ok=True)
    with store.begin() as session:
        event = audit.Event(None, "person.export", "person", person_id, person_id)
        audit.append(session, store.vault, event)
    print(f"{output}: {number} gesprekken; wie dit bestand heeft, kan alles lezen")


@store_app.command("import")
def import_person(
    path: Path = typer.Argument(..., metavar="ZIP", help="Een export van Gehoor."),
    email: str = typer.Option(..., "--to", metavar="E-MAIL", help="In wiens account."),
    database: Database = None,
    folder: Folder = FOLDER,
) -> None:
    """Neem over wat in een export staat; wat er al is, blijft zoals het is."""
    store = _open(database, folder)
    from gehoor.store import Faulty, audit, restoring

    person_id = _person(store, email)
    try:
        with path.open("rb") as file, store.begin() as session:
            done = restoring.restore(session, store.vault, person_id, file)
            detail = {"calls": done.calls, "phrases": done.phrases}
            event = audit.Event(None, "person.import", "person", person_id, person_id, detail)
            audit.append(session, store.vault, event)
    except Faulty as fault:
        fail(*(f"{path}: {line}" for line in fault.faults))
    except OSError as error:
        fail(f"{path}: niet te lezen: {error.strerror}")
    print(f"{done.calls} gesprekken en {done.phrases} zinnen overgenomen; {done.known} waren er al")


def _person(store: Store, email: str) -> str:
    from gehoor.store import people

    with store.read() as session:
        person = people.by_email(session, email)
    if person is None:
        fail(f"niemand heeft het adres «{email}»")
    return person.id


def _open(database: str | None, folder: Path) -> Store:
    """Return the store that is there, or end with status 2; makes nothing and changes no form."""
    try:
        from gehoor.store import KeyFault, Keyring, StoreFault, open_store
    except ModuleNotFoundError:
        fail("gehoor store vraagt extra pakketten: pip install 'gehoor[web]'")
    path = folder / "gehoor.db"
    if database is None and not path.is_file():
        fail(f"{path}: er is nog geen database; verwacht --folder of --database")
    try:
        keyring = Keyring.find(folder / "gehoor.key")
        return open_store(database or f"sqlite:///{path}", keyring, migrate=False)
    except (StoreFault, KeyFault) as fault:
        fail(str(fault))
