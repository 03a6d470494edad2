"""Checking a backup where it lies: every signature, every digest, every header; nothing is changed there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from guwah.vault.backup import headers, target
from guwah.vault.backup.carrying import identities_of
from guwah.vault.backup.copying import Unreadable, digest, size_of
from guwah.vault.backup.log_folder import signer
from guwah.vault.backup.making import newest_sealed
from guwah.vault.backup.manifest import Manifest, ManifestBroken, read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from guwah.vault.age import Identity
    from guwah.vault.backup.manifest import Sealed
    from guwah.vault.backup.target import Target
    from guwah.vault.keys import Keys

MISSING: Final = "missing"
BROKEN: Final = "broken"
DAMAGED_BEFORE: Final = "damaged-before"


@dataclass(frozen=True, slots=True)
class SnapshotChecked:
    """What a look at one snapshot found.

    Attributes:
        number: of the snapshot.
        made: when, `YYYYMMDDTHHMMSSZ`; empty when its manifest is lost.
        faults: files of it and what is wrong with each: `missing`, `broken`, or a code of `ManifestBroken`.
        lost: how many sealed files that it lists are missing or broken.
    """

    number: int
    made: str
    faults: dict[str, str]
    lost: int

    @property
    def whole(self) -> bool:
        """Say whether this snapshot brings back everything it lists."""
        return not self.faults and not self.lost


@dataclass(slots=True)
class Checked:
    """What a look at a whole backup found.

    Attributes:
        snapshots: newest first; those that were never finished are left out.
        sealed: sealed files and what is wrong with each: `missing`, `broken`, or `damaged-before` for one
            that was damaged in the vault already when it was copied.
        files: how many sealed files were looked at.
        bytes: how many bytes they have.
    """

    snapshots: list[SnapshotChecked] = field(default_factory=list)
    sealed: dict[str, str] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0

    @property
    def whole(self) -> bool:
        """Say whether there is a snapshot and everything is as it was copied."""
        return bool(self.snapshots) and not self.sealed and all(each.whole for each in self.snapshots)


def check(where: Target, keys: Keys, tell: Callable[[str, int, int], object] | None = None) -> Checked:
    """Read a whole backup and hold it against what its manifests say.

    Args:
        where: the backup.
        keys: of the vault it is of.
        tell: called with `files`, and how many bytes of how many are read.
    """
    manifests: dict[int, Manifest] = {}
    faults: dict[int, dict[str, str]] = {}
    for path in where.snapshots():
        number = target.number_of(path)
        try:
            manifests[number] = read_manifest(path, signer(keys).key)
            faults[number] = _files(path, manifests[number])
        except ManifestBroken as broken:
            if broken.code != "manifest-missing":
                faults[number] = {"manifest": broken.code}
    done = Checked()
    _sealed(where, newest_sealed(manifests), identities_of(keys), done, tell)
    for number, found in faults.items():
        manifest = manifests.get(number)
        lost = sum(each.path in done.sealed for each in manifest.sealed) if manifest else 0
        made = manifest.about.made if manifest else ""
        done.snapshots.append(SnapshotChecked(number, made, found, lost))
    return done


def look_at(path: Path, each: Sealed, identities: list[Identity]) -> str:
    """Return what is wrong with a sealed file, or nothing.

    Its header may have been written anew since it was listed; it is right when it opens.
    """
    try:
        if size_of(path) is None:
            return MISSING
        if size_of(path) != each.size or digest(path, each.header) != each.sha256:
            return BROKEN
        if not each.whole:
            return DAMAGED_BEFORE
        return "" if headers.look(path, identities) else BROKEN
    except (Unreadable, OSError):
        return BROKEN


def _files(folder: Path, manifest: Manifest) -> dict[str, str]:
    faults = {}
    for each in manifest.files:
        path = folder / each.path
        try:
            if size_of(path) is None:
                faults[each.path] = MISSING
            elif size_of(path) != each.size or digest(path) != each.sha256:
                faults[each.path] = BROKEN
        except (Unreadable, OSError):
            faults[each.path] = BROKEN
    return faults


def _sealed(
    where: Target,
    listed: dict[str, Sealed],
    identities: list[Identity],
    done: Checked,
    tell: Callable[[str, int, int], object] | None,
) -> None:
    total = sum(each.size for each in listed.values())
    for name, each in listed.items():
        fault = look_at(where.blobs / name, each, identities)
        if fault:
            done.sealed[name] = fault
        done.files += 1
        done.bytes += each.size
        if tell is not None:
            tell("files", done.bytes, total)
