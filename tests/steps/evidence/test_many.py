from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from cast import Cast
from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import AuditEntry
from guwah.failures import Refused
from guwah.steps.evidence import flows
from guwah.steps.evidence.flows import coming, many
from guwah.steps.evidence.models import Item, Listed, Outcome, Source
from guwah.vault import logfiles
from guwah.vault.keyring import KEYRING
from guwah.vault.models import LogEntry
from steps.evidence.papers import left, papers


def test_many_files_are_kept_in_order_each_with_its_entry(committed_cast: Cast, tmp_path: Path) -> None:
    cast = committed_cast
    paths = papers(tmp_path / "in", [1, 70_000, 2_500_000, 12, 3_000_000, 900, 900])

    became = list(flows.add_files(cast.chiara, cast.case, paths))

    assert [each.path for each in became] == paths
    items = [each.added.item for each in became if each.added is not None]
    assert [item.sha256 for item in items] == [
        hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
    ]
    assert [item.source.number for item in items] == list(range(1, 8))
    assert len({item.log_index for item in items}) == 7
    assert LogEntry.objects.filter(act="sealed").count() == 7
    assert Listed.objects.count() == 7
    assert Source.objects.filter(filed=True).count() == 7
    assert Outcome.objects.filter(step="seal", result="done").count() == 7
    assert logfiles.check().faults == ()
    assert flows.verify(cast.chiara, cast.case).broken == ()
    assert left() == []


def test_permission_is_asked_once_and_by_whoever_adds(cast: Cast, tmp_path: Path) -> None:
    paths = papers(tmp_path / "in", [5, 6, 7])
    with pytest.raises(NotPermitted):
        list(flows.add_files(cast.farid, cast.case, paths))
    assert (Item.objects.count(), left()) == (0, [])
    list(flows.add_files(cast.chiara, cast.case, paths))
    assert AuditEntry.objects.filter(permission="evidence:add", allowed=True).count() == 1


def test_the_same_bytes_twice_in_one_batch_are_one_item(cast: Cast, tmp_path: Path) -> None:
    (one,) = papers(tmp_path / "in", [70_000])
    copy = tmp_path / "copy.bin"
    copy.write_bytes(one.read_bytes())

    first, second = flows.add_files(cast.chiara, cast.case, [one, copy])

    assert first.added is not None
    assert second.added is not None
    assert (first.added.outcome, second.added.outcome) == ("sealed", "duplicate")
    assert first.added.item == second.added.item
    assert Item.objects.count() == 1


def test_files_of_one_source_are_its_items(cast: Cast, tmp_path: Path) -> None:
    source = flows.name_source(cast.chiara, cast.case, flows.SourceFacts("A box of papers"))
    list(flows.add_files(cast.chiara, cast.case, papers(tmp_path / "in", [5, 6, 7]), source=source))
    assert source.items.count() == 3
    assert Source.objects.count() == 1


def test_one_bad_file_does_not_stop_the_others(cast: Cast, tmp_path: Path) -> None:
    good = papers(tmp_path / "in", [5, 6])
    empty = tmp_path / "empty"
    empty.touch()
    paths = [good[0], tmp_path / "absent", empty, tmp_path, good[1]]

    became = list(flows.add_files(cast.chiara, cast.case, paths))

    assert [each.problem.code if each.problem else "" for each in became] == [
        "", "no-such-file", "empty-file", "not-a-file", "",
    ]  # fmt: skip
    assert Item.objects.count() == 2
    assert left() == []


def test_batches_are_acknowledged_one_by_one(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "BATCH", 2)
    paths = papers(tmp_path / "in", [5, 6, 7, 8, 9])
    becoming = flows.add_files(cast.chiara, cast.case, paths)

    next(becoming)
    assert Item.objects.count() == 2
    becoming.close()  # type: ignore[attr-defined] # a generator

    assert Item.objects.count() == 2
    assert left() == []


def test_a_full_disk_refuses_the_batch_and_leaves_nothing(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = papers(tmp_path / "in", [5, 2_000_000, 7])

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    became = list(flows.add_files(cast.chiara, cast.case, [*paths, tmp_path / "absent"]))

    assert [each.problem.code if each.problem else "" for each in became] == [
        "vault-not-written", "vault-not-written", "vault-not-written", "no-such-file",
    ]  # fmt: skip
    assert isinstance(became[0].problem, Refused)
    assert (Item.objects.count(), left()) == (0, [])


@pytest.fixture
def small_files_resume(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coming, "RESUMABLE_FROM", 1 << 20)


class _Killed(Exception):
    pass


def _break(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    def touch() -> None:
        nonlocal after
        after -= 1
        if not after:
            raise _Killed

    monkeypatch.setattr(KEYRING, "touch", touch)


def test_a_large_file_broken_off_is_gone_on_with(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_files_resume: None
) -> None:
    (film,) = papers(tmp_path / "in", [6_000_000])
    with monkeypatch.context() as patched:
        _break(patched, 5)
        with pytest.raises(_Killed):
            flows.add_file(cast.chiara, cast.case, film, film.name)
    (part,) = flows.unfinished(cast.chiara)
    assert (part.case, part.filename, part.size) == (cast.case.pk, film.name, 6_000_000)
    assert 1_000_000 < part.sealed < 6_000_000
    assert flows.unfinished(cast.hanna) == []
    assert Item.objects.count() == 0
    resumed = flows.resume(*_named(cast, film))
    assert resumed.size > 0
    resumed.leave()

    added = flows.add_file(cast.chiara, cast.case, film, film.name)

    assert added.item.sha256 == hashlib.sha256(film.read_bytes()).hexdigest()
    assert flows.verify_item(cast.chiara, added.item).intact
    assert flows.unfinished(cast.chiara) == []


def _named(cast: Cast, film: Path) -> tuple[tuple[str | int, ...], dict[str, str | int]]:
    from guwah.steps.evidence.flows.arrive import Arrival, named

    which, note = named(cast.chiara, cast.case, Arrival(film.name))
    return (*which, film.stat().st_size, film.stat().st_mtime_ns), note


@pytest.mark.parametrize("place", [10, 5_999_999])
def test_a_file_that_changed_meanwhile_is_never_a_mixture(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_files_resume: None, place: int
) -> None:
    (film,) = papers(tmp_path / "in", [6_000_000])
    before = film.stat()
    with monkeypatch.context() as patched:
        _break(patched, 5)
        with pytest.raises(_Killed):
            flows.add_file(cast.chiara, cast.case, film, film.name)
    changed = bytearray(film.read_bytes())
    changed[place] ^= 1
    film.write_bytes(changed)
    os.utime(film, ns=(before.st_atime_ns, before.st_mtime_ns))

    added = flows.add_file(cast.chiara, cast.case, film, film.name)

    assert added.item.sha256 == hashlib.sha256(changed).hexdigest()
    assert flows.verify_item(cast.chiara, added.item).intact
    assert left() == []


def test_the_same_file_by_two_at_once_is_sealed_by_both(
    cast: Cast, tmp_path: Path, small_files_resume: None
) -> None:
    (film,) = papers(tmp_path / "in", [3_000_000])
    other = flows.resume(*_named(cast, film))

    assert flows.add_file(cast.chiara, cast.case, film, film.name).outcome == "sealed"
    other.leave()
    assert len(flows.unfinished(cast.chiara)) == 1
