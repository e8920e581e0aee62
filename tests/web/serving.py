"""A server as a process of its own, for tests that kill it: `python -m tests.web.serving FOLDER`."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import uvicorn

from gehoor.store import Keyring, open_store
from gehoor.web.app import create_app
from gehoor.web.site import Settings, Site
from tests.web.conftest import ADDRESS, KEY


def main(folder: Path) -> None:
    store = open_store(f"sqlite:///{folder}/gehoor.db", Keyring.from_lines(KEY, "test"))
    app = create_app(Site(store, Settings(address=ADDRESS, folder=folder)))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        (folder / "port").write_text(str(listening.getsockname()[1]))
        uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listening])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
