"""A site of its own for every test: a store, people of every role, and browsers."""

from __future__ import annotations

import base64
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
import uvicorn
from litestar import Litestar
from litestar.testing import TestClient
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from sqlalchemy.orm import Session

from gehoor.store import Keyring, open_store
from gehoor.store.models import Person, PersonRole, Team, WebSession
from gehoor.store.models.people import ROLES
from gehoor.web.app import create_app
from gehoor.web.security.visitors import COOKIE, hash_of
from gehoor.web.site import Settings, Site

KEY = base64.b64encode(b"k" * 32).decode()
ADDRESS = "https://testserver.local"

PATIENCE = 180_000  # milliseconds: a machine may be busy
expect.set_options(timeout=PATIENCE / 3)


class Account(NamedTuple):
    """Somebody with a session: what their browser sends."""

    id: str
    cookie: str
    csrf: str


class Client(TestClient[Litestar]):
    """A browser without a screen; sends the token of the session with every change."""

    account: Account

    def post_form(self, path: str, /, **data: str) -> object:
        """Send a form with its token."""
        return self.post(path, data={"csrf": self.account.csrf, **data}, follow_redirects=False)


def new_site(folder: Path) -> Site:
    """Make a site with an empty store in a folder."""
    store = open_store(f"sqlite:///{folder}/gehoor.db", Keyring.from_lines(KEY, "test"))
    return Site(store, Settings(address=ADDRESS, folder=folder))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = new_site(tmp_path)
    yield site
    site.store.close()


@pytest.fixture
def app(site: Site) -> Litestar:
    return create_app(site)


def make_account(site: Site, *roles: str, name: str = "", team: str | None = None) -> Account:
    """Make somebody with these roles, logged in."""
    cookie, csrf, now = secrets.token_urlsafe(32), secrets.token_hex(16), datetime.now(UTC)
    name = name or "Test " + " ".join(roles)
    with site.store.begin() as session:
        person = Person(
            name=name,
            email=f"{secrets.token_hex(4)}@voorbeeld.nl",
            created=now,
            roles=[PersonRole(role=role) for role in roles],
        )
        if team:
            person.team = session.query(Team).filter_by(name=team).first() or Team(name=team)
        session.add(person)
        session.flush()
        session.add(
            WebSession(
                hash=hash_of(cookie),
                person_id=person.id,
                stage="in",
                csrf=csrf,
                created=now,
                seen=now,
                ends=now + timedelta(hours=8),
            )
        )
        return Account(person.id, cookie, csrf)


def person_with(session: Session, email: str) -> Person:
    """Return whose e-mail address this is; somebody has it."""
    return session.query(Person).filter_by(email=email).one()


@pytest.fixture
def client_as(site: Site) -> Iterator[Callable[..., Client]]:
    """Log in as somebody; each client has an application of its own, as each has its own loop."""
    opened: list[Client] = []

    def make(*roles: str, account: Account | None = None) -> Client:
        account = account or make_account(site, *roles)
        client = Client(create_app(site), base_url=ADDRESS, cookies={COOKIE: account.cookie})
        client.account = account
        client.__enter__()
        opened.append(client)
        return client

    yield make
    for client in reversed(opened):  # they share an app, whose events end with the last one in
        client.__exit__(None, None, None)


@pytest.fixture
def each_role(site: Site) -> dict[str, Account]:
    return {role: make_account(site, role) for role in ROLES}


@contextmanager
def served(app: Litestar) -> Iterator[str]:
    """Run a real server on a free port; gives its address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        running = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{port}"
        running.should_exit = True
        thread.join(20)


@pytest.fixture
def server(app: Litestar) -> Iterator[str]:
    """A real server on a free port; gives its address."""
    with served(app) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    flags = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """Open a page as an account: `browse(account, width=…, dark=…)`, at the real server."""
    contexts: list[BrowserContext] = []

    def open_page(
        account: Account | None = None, width: int = 1280, height: int = 900, dark: bool = False
    ) -> Page:
        context = chromium.new_context(
            base_url=server,
            viewport={"width": width, "height": height},
            locale="nl-NL",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        if account:
            context.add_cookies(
                [
                    {
                        "name": COOKIE,
                        "value": account.cookie,
                        "url": server.replace("http:", "https:"),
                        "secure": True,
                        "httpOnly": True,
                    }
                ]
            )
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
