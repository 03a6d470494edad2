from __future__ import annotations

import json
from pathlib import Path

import pytest

from cast import Cast
from commanding import Guwah
from guwah.accounts import compacting
from guwah.accounts.guard import NotPermitted
from guwah.vault.compacting import COPY, NOTE


@pytest.fixture
def guwah(tmp_path: Path) -> Guwah:
    made = Guwah(tmp_path).make()
    made("case", "new", "The oven")
    return made


def test_the_database_is_compacted_by_command_and_the_log_says_so(guwah: Guwah) -> None:
    before = guwah("log", "verify")["included"]["size"]

    told = guwah("doctor", "--compact")

    assert told["after"] == (guwah.vault / "guwah.db").stat().st_size <= told["before"]
    checked = guwah("log", "verify")
    assert checked["intact"]
    assert checked["included"]["size"] == before + 1
    assert not (guwah.vault / NOTE).exists()
    assert "takes" in guwah.said("doctor", "--compact")


def test_who_does_not_look_after_the_vault_does_not_compact(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        compacting.compact(cast.members["emine"])


def test_what_a_kill_left_is_removed_said_and_told_to_the_log(guwah: Guwah) -> None:
    size = guwah("log", "verify")["included"]["size"]
    (guwah.vault / COPY).write_bytes(b"half")
    (guwah.vault / NOTE).write_text(json.dumps({"by": "0" * 16, "before": 9, "after": 4, "run": "ab"}))

    guwah("case", "list")

    assert "half-made copy of the database removed" in guwah.errors[-1]
    assert not (guwah.vault / COPY).exists()
    assert not (guwah.vault / NOTE).exists()
    assert guwah("log", "verify")["included"]["size"] == size + 1

    # Killed after the new file took its place: it was done, and the log is told late, and once.
    for _ in range(2):
        (guwah.vault / NOTE).write_text(json.dumps({"by": "0" * 16, "before": 9, "after": 4, "run": "cd"}))
        guwah("case", "list")
    assert guwah("log", "verify")["included"]["size"] == size + 2
