"""What others say of a log, as files that travel with an edition or a package (docs/verify.md).

Time stamps and cosignatures are about a checkpoint of the whole log. Beside each such checkpoint lies the
proof that the published entry stands in that very tree, so that "existed by" is shown for this entry.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guwah.instruments.proofs.checkpoints import open_checkpoint
from guwah.instruments.proofs.cosignatures import cosignatures
from guwah.instruments.proofs.errors import Mismatch
from guwah.instruments.proofs.timestamps import Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guwah.instruments.proofs.checkpoints import LoggedProof
    from guwah.instruments.proofs.cosignatures import CosignerKey
    from guwah.instruments.proofs.notes import VerifierKey

ANCHORS_FOLDER: Final = "proof/anchors"


@dataclass(frozen=True, slots=True)
class Stamped:
    """One token and the certificates it is trusted by.

    Attributes:
        token: A time stamp token (RFC 3161) over SHA-256 of the checkpoint note.
        pem: The authority's certificates, roots first.
    """

    token: bytes
    pem: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """One checkpoint that others stamped or signed.

    Attributes:
        proof: Where the entry stands in this checkpoint's tree; its note bears the log's signature only.
        stamps: Tokens over the note.
        lines: Cosignature lines over the note, newline included.
        cosigners: Keys of those who made the lines.
    """

    proof: LoggedProof
    stamps: tuple[Stamped, ...] = ()
    lines: tuple[str, ...] = ()
    cosigners: tuple[CosignerKey, ...] = ()

    def files(self, entry: bytes, log: VerifierKey) -> dict[str, bytes]:
        """Return the files of this anchor by path.

        Args:
            entry: The bytes of the log entry that is published.
            log: The log's key.

        Raises:
            Malformed, Mismatch: the entry does not stand in this tree, a token is about something else, or
                a cosignature does not hold.
        """
        self.proof.verify(entry, log)
        note = self.proof.checkpoint
        top = f"{ANCHORS_FOLDER}/{open_checkpoint(note, log).size}"
        found = {f"{top}/checkpoint": note, f"{top}/log-proof.txt": self.proof.data}
        for number, stamp in enumerate(self.stamps, 1):
            if Token.parse(stamp.token).info.imprint != hashlib.sha256(note).digest():
                raise Mismatch("wrong-imprint", "The token stamps something else.")
            found[f"{top}/stamp-{number}.tst"] = stamp.token
            found[f"{top}/stamp-{number}.pem"] = stamp.pem.encode("ascii")
        if self.lines:
            cosigned = note + "".join(self.lines).encode()
            if {each.key for each in cosignatures(cosigned, self.cosigners)} != set(self.cosigners):
                raise Mismatch("bad-signature", "A cosigner has not signed this checkpoint.")
            keys = sorted(key.vkey for key in self.cosigners)
            found |= {
                f"{top}/cosigned": cosigned,
                f"{top}/cosigners": "".join(f"{k}\n" for k in keys).encode(),
            }
        return found


def anchors_line(files: Mapping[str, bytes]) -> Iterable[str]:
    """Yield the line by which a signed statement holds every file of `proof/anchors/`; none without files.

    Args:
        files: All files of all anchors by path.
    """
    if files:
        listing = "".join(f"{path} {hashlib.sha256(files[path]).hexdigest()}\n" for path in sorted(files))
        yield f"anchors sha256:{hashlib.sha256(listing.encode()).hexdigest()}\n"
