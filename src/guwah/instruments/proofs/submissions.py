"""A checkpoint on its way to a partner, and the partner's judgement (C2SP tlog-witness, add-checkpoint).

By file nobody can ask back which tree the partner saw last; so the file may hold consistency proofs from
several older sizes, one block after the other. With one block it is the body the specification describes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guwah.instruments.proofs.checkpoints import Checkpoint, open_checkpoint
from guwah.instruments.proofs.encodings import decimal, hash_from_base64, to_base64
from guwah.instruments.proofs.errors import Malformed, Mismatch
from guwah.instruments.proofs.merkle import TreeHead, verify_consistency

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guwah.instruments.proofs.notes import VerifierKey

_OLD: Final = "old "
_MOST_LINES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Submission:
    """A signed checkpoint with consistency proofs to it.

    Attributes:
        note: The signed checkpoint, byte for byte.
        proofs: Old size -> consistency proof from there; size 0 has an empty one.
    """

    note: bytes
    proofs: Mapping[int, tuple[bytes, ...]]

    @property
    def data(self) -> bytes:
        """The file: blocks of `old SIZE` and hashes, an empty line, the note."""
        lines: list[str] = []
        for old in sorted(self.proofs):
            lines += [f"{_OLD}{old}", *map(to_base64, self.proofs[old])]
        return ("\n".join([*lines, "", ""]).encode() if lines else b"") + self.note

    @classmethod
    def parse(cls, data: bytes) -> Submission:
        """Read such a file, or a bare signed checkpoint.

        Raises:
            Malformed: `bad-submission`, `bad-number`, `bad-base64` or `bad-hash`, with the line.
        """
        if not data.startswith(_OLD.encode()):
            return cls(data, {})
        above, gap, note = data.partition(b"\n\n")
        try:
            lines = above.decode("ascii").split("\n")
        except UnicodeDecodeError as error:
            raise Malformed("bad-submission", "The lines above the checkpoint are plain ASCII.") from error
        if not gap or len(lines) > _MOST_LINES:
            raise Malformed("bad-submission", "The empty line above the checkpoint is missing.")
        proofs: dict[int, tuple[bytes, ...]] = {}
        old = 0
        for number, line in enumerate(lines, 1):
            if line.startswith(_OLD):
                old = decimal(line.removeprefix(_OLD), line=number)
                if old in proofs:
                    raise Malformed("bad-submission", "The same old size twice.", number)
                proofs[old] = ()
            else:
                proofs[old] = (*proofs[old], hash_from_base64(line, line=number))
        return cls(note, proofs)

    def judge(self, key: VerifierKey, seen: Checkpoint | None) -> Checkpoint:
        """Return the checkpoint if it extends the largest one seen of this log.

        Args:
            key: The log's key as it was introduced.
            seen: The largest checkpoint of this log seen so far, or None.

        Raises:
            Malformed: a form error of the note or of a proof.
            Mismatch: `bad-signature`, `not-signed`, `bad-origin`; `rolled-back` for a smaller tree, `forked`
                for one that does not extend what was seen, `forgotten` when the file reaches back further
                but leaves out what was seen, `no-consistency-proof` when it does not reach back to it.
        """
        new = open_checkpoint(self.note, key)
        if seen is None or not seen.size:
            return new
        if new.size < seen.size:
            raise Mismatch("rolled-back", "This log has shown a larger tree before.")
        if new.size == seen.size:
            self._require(seen.head, new.head, ())
        elif seen.size not in self.proofs and any(old < seen.size for old in self.proofs):
            raise Mismatch("forgotten", "This log does not know any more that it has shown this tree.")
        elif seen.size not in self.proofs:
            raise Mismatch(
                "no-consistency-proof", f"The file holds no proof from the {seen.size} entries seen last."
            )
        else:
            self._require(seen.head, new.head, self.proofs[seen.size])
        return new

    def _require(self, old: TreeHead, new: TreeHead, proof: tuple[bytes, ...]) -> None:
        try:
            verify_consistency(old, new, proof)
        except Mismatch as fault:
            raise Mismatch("forked", "This log tells another history than the one seen before.") from fault
