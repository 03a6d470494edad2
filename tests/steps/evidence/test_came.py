from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from cast import Cast
from guwah.steps.evidence import flows, queries
from guwah.steps.evidence.models import Coming, Item
from guwah.vault import logfiles
from guwah.vault.append_only import Overwritten
from guwah.vault.models import LogEntry, Opening

PAPER = b"flour 40 kg, yeast 2 kg\n"


def _file(path: Path, data: bytes = PAPER) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    os.utime(path, ns=(0, 1_551_679_567_000_000_000))
    return path


def _opened(index: int) -> dict[str, object]:
    return {row.label: row.value for row in Opening.objects.filter(entry=index)}


def test_what_a_new_file_was_called_is_kept_and_logged_with_its_sealing(cast: Cast, tmp_path: Path) -> None:
    path = _file(tmp_path / "DCIM" / "IMG 1.jpg")
    item = flows.add_file(cast.chiara, cast.case, path, path.name).item

    row = Coming.objects.get()
    assert (row.item, row.name, row.path) == (item, "IMG 1.jpg", str(path))
    assert (row.modified, row.again, row.by, row.log_index) == (
        "2019-03-04T06:06:07Z", False, cast.chiara, item.log_index,
    )  # fmt: skip
    assert _opened(item.log_index) == {
        "item": {"sha256": item.sha256, "size": len(PAPER), "source": item.source_id},
        "source": {"id": item.source_id},
        "came": {"name": "IMG 1.jpg", "path": str(path), "file_said_modified": "2019-03-04T06:06:07Z"},
    }


def test_the_same_bytes_under_another_name_are_told_of(cast: Cast, tmp_path: Path) -> None:
    item = flows.add_file(cast.chiara, cast.case, io.BytesIO(PAPER), "list.txt").item
    path = _file(tmp_path / "the real list.txt")
    again = flows.add_file(cast.boris, cast.case, path, path.name)

    assert (again.outcome, again.item) == ("duplicate", item)
    first, second = Coming.objects.order_by("pk")
    assert (first.name, first.path, first.modified, first.again) == ("list.txt", "", "", False)
    assert (second.name, second.by, second.again) == ("the real list.txt", cast.boris, True)
    entry = LogEntry.objects.get(act="came-again")
    assert (entry.index, entry.actor, entry.case) == (second.log_index, cast.boris.actor, cast.case.pk)
    assert _opened(entry.index) == {
        "item": {"id": item.pk, "result": "duplicate"},
        "came": {"name": path.name, "path": str(path), "file_said_modified": "2019-03-04T06:06:07Z"},
    }
    assert [act.act for act in queries.custody(item)] == ["sealed", "came-again"]


def test_the_same_bytes_twice_among_many_are_told_of(committed_cast: Cast, tmp_path: Path) -> None:
    cast = committed_cast
    paths = [_file(tmp_path / name) for name in ("a.txt", "b.txt", "c.txt")]
    paths.insert(1, _file(tmp_path / "other.txt", b"other"))

    became = list(flows.add_files(cast.chiara, cast.case, paths))

    assert [each.added and each.added.outcome for each in became] == [
        "sealed", "sealed", "duplicate", "duplicate",
    ]  # fmt: skip
    rows = Coming.objects.order_by("pk")
    assert [(row.path, row.again) for row in rows] == [
        (str(path), path.name in {"b.txt", "c.txt"}) for path in paths
    ]
    assert len({row.log_index for row in rows}) == len(paths)
    assert logfiles.check().faults == ()


def test_what_was_derived_did_not_come(cast: Cast) -> None:
    parent = flows.add_file(cast.chiara, cast.case, io.BytesIO(PAPER), "list.txt").item
    tool = flows.Tool("paper-cutter", "1")
    flows.add_derived(cast.chiara, parent, io.BytesIO(b"a part"), "part.txt", tool)
    made = flows.add_derived(cast.chiara, parent, io.BytesIO(b"a part"), "part.txt", tool)
    assert list(made.item.comings.all()) == []
    assert set(_opened(made.item.log_index)) == {"item", "source"}
    assert not LogEntry.objects.filter(act="came-again").exists()


def test_a_name_is_kept_whole_where_the_item_has_a_short_one(cast: Cast) -> None:
    long = "C:\\photos\\" + "x" * 300 + "\x07\n.jpg"
    item = flows.add_file(cast.chiara, cast.case, io.BytesIO(PAPER), long).item
    assert len(item.filename) == 255
    assert item.comings.get().name == "C:\\photos\\" + "x" * 300 + "[U+0007][U+000A].jpg"


def test_what_came_with_a_failed_act_is_not_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Exception):
        pass

    def broken(*_: object) -> None:
        raise Broken

    monkeypatch.setattr("guwah.steps.evidence.flows.arrive.read_on_arrival", broken)
    with pytest.raises(Broken):
        flows.add_file(cast.chiara, cast.case, io.BytesIO(PAPER), "list.txt")
    assert (Coming.objects.count(), Item.objects.count()) == (0, 0)


def test_how_it_came_is_never_overwritten(cast: Cast) -> None:
    flows.add_file(cast.chiara, cast.case, io.BytesIO(PAPER), "list.txt")
    row = Coming.objects.get()
    row.name = "another.txt"
    with pytest.raises(Overwritten):
        row.save()
    with pytest.raises(Overwritten):
        row.delete()
