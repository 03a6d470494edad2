"""Putting single sealed files back into the vault that it has lost and its backup still has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guwah.vault.age import Identity
from guwah.vault.age_header import make_header
from guwah.vault.backup import headers, naming, reading
from guwah.vault.backup.carrying import identities_of, opens_whole
from guwah.vault.backup.copying import Unreadable, copy, refused
from guwah.vault.blobs import BlobBroken, BlobMissing
from guwah.vault.overwriting import write_over

if TYPE_CHECKING:
    from collections.abc import Callable

    from guwah.vault.backup.target import Target
    from guwah.vault.blobs import BlobStore
    from guwah.vault.keys import Keys


@dataclass(slots=True)
class Mended:
    """What was put back.

    Attributes:
        brought: names of sealed files that are whole again.
        still: names of those that are not, and what the backup has of them: `missing` or `broken`.
        called: what a name stands for, like `item 7`.
        files: how many sealed files were looked at.
    """

    brought: list[str] = field(default_factory=list)
    still: dict[str, str] = field(default_factory=dict)
    called: dict[str, tuple[str, ...]] = field(default_factory=dict)
    files: int = 0


def mend(where: Target, keys: Keys, tell: Callable[[str, int, int], object] | None = None) -> Mended:
    """Look at every sealed file the vault's database knows of, and put back what is missing or broken.

    What comes from the backup is believed only when its SHA-256 is the one in the database.

    Args:
        where: a backup of this vault, which is only read.
        keys: of the vault.
        tell: called with `checked`, and how many files of how many were looked at.

    Raises:
        BackupNotWritten: the vault's disk refused.
    """
    done = Mended()
    store = naming.store_of(keys)
    with reading.live(keys) as connection:
        known = naming.known(keys, connection)
    for name, each in known.items():
        done.files += 1
        if not _whole(store, each.oid):
            done.called[name] = each.called
            try:
                fault = _bring(where, keys, name)
            except OSError as cause:
                raise refused(cause, "What was put back so far stays.") from cause
            if not fault and _whole(store, each.oid):
                done.brought.append(name)
            else:
                done.still[name] = fault or "broken"
        if tell is not None:
            tell("checked", done.files, len(known))
    return done


def _whole(store: BlobStore, oid: str) -> bool:
    try:
        store.verify(oid)
    except (BlobMissing, BlobBroken):
        return False
    return True


def _bring(where: Target, keys: Keys, name: str) -> str:
    """Copy one sealed file into the vault; return what is wrong with it in the backup, or nothing."""
    there, blobs = where.blobs / name, keys.folder / "blobs"
    if not there.is_file():
        return "missing"
    if not opens_whole(there, identities_of(keys)):
        return "broken"
    try:
        copy(there, blobs / name)
    except Unreadable:
        return "broken"
    looked = headers.look(blobs / name, identities_of(keys))
    present = Identity(keys.blob_identity)
    if looked is not None and headers.look(blobs / name, [present]) is None:
        header = make_header(looked.key, [present.recipient])
        if len(header) == len(looked.header):
            write_over(blobs, {name: header})
    return ""
