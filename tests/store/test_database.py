"""The database itself: its form, its steps, and who may open it."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from gehoor.store import KeyFault, Keyring, Store, StoreFault, open_store
from gehoor.store.models import Base, Team
from gehoor.store.teams import create_team
from gehoor.store.upgrade import _config


def test_the_steps_make_what_the_models_say(store):
    with store.engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_steps_go_back_and_forth(store):
    config = _config()
    with store.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert set(sa.inspect(connection).get_table_names()) == {"alembic_version"}
        command.upgrade(config, "head")
        assert set(sa.inspect(connection).get_table_names()) > set(Base.metadata.tables)


def test_two_processes_may_open_a_new_database_at_once(url, keyring):
    stores: list[Store] = []
    threads = [
        threading.Thread(target=lambda: stores.append(open_store(url, keyring))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    marks = {store.vault.fingerprint("woord", "word") for store in stores}
    assert len(stores) == 4
    assert len(marks) == 1
    for store in stores:
        store.close()


def test_work_is_kept_whole_or_not_at_all(store):
    def half_way():
        with store.begin() as session:
            create_team(session, "Klantenservice")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_way()
    with store.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Team)) == 0


def test_another_main_key_is_told_at_once(url, keyring):
    open_store(url, keyring).close()
    with pytest.raises(KeyFault, match=r"hoofdsleutel [0-9a-f]{8}, en die is er niet"):
        open_store(url, Keyring({"anders--": bytes(32)}))


def test_a_newer_database_is_refused(store, url, keyring):
    with store.begin() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreFault, match="nieuwere gehoor"):
        open_store(url, keyring)


def test_an_older_database_is_left_alone_when_asked(store, url, keyring):
    with store.begin() as session:
        session.execute(sa.text("DELETE FROM alembic_version"))
    with pytest.raises(StoreFault, match="nieuwste vorm"):
        open_store(url, keyring, migrate=False)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("gehoor.db", "geen database-adres"),
        ("mysql://root@localhost/x", "geen database-adres|niet te gebruiken"),
        ("postgresql://iemand:geheim@/nergens?host=/bestaat/niet", "geen verbinding"),
        ("sqlite:////proc/nee/gehoor.db", "niet te gebruiken|geen verbinding|te maken"),
    ],
)
def test_a_wrong_address_is_a_sentence_without_its_password(given, said, keyring):
    with pytest.raises(StoreFault, match=said) as caught:
        open_store(given, keyring)
    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value)
