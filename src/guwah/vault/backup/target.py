"""The folder that holds the backup of one vault: its marker, its ways in, its snapshots.

It is made so that a memory stick can carry it: no links, no colons, no two names that differ in case only.
Everything in it is encrypted as it is in the vault, but for the marker, which names the vault's random id.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import tomlkit

from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.vault.backup.copying import is_new
from guwah.vault.durable import make_folders, sync_folder, write_durably
from guwah.vault.presence import changing
from guwah.vault.recovery_file import RECOVERY_FILE
from guwah.vault.untrusted import read_untrusted
from guwah.vault.vault_file import FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARKER: Final = "backup.toml"
FORMAT: Final = 1
BLOBS: Final = "blobs"
SNAPSHOTS: Final = "snapshots"
# Two copies, so that one torn or rotten sector does not shut everybody out.
WAYS_IN: Final = ("ways-in-1", "ways-in-2")
_LOCK: Final = ".lock"
_MOST_SAID: Final = 1 << 16  # bytes of the marker; a few lines
_SNAPSHOT: Final = re.compile(r"(\d{6})-\d{8}T\d{6}Z")
_NAME: Final = re.compile(r"[0-9a-f]{32}\Z")
_EXPLAINED: Final = """\
An encrypted backup of a Guwah vault. `guwah restore THIS-FOLDER NEW-FOLDER` brings the vault back.
Without Guwah: take blobs/, one folder below snapshots/ and ways-in-1/ together into one folder; they are
the parts of a vault. What opens it then is told in Guwah's docs/opened-without-us.md."""


@dataclass(frozen=True, slots=True)
class Target:
    """A folder with the backup of one vault.

    Attributes:
        folder: where it is.
        target_id: 32 hex digits, random; empty when the marker is lost.
        vault_id: of the vault; empty when the marker is lost.
    """

    folder: Path
    target_id: str
    vault_id: str

    @property
    def blobs(self) -> Path:
        """Where the sealed files lie, under the names they have in the vault."""
        return self.folder / BLOBS

    def ways_in(self) -> Iterator[Path]:
        """Yield the folders that hold vault.toml and recovery.age, the better one first."""
        for name in WAYS_IN:
            if (self.folder / name).is_dir():
                yield self.folder / name

    def snapshots(self) -> list[Path]:
        """Return the folders of snapshots, newest first, finished or not."""
        folder = self.folder / SNAPSHOTS
        found = [path for path in folder.iterdir() if number_of(path)] if folder.is_dir() else []
        return sorted(found, key=number_of, reverse=True)

    def snapshot(self, number: int, made: str) -> Path:
        """Return the folder of a snapshot; `made` is `YYYYMMDDTHHMMSSZ`."""
        return self.folder / SNAPSHOTS / f"{number:06}-{made}"


def number_of(snapshot: Path) -> int:
    """Return the number in the name of a snapshot's folder, 0 for any other folder."""
    match = _SNAPSHOT.fullmatch(snapshot.name)
    return int(match[1]) if match else 0


def open_target(folder: Path) -> Target:
    """Return the backup in a folder; one whose marker is lost is known by its snapshots.

    Raises:
        NotUnderstood: `no-backup`, `backup-format` or `backup-has-links`.
    """
    if any((folder / name).is_symlink() for name in (BLOBS, SNAPSHOTS, *WAYS_IN)):
        raise NotUnderstood(
            "backup-has-links",
            "A folder of this backup is a link to somewhere else. No backup has links: nothing was read or "
            "written. Look who put it there.",
        )
    marked = _marked(folder)
    if marked is not None:
        return marked
    if (folder / SNAPSHOTS).is_dir():
        return Target(folder, "", "")
    raise NotUnderstood("no-backup", "There is no backup of a vault in this folder.")


def _marked(folder: Path) -> Target | None:
    """Return what the marker says; None when it is lost or damaged: nothing else is lost with it."""
    try:
        document = tomllib.loads(read_untrusted(folder / MARKER, _MOST_SAID).decode())
        if document["format"] != FORMAT:
            raise NotUnderstood("backup-format", "This backup was made by another version of Guwah.")
        names = str(document["target_id"]), str(document["vault_id"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return Target(folder, *names) if all(_NAME.match(name) for name in names) else None


def begin(folder: Path, vault: Path, vault_id: str) -> Target:
    """Return the backup of a vault in a folder; one that is new or empty becomes it.

    Raises:
        WrongUse: `target-in-vault` or `folder-not-empty`.
        Refused: `other-vault`.
        NotUnderstood: `backup-format`.
        OSError: the disk refused.
    """
    refuse_nested(folder, vault)
    if not is_new(folder):
        try:
            target = open_target(folder)
        except NotUnderstood as stranger:
            if stranger.code != "no-backup":
                raise
            raise WrongUse(
                "folder-not-empty",
                "This folder holds something that is no backup. Name one that is new or empty, "
                "for instance a folder on the stick.",
            ) from stranger
        if target.vault_id not in ("", vault_id):
            raise Refused(
                "other-vault", "This folder holds the backup of another vault. Nothing was written to it."
            )
        if target.vault_id:
            return target
    target = Target(folder, secrets.token_hex(16), vault_id)
    make_folders(folder)
    document = tomlkit.document()
    for line in _EXPLAINED.splitlines():
        document.add(tomlkit.comment(line))
    document["format"] = FORMAT
    document["vault_id"] = vault_id
    document["target_id"] = target.target_id
    write_durably(folder / MARKER, tomlkit.dumps(document).encode())
    return target


def refuse_nested(one: Path, other: Path) -> None:
    """Refuse two folders of which one lies in the other, or that are one.

    Raises:
        WrongUse: `target-in-vault`.
    """
    first, second = one.resolve(), other.resolve()
    if first == second or first in second.parents or second in first.parents:
        raise WrongUse(
            "target-in-vault",
            "A copy inside of what it is a copy of is lost together with it. Name a folder on another disk.",
        )


@contextmanager
def alone(target: Target) -> Iterator[None]:
    """Hold a backup against other processes that would write to it.

    Raises:
        Refused: `backup-running`.
    """
    descriptor = os.open(target.folder / _LOCK, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as taken:
        raise Refused("backup-running", "Another Guwah is writing to this backup just now.") from taken
    finally:
        os.close(descriptor)


def write_ways_in(target: Target, vault: Path) -> None:
    """Bring vault.toml and recovery.age to the backup as they are now.

    So a way in that was closed in the vault is closed in its backup, and whatever keys a sealed file there is
    under, these give them. In each copy recovery.age comes first, as in a change of keys: at no moment do the
    sheets open nothing.
    """
    with changing(vault):
        file = (vault / FILE).read_bytes()
        recovery = (vault / RECOVERY_FILE).read_bytes() if (vault / RECOVERY_FILE).is_file() else None
    for name in reversed(WAYS_IN):
        folder = target.folder / name
        make_folders(folder)
        if recovery is None:
            (folder / RECOVERY_FILE).unlink(missing_ok=True)
            sync_folder(folder)
        else:
            _replace(folder / RECOVERY_FILE, recovery)
        _replace(folder / FILE, file)


def _replace(path: Path, data: bytes) -> None:
    try:
        same = read_untrusted(path, len(data)) == data
    except OSError:
        # Missing, longer, or no file: whatever has this name is replaced.
        same = False
    if not same:
        write_durably(path, data)
