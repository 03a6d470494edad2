"""Carrying sealed files to a backup: only what is new there, and never a damaged one over a good one."""

from __future__ import annotations

import errno
import hmac
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from guwah.vault.age import AgeBroken, AgeReader, Identity
from guwah.vault.backup import headers
from guwah.vault.backup.copying import PIECE, Unreadable, copy, digest, size_of
from guwah.vault.backup.manifest import Sealed
from guwah.vault.keys import derive
from guwah.vault.overwriting import take_up, write_over
from guwah.vault.untrusted import open_untrusted

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from guwah.vault.keys import Keys

_BATCH: Final = 128
# A FAT32 disk takes no file of 4 GiB or more.
TOO_LARGE: Final = "file-too-large"
UNREADABLE: Final = "unreadable"


@dataclass(slots=True)
class Carried:
    """What became of the sealed files; names are paths below `blobs`.

    Attributes:
        sealed: every file the backup holds now, by name.
        copied: how many were copied.
        bytes: how many bytes that were.
        headers: how many only got a new header.
        left_out: files of the vault that the backup does not hold, and why: `file-too-large`, `unreadable`.
        damaged: files that do not open as they were sealed, in the vault as it is now.
        kept: files that are gone from the vault or damaged there, and whole in the backup.
    """

    sealed: dict[str, Sealed] = field(default_factory=dict)
    copied: int = 0
    bytes: int = 0
    headers: int = 0
    left_out: dict[str, str] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def opens_whole(path: Path, identities: list[Identity]) -> bool:
    """Authenticate every chunk of a sealed file."""
    buffer = memoryview(bytearray(PIECE))
    try:
        with open_untrusted(path) as file, AgeReader(file, identities) as reader:
            while reader.readinto(buffer):
                pass
    except (AgeBroken, OSError):
        return False
    return True


def identities_of(keys: Keys) -> list[Identity]:
    """Return the vault's age identities, the newest first."""
    return [Identity(each) for each in (keys.blob_identity, *reversed(keys.identities_before))]


