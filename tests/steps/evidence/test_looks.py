from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cast import Cast
from guwah.accounts.guard import NotPermitted
from guwah.steps.evidence import flows, queries
from guwah.steps.evidence.flows import check
from guwah.steps.evidence.flows.strays import YOUNG
from guwah.steps.evidence.models import Item, Outcome
from guwah.vault.blobs import PIECE
from guwah.vault.keyring import KEYRING
from guwah.vault.models import LogEntry, Opening
from guwah.vault.position import ENDING, Position


@pytest.fixture
def items(cast: Cast) -> list[Item]:
    data = [b"flour", b"water" * 100_000, b"salt", b"yeast", b"oven" * 600_000]
    return [
        flows.add_file(cast.chiara, cast.case, io.BytesIO(each), f"{n}.bin").item
        for n, each in enumerate(data)
    ]


def _path(item: Item) -> Path:
    return flows.store().path(item.sha256)


def _flip(path: Path, place: int = -1) -> None:
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.write_bytes(raw)


def _runs() -> list[Path]:
    return list(KEYRING.current().folder.glob(f"*{ENDING}"))


def test_a_scrub_is_an_outcome_and_an_entry_of_its_own(cast: Cast, items: list[Item]) -> None:
    report = flows.verify(cast.chiara, cast.case, level=flows.Level.TAGS)

    assert [each.item for each in report.checked] == items
    assert (report.broken, report.earlier) == ((), 0)
    assert Outcome.objects.filter(step="scrub", result="done").count() == len(items)
    assert not Outcome.objects.filter(step="verify").exists()
    entry = LogEntry.objects.get(act="scrubbed")
    told = Opening.objects.filter(entry=entry).order_by("pk").values_list("value", flat=True)
    assert list(told) == [{"id": item.pk, "result": "intact"} for item in items]
    assert _runs() == []


def test_a_scrub_finds_a_changed_byte_and_a_missing_file(cast: Cast, items: list[Item]) -> None:
    _flip(_path(items[1]))
    _path(items[3]).unlink()

    report = flows.verify(cast.chiara, cast.case, level=flows.Level.TAGS)

    assert [(each.item, each.code) for each in report.broken] == [
        (items[1], "blob-broken"),
        (items[3], "blob-missing"),
    ]
    failed = Outcome.objects.filter(step="scrub", result="failed").values_list("item_id", "code")
    assert list(failed) == [(items[1].pk, "blob-broken"), (items[3].pk, "blob-missing")]
    assert len(queries.failed([cast.case])) == 2


def test_only_the_digest_finds_another_whole_file_and_a_scrub_does_not_hide_it(
    cast: Cast, items: list[Item]
) -> None:
    _path(items[0]).write_bytes(_path(items[3]).read_bytes())

    assert flows.verify(cast.chiara, cast.case, level=flows.Level.TAGS).broken == ()
    assert [each.item for each in flows.verify(cast.chiara, cast.case).broken] == [items[0]]
    flows.verify(cast.chiara, cast.case, level=flows.Level.TAGS)

    assert len(queries.failed([cast.case])) == 1
    assert Item.objects.get(pk=items[0].pk).listed.broken == "blob-broken"


class _Killed(Exception):
    pass


def _break_after(monkeypatch: pytest.MonkeyPatch, number: int) -> Callable[[flows.Checked], None]:
    told = 0

    def tell(_checked: flows.Checked) -> None:
        nonlocal told
        told += 1
        if told > number:
            raise _Killed

    monkeypatch.setattr(check, "BATCH", 2)
    return tell


def test_a_run_that_was_broken_off_goes_on_behind_its_last_batch(
    cast: Cast, items: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    tell = _break_after(monkeypatch, 3)
    _flip(_path(items[0]))
    with pytest.raises(_Killed):
        flows.verify(cast.chiara, cast.case, tell=tell)
    assert len(_runs()) == 1
    assert b"begun" not in _runs()[0].read_bytes()

    report = flows.verify(cast.chiara, cast.case)

    assert (report.earlier, [each.item for each in report.checked]) == (2, [items[0], *items[2:]])
    assert [each.item for each in report.broken] == [items[0]]
    assert Outcome.objects.filter(step="verify").count() == len(items)
    assert _runs() == []
    assert flows.verify(cast.chiara, cast.case).earlier == 0


def test_a_run_can_begin_anew_and_levels_and_members_do_not_mix(
    cast: Cast, items: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    tell = _break_after(monkeypatch, 3)
    with pytest.raises(_Killed):
        flows.verify(cast.chiara, cast.case, tell=tell)

    assert flows.verify(cast.chiara, cast.case, level=flows.Level.TAGS).earlier == 0
    assert flows.verify(cast.boris).earlier == 0
    assert flows.verify(cast.chiara, cast.case, anew=True).earlier == 0


def test_a_damaged_note_of_a_run_means_from_the_beginning(cast: Cast, items: list[Item]) -> None:
    Position(f"verify-{cast.case.pk}").keep({"by": cast.chiara.pk})
    _flip(_runs()[0])

    assert len(flows.verify(cast.chiara, cast.case).checked) == len(items)


def test_large_items_make_smaller_batches(
    cast: Cast, items: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "MOST_BYTES", 500_005)
    flows.verify(cast.chiara, cast.case)

    assert LogEntry.objects.filter(act="verified").count() == 3


def test_small_files_are_asked_of_the_disk_before_they_are_looked_at(
    cast: Cast, items: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    small = [_path(item) for item in items if item.size <= PIECE]
    happened: list[tuple[str, Path]] = []
    monkeypatch.setattr(check, "READ_AHEAD", 2)
    monkeypatch.setattr(check, "soon", lambda path: happened.append(("asked", path)))

    def looked(checked: flows.Checked) -> None:
        happened.append(("looked", _path(checked.item)))

    flows.verify(cast.chiara, cast.case, tell=looked)

    assert len(small) == 4
    asked = [path for what, path in happened if what == "asked"]
    assert asked == small
    for ahead, path in zip(small[2:], small, strict=False):
        assert happened.index(("asked", ahead)) < happened.index(("looked", path))


def test_a_sealed_file_nobody_knows_is_told(cast: Cast, items: list[Item]) -> None:
    blobs = flows.store()
    sealed = blobs.seal(io.BytesIO(b"killed before it was written down"))
    assert flows.strays(cast.boris) == []
    old = _path(items[0]).stat().st_mtime - 2 * YOUNG
    for path in (blobs.path(sealed.oid), *map(_path, items)):
        os.utime(path, (old, old))

    (stray,) = flows.strays(cast.boris)

    assert (stray.name, stray.sealed) == (sealed.name, blobs.path(sealed.oid).stat().st_size)
    added = flows.add_file(
        cast.chiara, cast.case, io.BytesIO(b"killed before it was written down"), "again.txt"
    )
    assert added.outcome == "sealed"
    assert flows.strays(cast.boris) == []


def test_who_may_not_look_after_the_log_is_told_of_no_strays(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        flows.strays(cast.farid)
