from __future__ import annotations

import io
from pathlib import Path

import pytest

from cast import Cast
from guwah.accounts.cases import open_case
from guwah.accounts.guard import NotPermitted
from guwah.failures import Refused
from guwah.steps.evidence import flows, queries
from guwah.steps.evidence.flows import check
from guwah.steps.evidence.models import Item
from guwah.vault import logfiles
from guwah.vault.models import LogEntry


def _add(cast: Cast, data: bytes) -> Item:
    return flows.add_file(cast.chiara, cast.case, io.BytesIO(data), "x.txt").item


def _path(item: Item) -> Path:
    return flows.store().path(item.sha256)


def _flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_what_is_whole_is_intact_and_this_is_recorded(committed_cast: Cast) -> None:
    items = [_add(committed_cast, text) for text in (b"one", b"two", b"three" * 100_000)]
    seen: list[flows.Checked] = []

    report = flows.verify(committed_cast.emine, committed_cast.case, tell=seen.append)

    assert report.broken == ()
    assert [each.item for each in report.checked] == [each.item for each in seen] == items
    for item in items:
        newest = item.outcomes.last()
        assert newest is not None
        assert (newest.step, newest.result, newest.by) == ("verify", "done", committed_cast.emine)
    assert LogEntry.objects.filter(act="verified").count() == 1
    assert logfiles.check().faults == ()


@pytest.mark.parametrize("at", [0, 60, 200, -1])
def test_one_changed_byte_is_found_and_named(cast: Cast, at: int) -> None:
    good, bad = _add(cast, b"good"), _add(cast, b"bad" * 50_000)
    _flip(_path(bad), at)

    report = flows.verify(cast.chiara, cast.case)

    assert [(each.item, each.code) for each in report.broken] == [(bad, "blob-broken")]
    assert [each.intact for each in report.checked if each.item == good] == [True]
    assert list(bad.outcomes.values_list("step", "result", "code"))[-1] == ("verify", "failed", "blob-broken")


def test_a_file_put_in_the_place_of_another_is_found(cast: Cast) -> None:
    one, two = _add(cast, b"one"), _add(cast, b"two")
    _path(one).write_bytes(_path(two).read_bytes())

    assert [each.item for each in flows.verify(cast.chiara, cast.case).broken] == [one]


def test_a_lost_file_is_named_as_missing(cast: Cast) -> None:
    item = _add(cast, b"lost")
    _path(item).unlink()

    assert flows.verify_item(cast.chiara, item) == flows.Checked(item, "blob-missing")
    with pytest.raises(Refused) as refusal:
        flows.open_item(cast.chiara, item)
    assert refusal.value.code == "blob-missing"


def test_adding_the_bytes_again_heals_a_damaged_file(cast: Cast) -> None:
    item = _add(cast, b"healed")
    _flip(_path(item), -1)

    assert flows.add_file(cast.chiara, cast.case, io.BytesIO(b"healed"), "again").outcome == "duplicate"
    assert flows.verify_item(cast.chiara, item).intact


def test_every_case_one_may_see_is_verified(cast: Cast) -> None:
    _add(cast, b"here")
    elsewhere = open_case(cast.boris, "The school kitchen")
    flows.add_file(cast.boris, elsewhere, io.BytesIO(b"there"), "y.txt")

    assert len(flows.verify(cast.boris).checked) == 2
    assert len(flows.verify(cast.chiara).checked) == 1


def test_a_reader_verifies_nothing(cast: Cast) -> None:
    item = _add(cast, b"words")

    with pytest.raises(NotPermitted):
        flows.verify(cast.farid, cast.case)
    with pytest.raises(NotPermitted):
        flows.verify_item(cast.farid, item)
    with pytest.raises(NotPermitted):
        flows.open_item(cast.hanna, item)


def test_a_long_run_is_recorded_in_batches(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "BATCH", 2)
    for number in range(5):
        _add(cast, str(number).encode())

    assert len(flows.verify(cast.chiara, cast.case).checked) == 5
    assert LogEntry.objects.filter(act="verified").count() == 3


def test_the_largest_batch_fits_a_log_entry(cast: Cast) -> None:
    commitment = 64 + 3

    assert check.BATCH * commitment + 1000 < 65_535


def test_custody_of_an_item_tells_its_own_acts_only(cast: Cast) -> None:
    item, other = _add(cast, b"one"), _add(cast, b"two")
    flows.verify_item(cast.emine, item)
    _path(other).unlink()
    flows.verify(cast.chiara, cast.case)

    story = [(each.words, each.by, each.detail) for each in queries.custody(item)]

    assert story == [
        ("Sealed", "Chiara", ""),
        ("Verified", "Emine", "intact"),
        ("Verified", "Chiara", "intact"),
    ]
    assert queries.custody(other)[-1].detail == "The sealed file is not in the vault."


def test_today_is_told_of_items_that_were_found_broken_and_not_healed(cast: Cast) -> None:
    healed, broken = _add(cast, b"one"), _add(cast, b"two")
    for item in (healed, broken):
        _flip(_path(item), -1)
    flows.verify(cast.chiara, cast.case)
    _add(cast, b"one")
    flows.verify_item(cast.chiara, healed)

    (row,) = queries.failed([cast.case])

    assert (row.item, row.step, row.code) == (broken, "verify", "blob-broken")
