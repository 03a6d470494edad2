"""Law 9 while files are read: no word of them on any disk, in no temporary folder, no deleted open file."""

from __future__ import annotations

import io
import stat
import threading
from pathlib import Path

import pytest
from django.conf import settings

import darkroom
from cast import Cast
from guwah.steps.evidence import flows
from guwah.steps.evidence.flows import examine
from guwah.steps.evidence.models import Item
from guwah.steps.evidence.reading import jail

FILES = {
    "ledger.pdf": darkroom.pdf(darkroom.MARKER, title=darkroom.MARKER),
    "words.docx": darkroom.docx(darkroom.MARKER),
    "letter.eml": darkroom.letter(),
    "photo.jpg": darkroom.jpeg(),
    "voice.ogg": darkroom.recording("ogg"),
}
MARKER = darkroom.MARKER.encode()


@pytest.fixture
def disk(committed_cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Everything on a disk that is written to here: the vault, the machine's temporary folders."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    everybodys = [Path("/", *parts) for parts in (("var", "tmp"), ("dev", "shm"))]
    return [tmp_path, settings.VAULT_FOLDER, *everybodys]


def _spilled(folders: list[Path]) -> list[str]:
    paths = (path for folder in folders for path in folder.rglob("*"))
    files = (path for path in paths if path.is_file() and not path.is_symlink())
    return [str(path) for path in files if MARKER in path.read_bytes()]


def _open_files() -> list[str]:
    """Files this process holds open on a disk, deleted or not, that have the marker in them."""
    found = []
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            target, kind = str(descriptor.readlink()), descriptor.stat().st_mode
        except FileNotFoundError:
            continue
        if stat.S_ISREG(kind) and not target.startswith("/memfd:") and MARKER in descriptor.read_bytes():
            found.append(target)
    return found


@pytest.mark.parametrize("name", FILES)
def test_no_word_is_on_the_disk_while_a_file_is_read_and_after(
    committed_cast: Cast, disk: list[Path], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    seen: list[str] = []
    looked = threading.Event()
    real = jail.Child.read

    def looking(child: jail.Child, size: int) -> bytes:
        piece = real(child, size)
        seen.extend(_spilled(disk) + _open_files())
        looked.set()
        return piece

    monkeypatch.setattr(jail.Child, "read", looking)
    cast = committed_cast
    item = flows.add_file(cast.chiara, cast.case, io.BytesIO(FILES[name]), f"{name}").item

    flows.examine(cast.chiara, item)
    flows.clean_copy(cast.chiara, item)

    assert looked.is_set()
    assert seen == []
    assert _spilled(disk) == []
    assert item.derived.exists()


def test_the_hunt_finds_what_is_there(disk: list[Path], tmp_path: Path) -> None:
    (tmp_path / "tmp" / "spilled").write_bytes(b"x" + MARKER)

    with (tmp_path / "gone").open("w+b") as held:
        held.write(MARKER)
        held.flush()
        (tmp_path / "gone").unlink()
        assert len(_open_files()) == 1
    assert _spilled(disk) == [str(tmp_path / "tmp" / "spilled")]


def test_the_original_is_what_it_was_whatever_was_read(committed_cast: Cast) -> None:
    cast = committed_cast
    for name, data in FILES.items():
        item = flows.add_file(cast.chiara, cast.case, io.BytesIO(data), name).item
        before = flows.store().path(item.sha256).read_bytes()

        examine(cast.chiara, item)

        assert flows.store().path(item.sha256).read_bytes() == before
    assert flows.verify(cast.chiara, cast.case).broken == ()
    assert Item.objects.filter(derived_from=None).count() == len(FILES)
