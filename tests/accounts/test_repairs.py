from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from cast import Cast
from commanding import Guwah
from guwah.accounts import drafts, entry, ways_in
from guwah.accounts.models import Member
from guwah.accounts.repairs import Repaired
from guwah.accounts.typed import Typed, TypedPage
from guwah.vault import logfiles
from guwah.vault.custody import ITSELF, Act, Thing, record
from guwah.vault.keyring import KEYRING
from guwah.vault.models import Opening
from guwah.vault.stores import open_store


@pytest.fixture
def settled(committed_cast: Cast, vault: Path) -> Cast:
    """Everybody, in a vault whose log knows of every way in."""
    ways_in.settle()
    return committed_cast


def repairs() -> list[tuple[str, dict[str, int] | None]]:
    """Who told the log of a repair, and what it was."""
    openings = Opening.objects.filter(entry__act=Act.REPAIRED).select_related("entry")
    return [(opening.entry.actor, opening.value) for opening in openings]


def test_a_start_in_good_order_says_nothing_and_logs_nothing(settled: Cast) -> None:
    assert entry.tidy_up(Repaired()) == Repaired()

    assert list(Repaired().lines()) == []
    assert repairs() == []


def test_what_a_crash_left_is_removed_said_and_logged(settled: Cast, vault: Path) -> None:
    for name in (".sealing-1", ".sealing-2", ".partial-3"):
        (vault / "blobs" / name).write_bytes(b"half")

    done = entry.tidy_up(Repaired(late_entries=1))

    assert done == Repaired(half_files=2, given_up=1, late_entries=1)
    assert list((vault / "blobs").iterdir()) == []
    assert repairs() == [(ITSELF, {"half_files": 2, "given_up": 1, "late_entries": 1})]
    assert logfiles.check().faults == ()
    assert [line.partition(":")[2][:4] for line in done.lines()] == [" 2 h", " 1 f", " 1 e"]
    entry.tidy_up()
    assert len(repairs()) == 1


def test_a_sealing_that_runs_is_no_repair(settled: Cast, vault: Path) -> None:
    with open_store().begin() as writer:
        writer.write(b"a loaf")
        assert entry.tidy_up() == Repaired()
        assert writer.finish().size == 6


def test_typing_is_said_and_the_log_is_not_told_of_it(settled: Cast, vault: Path) -> None:
    keys = KEYRING.current()
    KEYRING.lock()
    page = TypedPage("0f" * 16, "/cases/1/", 1, (Typed("/cases/1/#0", "words", "Note", "the flour"),))
    drafts.keep(settled.chiara.actor, page)
    (vault / "drafts" / f"{'1e' * 16}.age").write_bytes(b"rubbish")
    KEYRING.hold(keys)

    done = entry.tidy_up()

    assert (done.typing, done.unread) == (1, 1)
    (merged, stays) = done.lines()
    assert "typing of 1 pages after a lock" in merged
    assert stays.startswith("Not put in order: typing of 1 pages cannot be read")
    assert repairs() == []


@pytest.mark.parametrize("code", ["way-in-dropped", "way-in-found"])
def test_every_other_repair_has_words(code: str) -> None:
    assert len(list(Repaired(ways_in=(code,), keys_changed=True).lines())) == 2


def test_the_ways_in_that_were_settled_are_said(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ways_in, "settle", lambda: ("way-in-found",))

    assert list(entry.tidy_up().lines()) == [
        "Put in order: a way in told to the log that a crash had kept from it."
    ]


def test_entries_whose_files_were_not_written_are_counted(
    committed_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    logfiles.publish()
    with monkeypatch.context() as killed:
        killed.setattr("guwah.vault.custody.publish", lambda: 0)
        with transaction.atomic():
            for number in range(2):
                record(Act.SEALED, "a" * 16, things=[Thing("item", {"id": number})])

    assert logfiles.take_up() == 2
    assert logfiles.take_up() == 0


def test_the_log_page_names_what_was_repaired(
    committed_cast: Cast, vault: Path, client_of: Callable[[Member], Client]
) -> None:
    (vault / "blobs" / ".sealing-1").write_bytes(b"half")
    entry.tidy_up(Repaired(late_entries=3))

    page = client_of(committed_cast.aygul).get("/log/").content.decode()

    assert "Guwah put in order what an interruption had left half done." in page
    assert "half-sealed files removed, none of them acknowledged: 1" in page
    assert "entries written to the log’s files late: 3" in page
    assert "came only in part" not in page


def test_a_command_that_opens_the_vault_says_it_beside_its_answer(tmp_path: Path) -> None:
    guwah = Guwah(tmp_path).make()
    (guwah.vault / "blobs" / ".sealing-1").write_bytes(b"half")

    assert guwah("case", "list") == {"cases": []}

    assert "Put in order: 1 half-sealed files removed" in guwah.errors[-1]
    guwah("case", "list")
    assert "Put in order" not in guwah.errors[-1]
