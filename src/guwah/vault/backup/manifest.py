"""What belongs to one snapshot, file by file, under the signature of the vault's log key.

Two files: `list` names every file with its size and the SHA-256 of its ciphertext, one a line; `manifest` is
a signed note (C2SP signed-note) that holds the digest of `list`. It is written last: a snapshot without it is
not finished.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guwah.instruments.proofs.encodings import canonical, read_canonical
from guwah.instruments.proofs.errors import ProofFault
from guwah.instruments.proofs.notes import open_note
from guwah.vault.durable import write_durably
from guwah.vault.untrusted import read_untrusted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from guwah.instruments.proofs.notes import NoteSigner, VerifierKey

MANIFEST: Final = "manifest"
LIST: Final = "list"
_MOST_LISTED: Final = 1 << 29  # bytes: some millions of files
_FIRST_LINE: Final = "guwah/backup/v1"
_WHOLE, _BROKEN = "whole", "broken"


class ManifestBroken(Exception):
    """A manifest or its list is missing or not as it was signed.

    Attributes:
        code: `manifest-missing`, `manifest-broken` or `list-broken`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class About:
    """What a snapshot is of.

    Attributes:
        vault_id: 32 hex digits.
        target_id: of the backup it was made for.
        number: counted in that backup from 1.
        made: when, `YYYYMMDDTHHMMSSZ`.
        generation: how often the vault's keys had been changed.
        log_size: number of entries in the snapshot's log.
        log_root: root hash of that log, 64 hex digits.
    """

    vault_id: str
    target_id: str
    number: int
    made: str
    generation: int
    log_size: int
    log_root: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of the snapshot's own folder: path below it, bytes, SHA-256 in hexadecimal."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """One sealed file, which snapshots share.

    Attributes:
        path: below `blobs`, as in the vault.
        size: bytes, its header included.
        header: bytes of its age header; a change of keys writes it anew.
        sha256: of what comes after the header, in hexadecimal.
        seen: keyed fingerprint of the file in the vault (time, size), so that it need not be read again.
        whole: False when it did not open as it was sealed on the day it was copied.
    """

    path: str
    size: int
    header: int
    sha256: str
    seen: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    """A snapshot's manifest and list."""

    about: About
    files: tuple[Listed, ...]
    sealed: tuple[Sealed, ...]


def write_manifest(folder: Path, manifest: Manifest, signer: NoteSigner) -> None:
    """Write the list and, last, the signed manifest; from then on the snapshot counts."""
    listed = "".join(_lines(manifest)).encode()
    write_durably(folder / LIST, listed)
    about = manifest.about
    told = canonical(
        {
            "vault": about.vault_id,
            "target": about.target_id,
            "number": about.number,
            "made": about.made,
            "generation": about.generation,
            "log": {"size": about.log_size, "root": about.log_root},
            "list": hashlib.sha256(listed).hexdigest(),
        }
    )
    write_durably(folder / MANIFEST, signer.sign(f"{_FIRST_LINE}\n{told.decode()}\n"))


def read_manifest(folder: Path, key: VerifierKey) -> Manifest:
    """Read what `write_manifest` wrote, if this key signed it.

    Raises:
        ManifestBroken: one of its codes.
    """
    try:
        text = open_note(read_untrusted(folder / MANIFEST), (key,)).text
        first, told, _end = text.split("\n")
        value = read_canonical(told.encode())
        if first != _FIRST_LINE or not isinstance(value, dict):
            raise ManifestBroken("manifest-broken")
        about = _about(value)
    except FileNotFoundError as missing:
        raise ManifestBroken("manifest-missing") from missing
    except (OSError, ProofFault, KeyError, TypeError, ValueError) as broken:
        raise ManifestBroken("manifest-broken") from broken
    try:
        listed = read_untrusted(folder / LIST, _MOST_LISTED)
    except OSError as missing:
        raise ManifestBroken("list-broken") from missing
    if hashlib.sha256(listed).hexdigest() != value["list"]:
        raise ManifestBroken("list-broken")
    return Manifest(about, *_listed(listed.decode().splitlines()))


def _about(value: Mapping[str, object]) -> About:
    log = value["log"]
    if not isinstance(log, dict):
        raise TypeError("its log is no object")
    return About(
        vault_id=str(value["vault"]),
        target_id=str(value["target"]),
        number=int(str(value["number"])),
        made=str(value["made"]),
        generation=int(str(value["generation"])),
        log_size=int(str(log["size"])),
        log_root=str(log["root"]),
    )


def _lines(manifest: Manifest) -> Iterator[str]:
    for file in manifest.files:
        yield f"file {file.sha256} {file.size} {file.path}\n"
    for each in manifest.sealed:
        state = _WHOLE if each.whole else _BROKEN
        yield f"sealed {each.sha256} {each.size} {each.header} {each.seen} {state} {each.path}\n"


def _listed(lines: Iterable[str]) -> tuple[tuple[Listed, ...], tuple[Sealed, ...]]:
    files: list[Listed] = []
    sealed: list[Sealed] = []
    for line in lines:
        kind, sha256, size, rest = line.split(" ", 3)
        if kind == "file":
            files.append(Listed(rest, int(size), sha256))
        else:
            header, seen, state, path = rest.split(" ", 3)
            sealed.append(Sealed(path, int(size), int(header), sha256, seen, state == _WHOLE))
    return tuple(files), tuple(sealed)
