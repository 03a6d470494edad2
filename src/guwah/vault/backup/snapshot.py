"""What of a vault is copied whole each time: the database at one moment, its log's files, its small files."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Final

from sqlcipher3 import dbapi2

from guwah.vault import sealed_drafts
from guwah.vault.age import AgeBroken, AgeReader, AgeWriter, Identity
from guwah.vault.backup import reading
from guwah.vault.backup.copying import PIECE, Unreadable, copy, digest, pieces, size_of
from guwah.vault.backup.log_folder import held_still, passes
from guwah.vault.backup.manifest import Listed
from guwah.vault.database.base import assert_safe, connect
from guwah.vault.durable import make_folders, sync_folder, write_durably
from guwah.vault.folder import DATABASE
from guwah.vault.keys import Keys, assemble, secrets_of
from guwah.vault.recovery_file import RECOVERY_FILE, RECOVERY_MAC
from guwah.vault.untrusted import open_untrusted
from guwah.vault.vault_file import FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

KEYS: Final = "keys.age"
# How far a long run came on this machine (`position.ENDING`).
_PASSING: Final = ".run.age"
_MAKING: Final = f"{DATABASE}-making"
_PAGES: Final = 2000
# What is carried another way, or belongs to the running server only.
_APART: Final = frozenset({"blobs", FILE, RECOVERY_FILE, RECOVERY_MAC, "serving.json"})


def copy_database(
    source: Path, key: bytes, folder: Path, tell: Callable[[int, int], object] | None = None
) -> Path:
    """Copy a database that may be in use, as it is at one moment, and check the copy; return its path.

    SQLite's online backup (sqlite3_backup_step) inside a read transaction: who writes meanwhile writes on,
    and the copy never begins anew. The copy keeps no write-ahead log, so that it opens from a read-only disk.

    Args:
        source: the database.
        key: its raw key and salt, 48 bytes; the copy has the same.
        folder: where `guwah.db` is made.
        tell: called with the pages done and in all.

    Raises:
        DatabaseBroken: the vault's own database is damaged, and no copy is kept of it.
        OSError: the disk refused.
    """
    making = folder / _MAKING
    making.unlink(missing_ok=True)
    os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        _online(source, key, making, tell)
        reading.check(making, key)
    except (dbapi2.DatabaseError, reading.DatabaseBroken) as broken:
        try:
            _was_it_the_disk(folder)
        finally:
            making.unlink(missing_ok=True)
        raise reading.DatabaseBroken(str(source)) from broken
    descriptor = os.open(making, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    making.rename(folder / DATABASE)
    sync_folder(folder)
    return folder / DATABASE


def copy_files(vault: Path, folder: Path) -> list[str]:
    """Copy the log's files and whatever else is in the vault but its sealed files, its database, its keys.

    Taken before the database, the log's files are never ahead of it, and typing that came after a lock
    (`drafts/`, sealed as it lies) is in one of the two or in both; merged twice it is merged once.

    Returns:
        paths below the vault of those that cannot be read.

    Raises:
        OSError: the disk refused.
    """
    with held_still(vault / "log") as passing:
        held = {path: _bytes_of(path) for path in passing}
    for path, data in held.items():
        if data is not None:
            target = folder / path.relative_to(vault)
            make_folders(target.parent)
            write_durably(target, data)
    unread = [path for path, data in held.items() if data is None]
    # Of the log's files those that were not held have changed since, or belong to entries made since.
    others = [path for path in _others(vault) if not (path.is_relative_to(vault / "log") and passes(path))]
    unread += [path for path in others if path not in held and not _copied(path, vault, folder)]
    return [str(path.relative_to(vault)) for path in unread]


def _copied(path: Path, vault: Path, folder: Path) -> bool:
    """Copy a file of the vault; False where it cannot be read."""
    try:
        copy(path, folder / path.relative_to(vault))
    except Unreadable:
        # Typing that was merged meanwhile stands in the database, which is copied after this.
        return _merged(path, vault)
    return True


def listed(folder: Path) -> Iterator[Listed]:
    """Yield every file of a snapshot's folder with its size and digest, in order."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield Listed(str(path.relative_to(folder)), size_of(path) or 0, digest(path))


def write_keys(folder: Path, keys: Keys) -> None:
    """Keep the keys of this snapshot, sealed to the vault: after a change of keys the newer ones open it."""
    told = {"vault_id": keys.vault_id, "generation": keys.generation, "master": keys.master.hex()}
    told |= {name: secret.hex() for name, secret in secrets_of(keys).items()}
    with (folder / KEYS).open("wb") as file:
        writer = AgeWriter(file.write, (Identity(keys.blob_identity).recipient,))
        writer.write(json.dumps(told).encode())
        writer.finish()
        file.flush()
        os.fsync(file.fileno())
    sync_folder(folder)


def keys_of(folder: Path, keys: Keys) -> Keys | None:
    """Return the keys a snapshot was made under, opened with the present keys; None when they are lost."""
    identities = [Identity(each) for each in (keys.blob_identity, *reversed(keys.identities_before))]
    try:
        with open_untrusted(folder / KEYS) as file, AgeReader(file, identities) as reader:
            told: dict[str, Any] = json.loads(reader.read())
        held = {name: bytes.fromhex(told[name]) for name in secrets_of(keys)}
        master = bytes.fromhex(told["master"])
        return assemble(keys.folder, str(told["vault_id"]), int(told["generation"]), master, held)
    except (OSError, AgeBroken, KeyError, TypeError, ValueError):
        return None


def _merged(path: Path, vault: Path) -> bool:
    return path.is_relative_to(vault / sealed_drafts.FOLDER) and not path.exists()


def _bytes_of(path: Path) -> bytes | None:
    try:
        return b"".join(pieces(path))
    except Unreadable:
        return None


def _online(source: Path, key: bytes, making: Path, tell: Callable[[int, int], object] | None) -> None:
    live = connect(str(source), key, isolation_level=None)
    made = dbapi2.connect(str(making), isolation_level=None)
    try:
        made.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        made.execute("PRAGMA cipher_log_level = NONE")
        made.execute("PRAGMA temp_store = 2")
        assert_safe(made)
        # Without locks of its own: a stick's file system may know no shared memory. A half copy is thrown
        # away, so nothing needs to be undone in it.
        made.execute("PRAGMA locking_mode = EXCLUSIVE")
        made.execute("PRAGMA journal_mode = OFF")
        live.execute("BEGIN")
        live.execute("SELECT count(*) FROM sqlite_master").fetchone()
        live.backup(
            made,
            pages=_PAGES,
            progress=None if tell is None else lambda _state, left, pages: tell(pages - left, pages),
        )
        made.execute("PRAGMA journal_mode = DELETE")
    finally:
        made.close()
        live.close()


def _was_it_the_disk(folder: Path) -> None:
    """Write a mebibyte beside what could not be written: a full disk says so, where SQLite may blame itself.

    Raises:
        OSError: it was the disk.
    """
    write_durably(folder / ".tried", bytes(PIECE))
    (folder / ".tried").unlink()


def _others(vault: Path) -> Iterator[Path]:
    """Yield the files that are carried with every snapshot; what begins with a dot is of one machine."""
    for top in sorted(vault.iterdir()):
        if top.name.startswith((".", DATABASE)) or top.name.endswith(_PASSING) or top.name in _APART:
            continue
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            hidden = any(part.startswith(".") for part in path.relative_to(vault).parts)
            if path.is_file() and not hidden and not path.is_symlink():
                yield path
