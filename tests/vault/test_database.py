from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import close_old_connections, connection
from sqlcipher3 import dbapi2

from cast import Cast
from guwah.accounts.models import Case
from guwah.vault.database.base import assert_safe
from guwah.vault.database.base import connect as connect_encrypted
from guwah.vault.keyring import KEYRING, Keyring, VaultLocked


def test_nothing_written_through_the_models_is_on_the_disk_in_the_clear(committed_cast: Cast) -> None:
    marker = "marzipan-zeppelin"
    Case.objects.create(title=marker, opened_by=committed_cast.aygul)
    with connection.cursor() as cursor:
        # A sort with a tiny cache spills, if anything does.
        cursor.execute("PRAGMA cache_size = 2")
        cursor.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 20000) "
            "SELECT title || hex(randomblob(40)) AS t FROM n, accounts_case ORDER BY t LIMIT 1"
        )
        assert cursor.fetchone()
    database = Path(connection.settings_dict["NAME"])
    for path in database.parent.glob(database.name + "*"):
        assert marker.encode() not in path.read_bytes()
    assert not database.read_bytes().startswith(b"SQLite format")


def test_temporary_tables_stay_in_memory(vault: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA temp_store")
        assert cursor.fetchone()[0] == 2
    connection.connection.execute("PRAGMA temp_store = 1")
    with pytest.raises(ImproperlyConfigured):
        assert_safe(connection.connection)
    connection.connection.execute("PRAGMA temp_store = 2")


def test_a_wrong_key_opens_nothing(tmp_path: Path) -> None:
    connect_encrypted(str(tmp_path / "a.db"), bytes(48)).execute("CREATE TABLE t (x)").connection.close()

    with pytest.raises(dbapi2.DatabaseError):
        connect_encrypted(str(tmp_path / "a.db"), bytes(47) + b"\1").execute("SELECT * FROM t")


def test_locking_closes_every_connection_and_drops_the_keys(vault: Path, tmp_path: Path) -> None:
    keyring = Keyring()
    keyring.hold(KEYRING.current())
    database = connect_encrypted(str(tmp_path / "a.db"), keyring.current().database)
    keyring.register(database)

    keyring.lock()

    assert keyring.locked
    with pytest.raises(VaultLocked):
        keyring.current()
    with pytest.raises(dbapi2.ProgrammingError):
        database.execute("SELECT 1")


def test_a_request_after_locking_does_not_ask_for_the_key(vault: Path) -> None:
    keys = KEYRING.current()
    connection.ensure_connection()
    KEYRING.lock()
    try:
        close_old_connections()
        assert connection.connection is None
    finally:
        KEYRING.hold(keys)


def test_idle_time_counts_from_the_last_touch() -> None:
    now = [100.0]
    keyring = Keyring(clock=lambda: now[0])
    now[0] = 160.0
    assert keyring.idle_seconds() == 60
    keyring.touch()
    assert keyring.idle_seconds() == 0


def test_the_library_writes_no_log_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    connect_encrypted("a.db", bytes(48)).execute("CREATE TABLE t (x)").connection.close()
    with pytest.raises(dbapi2.DatabaseError):
        connect_encrypted("a.db", bytes(47) + b"\1").execute("SELECT * FROM t")

    assert {path.name.partition("-")[0] for path in tmp_path.iterdir()} == {"a.db"}
