"""Signed tree heads (C2SP tlog-checkpoint) and one-file inclusion proofs (C2SP tlog-proof)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from guwah.instruments.proofs.encodings import decimal, from_base64, hash_from_base64, to_base64
from guwah.instruments.proofs.errors import Malformed, Mismatch
from guwah.instruments.proofs.merkle import EMPTY_ROOT, Inclusion, TreeHead, leaf_hash
from guwah.instruments.proofs.notes import NoteSigner, VerifierKey, check_key_name, open_note

_FIRST_LINE: Final = "c2sp.org/tlog-proof@v1"
_BODY_LINES: Final = 3
_MOST_HASHES: Final = 63


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of one log at one size.

    Attributes:
        origin: The log's name, which is also the name of its key.
        size: Number of entries.
        root: RFC 6962 root hash at that size, 32 bytes.
    """

    origin: str
    size: int
    root: bytes

    @property
    def head(self) -> TreeHead:
        """Size and root as `merkle` takes them."""
        return TreeHead(self.size, self.root)

    @property
    def body(self) -> str:
        """The note text: three lines, no extension lines."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"

    @classmethod
    def parse(cls, body: str) -> Checkpoint:
        """Read a checkpoint's note text.

        Extension lines are refused: nobody can audit them (C2SP tlog-checkpoint, line 4).

        Raises:
            Malformed: `bad-checkpoint`, `bad-key-name`, `bad-number`, `bad-hash` or `bad-base64`.
        """
        lines = body.split("\n")
        if len(lines) != _BODY_LINES + 1 or lines[-1]:
            raise Malformed("bad-checkpoint", "A checkpoint has exactly three lines.")
        size, root = decimal(lines[1], line=2), hash_from_base64(lines[2], line=3)
        if size == 0 and root != EMPTY_ROOT:
            raise Malformed("bad-checkpoint", "An empty log has the hash of nothing as its root.", 3)
        return cls(check_key_name(lines[0]), size, root)


def sign_checkpoint(checkpoint: Checkpoint, signer: NoteSigner) -> bytes:
    """Return the checkpoint as a signed note.

    Raises:
        Malformed: `bad-origin` when the key's name is not the log's origin.
    """
    if signer.name != checkpoint.origin:
        raise Malformed("bad-origin", "The log's key bears the log's origin as its name.")
    return signer.sign(checkpoint.body)


def open_checkpoint(note: bytes, key: VerifierKey) -> Checkpoint:
    """Check the log's signature under a checkpoint and return what it says.

    Raises:
        Malformed: see `open_note` and `Checkpoint.parse`.
        Mismatch: `bad-signature`, `not-signed`, or `bad-origin`.
    """
    checkpoint = Checkpoint.parse(open_note(note, (key,)).text)
    if checkpoint.origin != key.name:
        raise Mismatch("bad-origin", "The checkpoint is of another log than the key.")
    return checkpoint


@dataclass(frozen=True, slots=True)
class LoggedProof:
    """A tlog-proof: where an entry stands, its sibling hashes, and the checkpoint note, verbatim.

    Attributes:
        index: 0-based index of the entry.
        hashes: Inclusion proof, the leaf's sibling first.
        checkpoint: The signed note, byte for byte.
        extra: Bytes the format lets travel along unauthenticated; None when there is no such line.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    @property
    def data(self) -> bytes:
        """The proof as the text file the specification describes."""
        lines = [_FIRST_LINE]
        if self.extra is not None:
            lines.append(f"extra {to_base64(self.extra)}")
        lines.append(f"index {self.index}")
        lines += [to_base64(each) for each in self.hashes]
        return "\n".join([*lines, "", ""]).encode() + self.checkpoint

    @classmethod
    def parse(cls, data: bytes) -> LoggedProof:
        """Read a tlog-proof file.

        Raises:
            Malformed: `bad-proof`, `bad-number`, `bad-base64` or `bad-hash`, with the line.
        """
        above, gap, checkpoint = data.partition(b"\n\n")
        try:
            lines = above.decode("utf-8").split("\n")
        except UnicodeDecodeError as error:
            raise Malformed("bad-proof", "A proof is UTF-8 text.") from error
        if lines[0] != _FIRST_LINE or not gap:
            raise Malformed("bad-proof", "Not a tlog-proof: its first line or its empty line is missing.", 1)
        at = 1
        extra = None
        if len(lines) > at and lines[at].startswith("extra "):
            extra = from_base64(lines[at].removeprefix("extra "), line=2)
            at = 2
        if len(lines) <= at or not lines[at].startswith("index "):
            raise Malformed("bad-proof", "The line with the index is missing.", at + 1)
        index = decimal(lines[at].removeprefix("index "), line=at + 1)
        if len(lines) - at - 1 > _MOST_HASHES:
            raise Malformed("bad-proof", "No tree needs so many hashes.", at + 2)
        rest = enumerate(lines[at + 1 :], at + 2)
        return cls(
            index, tuple(hash_from_base64(each, line=place) for place, each in rest), checkpoint, extra
        )

    def verify(self, entry: bytes, key: VerifierKey) -> Checkpoint:
        """Check that `entry` is in the log of `key`, and return the checkpoint that says so.

        Raises:
            Malformed: `empty-tree`, `bad-index`, or a form error of the checkpoint.
            Mismatch: `not-included`, `proof-length`, `bad-signature`, `not-signed`, `bad-origin`.
        """
        checkpoint = open_checkpoint(self.checkpoint, key)
        Inclusion(self.index, checkpoint.size, self.hashes).verify(leaf_hash(entry), checkpoint.root)
        return checkpoint
