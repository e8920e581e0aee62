"""`gehoor serve`: the web app, on this machine."""

from __future__ import annotations

import os
import signal
import socket
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from gehoor.cli.app import app, fail, say

if TYPE_CHECKING:
    import uvicorn
    from litestar import Litestar

    from gehoor.store import Store
    from gehoor.web.settings import ServeFile
    from gehoor.web.site import Site

LINK_LASTS = timedelta(hours=24)


@app.command()
def serve(
    host: str | None = typer.Option(None, help="Waarop geluisterd wordt (anders 127.0.0.1)."),
    port: int | None = typer.Option(None, help="De poort (anders 8300; 0 kiest een vrije)."),
    address: str | None = typer.Option(None, help="Het adres dat mensen gebruiken (https://…)."),
    folder: Path | None = typer.Option(None, help="Map voor database en sleutel."),
    database: str | None = typer.Option(None, help="Database-adres (anders SQLite in de map)."),
    config: Path | None = typer.Option(None, help="Instellingen (anders gehoor-serve.toml)."),
    new_admin_link: bool = typer.Option(
        False, "--new-admin-link", help="Maak opnieuw een link voor de eerste beheerder."
    ),
) -> None:
    """Start de pagina's: gesprekken, verslagen, zinnen, huisstijl, beheer."""
    try:
        import litestar  # noqa: F401
        import sqlalchemy  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError:
        fail("de pagina's vragen meer dan er is: pip install 'gehoor[web]'")
    from gehoor.web.settings import SettingsFault, read_settings

    options = {
        "host": host,
        "port": port,
        "address": address,
        "folder": str(folder) if folder else None,
        "database": database,
    }
    try:
        settings = read_settings(options, os.environ, config)
    except SettingsFault as fault:
        fail(*fault.faults)
    _serve(settings, new_admin_link)


def _serve(settings: ServeFile, again: bool) -> None:
    listening = _listen(settings)
    if settings.port == 0 and not settings.address:
        import msgspec

        settings = msgspec.structs.replace(settings, port=listening.getsockname()[1])
    with listening:
        store = _store(settings)
        try:
            from gehoor.web.site import Site

            site = Site(store, settings.settings())
            print(f"Gehoor draait op {site.settings.address} (stoppen: Ctrl+C)", flush=True)
            _say_link(site, again)
            _run(settings, site, listening)
        finally:
            store.close()


def _listen(settings: ServeFile) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except (OSError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        fail(
            f"kan niet luisteren op {settings.host} poort {settings.port} ({reason}); "
            "kies een andere met --port"
        )


def _store(settings: ServeFile) -> Store:
    from gehoor.store import KeyFault, Keyring, StoreFault, open_store

    folder = Path(settings.folder)
    key_file = Path(settings.key_file) if settings.key_file else folder / "gehoor.key"
    fresh = not key_file.exists() and "GEHOOR_KEY" not in os.environ
    url = settings.database or f"sqlite:///{folder / 'gehoor.db'}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        keyring = Keyring.find(key_file, make=_may_make(settings, folder))
        store = open_store(url, keyring)
    except OSError as error:
        fail(f"{folder}: map niet te gebruiken: {error.strerror}")
    except (KeyFault, StoreFault) as fault:
        fail(str(fault))
    if fresh and key_file.exists():
        say(
            f"de sleutel staat in {key_file}. Bewaar er een kopie van op een veilige plek, los van "
            "de reservekopie van de database: zonder sleutel is geen gesprek meer te lezen."
        )
    return store


def _may_make(settings: ServeFile, folder: Path) -> bool:
    """Tell whether a key may be made: never beside a database that has another one."""
    return bool(settings.database) or not (folder / "gehoor.db").exists()


def _say_link(site: Site, again: bool) -> None:
    from gehoor.store import entry, people
    from gehoor.web.pages.welcome import ADDRESS

    with site.store.begin() as session:
        if people.has_admin(session):
            if again:
                say("er is al een beheerder; die kan bij Beheer een nieuwe link maken")
            return
        secret = entry.make_link(session, "first-admin", None, LINK_LASTS, site.now())
    print(
        "Er is nog geen beheerder. Open deze link om dat te worden (24 uur geldig, werkt één "
        f"keer):\n\n    {site.settings.address}{ADDRESS}{secret}\n",
        flush=True,
    )


def _run(settings: ServeFile, site: Site, listening: socket.socket) -> None:
    import uvicorn

    from gehoor.web.app import create_app

    app = create_app(site)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # addresses may hold one-time links
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies or None,
        ssl_certfile=settings.certificate or None,
        ssl_keyfile=settings.certificate_key or None,
        timeout_graceful_shutdown=10,
        lifespan="on",
        ws_max_size=64 * 1024,  # bytes: a turn; more is refused before it is read
        ws_max_queue=16,
        ws_per_message_deflate=False,  # a view is small, and 200 of them a second must be quick
        ws_ping_interval=20,  # seconds: a connection that is only half open is found
        ws_ping_timeout=20,
    )
    # uvicorn raises the signal again when it has shut down; to us that is the normal end
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.signal(signal.SIGINT, lambda *_: None)
    _server(config, app).run(sockets=[listening])
    print("Gehoor is gestopt.", flush=True)


def _server(config: uvicorn.Config, app: Litestar) -> uvicorn.Server:
    """Return a server that first lets go of connections which would stay open as long as can be."""
    import uvicorn

    from gehoor.web.live.living import farewell

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            farewell(app)
            await super().shutdown(sockets)

    return Server(config)