@dataclass(slots=True)
class Carrier:
    """Carries the sealed files of one vault to one backup.

    Attributes:
        keys: of the vault.
        target: the backup's folder of sealed files.
        before: what the backup's newest whole snapshot lists, by name.
        tell: called with the number of bytes of each piece that was copied.
    """

    keys: Keys
    target: Path
    before: Mapping[str, Sealed]
    tell: Callable[[int], object] | None = None
    done: Carried = field(default_factory=Carried)
    _headers: dict[str, bytes] = field(default_factory=dict)
    _identities: list[Identity] = field(init=False)
    _seen_key: bytes = field(init=False)

    def __post_init__(self) -> None:
        """Derive once what every file needs."""
        self._identities = identities_of(self.keys)
        self._seen_key = derive(self.keys.master, "backup-seen")

    @property
    def source(self) -> Path:
        """The vault's folder of sealed files."""
        return self.keys.folder / "blobs"

    def new_bytes(self) -> int:
        """Return how many bytes there are to copy, as far as sizes tell."""
        sizes = ((path.stat().st_size, size_of(self.target / name)) for name, path in self._files())
        return sum(size for size, there in sizes if size != there)

    def carry(self, known: frozenset[str]) -> Carried:
        """Bring every sealed file of the vault to the backup; what only the backup has stays if it is known.

        Can be killed at any moment and called again.

        Args:
            known: names of the files the vault's database knows of.

        Raises:
            OSError: the backup's disk refused.
        """
        take_up(self.target)
        for name, path in self._files():
            self._carry(name, path)
            if len(self._headers) >= _BATCH:
                self._write_headers()
        self._write_headers()
        for name in sorted(known - self.done.sealed.keys()):
            self._keep(name)
        return self.done

    def _files(self) -> Iterator[tuple[str, Path]]:
        for folder in sorted(self.source.iterdir()):
            if folder.is_dir() and not folder.name.startswith("."):
                for path in sorted(folder.iterdir()):
                    if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                        yield f"{folder.name}/{path.name}", path

    def _carry(self, name: str, path: Path) -> None:
        state = path.stat()
        seen, old, there = self._fingerprint(state), self.before.get(name), size_of(self.target / name)
        if old is not None and there == old.size and old.seen == seen:
            self.done.sealed[name] = old
            if not old.whole:
                self.done.damaged.append(name)
            return
        try:
            if there is None:
                self._copy(name, path, seen)
            else:
                self._renew(name, path, seen)
        except Unreadable:
            self.done.left_out[name] = UNREADABLE
            self._keep(name)
        except OSError as refused:
            if refused.errno != errno.EFBIG:
                raise
            self.done.left_out[name] = TOO_LARGE

    def _copy(self, name: str, path: Path, seen: str) -> None:
        looked = headers.look(path, self._identities)
        header = len(looked.header) if looked else 0
        sha256 = copy(path, self.target / name, header, self.tell)
        size = size_of(self.target / name) or 0
        whole = looked is not None and opens_whole(path, self._identities)
        self.done.sealed[name] = Sealed(name, size, header, sha256, seen, whole)
        self.done.copied += 1
        self.done.bytes += size
        if not whole:
            self.done.damaged.append(name)

    def _renew(self, name: str, path: Path, seen: str) -> None:
        """Bring a file that the backup has to the state of the vault's."""
        there = self.target / name
        ours, theirs = (headers.look(each, self._identities) for each in (path, there))
        same = ours is not None and ours.same_payload(theirs) and size_of(path) == size_of(there)
        if same and ours is not None and theirs is not None and len(ours.header) == len(theirs.header):
            self._same(name, path, seen, ours.header if ours.header != theirs.header else b"")
        # Sealed once more, or damaged: what is whole replaces, what is not never does.
        elif opens_whole(path, self._identities) or not self._whole_there(name):
            self._copy(name, path, seen)
        else:
            self.done.damaged.append(name)
            self._keep(name)

    def _same(self, name: str, path: Path, seen: str, header: bytes) -> None:
        """Take a file that lies in the backup already, perhaps with a new header for it."""
        old = self.before.get(name)
        if header:
            self._headers[name] = header
            self.done.headers += 1
        if old is not None and old.size == size_of(self.target / name):
            # Touched, and not by a change of keys: what it was then may not be what it is.
            if not header and old.whole and not opens_whole(path, self._identities):
                self.done.damaged.append(name)
                self._keep(name)
                return
        else:
            # A run that was killed had copied it: what the vault has is what must stand there.
            looked = headers.look(path, self._identities)
            length = len(looked.header) if looked else 0
            whole = opens_whole(path, self._identities)
            old = Sealed(name, path.stat().st_size, length, digest(path, length), seen, whole)
        self.done.sealed[name] = replace(old, seen=seen)
        if not old.whole:
            self.done.damaged.append(name)

    def _keep(self, name: str) -> None:
        """Keep what the backup has of a file that the vault has lost."""
        there, old = self.target / name, self.before.get(name)
        size = size_of(there)
        if old is None and size is not None and self._whole_there(name):
            # A run that was killed had brought it here before the vault lost it.
            looked = headers.look(there, self._identities)
            header = len(looked.header) if looked else 0
            old = Sealed(name, size, header, digest(there, header), "", whole=True)
        if old is not None and size == old.size:
            self.done.sealed[name] = old
            self.done.kept.append(name)

    def _whole_there(self, name: str) -> bool:
        return opens_whole(self.target / name, self._identities)

    def _write_headers(self) -> None:
        write_over(self.target, self._headers)
        self._headers = {}

    def _fingerprint(self, state: os.stat_result) -> str:
        told = f"{state.st_mtime_ns} {state.st_size}".encode()
        return hmac.digest(self._seen_key, told, "sha256")[:8].hex()
