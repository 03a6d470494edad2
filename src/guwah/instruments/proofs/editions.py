"""The proof folder of an edition or a package: small files from which a stranger checks everything.

The order of work: write the files, make the manifest; `edition_value` is what the log entry commits to;
the log appends that entry and signs a checkpoint; `build_proof` makes the files of docs/verify.md and refuses
to make any that would not verify.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guwah.instruments.proofs.anchors import anchors_line
from guwah.instruments.proofs.commitments import Opening
from guwah.instruments.proofs.entries import LogEntry
from guwah.instruments.proofs.errors import Malformed, Mismatch
from guwah.instruments.proofs.manifests import PROOF_FOLDER, Manifest, PackageManifest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guwah.instruments.proofs.anchors import Anchor
    from guwah.instruments.proofs.checkpoints import LoggedProof
    from guwah.instruments.proofs.encodings import Json
    from guwah.instruments.proofs.notes import NoteSigner, VerifierKey

LABEL: Final = "edition"
PACKAGE_LABEL: Final = "package"
ITEM_LABEL: Final = "item"
MANIFEST: Final = f"{PROOF_FOLDER}/manifest.json"
SIGNATURE: Final = f"{PROOF_FOLDER}/manifest.sig"
KEYS: Final = f"{PROOF_FOLDER}/keys.txt"
ENTRY: Final = f"{PROOF_FOLDER}/log-entry.json"
LOG_PROOF: Final = f"{PROOF_FOLDER}/log-proof.txt"
OPENING: Final = f"{PROOF_FOLDER}/opening.json"
PROOF_FILES: Final = (KEYS, ENTRY, LOG_PROOF, MANIFEST, SIGNATURE, OPENING)


@dataclass(frozen=True, slots=True)
class Logged:
    """What the log gave back: the exact entry bytes, its proof with the checkpoint, and the log's key."""

    entry: bytes
    proof: LoggedProof
    key: VerifierKey


def edition_value(manifest: Manifest | PackageManifest, signer: VerifierKey) -> dict[str, Json]:
    """Return what the log entry commits to, under the manifest's kind as its label.

    It names the manifest's digest and the key that signs it, so that trusting the log's key alone is
    enough to trust the edition's.

    Args:
        manifest: The finished manifest.
        signer: Public key of the edition's signer; its name must be printable ASCII.

    Raises:
        Malformed: `bad-key-name`.
    """
    signed_by = _plain(signer).vkey
    value: dict[str, Json] = {"manifest": manifest.sha256, "signer": signed_by}
    return {manifest.kind: manifest.name, "format": manifest.form, **value}


def edition_opening(manifest: Manifest | PackageManifest, signer: VerifierKey, salt: bytes) -> Opening:
    """Return the opening whose commitment the log entry must hold among its objects.

    Raises:
        Malformed: `bad-key-name`, or `bad-salt` when `salt` is not 32 bytes.
    """
    return Opening(manifest.kind, salt, edition_value(manifest, signer))


def statement(
    manifest: Manifest | PackageManifest, log: VerifierKey, anchors: Mapping[str, bytes] | None = None
) -> str:
    """Return the text the publisher's key signs; it names the log's key in turn, and every anchor."""
    lines = [manifest.form, f"{manifest.kind} {manifest.name}", f"manifest sha256:{manifest.sha256}"]
    return "\n".join([*lines, f"log {_plain(log).vkey}\n"]) + "".join(anchors_line(anchors or {}))


def item_proof(top: str, opening: Opening, logged: Logged) -> dict[str, bytes]:
    """Return the three files that prove a sealed item's own place in the log.

    Args:
        top: Folder they lie in, below `proof/`.
        opening: Of the item: its digest and size.
        logged: The entry of its sealing.

    Raises:
        Malformed, Mismatch: what `build_proof` raises.
    """
    _require_committed(opening, logged)
    return {
        f"{top}/log-entry.json": logged.entry,
        f"{top}/log-proof.txt": logged.proof.data,
        f"{top}/opening.json": opening.data,
    }


def build_proof(
    manifest: Manifest | PackageManifest,
    signer: NoteSigner,
    opening: Opening,
    logged: Logged,
    anchors: Iterable[Anchor] = (),
) -> dict[str, bytes]:
    """Return the bytes of every file of `proof/`, by path.

    Raises:
        Mismatch: `wrong-opening` when the opening is not of this manifest and signer, `not-committed`
            when the entry does not hold its commitment, and every reason the log's proof may not hold.
        Malformed: when the entry is no log entry, or the proof carries `extra` bytes.
    """
    if opening != edition_opening(manifest, signer.key, opening.salt):
        raise Mismatch("wrong-opening", "The opening is not of this manifest and this signer.")
    _require_committed(opening, logged)
    said = {path: data for each in anchors for path, data in each.files(logged.entry, logged.key).items()}
    return {
        **said,
        ENTRY: logged.entry,
        KEYS: f"{manifest.kind} {signer.key.vkey}\nlog {logged.key.vkey}\n".encode(),
        LOG_PROOF: logged.proof.data,
        MANIFEST: manifest.data,
        OPENING: opening.data,
        SIGNATURE: signer.sign(statement(manifest, logged.key, said)),
    }


def _require_committed(opening: Opening, logged: Logged) -> None:
    if opening.commitment not in LogEntry.parse(logged.entry).objects:
        raise Mismatch("not-committed", "The log entry does not commit to this.")
    if logged.proof.extra is not None:
        raise Malformed("bad-proof", "A published log proof carries no extra bytes.", 2)
    logged.proof.verify(logged.entry, logged.key)


def _plain(key: VerifierKey) -> VerifierKey:
    if not (key.name.isascii() and key.name.isprintable()):
        raise Malformed("bad-key-name", "The keys of an edition have plain ASCII names.")
    return key
