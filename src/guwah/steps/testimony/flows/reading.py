"""Reading sealed bytes as a transcript: what cannot be read is told with its place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from guwah.failures import Failure, NotUnderstood, Refused
from guwah.instruments import transcripts
from guwah.instruments.transcripts import errors
from guwah.instruments.transcripts.decode import check_size
from guwah.instruments.transcripts.pieces import pieces
from guwah.instruments.transcripts.read import read_as
from guwah.steps.evidence.flows import store
from guwah.steps.testimony.taking.habits import conventions
from guwah.vault.age import AgeBroken
from guwah.vault.blobs import BlobBroken, BlobMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guwah.instruments.transcripts.model import Transcript
    from guwah.steps.evidence.models import Item

_NOT_THERE = (
    "The sealed file of this item is missing or damaged. The log still says what it was; restore the blobs "
    "folder from a backup."
)
# Parts of a text that are neither turns nor paragraphs and yet belong to what somebody reads.
_BESIDE = frozenset({"preamble", "title", "matter", "note"})


@dataclass(frozen=True, slots=True)
class How:
    """How a text was read, so that it is read in the same way again.

    Attributes:
        encoding: the encoding a person named; empty where the bytes say it themselves.
        habits: conventions that differ from those Guwah comes with.
    """

    encoding: str = ""
    habits: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, reading: Mapping[str, Any]) -> How:
        """Return how the reading beside a revision's text was made."""
        return cls(reading.get("named_encoding", ""), reading.get("habits", {}))


def understood(
    item: Item, wanted: str | None, how: How | None = None, known: Transcript | None = None
) -> Transcript:
    """Read a sealed item as a transcript.

    Args:
        item: the sealed item.
        wanted: code of the format, or None to find it out.
        how: in which encoding and by which habits.
        known: what was read in this way of a file of this name; of the same bytes it is not read again.

    Raises:
        NotUnderstood: the bytes are no transcript; the place is in the problem.
        Problem: the sealed bytes cannot be opened.
    """

    def reading() -> Transcript:
        # A recording of two gigabytes is refused by its size, before a byte of it is decrypted.
        check_size(item.size)
        raw = sealed_bytes(item)
        if known is not None and known.origin.raw == raw:
            return known
        return read_bytes(raw, item.filename, wanted, how or How())

    return told(reading)


def read_bytes(raw: bytes, name: str, wanted: str | None, how: How) -> Transcript:
    """Read bytes as a transcript, in the encoding and by the habits that were named.

    Raises:
        errors.NotUnderstood: they are none.
    """
    habits = conventions(how.habits)
    if not how.encoding:
        return transcripts.read(raw, name, wanted, habits)
    return read_as(raw, how.encoding, name, wanted, habits)


def sealed_bytes(item: Item) -> bytes:
    """Return every byte of a sealed item, decrypted in memory only; the caller has asked permission.

    Raises:
        Refused: `blob-missing`, or `blob-broken` when these are not the bytes that were sealed.
    """
    try:
        with store().open(item.sha256) as stream:
            raw: bytes = stream.read()
    except BlobMissing as wrong:
        raise Refused(wrong.code, _NOT_THERE) from wrong
    except (BlobBroken, AgeBroken) as wrong:
        raise Refused(BlobBroken.code, _NOT_THERE) from wrong
    if hashlib.sha256(raw).hexdigest() != item.sha256:
        raise Refused(BlobBroken.code, _NOT_THERE)
    return raw


def told(reading: Callable[[], Transcript]) -> Transcript:
    """Call a reading and turn the instrument's refusal into the house's.

    Raises:
        NotUnderstood: with code, line, column (from 1) and offset (from 0).
    """
    try:
        return reading()
    except errors.NotUnderstood as refusal:
        place = Failure(refusal.code, refusal.message, None, refusal.line, refusal.column, refusal.offset)
        raise NotUnderstood(refusal.code, refusal.message, place=place) from refusal


def reading_of(transcript: Transcript, doubts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what is kept beside the text of a revision.

    Args:
        transcript: what was read.
        doubts: its doubts with the blocks they stand in (`taking.doubting`).

    Returns:
        `encoding`; `bom` in hexadecimal; `text_language` or None; `beside`: `[kind, start, end]` of the
        preamble, titles, forewords and signs that stand outside blocks; `warnings`:
        `{code, message, line}`, lines of the file from 1, and where there are any `key`, `values`, `block`.
    """
    origin = transcript.origin
    return {
        "encoding": origin.encoding,
        "bom": origin.bom.hex(),
        "text_language": transcript.text_language,
        "beside": [[one.kind, one.start, one.end] for one in pieces(transcript) if one.kind in _BESIDE],
        "warnings": doubts,
    }
