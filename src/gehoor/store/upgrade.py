"""Bringing a database to the newest form, step by step, with Alembic.

The steps stand in `migrations/versions`; a database of a newer programme is refused.
"""

from __future__ import annotations

import zlib
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from gehoor.store.fault import StoreFault

_HOME = Path(__file__).parent / "migrations"


def to_newest(engine: sa.Engine, change: bool = True) -> None:
    """Bring the tables to the newest form; `change=False` only checks that they have it.

    Raises:
        StoreFault: the database is of a newer programme, or older and may not be changed.
    """
    with engine.begin() as connection:
        lock(connection, "upgrade")
        present = MigrationContext.configure(connection).get_current_revision()
        steps = ScriptDirectory.from_config(_config())
        newest = steps.get_current_head()
        if present == newest:
            return
        _refuse(present, steps, change)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def lock(connection: sa.Connection, name: str) -> None:
    """Let nobody else past this point with the same name until the transaction ends.

    SQLite needs nothing: there is one writer at a time.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(zlib.crc32(name.encode()))))


def _refuse(present: str | None, steps: ScriptDirectory, change: bool) -> None:
    known = {step.revision for step in steps.walk_revisions()}
    if present is not None and present not in known:
        raise StoreFault(
            f"de database is van een nieuwere gehoor (vorm {present}); werk gehoor eerst bij"
        )
    if not change:
        raise StoreFault(f"de database heeft vorm {present or 'leeg'}; verwacht de nieuwste vorm")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HOME))
    config.set_main_option("path_separator", "os")
    return config
