from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from cast import Cast
from guwah.accounts.cases import open_case
from guwah.instruments.proofs.merkle import Frontier
from guwah.vault import history, logfiles, seen
from guwah.vault.custody import Act, Thing, record
from guwah.vault.keyring import KEYRING
from guwah.vault.models import LogEntry, LogFrontier, Opening


def log_many(count: int, word: str = "item") -> None:
    with transaction.atomic():
        for number in range(count):
            record(Act.SEALED, "a" * 16, things=[Thing(word, {"id": number})])


def put_back(size: int) -> None:
    """Bring the database to the state it had at `size` entries."""
    Opening.objects.filter(entry_id__gte=size).delete()
    LogEntry.objects.filter(index__gte=size)._raw_delete("default")
    frontier = Frontier()
    for row in LogEntry.objects.order_by("index"):
        frontier = frontier.append(bytes(row.leaf))
    peaks = [peak.hex() for peak in frontier.peaks]
    LogFrontier.objects.update(size=size, hashes=peaks)


def refusal() -> str:
    with pytest.raises(seen.HistoryDiffers) as caught:
        logfiles.take_up()
    return caught.value.code


def test_every_act_is_remembered_outside_the_vault(committed_cast: Cast) -> None:
    open_case(committed_cast.aygul, "Another oven")

    head = seen.recall()

    assert head is not None
    assert (head.size, head.root) == (1, logfiles.current()[0].root)
    assert KEYRING.current().folder not in seen.place(KEYRING.current()).parents
    assert seen.kept()
    logfiles.take_up()


def test_an_older_vault_is_refused_with_what_to_do(committed_cast: Cast) -> None:
    log_many(5)
    older = KEYRING.current().folder / "log"
    kept = older.with_name("yesterday")
    shutil.copytree(older, kept)
    log_many(3)
    put_back(5)
    shutil.rmtree(older)
    kept.rename(older)

    with pytest.raises(seen.HistoryDiffers, match="accept-older") as caught:
        logfiles.take_up()

    assert caught.value.code == "log-rolled-back"
    assert "5 entries" in caught.value.message
    assert "8" in caught.value.message


def test_a_database_older_than_its_own_files_is_refused_without_any_memory(committed_cast: Cast) -> None:
    log_many(5)
    put_back(3)
    seen.place(KEYRING.current()).unlink()

    assert refusal() == "log-rolled-back"


def test_another_history_of_the_same_or_greater_length_is_refused(committed_cast: Cast) -> None:
    log_many(5)
    put_back(2)
    shutil.rmtree(KEYRING.current().folder / "log")
    (KEYRING.current().folder / "log").mkdir()
    memory = seen.place(KEYRING.current()).read_bytes()
    log_many(3, "other")
    seen.place(KEYRING.current()).write_bytes(memory)
    assert refusal() == "log-forked"

    log_many(4, "more")
    seen.place(KEYRING.current()).write_bytes(memory)
    assert refusal() == "log-forked"


def test_going_on_is_decided_recorded_and_remembered(committed_cast: Cast) -> None:
    log_many(300)
    largest = seen.recall()
    assert largest is not None
    put_back(4)
    assert refusal() == "log-rolled-back"

    assert history.accept(committed_cast.aygul.actor) == 4

    logfiles.take_up()
    entry = LogEntry.objects.get(index=4)
    assert (entry.act, entry.actor) == (Act.HISTORY_ACCEPTED, committed_cast.aygul.actor)
    assert Opening.objects.get(entry=entry).value == {"size": 300, "root": largest.root.hex()}
    assert logfiles.check().faults == ()
    assert seen.kept()
    left = [path for path in (KEYRING.current().folder / "log" / "tile").rglob("*") if path.is_file()]
    assert len(left) == 2


def test_going_on_with_an_empty_log(committed_cast: Cast) -> None:
    assert history.accept(committed_cast.aygul.actor) == 0
    assert LogEntry.objects.get().act == Act.HISTORY_ACCEPTED


def test_a_smaller_checkpoint_never_replaces_a_larger_one(committed_cast: Cast) -> None:
    log_many(2)
    small = logfiles.current()[1]
    log_many(2)

    seen.remember(small)

    head = seen.recall()
    assert head is not None
    assert head.size == 4


def test_a_place_that_cannot_be_written_costs_no_act_and_is_told(
    committed_cast: Cast, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("not a folder")
    settings.SEEN_FOLDER = tmp_path / "file"

    log_many(2)

    assert logfiles.check().faults == ()
    assert not seen.kept()


def test_a_memory_of_another_log_or_a_broken_one_is_no_memory(committed_cast: Cast) -> None:
    log_many(2)
    seen.place(KEYRING.current()).write_bytes(b"something else\n")

    assert seen.recall() is None
    logfiles.take_up()
