"""New recipients for sealed files: their headers are written anew, their payloads are not touched.

A header for one recipient is as long as any other, so it is written over in place. What is to be written
stands in a journal first: a pulled plug in the middle of a header is made good by writing it once more.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from guwah.vault.age import AgeBroken, Identity
from guwah.vault.age_header import make_header, read_header
from guwah.vault.durable import sync_folder
from guwah.vault.overwriting import take_up, write_over
from guwah.vault.recovery_file import RECOVERY_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MAGIC: Final = b"age-encryption.org/v1\n"
_TEMPORARY: Final = ".sealing-rotated"
_BATCH: Final = 128
_PIECE: Final = 1 << 20
# Two hold no file that is sealed to the vault. Typing is sealed by a locked server meanwhile, which no place
# in the vault keeps out; the keys of before open it at the next unlock, and it is deleted then.
_APART: Final = frozenset({"log", "editions", "drafts"})


@dataclass(slots=True)
class Rewritten:
    """What was done to the sealed files.

    Attributes:
        files: how many are sealed to the new identity now.
        strangers: paths below the vault of age files that neither identity opens: damaged, or not ours.
    """

    files: int = 0
    strangers: list[str] = field(default_factory=list)


def count(folder: Path) -> int:
    """Return how many files `rewrite` would look at."""
    return sum(1 for _ in sealed_files(folder))


def rewrite(
    folder: Path, old: Identity, new: Identity, progress: Callable[[int], object] | None = None
) -> Rewritten:
    """Seal every age file below the vault's folder to `new` that was sealed to `old`.

    Can be killed at any moment and called again. Nobody else may have the vault open.

    Args:
        folder: the vault's folder.
        old: the identity before.
        new: the identity from now on.
        progress: called with the number of files looked at so far.

    Raises:
        OSError: the disk refused; call again.
    """
    take_up(folder)
    done = Rewritten()
    batch: dict[str, bytes] = {}
    for looked_at, path in enumerate(sealed_files(folder), start=1):
        try:
            header, length = _new_header(path, old, new)
        except AgeBroken:
            done.strangers.append(str(path.relative_to(folder)))
            continue
        done.files += 1
        if len(header) == length:
            batch[str(path.relative_to(folder))] = header
        elif header:
            _copy_behind(folder, path, header, length)
        if len(batch) >= _BATCH:
            write_over(folder, batch)
            batch = {}
        if progress is not None:
            progress(looked_at)
    write_over(folder, batch)
    return done


def sealed_files(folder: Path) -> Iterator[Path]:
    """Yield every age file below the vault's folder, in order, but for the recovery file."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if inside.parts[0] in _APART or inside.name == RECOVERY_FILE or inside.name.startswith("."):
            continue
        if path.is_symlink() or not path.is_file():
            continue
        with path.open("rb") as file:
            if file.read(len(MAGIC)) == MAGIC:
                yield path


def _new_header(path: Path, old: Identity, new: Identity) -> tuple[bytes, int]:
    """Return the header to write and how long the present one is; an empty one when all is done."""
    with path.open("rb") as file:
        header = read_header(file)
        length = file.tell()
    try:
        header.open([new])
    except AgeBroken as broken:
        if broken.code != "not-for-us":
            raise
    else:
        return b"", length
    return make_header(header.open([old]), [new.recipient]), length


def _copy_behind(folder: Path, path: Path, header: bytes, length: int) -> None:
    """Write a header of another length and the payload to a file that takes the old one's place."""
    temporary = folder / _TEMPORARY
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as target, path.open("rb") as source:
        target.write(header)
        source.seek(length)
        while piece := source.read(_PIECE):
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    temporary.rename(path)
    sync_folder(path.parent)
