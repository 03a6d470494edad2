"""Files sealed by the helpers: as if it had been done here, and nothing is lost when it is."""

from __future__ import annotations

import gc
import hashlib
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cast import Cast
from guwah.steps.evidence import flows
from guwah.steps.evidence.flows import coming, many
from guwah.steps.evidence.models import Coming, Item, Source
from guwah.vault import logfiles, sealer
from guwah.vault.age import Identity
from guwah.vault.blobs import PIECE, BlobStore
from guwah.vault.sealing_beside import Helper
from guwah.vault.untrusted import changed_at
from steps.evidence.papers import left, papers


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Helper]]:
    """A few files are many here; every helper that was started, in the end without a process."""
    monkeypatch.setattr(many, "MANY", 1)
    known: list[Helper] = []
    begin = Helper.__init__

    def noted(self: Helper, *about: object) -> None:
        begin(self, *about)  # type: ignore[arg-type] # whatever it takes
        known.append(self)

    monkeypatch.setattr(Helper, "__init__", noted)
    yield known
    assert [helper.process.poll() for helper in known if helper.process.poll() is None] == []


def _digests(paths: list[Path]) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]


def test_small_and_large_files_are_kept_in_order(
    committed_cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = committed_cast
    sizes = [1, 900, 1 << 20, 64 * 1024, 65 * 1024, (1 << 20) + 1, 3_000_000, *[50] * 70, 2_000_000, 5]
    paths = papers(tmp_path / "in", sizes)
    here: list[Path] = []
    monkeypatch.setattr(many, "from_path", _noting(here))
    monkeypatch.setattr(many, "RESUMABLE_FROM", 2_500_000)

    became = list(flows.add_files(cast.chiara, cast.case, paths))

    assert [each.path for each in became] == paths
    items = [each.added.item for each in became if each.added is not None]
    assert [(item.sha256, item.size) for item in items] == list(zip(_digests(paths), sizes, strict=True))
    assert [item.filename for item in items] == [path.name for path in paths]
    told = [(row.path, row.modified) for row in Coming.objects.order_by("pk")]
    assert told == [(str(path), changed_at(path.stat().st_mtime_ns)) for path in paths]
    assert sorted(path.stat().st_size for path in here) == [3_000_000]
    assert logfiles.check().faults == ()
    assert flows.verify(cast.chiara, cast.case).broken == ()
    assert left() == []


@pytest.mark.parametrize("size", [3, 1 << 20, (1 << 20) + 1, 9 << 20])
@pytest.mark.parametrize("other", [-1, 1])
def test_a_file_that_changes_while_it_is_read_is_left_to_others(
    tmp_path: Path, size: int, other: int
) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(size + other))
    folder = tmp_path / "blobs"
    folder.mkdir()
    store = BlobStore(folder, b"", [Identity(b"\x01" * 32).recipient])
    seal = sealer._small if size <= PIECE else sealer._large
    with path.open("rb", buffering=0) as file:
        assert seal(store, file, size, 100) is None
    assert list(folder.iterdir()) == []


def _noting(here: list[Path]) -> object:
    sealed_here = coming.from_path

    def noted(path: Path, *about: object) -> object:
        here.append(path)
        return sealed_here(path, *about)  # type: ignore[arg-type] # whatever it takes

    return noted


def test_what_kind_a_file_is_is_seen_in_its_first_bytes(cast: Cast, tmp_path: Path) -> None:
    note, page = tmp_path / "note.txt", tmp_path / "page.bin"
    note.write_text("Somebody took the kettles.\n")
    page.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 300)
    kinds = [
        (each.added.item.kind, each.added.item.media_type)
        for each in flows.add_files(cast.chiara, cast.case, [note, page])
        if each.added is not None
    ]
    assert kinds == [("text", "text/plain"), ("document", "application/pdf")]


def test_what_is_no_file_or_empty_is_refused_with_its_reason(cast: Cast, tmp_path: Path) -> None:
    good = papers(tmp_path / "in", [5, 6])
    empty, pipe, link = tmp_path / "empty", tmp_path / "pipe", tmp_path / "link"
    empty.touch()
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    paths = [good[0], tmp_path / "absent", empty, pipe, link, tmp_path, good[1]]

    became = list(flows.add_files(cast.chiara, cast.case, paths))

    assert [each.problem.code if each.problem else "" for each in became] == [
        "", "no-such-file", "empty-file", "not-a-file", "not-a-file", "not-a-file", "",
    ]  # fmt: skip
    assert left() == []


