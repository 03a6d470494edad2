from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from cast import Cast
from commanding import Guwah
from guwah.accounts.cases import open_case
from guwah.accounts.models import Member
from guwah.accounts.repairs import Repaired
from guwah.vault import logfiles, seen, set_aside
from guwah.vault.custody import Act
from guwah.vault.keyring import KEYRING
from guwah.vault.models import LogEntry, Opening


@pytest.fixture
def log(committed_cast: Cast) -> Path:
    for title in ("One", "Two", "Three"):
        open_case(committed_cast.aygul, title)
    return KEYRING.current().folder / "log"


def flip(path: Path, at: int = 3) -> bytes:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    return bytes(data)


def acts() -> list[str]:
    return list(LogEntry.objects.order_by("index").values_list("act", flat=True))


@pytest.mark.parametrize("name", ["checkpoint", "key"])
def test_a_changed_checkpoint_or_key_is_no_crash(log: Path, name: str) -> None:
    left = flip(log / name)

    assert logfiles.take_up() == 0

    (kept,) = set_aside.kept(log)
    assert kept.startswith(f"{name}-")
    assert (log / "set-aside" / kept).read_bytes() == left
    assert acts()[-1] == Act.LOG_FILES_CHANGED
    assert Opening.objects.get(entry__act=Act.LOG_FILES_CHANGED).value == {"files": [kept]}
    assert Act.REPAIRED not in acts()
    # Mended from the database, and shown until somebody has looked at what was found.
    assert logfiles.check().faults == ("files-set-aside",)
    (log / "set-aside" / kept).unlink()
    assert logfiles.check().faults == ()


def test_a_missing_checkpoint_stays_a_repair(log: Path) -> None:
    (log / "checkpoint").unlink()

    assert logfiles.take_up() == 3

    assert set_aside.kept(log) == ()
    assert Act.LOG_FILES_CHANGED not in acts()
    assert logfiles.check().faults == ()


def test_tiles_that_were_changed_with_the_checkpoint_are_kept_too(log: Path) -> None:
    flip(log / "checkpoint")
    flip(log / "tile" / "0" / "000.p" / "3")

    logfiles.take_up()

    assert [name.rpartition("-")[0] for name in set_aside.kept(log)] == ["checkpoint", "tile~0~000.p~3"]


def test_no_act_brings_our_signature_under_a_tree_that_was_changed(log: Path, committed_cast: Cast) -> None:
    left = flip(log / "tile" / "0" / "000.p" / "3")

    open_case(committed_cast.aygul, "Four")

    (kept,) = [name for name in set_aside.kept(log) if name.startswith("tile~0~000.p~3")]
    assert (log / "set-aside" / kept).read_bytes() == left
    assert logfiles.check().faults == ("files-set-aside",)
    logfiles.take_up()
    head = logfiles.published()
    assert head is not None
    assert head.root == seen.root_at(head.size)


def test_a_checkpoint_changed_while_the_vault_is_open_is_kept_before_it_is_written_over(
    log: Path, committed_cast: Cast
) -> None:
    left = flip(log / "checkpoint")

    open_case(committed_cast.aygul, "Four")

    (kept,) = set_aside.kept(log)
    assert (log / "set-aside" / kept).read_bytes() == left
    assert acts()[-2:] == [Act.CASE_OPENED, Act.LOG_FILES_CHANGED]


def test_what_this_machine_remembers_is_kept_when_somebody_changed_it(log: Path) -> None:
    from guwah.vault.standing import check_standing

    place = seen.place(KEYRING.current())
    left = flip(place, 40)

    logfiles.take_up()

    assert seen.broken()
    assert place.with_suffix(".broken").read_bytes() == left
    assert "seen-broken" in check_standing().faults


def test_the_log_page_shows_what_was_found_changed(
    log: Path, committed_cast: Cast, client_of: Callable[[Member], Client]
) -> None:
    flip(log / "checkpoint")
    logfiles.take_up()
    client = client_of(committed_cast.aygul)

    assert "found changed" in client.get("/log/").content.decode()
    shown = client.post("/log/verify/").content.decode()
    assert "The log does not hold" in shown
    assert "files-set-aside" in shown


def test_a_start_says_that_it_was_no_crash_and_verify_calls_it_broken(tmp_path: Path) -> None:
    guwah = Guwah(tmp_path).make()
    guwah("case", "new", "The oven")
    flip(guwah.vault / "log" / "checkpoint")

    told = guwah("log", "verify", code=1)

    assert "NOT a crash: 1 files of the log were changed" in guwah.errors[-1]
    assert "Put in order" not in guwah.errors[-1]
    assert told["unverified"][0] == "files-set-aside"
    assert not told["intact"]
    findings = {each["code"]: each["weight"] for each in guwah("doctor", code=1)["findings"]}
    assert findings["files-set-aside"] == "bad"


def test_a_write_ahead_log_that_was_changed_is_kept_and_said(tmp_path: Path) -> None:
    guwah = Guwah(tmp_path).make()
    from guwah.vault import folder
    from guwah.vault.database.base import connect

    keys = folder.unlock(guwah.vault, "seven brass kettles sing at noon", "aygul")
    database = guwah.vault / "guwah.db"
    connection = connect(str(database), keys.database)
    for number in range(4):
        connection.execute(
            "UPDATE accounts_member SET display_name = ? WHERE handle = 'boris'", (f"B{number}",)
        )
        connection.commit()
    ahead = (guwah.vault / "guwah.db-wal").read_bytes()
    before = database.read_bytes()
    connection.close()
    database.write_bytes(before)
    (guwah.vault / "guwah.db-wal").write_bytes(ahead[:5000] + bytes([ahead[5000] ^ 1]) + ahead[5001:])

    assert "database-breaks-off" in {each["code"] for each in guwah("doctor", code=1)["findings"]}
    told = guwah("log", "verify", code=1)

    assert "goes on from before a break" in guwah.errors[-1]
    assert "files-set-aside" in told["unverified"]
    (kept,) = (guwah.vault / "log" / "set-aside").iterdir()
    assert kept.name.startswith("guwah.db-wal-")


def test_repairs_of_this_kind_have_words() -> None:
    lines = list(Repaired(set_aside=2, torn=3).lines())

    assert [line.partition(":")[0] for line in lines] == ["NOT a crash", "Put in order"]
    assert json.dumps(lines)
