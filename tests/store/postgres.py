"""A real PostgreSQL for the tests: Debian's package, a folder of its own, only a socket.

PostgreSQL refuses to run as root, so root starts it as the package's own user.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

WAIT = 60.0  # seconds a server may take to start on a busy machine
_QUICK = (
    "listen_addresses=",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=32MB",
)


def programs() -> Path:
    """Return the folder with the newest PostgreSQL programmes of this machine."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if not found:
        raise RuntimeError("PostgreSQL ontbreekt: draai eerst scripts/system.sh postgresql")
    return found[-1].parent


def _version(path: Path) -> int:
    return int(path.parts[-3])


@contextmanager
def running() -> Iterator[Path]:
    """Run a server while the block lasts; give the folder of its socket."""
    home = Path(tempfile.mkdtemp(prefix="gehoor-pg-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(home, user, user)
    data = home / "data"
    settings = "-U gehoor -A trust -E UTF8 --locale=C.UTF-8 --no-sync --no-instructions"
    subprocess.run(
        [str(programs() / "initdb"), "-D", str(data), *settings.split()],
        check=True,
        capture_output=True,
        user=user,
        cwd=home,
    )
    options = [part for setting in _QUICK for part in ("-c", setting)]
    command = [str(programs() / "postgres"), "-D", str(data), "-k", str(home), *options]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen([*_as(user), *command], stdout=log, stderr=log, cwd=home)
    try:
        _wait_for(home, server)
        yield home
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: nothing in it is kept
        server.wait()
        shutil.rmtree(home, ignore_errors=True)


def _as(user: str | None) -> list[str]:
    """Return what starts a programme as a user, and stops it when the tests are killed."""
    who = ["--reuid", user, "--regid", user, "--clear-groups"] if user else []
    return ["setpriv", *who, "--pdeathsig", "QUIT"]


def _wait_for(home: Path, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + WAIT
    while True:
        try:
            psycopg.connect(host=str(home), user="gehoor", dbname="postgres").close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError((home / "log").read_text(errors="replace")) from None
            time.sleep(0.02)
        else:
            return


def command(home: Path, sql: str) -> None:
    """Run a command outside any transaction, such as CREATE DATABASE."""
    with psycopg.connect(
        host=str(home), user="gehoor", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(sql.encode())


def url(home: Path, name: str) -> str:
    """Return the address of a database of the server."""
    return f"postgresql+psycopg://gehoor@/{name}?host={home}"