def test_equal_bytes_are_kept_once_and_a_damaged_blob_is_replaced(cast: Cast, tmp_path: Path) -> None:
    (first,) = papers(tmp_path / "in", [70_000])
    copy = tmp_path / "copy.bin"
    copy.write_bytes(first.read_bytes())
    list(flows.add_files(cast.chiara, cast.case, [first]))
    blob = flows.store().path(_digests([first])[0])
    blob.write_bytes(blob.read_bytes()[:-1])

    became = list(flows.add_files(cast.chiara, cast.case, [first, copy]))

    assert [each.added.outcome for each in became if each.added] == ["duplicate", "duplicate"]
    assert Item.objects.count() == 1
    assert flows.verify(cast.chiara, cast.case).broken == ()
    assert left() == []


def test_files_of_another_case_s_source_are_refused_one_by_one(cast: Cast, tmp_path: Path) -> None:
    from guwah.accounts.cases import open_case

    other = flows.name_source(cast.aygul, open_case(cast.aygul, "Another"), flows.SourceFacts("A box"))
    became = list(flows.add_files(cast.chiara, cast.case, papers(tmp_path / "in", [5, 6]), source=other))
    assert [each.problem.code if each.problem else "" for each in became] == ["source-of-another-case"] * 2
    assert (Source.objects.count(), left()) == (1, [])


@pytest.mark.parametrize("after", [0, 1, 40])
def test_a_helper_that_dies_is_done_without(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: list[Helper], after: int
) -> None:
    monkeypatch.setattr(many, "BATCH", 20)
    paths = papers(tmp_path / "in", [900] * 150)
    became = []
    with closing(flows.add_files(cast.chiara, cast.case, paths)) as coming:  # type: ignore[type-var] # a generator
        if not after:
            monkeypatch.setattr(sys, "executable", "/bin/false")
        for each in coming:
            became.append(each)
            if len(became) == after:
                os.kill(started[0].process.pid, signal.SIGKILL)

    kept = [each.added.item.sha256 for each in became if each.added is not None]
    assert kept == _digests(paths)
    assert flows.verify(cast.chiara, cast.case).broken == ()
    flows.sweep_leftovers()
    assert left() == []


def test_whoever_stops_early_leaves_nothing_half_done(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "BATCH", 2)
    becoming = flows.add_files(cast.chiara, cast.case, papers(tmp_path / "in", [900] * 90))
    next(becoming)
    becoming.close()  # type: ignore[attr-defined] # a generator
    assert (Item.objects.count(), left()) == (2, [])


def test_a_helper_is_told_no_secret(cast: Cast, tmp_path: Path, started: list[Helper]) -> None:
    becoming = flows.add_files(cast.chiara, cast.case, papers(tmp_path / "in", [900] * 300))
    next(becoming)
    told = Path(f"/proc/{started[0].process.pid}")
    known = (told / "environ").read_bytes() + (told / "cmdline").read_bytes()
    becoming.close()  # type: ignore[attr-defined] # a generator
    names = {each.split(b"=")[0] for each in (known.split(b"\0"))}
    assert not [name for name in names if name.startswith(b"GUWAH")]


def test_no_module_is_taken_from_the_folder_one_stands_in(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever stands among files that strangers sent and adds them runs none of them."""
    for name in ("json", "guwah", "cryptography"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w').close()\nraise SystemExit\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    here: list[Path] = []
    monkeypatch.setattr(many, "from_path", _noting(here))

    became = list(flows.add_files(cast.chiara, cast.case, [Path("json.py"), Path("guwah.py")]))

    assert [each.problem for each in became] == [None, None]
    assert (here, (tmp_path / "ran").exists()) == ([], False)


def test_few_files_start_no_helper(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: list[Helper]
) -> None:
    monkeypatch.setattr(many, "MANY", 10)
    list(flows.add_files(cast.chiara, cast.case, papers(tmp_path / "in", [5] * 9)))
    assert started == []


def test_what_python_looks_after_is_as_before(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "BATCH", 2)
    before = gc.get_threshold(), gc.get_freeze_count(), sys.getswitchinterval()
    becoming = flows.add_files(cast.chiara, cast.case, papers(tmp_path / "in", [5] * 9))
    next(becoming)
    assert gc.get_freeze_count() > before[1]
    becoming.close()  # type: ignore[attr-defined] # a generator
    assert (gc.get_threshold(), gc.get_freeze_count(), sys.getswitchinterval()) == before
