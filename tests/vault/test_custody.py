from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

import vouched
from cast import Cast
from guwah.accounts.cases import open_case
from guwah.instruments.proofs.encodings import read_object
from guwah.vault import logfiles
from guwah.vault.append_only import Overwritten
from guwah.vault.custody import Act, Happened, Thing, record, record_all
from guwah.vault.keyring import KEYRING
from guwah.vault.models import LogEntry, Opening


def test_an_act_is_logged_with_its_cause_and_the_files_follow(committed_cast: Cast) -> None:
    open_case(committed_cast.aygul, "Another oven")

    state = logfiles.check()

    assert state.faults == ()
    assert state.size == state.published == 1


def test_an_entry_outside_a_transaction_is_refused(vault: object) -> None:
    with pytest.raises(RuntimeError):
        record(Act.SEALED, "a" * 16, things=[])


def test_a_rolled_back_act_leaves_no_entry(committed_cast: Cast) -> None:
    class Broken(Exception):
        pass

    with pytest.raises(Broken), transaction.atomic():
        record(Act.SEALED, "a" * 16, things=[Thing("item", {"id": 1})])
        raise Broken

    assert LogEntry.objects.count() == 0
    assert logfiles.check().faults == ()


def test_a_log_entry_cannot_be_overwritten_or_deleted(committed_cast: Cast) -> None:
    open_case(committed_cast.aygul, "Another oven")
    entry = LogEntry.objects.get(index=0)
    entry.act = "sealed"

    with pytest.raises(Overwritten):
        entry.save()
    with pytest.raises(Overwritten):
        entry.delete()


def test_entries_written_together_are_canonical_and_tell_their_act_and_commitments(
    committed_cast: Cast,
) -> None:
    acts = [
        Happened(Act.SEALED, [Thing("item", {"id": 1}), Thing("source", {"id": 2})], case=7),
        Happened(Act.QUIET_DAY, []),
        Happened(Act.SEALED, [Thing("item", {"id": 3, "titel": "Sëy []"})]),
    ]
    with transaction.atomic():
        recorded = record_all('a "[]" 1', acts)

    members = frozenset({"v", "t", "actor", "act", "obj"})
    told = [read_object(bytes(entry.entry), members) for entry in LogEntry.objects.all()]
    assert [(each["act"], each["actor"], each["v"]) for each in told] == [
        ("sealed", 'a "[]" 1', 1),
        ("quiet-day", 'a "[]" 1', 1),
        ("sealed", 'a "[]" 1', 1),
    ]
    assert [each["obj"] for each in told] == [
        [opening.commitment.hex() for opening in each.openings] for each in recorded
    ]
    assert [*LogEntry.objects.values_list("case", flat=True)] == [7, None, None]
    assert len({opening.salt for each in recorded for opening in each.openings}) == 3
    assert logfiles.check().faults == ()


def test_many_batches_of_many_tiles_are_written_as_the_log_wants_them(committed_cast: Cast) -> None:
    for many in (1, 255, 256, 300, 33_000):
        with transaction.atomic():
            record_all("a1", [Happened(Act.SEALED, [])] * many)

        assert logfiles.check().faults == (), many

    assert LogEntry.objects.count() == logfiles.check().published == 33_812
    assert not [*(KEYRING.current().folder / "log").rglob(".new-*")]


def log_many(count: int) -> None:
    with transaction.atomic():
        for number in range(count):
            record(Act.SEALED, "a" * 16, things=[Thing("item", {"id": number})])


def _lose_row(index: int) -> None:
    Opening.objects.filter(entry_id=index).delete()
    LogEntry.objects.filter(index=index)._raw_delete("default")


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        ("entry", "entry-changed"),
        ("row", "entry-missing"),
        ("checkpoint", "checkpoint-broken"),
        ("no-checkpoint", "checkpoint-missing"),
        ("tile", "tile-differs"),
    ],
)
def test_every_change_behind_our_back_is_named(committed_cast: Cast, spoil: str, fault: str) -> None:
    for title in ("One", "Two", "Three"):
        open_case(committed_cast.aygul, title)
    log = KEYRING.current().folder / "log"
    if spoil == "entry":
        LogEntry.objects.filter(index=1).update(entry=b'{"v":1}')
    elif spoil == "row":
        _lose_row(1)
    elif spoil == "checkpoint":
        note = (log / "checkpoint").read_bytes()
        (log / "checkpoint").write_bytes(note.replace(b"\n3\n", b"\n2\n"))
    elif spoil == "no-checkpoint":
        (log / "checkpoint").unlink()
    else:
        tile = log / "tile" / "0" / "000.p" / "3"
        tile.write_bytes(bytes([tile.read_bytes()[0] ^ 1]) + tile.read_bytes()[1:])

    assert fault in logfiles.check().faults


def test_files_of_a_newer_database_are_seen(committed_cast: Cast) -> None:
    open_case(committed_cast.aygul, "One")
    open_case(committed_cast.aygul, "Two")
    _lose_row(1)

    assert "files-ahead" in logfiles.check().faults


def test_lost_files_are_made_again_from_the_database(committed_cast: Cast) -> None:
    for count in (200, 100):
        log_many(count)
    log = KEYRING.current().folder / "log"
    before = {
        path: path.read_bytes() for path in log.rglob("*") if path.is_file() and "tile/0/000" in str(path)
    }
    (log / "checkpoint").unlink()
    (log / "tile" / "0" / "000").unlink()

    logfiles.rebuild()

    assert logfiles.check().faults == ()
    assert (log / "tile" / "0" / "000").read_bytes() == before[log / "tile" / "0" / "000"]
    assert logfiles.proof_of(7).index == 7


def test_partial_tiles_that_are_replaced_do_not_stay(committed_cast: Cast) -> None:
    log = KEYRING.current().folder / "log"
    for number in range(260):
        with transaction.atomic():
            record(Act.SEALED, "a" * 16, things=[Thing("item", {"id": number})])

    left = sorted(str(path.relative_to(log)) for path in (log / "tile").rglob("*") if path.is_file())

    assert left == [
        "tile/0/000",
        "tile/0/001.p/4",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/4",
    ]
    assert logfiles.check().faults == ()


def every_byte(top: Path, share: int) -> Iterator[tuple[Path, int]]:
    """Change one byte after the other, or a seeded sample of one in `share`, and put it back."""
    rng = random.Random(5)  # noqa: S311 - a seeded sample
    for path in sorted(each for each in top.rglob("*") if each.is_file() and each.name != ".lock"):
        whole = path.read_bytes()
        for at in range(len(whole)):
            if share == 1 or at == 0 or rng.randrange(share) == 0:
                path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << rng.randrange(8))]) + whole[at + 1 :])
                yield path, at
        path.write_bytes(whole)


@pytest.mark.parametrize("share", [200, pytest.param(1, marks=pytest.mark.slow)])
def test_no_changed_byte_of_the_logs_files_passes(committed_cast: Cast, tmp_path: Path, share: int) -> None:
    log_many(258)
    vouched.stamp(tmp_path / "tsa")
    vouched.cosign()
    log = KEYRING.current().folder / "log"
    assert logfiles.check().faults == ()
    tried = 0
    for path, at in every_byte(log, share):
        assert logfiles.check().faults, (path, at)
        tried += 1
    assert tried > 50_000 / share
    assert logfiles.check().faults == ()
    for path in [each for each in log.rglob("*") if each.is_file() and each.name != ".lock"]:
        data = path.read_bytes()
        path.unlink()
        assert logfiles.check().faults, path
        path.write_bytes(data)
