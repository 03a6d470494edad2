"""A small invented edition with its log, for tests that check proofs or break them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.proofs import checkpoints, digests, editions, entries, manifests, merkle, notes, tiles

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

EDITION_SIGNER = notes.NoteSigner("guwah/editions/bakery", bytes(range(32)))
LOG_SIGNER = notes.NoteSigner("guwah/00112233445566778899aabbccddeeff", bytes(range(32, 64)))
STRANGER = notes.NoteSigner("guwah/somebody-else", bytes(range(64, 96)))
SALT = bytes(range(96, 128))
FILES: Mapping[str, bytes] = {
    "index.html": b"<p>The bakery of Tallow Bridge lost its licence.</p>\n",
    "records/1/words.txt": "Alice: they took the licence — نان".encode(),
    "records/1/empty.txt": b"",
}


def entry(number: int, objects: tuple[bytes, ...] = ()) -> entries.LogEntry:
    """One invented log entry."""
    time = f"2024-05-06T07:{number % 60:02}:09Z"
    return entries.LogEntry(time, "k1f00d", "exported", objects, (), bytes([number % 256]) * 32)


def manifest(files: Mapping[str, bytes] = FILES) -> manifests.Manifest:
    """The manifest over `files`."""
    listed = []
    for path, data in files.items():
        digest = digests.digest_bytes(data)
        listed.append(manifests.FileEntry(path, digest.sha256, digest.size))
    return manifests.Manifest("e-7", "public", "12", "2024-05-06T07:08:09Z", manifests.sorted_files(listed))


@dataclass(frozen=True)
class Log:
    """Entries in order, with what a log says about them."""

    entries: tuple[bytes, ...]

    @property
    def leaves(self) -> tuple[bytes, ...]:
        return tuple(merkle.leaf_hash(each) for each in self.entries)

    @property
    def checkpoint(self) -> bytes:
        leaves = self.leaves
        root = merkle.root(leaves) if leaves else merkle.EMPTY_ROOT
        return checkpoints.sign_checkpoint(
            checkpoints.Checkpoint(LOG_SIGNER.name, len(leaves), root), LOG_SIGNER
        )

    def proof(self, index: int) -> checkpoints.LoggedProof:
        hashes = merkle.inclusion_proof(index, len(self.entries), merkle.in_memory(self.leaves))
        return checkpoints.LoggedProof(index, hashes, self.checkpoint)

    def write(self, folder: Path, *, with_entries: bool = True) -> None:
        """Write the log as a tlog-tiles folder."""
        written: dict[str, bytes] = {}

        def read(tile: tiles.Tile) -> bytes:
            return written[tile.path]

        for file in tiles.grow(0, self.leaves, read):
            written[file.tile.path] = file.data
        for at in range(0, len(self.entries) if with_entries else 0, tiles.WIDTH):
            piece = self.entries[at : at + tiles.WIDTH]
            written[tiles.entries_path(at // tiles.WIDTH, len(piece))] = tiles.bundle(piece)
        written["checkpoint"] = self.checkpoint
        written["key"] = f"{LOG_SIGNER.key.vkey}\n".encode()
        write_files(folder, written)


def edition_proof(files: Mapping[str, bytes] = FILES, *, before: int = 3, after: int = 2) -> dict[str, bytes]:
    """The proof folder over `files`, its entry standing among others."""
    whole = manifest(files)
    opening = editions.edition_opening(whole, EDITION_SIGNER.key, SALT)
    mine = entry(59, (opening.commitment,)).data
    others = [entry(number).data for number in range(before + after)]
    log = Log((*others[:before], mine, *others[before:]))
    logged = editions.Logged(mine, log.proof(before), LOG_SIGNER.key)
    return editions.build_proof(whole, EDITION_SIGNER, opening, logged)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder."""
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def write_edition(folder: Path, files: Mapping[str, bytes] = FILES) -> Path:
    """Write a whole edition and return its folder."""
    write_files(folder, {**files, **edition_proof(files)})
    return folder
