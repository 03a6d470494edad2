"""What others say of the small invented log: a stamp by an authority of our own, a witness's signature."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import sealed_edition as cast
from authority import make_authority
from guwah.instruments.proofs import digests, editions, manifests, merkle
from guwah.instruments.proofs.anchors import Anchor, Stamped
from guwah.instruments.proofs.bags import tag_files
from guwah.instruments.proofs.checkpoints import Checkpoint, LoggedProof, sign_checkpoint
from guwah.instruments.proofs.commitments import Opening
from guwah.instruments.proofs.cosignatures import Cosigner
from guwah.instruments.proofs.timestamps import Token, Trust, request

if TYPE_CHECKING:
    from authority import Authority

WITNESS = Cosigner("guwah/mill/cosigner", bytes(range(1, 33)))
SILENT = Cosigner("guwah/quarry/cosigner", bytes(range(2, 34)))
SIGNED_AT = 1_700_000_000
SOUND = b"RIFF" + bytes(range(200))


@functools.cache
def authority(folder: Path) -> Authority:
    """One authority for all tests of a worker: making certificates takes long."""
    return make_authority(folder)


@functools.cache
def stamped(folder: Path, note: bytes) -> Stamped:
    """A token over a note."""
    clock = authority(folder)
    token = Token.parse(clock.reply(request(hashlib.sha256(note).digest(), 7)))
    return Stamped(token.data, Trust.parse(clock.root.pem).pem)


def note_at(log: cast.Log, size: int) -> bytes:
    """The log's signed checkpoint at a size."""
    head = Checkpoint(cast.LOG_SIGNER.name, size, merkle.root(log.leaves[:size]))
    return sign_checkpoint(head, cast.LOG_SIGNER)


def anchor(log: cast.Log, index: int, size: int, folder: Path) -> Anchor:
    """A stamp and a cosignature over the log at a size, and where an entry stands in it."""
    note = note_at(log, size)
    hashes = merkle.inclusion_proof(index, size, merkle.in_memory(log.leaves))
    line = WITNESS.cosign(Checkpoint.parse(note.decode().split("\n\n")[0] + "\n"), SIGNED_AT)
    proof = LoggedProof(index, hashes, note)
    return Anchor(proof, (stamped(folder, note),), (line,), (WITNESS.key,))


def write_edition(folder: Path, clocks: Path) -> Path:
    """Write an edition whose entry others vouch for at two sizes."""
    manifest = cast.manifest()
    opening = editions.edition_opening(manifest, cast.EDITION_SIGNER.key, cast.SALT)
    mine = cast.entry(59, (opening.commitment,)).data
    others = [cast.entry(number).data for number in range(6)]
    log = cast.Log((*others[:3], mine, *others[3:]))
    logged = editions.Logged(mine, log.proof(3), cast.LOG_SIGNER.key)
    anchors = [anchor(log, 3, size, clocks) for size in (4, 6)]
    proof = editions.build_proof(manifest, cast.EDITION_SIGNER, opening, logged, anchors)
    cast.write_files(folder, {**cast.FILES, **proof})
    return folder


def write_log(folder: Path, clocks: Path, size: int = 5) -> Path:
    """Write a log folder with what others say of it, as a vault keeps it."""
    log = cast.Log(tuple(cast.entry(number).data for number in range(size)))
    log.write(folder)
    said = anchor(log, 0, 3, clocks).files(log.entries[0], cast.LOG_SIGNER.key)
    kept = {path.replace("proof/", ""): data for path, data in said.items() if "log-proof" not in path}
    cast.write_files(folder, kept)
    return folder


def write_package(folder: Path, clocks: Path, recipient: str = "age1x") -> Path:
    """Write a package with one sealed item, both in the log and vouched for."""
    payload = {"data/objects/item-4.wav": SOUND, "data/items.json": b"{}\n"}
    facts = {path: digests.digest_bytes(data) for path, data in payload.items()}
    listed = [manifests.FileEntry(path, each.sha256, each.size) for path, each in facts.items()]
    tags = tag_files(listed, "2024-05-06")
    for path, data in tags.items():
        digest = digests.digest_bytes(data)
        listed.append(manifests.FileEntry(path, digest.sha256, digest.size))
    manifest = manifests.PackageManifest(
        "p7", (("The court", recipient),), "a hearing", "2024-05-06T07:08:09Z", manifests.sorted_files(listed)
    )
    sealed = facts["data/objects/item-4.wav"]
    item = Opening("item", bytes(32), {"sha256": sealed.sha256, "size": sealed.size, "source": 2})
    opening = editions.edition_opening(manifest, cast.EDITION_SIGNER.key, cast.SALT)
    entries = [cast.entry(1, (item.commitment,)).data, cast.entry(2, (opening.commitment,)).data]
    log = cast.Log((*entries, cast.entry(3).data))
    key = cast.LOG_SIGNER.key
    top = "proof/items/item-4.wav"
    proof = editions.item_proof(top, item, editions.Logged(entries[0], log.proof(0), key))
    logged = editions.Logged(entries[1], log.proof(1), key)
    proof |= editions.build_proof(manifest, cast.EDITION_SIGNER, opening, logged, [anchor(log, 1, 2, clocks)])
    cast.write_files(folder, {**payload, **tags, **proof})
    return folder
