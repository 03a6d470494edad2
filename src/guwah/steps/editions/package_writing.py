"""Writing a package: tar into age as it comes, so that nothing stands on a disk in the clear."""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import tarfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.steps.evidence.flows import store
from guwah.vault.age import AgeBroken, AgeWriter
from guwah.vault.blobs import BlobBroken, BlobMissing
from guwah.vault.durable import sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from guwah.vault.age_header import SealsTo

PIECE = 1 << 20
_BROKEN = (
    "A sealed file is missing or damaged, so nothing was handed out. The log still says what it was; restore "
    "the blobs folder from a backup."
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed file that goes into the package: where, and which bytes."""

    path: str
    sha256: str
    size: int


def check_target(out: Path) -> None:
    """Refuse a place where something lies already.

    Raises:
        WrongUse: `file-exists`.
    """
    if os.path.lexists(out):
        raise WrongUse("file-exists", "There is something of this name already. Nothing was written.")


def check_sealed(objects: Sequence[Sealed]) -> None:
    """Refuse when one of the sealed files cannot be opened.

    Raises:
        Refused: `blob-missing` or `blob-broken`.
    """
    for each in objects:
        with _reading():
            store().open(each.sha256).close()


def write_package(
    out: Path,
    recipients: Sequence[SealsTo],
    top: str,
    files: Iterator[tuple[str, bytes]],
    objects: Sequence[Sealed],
    tell: Callable[[int], object] | None = None,
) -> int:
    """Write the package and return its size in bytes; on any failure nothing is left.

    Args:
        out: Where; nothing may lie there.
        recipients: Who can open it.
        top: Name of the bag's folder in the tar.
        files: Small files by path, one after the other.
        objects: Sealed files, decrypted and compared with their digests as they go.
        tell: Called with the bytes of sealed files packed so far.

    Raises:
        WrongUse: `file-exists`.
        NotUnderstood: `not-written`, the disk refused.
        Refused: `blob-missing`, `blob-broken`.
    """
    check_target(out)
    part = out.with_name(f".{out.name}.part")
    try:
        with ExitStack() as undo:
            file = os.fdopen(_taken(part), "wb")
            undo.callback(part.unlink, missing_ok=True)
            undo.enter_context(file)
            age = AgeWriter(file.write, recipients)
            with tarfile.open(fileobj=_Sink(age), mode="w|", format=tarfile.PAX_FORMAT) as tar:
                _put_small(tar, top, files)
                _put_all_sealed(tar, top, objects, tell)
            age.finish()
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
            part.rename(out)
            sync_folder(out.parent)
            return size
    except OSError as refused:
        raise NotUnderstood(
            "not-written", "The package could not be written; nothing is left of it."
        ) from refused


def _taken(part: Path) -> int:
    """Return a descriptor of an empty file of ours, also where a packing that was killed left one.

    Raises:
        OSError: somebody writes there now, or the disk refused.
    """
    with ExitStack() as undo:
        taken = os.open(part, os.O_CREAT | os.O_NOFOLLOW | os.O_WRONLY, 0o600)
        undo.callback(os.close, taken)
        # The kernel's: it ends with the process that writes.
        fcntl.flock(taken, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.fchmod(taken, 0o600)
        os.ftruncate(taken, 0)
        undo.pop_all()
        return taken


def write_new(out: Path, pieces: Iterator[bytes]) -> int:
    """Write a file the user asked for, readable by them alone; return its size. On failure nothing is left.

    Raises:
        NotUnderstood: `not-written`, or what the pieces raise.
    """
    try:
        with ExitStack() as undo:
            file = os.fdopen(os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")
            undo.callback(out.unlink, missing_ok=True)
            undo.enter_context(file)
            size = sum(file.write(piece) for piece in pieces)
            file.flush()
            os.fsync(file.fileno())
            undo.pop_all()
            file.close()
            return size
    except OSError as refused:
        raise NotUnderstood(
            "not-written", "The file could not be written; nothing is left of it."
        ) from refused


class _Sink(io.RawIOBase):
    """Takes what the tar writes and gives it to age."""

    def __init__(self, age: AgeWriter) -> None:
        super().__init__()
        self._age = age

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 - any buffer, as in io
        self._age.write(data)
        return memoryview(data).nbytes


class _Hashed(io.RawIOBase):
    """Reads a sealed file and hashes it on the way."""

    def __init__(self, file: io.RawIOBase) -> None:
        super().__init__()
        self._file = file
        self.hasher = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any buffer, as in io
        got = self._file.readinto(buffer) or 0
        self.hasher.update(memoryview(buffer)[:got])
        return got


@contextmanager
def _reading() -> Iterator[None]:
    """Say plainly that a sealed file is missing or damaged."""
    try:
        yield
    except (BlobMissing, BlobBroken) as wrong:
        raise Refused(wrong.code, _BROKEN) from wrong
    except AgeBroken as wrong:
        raise Refused("blob-broken", _BROKEN) from wrong


def _put_small(tar: tarfile.TarFile, top: str, files: Iterator[tuple[str, bytes]]) -> None:
    for path, data in files:
        _put(tar, f"{top}/{path}", len(data), io.BytesIO(data))


def _put_all_sealed(
    tar: tarfile.TarFile, top: str, objects: Sequence[Sealed], tell: Callable[[int], object] | None
) -> None:
    packed = 0
    for each in objects:
        _put_sealed(tar, top, each)
        packed += each.size
        if tell is not None:
            tell(packed)


def _put_sealed(tar: tarfile.TarFile, top: str, each: Sealed) -> None:
    with _reading(), store().open(each.sha256) as reader:
        if reader.size != each.size:
            raise BlobBroken("wrong-digest")
        hashed = _Hashed(reader)
        _put(tar, f"{top}/{each.path}", each.size, io.BufferedReader(hashed, PIECE))
        if hashed.hasher.hexdigest() != each.sha256:
            raise BlobBroken("wrong-digest")


def _put(tar: tarfile.TarFile, path: str, size: int, data: Any) -> None:  # noqa: ANN401 - any file
    info = tarfile.TarInfo(path)
    info.size, info.mode = size, 0o644
    tar.addfile(info, data)
